import type { Duration } from 'cdk8s';
import { cookieName } from '../istio/cookie';
import { headerName } from '../istio/header-name';
import { cookiePath } from '../istio/set-cookie';
import type { LoadBalancerSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderLifetime } from '../private/time';

/** The cookie that is made for clients that send none. */
export interface HashCookieOptions {
  /**
   * How long the cookie lives, a whole number of seconds; 0 until the browser is closed. Envoy makes the cookie when a request comes without it.
   *
   * @default - no cookie is made; requests without it go to any pod
   */
  readonly ttl?: Duration;
  /**
   * The path below which browsers send the cookie; it begins with a slash, and comes with a `ttl` only.
   *
   * @default - browsers take the directory of the request's path
   */
  readonly path?: string;
}

/**
 * Which pod of a destination gets a request. The version is chosen before, by the weights of the rule, and then one of its pods.
 *
 * A hash keeps a client on one pod of a version as long as the pods stay the same. It does NOT make weights sticky: with 90 and 10 percent, each
 * request of one client is drawn anew between the versions. To keep a client on a version, match a header or a cookie in a rule.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export class LoadBalancer {
  /** One pod after the other. */
  public static roundRobin(): LoadBalancer {
    return LoadBalancer.simple('ROUND_ROBIN');
  }

  /** Of two pods drawn at random, the one with fewer requests in progress. Istio does so if nothing else is said. */
  public static leastRequest(): LoadBalancer {
    return LoadBalancer.simple('LEAST_REQUEST');
  }

  /** Any pod. */
  public static random(): LoadBalancer {
    return LoadBalancer.simple('RANDOM');
  }

  /**
   * The address that the client called, for hosts outside the mesh that clients look up themselves. There is no choice among pods, so subsets and
   * weights have no effect: behind the address of a Service are the pods of all versions.
   */
  public static passthrough(): LoadBalancer {
    return LoadBalancer.simple('PASSTHROUGH');
  }

  /**
   * The same pod for the same value of a header. Requests without the header go to any pod.
   *
   * @param name the header's name: letters, digits and ``!#$%&'*+-.^_`|~``, or a pseudo header such as `:authority`
   * @throws InvalidHeaderName (when a construct receives it) if `name` is no header name
   */
  public static hashOnHeader(name: string): LoadBalancer {
    return LoadBalancer.hash((place) => {
      place.at('name').check('InvalidHeaderName', headerName, name, 'write the name alone, without colon or spaces');
      return { httpHeaderName: name };
    });
  }

  /**
   * The same pod for the same value of a cookie, which the application sets, or Envoy if there is a `ttl`.
   *
   * @param name the cookie's name
   * @param options how Envoy makes the cookie
   * @throws InvalidCookie, InvalidDuration (when a construct receives it)
   */
  public static hashOnCookie(name: string, options: HashCookieOptions = {}): LoadBalancer {
    return LoadBalancer.hash((place) => ({ httpCookie: renderCookie(place, name, options) }));
  }

  /**
   * The same pod for the same client address, which for a sidecar is that of its own pod, and for a gateway often that of a load
   * balancer in front of it.
   */
  public static hashOnSourceIp(): LoadBalancer {
    return LoadBalancer.hash(() => ({ useSourceIp: true }));
  }

  /**
   * The same pod for the same value of a query parameter. Requests without it go to any pod.
   *
   * @param name the parameter's name, not empty
   * @throws MatchValueMissing (when a construct receives it) if `name` is empty
   */
  public static hashOnQueryParameter(name: string): LoadBalancer {
    return LoadBalancer.hash((place) => {
      if (!name) {
        place.at('name').fail('MatchValueMissing', { must: 'not be empty', got: name, fix: 'name the query parameter' });
      }
      return { httpQueryParameterName: name };
    });
  }

  private static simple(algorithm: string): LoadBalancer {
    return new LoadBalancer(() => ({ simple: algorithm }));
  }

  private static hash(render: (place: Place) => LoadBalancerSpec['consistentHash']): LoadBalancer {
    return new LoadBalancer((place) => ({ consistentHash: render(place) }));
  }

  private constructor(private readonly render: (place: Place) => LoadBalancerSpec) {}

  /**
   * The `loadBalancer` of a traffic policy.
   *
   * @internal
   */
  public _render(place: Place): LoadBalancerSpec {
    return this.render(place);
  }
}

function renderCookie(place: Place, name: string, { ttl, path }: HashCookieOptions) {
  place.at('name').check('InvalidCookie', cookieName, name, 'name the cookie as the browser sends it');
  if (path !== undefined) {
    place.at('path').check('InvalidCookie', cookiePath, path, 'write / for the whole host');
    if (!ttl) {
      place.at('path').fail('InvalidCookie', {
        must: 'come with a ttl', got: path, fix: 'without a ttl no cookie is made: add one, or leave the path to the application that sets the cookie',
      });
    }
  }
  return { name, path, ttl: ttl && renderLifetime(place.at('ttl'), ttl) };
}
