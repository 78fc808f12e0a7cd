import { httpMethod } from '../istio/http-method';
import type { StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * An HTTP method to match.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HttpMethod {
  /** CONNECT. */
  public static readonly CONNECT = HttpMethod.of('CONNECT');
  /** DELETE. */
  public static readonly DELETE = HttpMethod.of('DELETE');
  /** GET. */
  public static readonly GET = HttpMethod.of('GET');
  /** HEAD. */
  public static readonly HEAD = HttpMethod.of('HEAD');
  /** OPTIONS. */
  public static readonly OPTIONS = HttpMethod.of('OPTIONS');
  /** PATCH. */
  public static readonly PATCH = HttpMethod.of('PATCH');
  /** POST. */
  public static readonly POST = HttpMethod.of('POST');
  /** PUT. */
  public static readonly PUT = HttpMethod.of('PUT');
  /** TRACE. */
  public static readonly TRACE = HttpMethod.of('TRACE');

  /**
   * A method without a constant here, such as `PROPFIND`.
   *
   * @param name the method in upper case: methods are case-sensitive, and a lower-case one never matches
   * @throws InvalidMethod (when a construct receives it) if it is no method in upper case
   */
  public static of(name: string): HttpMethod {
    return new HttpMethod(name);
  }

  private constructor(private readonly method: string) {}

  /**
   * The `method` of a match.
   *
   * @internal
   */
  public _render(place: Place): StringMatchSpec {
    place.check('InvalidMethod', httpMethod, this.method, 'write it as clients send it, for example HttpMethod.GET');
    return { exact: this.method };
  }
}
