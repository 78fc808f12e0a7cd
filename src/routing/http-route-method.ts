import { renderStringMatch, StringMatch } from './string-match';
import { corsMethod, httpMethod, startOfMethod } from '../istio/http-method';
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
    return new HttpRouteMethod({ exact: name });
  }

  /**
   * Methods that begin with this text, such as `PROP` for `PROPFIND` and `PROPPATCH`. No CORS policy takes it.
   *
   * @param beginning the beginning in upper case
   * @throws InvalidMethod (when a construct receives it) if it is no beginning of a method in upper case
   */
  public static prefix(beginning: string): HttpRouteMethod {
    return new HttpRouteMethod({ prefix: beginning });
  }

  /**
   * Methods that match this regular expression as a whole, such as `GET|HEAD`. No CORS policy takes it.
   *
   * @param pattern RE2 syntax, at most 1024 bytes
   * @throws InvalidRegex (when a construct receives it)
   */
  public static regex(pattern: string): HttpRouteMethod {
    return new HttpRouteMethod({ regex: pattern });
  }

  private constructor(private readonly condition: StringMatch) {}

  /**
   * The `method` of a match.
   *
   * @internal
   */
  public _render(place: Place): StringMatchSpec {
    const { exact, prefix } = this.condition;
    if ('exact' in this.condition) {
      place.check('InvalidMethod', httpMethod, exact!, 'write it as clients send it, for example HttpRouteMethod.GET');
    }
    if ('prefix' in this.condition) {
      place.check('InvalidMethod', startOfMethod, prefix!, 'write it as clients send it, for example PROP');
    }
    return renderStringMatch(place, this.condition);
  }

  /**
   * An entry of a CORS policy's `allowMethods`.
   *
   * @internal
   */
  public _renderForCors(place: Place): string {
    const { exact, prefix, regex } = this.condition;
    const method = exact ?? prefix ?? regex!;
    place.check('CorsMethodUnknown', corsMethod, method, 'Istio takes these alone: allow all of them with HttpRouteMethod.of("*")');
    return method;
  }
}
