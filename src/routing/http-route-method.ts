import { corsMethod, httpMethod } from '../istio/http-method';
import type { StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * An HTTP method to match, or to allow in a CORS policy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HttpRouteMethod {
  /** CONNECT. */
  public static readonly CONNECT = HttpRouteMethod.of('CONNECT');
  /** DELETE. */
  public static readonly DELETE = HttpRouteMethod.of('DELETE');
  /** GET. */
  public static readonly GET = HttpRouteMethod.of('GET');
  /** HEAD. */
  public static readonly HEAD = HttpRouteMethod.of('HEAD');
  /** OPTIONS. */
  public static readonly OPTIONS = HttpRouteMethod.of('OPTIONS');
  /** PATCH. */
  public static readonly PATCH = HttpRouteMethod.of('PATCH');
  /** POST. */
  public static readonly POST = HttpRouteMethod.of('POST');
  /** PUT. */
  public static readonly PUT = HttpRouteMethod.of('PUT');
  /** TRACE. */
  public static readonly TRACE = HttpRouteMethod.of('TRACE');

  /**
   * A method without a constant here, such as `PROPFIND`. A CORS policy takes none of these but `*`, which means all methods there.
   *
   * @param name the method in upper case: methods are case-sensitive, and a lower-case one never matches
   * @throws InvalidMethod (when a construct receives it) if it is no method in upper case
   */
  public static of(name: string): HttpRouteMethod {
    return new HttpRouteMethod(name);
  }

  private constructor(private readonly method: string) {}

  /**
   * The `method` of a match.
   *
   * @internal
   */
  public _render(place: Place): StringMatchSpec {
    place.check('InvalidMethod', httpMethod, this.method, 'write it as clients send it, for example HttpRouteMethod.GET');
    return { exact: this.method };
  }

  /**
   * An entry of a CORS policy's `allowMethods`.
   *
   * @internal
   */
  public _renderForCors(place: Place): string {
    place.check('CorsMethodUnknown', corsMethod, this.method, 'Istio takes these alone: allow all of them with HttpRouteMethod.of("*")');
    return this.method;
  }
}
