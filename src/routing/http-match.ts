import { HeaderMatch } from './header-match';
import { HttpRouteMethod } from './http-route-method';
import { PathMatch } from './path-match';
import { QueryMatch } from './query-match';
import type { HttpMatchSpec, StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** The conditions of a match; all of those given must hold. At least one is needed. */
export interface HttpMatchOptions {
  /**
   * The path.
   *
   * @default - any path
   */
  readonly path?: PathMatch;
  /**
   * The headers; all of these conditions must hold, and each must be about another header.
   *
   * @default - any headers
   */
  readonly headers?: HeaderMatch[];
  /**
   * The method.
   *
   * @default - any method
   */
  readonly method?: HttpRouteMethod;
  /**
   * The query parameters; all of these conditions must hold, and each must be about another parameter.
   *
   * @default - any query
   */
  readonly query?: QueryMatch[];
}

/**
 * Which requests a rule takes. All conditions of one match must hold; of a list of matches, any one is enough.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 *
 * @example
 *
 * import { HeaderMatch, HttpMatch, HttpRouteMethod, PathMatch } from 'cdk8s-istio';
 *
 * const testers = [
 *   HttpMatch.header(HeaderMatch.exact('x-canary', 'true')),
 *   HttpMatch.of({ path: PathMatch.prefix('/reports'), method: HttpRouteMethod.GET }),
 * ];
 */
export class HttpMatch {
  /**
   * Requests for which all of these conditions hold.
   *
   * @param conditions at least one
   * @throws MatchEmpty, MatchConditionTwice (when a construct receives it), and what the single conditions raise
   */
  public static of(conditions: HttpMatchOptions): HttpMatch {
    return new HttpMatch(conditions);
  }

  /**
   * Requests whose header is as described: short for `of({ headers: [header] })`.
   *
   * @param header the condition
   * @throws what the condition raises (when a construct receives it)
   */
  public static header(header: HeaderMatch): HttpMatch {
    return HttpMatch.of({ headers: [header] });
  }

  /**
   * Requests with a query parameter as described: short for `of({ query: [parameter] })`.
   *
   * @param parameter the condition
   * @throws what the condition raises (when a construct receives it)
   */
  public static query(parameter: QueryMatch): HttpMatch {
    return HttpMatch.of({ query: [parameter] });
  }

  /**
   * Requests with this method: short for `of({ method })`.
   *
   * @param method the method
   * @throws InvalidMethod (when a construct receives it)
   */
  public static method(method: HttpRouteMethod): HttpMatch {
    return HttpMatch.of({ method });
  }

  /**
   * Requests for exactly this path: short for `of({ path: PathMatch.exact(path) })`.
   *
   * @param path beginning with a slash
   * @throws InvalidPath (when a construct receives it)
   */
  public static pathExact(path: string): HttpMatch {
    return HttpMatch.of({ path: PathMatch.exact(path) });
  }

  /**
   * Requests for paths that begin with this text: short for `of({ path: PathMatch.prefix(path) })`.
   * As always in Istio, `/reports` takes `/reportsx` too.
   *
   * @param path beginning with a slash
   * @throws InvalidPath (when a construct receives it)
   */
  public static pathPrefix(path: string): HttpMatch {
    return HttpMatch.of({ path: PathMatch.prefix(path) });
  }

  /**
   * Requests for paths that match this regular expression as a whole: short for `of({ path: PathMatch.regex(pattern) })`.
   *
   * @param pattern RE2 syntax
   * @throws InvalidRegex (when a construct receives it)
   */
  public static pathRegex(pattern: string): HttpMatch {
    return HttpMatch.of({ path: PathMatch.regex(pattern) });
  }

  private constructor(private readonly conditions: HttpMatchOptions) {}

  /**
   * An entry of a rule's `match`.
   *
   * @internal
   */
  public _render(place: Place): HttpMatchSpec {
    const { path, headers = [], method, query = [] } = this.conditions;
    if (!path && !method && headers.length + query.length === 0) {
      place.fail('MatchEmpty', {
        must: 'have a condition', got: this.conditions, fix: 'name a path, header, method or query parameter',
      });
    }
    return {
      uri: path?._render(place.at('path')),
      method: method?._render(place.at('method')),
      headers: collect(place.at('headers'), headers, (name) => name.toLowerCase()),
      queryParams: collect(place.at('query'), query, (name) => name),
    };
  }
}

type Conditions = { [name: string]: StringMatchSpec };

/** Istio keeps the conditions by name: a second one for the same name would silently replace the first. */
function collect(place: Place, items: (HeaderMatch | QueryMatch)[], identity: (name: string) => string): Conditions | undefined {
  const seen = new Set<string>();
  const entries = items.map((item, index) => {
    const [name, condition] = item._render(place.item(index));
    if (seen.has(identity(name))) {
      place.item(index).fail('MatchConditionTwice', {
        must: 'be about a name of its own',
        got: name,
        fix: 'Istio keeps one condition a name: join both in one regular expression, or use two matches if either is enough',
      });
    }
    seen.add(identity(name));
    return [name, condition];
  });
  return items.length === 0 ? undefined : Object.fromEntries(entries);
}
