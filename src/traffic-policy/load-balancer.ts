import type { Duration } from 'cdk8s';
import { HashAlgorithm } from './hash-algorithm';
import { LocalityLoadBalancing } from './locality-load-balancing';
import { renderWarmup, Warmup } from './warmup';
import { cookieName } from '../istio/cookie';
import { headerName } from '../istio/header-name';
import { cookieAttributeName, cookieAttributeValue, cookiePath } from '../istio/set-cookie';
import type { LoadBalancerSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderLifetime } from '../private/time';

type HashSpec = NonNullable<LoadBalancerSpec['consistentHash']>;

/** What any choice of a pod takes into account. */
export interface LoadBalancerOptions {
  /**
   * How it counts where the caller and the pods are.
   *
   * @default - as the Service and the mesh are set up; unless somebody changed it, the nearest pods if there is `outlierDetection`, else any
   */
  readonly locality?: LocalityLoadBalancing;
}

/** What a choice by turns or by load takes into account. */
export interface SimpleLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * How a new pod gets its full share little by little.
   *
   * @default - at once
   */
  readonly warmup?: Warmup;
}

/** How a hash leads to a pod. */
export interface HashOptions extends LoadBalancerOptions {
  /**
   * The algorithm.
   *
   * @default HashAlgorithm.ringHash()
   */
  readonly algorithm?: HashAlgorithm;
}

/** The cookie that is made for clients that send none. */
export interface HashCookieOptions extends HashOptions {
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
  /**
   * What else browsers are told of the cookie: `{ SameSite: 'Strict', Secure: '' }`, with an empty text for what has no value; with a `ttl` only.
   *
   * @default - nothing
   */
  readonly attributes?: { [name: string]: string };
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
  /**
   * One pod after the other.
   *
   * @param options locality and warm-up
   */
  public static roundRobin(options: SimpleLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple('ROUND_ROBIN', options);
  }

  /**
   * Of two pods drawn at random, the one with fewer requests in progress. Istio does so if nothing else is said.
   *
   * @param options locality and warm-up
   */
  public static leastRequest(options: SimpleLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple('LEAST_REQUEST', options);
  }

  /**
   * Any pod.
   *
   * @param options locality
   */
  public static random(options: LoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple('RANDOM', options);
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
   * @param options the algorithm, and locality
   * @throws InvalidHeaderName (when a construct receives it) if `name` is no header name
   */
  public static hashOnHeader(name: string, options: HashOptions = {}): LoadBalancer {
    return LoadBalancer.hash(options, (place) => {
      place.at('name').check('InvalidHeaderName', headerName, name, 'write the name alone, without colon or spaces');
      return { httpHeaderName: name };
    });
  }

  /**
   * The same pod for the same value of a cookie, which the application sets, or Envoy if there is a `ttl`.
   *
   * @param name the cookie's name
   * @param options how Envoy makes the cookie, the algorithm, and locality
   * @throws InvalidCookie, InvalidDuration (when a construct receives it)
   */
  public static hashOnCookie(name: string, options: HashCookieOptions = {}): LoadBalancer {
    return LoadBalancer.hash(options, (place) => ({ httpCookie: renderCookie(place, name, options) }));
  }

  /**
   * The same pod for the same client address, which for a sidecar is that of its own pod, and for a gateway often that of a load
   * balancer in front of it.
   *
   * @param options the algorithm, and locality
   */
  public static hashOnSourceIp(options: HashOptions = {}): LoadBalancer {
    return LoadBalancer.hash(options, () => ({ useSourceIp: true }));
  }

  /**
   * The same pod for the same value of a query parameter. Requests without it go to any pod.
   *
   * @param name the parameter's name, not empty
   * @param options the algorithm, and locality
   * @throws MatchValueMissing (when a construct receives it) if `name` is empty
   */
  public static hashOnQueryParameter(name: string, options: HashOptions = {}): LoadBalancer {
    return LoadBalancer.hash(options, (place) => {
      if (!name) {
        place.at('name').fail('MatchValueMissing', { must: 'not be empty', got: name, fix: 'name the query parameter' });
      }
      return { httpQueryParameterName: name };
    });
  }

  private static simple(algorithm: string, { locality, warmup }: SimpleLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer((place) => ({
      simple: algorithm, warmup: warmup && renderWarmup(place.at('warmup'), warmup), ...locality?._render(place.at('locality')),
    }));
  }

  private static hash({ algorithm, locality }: HashOptions, renderKey: (place: Place) => HashSpec): LoadBalancer {
    return new LoadBalancer((place) => ({
      consistentHash: { ...renderKey(place), ...algorithm?._render(place.at('algorithm')) }, ...locality?._render(place.at('locality')),
    }));
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

function renderCookie(place: Place, name: string, { ttl, path, attributes = {} }: HashCookieOptions): HashSpec['httpCookie'] {
  place.at('name').check('InvalidCookie', cookieName, name, 'name the cookie as the browser sends it');
  if (path !== undefined) {
    place.at('path').check('InvalidCookie', cookiePath, path, 'write / for the whole host');
    failWithoutCookie(place.at('path'), path, ttl);
  }
  const entries = Object.entries(attributes);
  for (const [attribute, value] of entries) {
    place.at('attributes').check('InvalidCookie', cookieAttributeName, attribute, 'name the attribute alone, such as SameSite');
    place.at('attributes').item(attribute).check('InvalidCookie', cookieAttributeValue, value, 'write its value alone, or "" for none');
    failWithoutCookie(place.at('attributes'), attributes, ttl);
  }
  return {
    name,
    path,
    ttl: ttl && renderLifetime(place.at('ttl'), ttl),
    attributes: entries.length > 0 ? entries.map(([key, value]) => ({ name: key, value })) : undefined,
  };
}

function failWithoutCookie(place: Place, got: unknown, ttl?: Duration): void {
  if (!ttl) {
    place.fail('InvalidCookie', {
      must: 'come with a ttl', got, fix: 'without a ttl no cookie is made: add one, or leave the rest to the application that sets the cookie',
    });
  }
}
