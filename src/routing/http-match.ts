import { HeaderMatch, headerIdentity, isClaim } from './header-match';
import type { HttpMatchOptions } from './http-match-options';
import { HttpRouteMethod } from './http-route-method';
import { PathMatch } from './path-match';
import { QueryMatch } from './query-match';
import { rejectIgnoredSource, renderSource } from './request-source';
import { textCovers } from './string-match';
import { TextMatch } from './text-match';
import type { HttpMatchSpec, StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

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
   * @throws MatchEmpty, MatchConditionTwice, MatchNeverHolds, SourceIgnored, GatewayNotBound, InvalidRuleName (when a construct receives it), and what
   * the single conditions raise
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

  /**
   * Requests to this host, as the caller wrote it: short for `of({ authority: TextMatch.exact(host) })`.
   *
   * @param host with the port if callers write one
   * @throws MatchValueMissing (when a construct receives it)
   */
  public static authority(host: string): HttpMatch {
    return HttpMatch.of({ authority: TextMatch.exact(host) });
  }

  /**
   * Requests from pods in the mesh with all of these labels: short for `of({ sourceLabels })`.
   *
   * @param sourceLabels at least one
   * @throws LabelsMissing, InvalidLabel (when a construct receives it)
   */
  public static sourceLabels(sourceLabels: { [key: string]: string }): HttpMatch {
    return HttpMatch.of({ sourceLabels });
  }

  /**
   * Requests from pods in this namespace: short for `of({ sourceNamespace })`.
   *
   * @param sourceNamespace the namespace of the callers
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static sourceNamespace(sourceNamespace: string): HttpMatch {
    return HttpMatch.of({ sourceNamespace });
  }

  private constructor(private readonly conditions: HttpMatchOptions) {}

  /**
   * An entry of a rule's `match`.
   *
   * @internal
   */
  public _render(place: Place): HttpMatchSpec {
    const { name, path, headers = [], withoutHeaders = [], method, query = [], scheme, authority, statPrefix } = this.conditions;
    rejectIgnoredSource(place, this.conditions);
    const conditions: HttpMatchSpec = {
      ...path?._render(place.at('path')),
      ...(method && { method: method._render(place.at('method')) }),
      ...(scheme && { scheme: scheme._render(place.at('scheme')) }),
      ...(authority && { authority: authority._render(place.at('authority')) }),
      ...(headers.length > 0 && { headers: collect(place.at('headers'), headers, headerIdentity) }),
      ...(withoutHeaders.length > 0 && { withoutHeaders: collectAbsent(place.at('withoutHeaders'), withoutHeaders) }),
      ...(query.length > 0 && { queryParams: collect(place.at('query'), query, (parameter) => parameter) }),
      ...renderSource(place, this.conditions),
    };
    if (Object.keys(conditions).length === 0) {
      place.fail('MatchEmpty', {
        must: 'have a condition', got: this.conditions, fix: 'name a path, header, method or query parameter',
      });
    }
    return { ...renderNames(place, { name, statPrefix }), ...conditions };
  }
}

type Conditions = { [name: string]: StringMatchSpec };

/** Istio takes an empty text for none. */
function renderNames(place: Place, { name, statPrefix }: HttpMatchOptions): Pick<HttpMatchSpec, 'name' | 'statPrefix'> {
  for (const [prop, text] of Object.entries({ name, statPrefix })) {
    if (text === '') {
      place.at(prop).fail('InvalidRuleName', { must: 'be some text', got: text, fix: 'Istio takes an empty one for none: leave it out' });
    }
  }
  return { ...(name !== undefined && { name }), ...(statPrefix !== undefined && { statPrefix }) };
}

/** Istio keeps the conditions by name: a second one for the same name would silently replace the first. */
function collect(place: Place, items: (HeaderMatch | QueryMatch)[], identity: (name: string) => string): Conditions {
  const seen = new Set<string>();
  return Object.fromEntries(items.map((item, index) => {
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
  }));
}

/**
 * A pattern for anything holds for a missing header as well, which Envoy compares as if it were empty, so that no request would be left. Claims that
 * are missing it does not compare.
 */
function collectAbsent(place: Place, items: HeaderMatch[]): Conditions {
  const conditions = collect(place, items, headerIdentity);
  Object.entries(conditions).forEach(([name, { regex }], index) => {
    if (regex !== undefined && !isClaim(name) && textCovers({ regex }, {})) {
      place.item(index).at('value').fail('MatchNeverHolds', {
        must: 'leave some requests', got: regex, fix: 'to ask for a header to be missing, write HeaderMatch.present() here',
      });
    }
  });
  return conditions;
}
