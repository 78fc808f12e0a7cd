import { textCovers } from './match-coverage';
import type { StringMatch } from './string-match';
import type { HttpMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

type Conditions = { readonly [name: string]: StringMatch };

/** No request meets both. */
const EMPTY = Symbol('empty');

/**
 * The match for requests for which both hold; nothing if there are none. Complains where one match cannot say it: Istio keeps one comparison for a
 * path or a header, and two regular expressions cannot be made into one.
 */
export function intersect(place: Place, a: HttpMatchSpec, b: HttpMatchSpec): HttpMatchSpec | undefined {
  const uri = both(place, 'path', a.uri, b.uri);
  const method = both(place, 'method', a.method, b.method);
  const headers = bothMaps(place, a.headers, b.headers, (name) => name.toLowerCase());
  const queryParams = bothMaps(place, a.queryParams, b.queryParams, (name) => name);
  if (uri === EMPTY || method === EMPTY || headers === EMPTY || queryParams === EMPTY) {
    return undefined;
  }
  return { ...a, ...b, uri, method, headers, queryParams };
}

/** All pairs of two lists of alternatives. */
export function intersectAll(place: Place, as: HttpMatchSpec[], bs: HttpMatchSpec[]): HttpMatchSpec[] {
  return as.flatMap((a) => bs.map((b) => intersect(place, a, b))).filter((match) => match !== undefined);
}

function both(place: Place, about: string, a?: StringMatch, b?: StringMatch): StringMatch | undefined | typeof EMPTY {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  if (textCovers(a, b)) {
    return b;
  }
  if (textCovers(b, a)) {
    return a;
  }
  const bothOpen = (a.regex !== undefined && b.exact === undefined) || (b.regex !== undefined && a.exact === undefined);
  if (bothOpen) {
    place.fail('MatchesIncompatible', {
      must: `be expressible in one match with ${JSON.stringify(b)} for the same ${about}`,
      got: a,
      fix: 'Istio keeps one comparison for it, and a regular expression cannot be combined with another one or with a prefix: use exact or prefix',
    });
  }
  return EMPTY;
}

function bothMaps(place: Place, a: Conditions = {}, b: Conditions = {}, identity: (name: string) => string): Conditions | undefined | typeof EMPTY {
  const joined: { [name: string]: StringMatch } = { ...a };
  for (const [name, comparison] of Object.entries(b)) {
    const known = Object.keys(joined).find((other) => identity(other) === identity(name)) ?? name;
    const result = both(place, known, joined[known], comparison);
    if (result === EMPTY) {
      return EMPTY;
    }
    joined[known] = result!;
  }
  return Object.keys(joined).length === 0 ? undefined : joined;
}
