import { headerIdentity, isClaim } from './header-match';
import { absentCovers } from './match-coverage';
import { pathBelowPrefix, pathCovers, PathSpec, pathsDisjoint } from './path-comparison';
import type { SourceSpec } from './request-source';
import { isDisjoint, StringMatch, textCovers } from './string-match';
import { quoted, re2Problem } from '../istio/re2';
import type { HttpMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

type Conditions = { readonly [name: string]: StringMatch };

/** No request meets both. */
const EMPTY = Symbol('empty');

/**
 * The match for requests for which both hold; nothing if there are none. Complains where one match cannot say it: Istio keeps one comparison for a
 * path or a header, and two regular expressions cannot be made into one. Of names that both have, that of the second comes first.
 */
export function intersect(place: Place, a: HttpMatchSpec, b: HttpMatchSpec): HttpMatchSpec | undefined {
  const path = bothPaths(place, a, b);
  const source = bothSources(place, a, b);
  const texts = {
    method: both(place, 'method', a.method, b.method),
    scheme: both(place, 'scheme', a.scheme, b.scheme),
    authority: both(place, 'authority', a.authority, b.authority),
    headers: bothMaps(a.headers, b.headers, headerIdentity, (name, one, other) => both(place, name, one, other)),
    queryParams: bothMaps(a.queryParams, b.queryParams, (name) => name, (name, one, other) => both(place, name, one, other)),
    withoutHeaders: bothMaps(a.withoutHeaders, b.withoutHeaders, headerIdentity, (name, one, other) => bothAbsent(place, name, one, other)),
  };
  if (path === EMPTY || source === EMPTY || Object.values(texts).includes(EMPTY)) {
    return undefined;
  }
  const names = [b.name, a.name].filter((name) => name !== undefined);
  return definedOf({
    ...texts as HttpMatchSpec, ...path, ...source, name: names.length > 0 ? names.join('-') : undefined, statPrefix: a.statPrefix ?? b.statPrefix,
  });
}

/** All pairs of two lists of alternatives. */
export function intersectAll(place: Place, as: HttpMatchSpec[], bs: HttpMatchSpec[]): HttpMatchSpec[] {
  return as.flatMap((a) => bs.map((b) => intersect(place, a, b))).filter((match) => match !== undefined);
}

function bothPaths(place: Place, a: PathSpec, b: PathSpec): PathSpec | typeof EMPTY {
  const [smaller, larger] = pathCovers(a, b) ? [b, a] : [a, b];
  if (pathCovers(larger, smaller)) {
    return smaller.uri ? { uri: smaller.uri, ignoreUriCase: smaller.ignoreUriCase } : {};
  }
  if (pathsDisjoint(a, b)) {
    return EMPTY;
  }
  const below = pathBelowPrefix(a, b);
  if (below === undefined || re2Problem(below.uri!.regex!) !== undefined) {
    failTogether(place, 'path', a.uri, b.uri);
  }
  return below;
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
  if (!isClaim(about) && isDisjoint(a, b)) {
    return EMPTY;
  }
  return failTogether(place, about, a, b);
}

/** Neither of both is so: at worst a pattern says it. */
function bothAbsent(place: Place, about: string, a: StringMatch, b: StringMatch): StringMatch | typeof EMPTY {
  if (absentCovers(a, b, isClaim(about))) {
    return b;
  }
  if (absentCovers(b, a, isClaim(about))) {
    return a;
  }
  // Missing, and not empty: a header cannot be both, since a missing one is compared as if it were empty.
  if (Object.keys(a).length === 0 || Object.keys(b).length === 0) {
    return EMPTY;
  }
  const regex = [a, b].map(patternOf).join('|');
  return re2Problem(regex) === undefined ? { regex } : failTogether(place, about, a, b);
}

function patternOf({ exact, prefix, regex }: StringMatch): string {
  return exact !== undefined ? quoted(exact) : prefix !== undefined ? `${quoted(prefix)}.*` : `(?:${regex})`;
}

type Join = (name: string, a: StringMatch, b: StringMatch) => StringMatch | undefined | typeof EMPTY;

function bothMaps(
  a: Conditions = {}, b: Conditions = {}, identity: (name: string) => string, join: Join,
): Conditions | undefined | typeof EMPTY {
  const joined: { [name: string]: StringMatch } = { ...a };
  for (const [name, comparison] of Object.entries(b)) {
    const known = Object.keys(joined).find((other) => identity(other) === identity(name)) ?? name;
    const result = joined[known] ? join(known, joined[known], comparison) : comparison;
    if (result === EMPTY) {
      return EMPTY;
    }
    joined[known] = result!;
  }
  return Object.keys(joined).length === 0 ? undefined : joined;
}

function bothSources(place: Place, a: HttpMatchSpec, b: HttpMatchSpec): SourceSpec | typeof EMPTY {
  const [labels, others] = [a.sourceLabels ?? {}, b.sourceLabels ?? {}];
  const differ = (one?: unknown, other?: unknown) => one !== undefined && other !== undefined && one !== other;
  const gateways = a.gateways && b.gateways ? a.gateways.filter((gateway) => b.gateways!.includes(gateway)) : a.gateways ?? b.gateways;
  const sourceLabels = a.sourceLabels ?? b.sourceLabels ? { ...labels, ...others } : undefined;
  const sourceNamespace = a.sourceNamespace ?? b.sourceNamespace;
  if (differ(a.port, b.port) || differ(a.sourceNamespace, b.sourceNamespace) || gateways?.length === 0
    || Object.entries(labels).some(([key, value]) => differ(value, others[key]))) {
    return EMPTY;
  }
  if (gateways && (sourceLabels ?? sourceNamespace) !== undefined) {
    failTogether(place, 'callers', { gateways }, { sourceLabels, sourceNamespace });
  }
  return { port: a.port ?? b.port, sourceLabels, sourceNamespace, gateways };
}

function failTogether(place: Place, about: string, a: unknown, b: unknown): never {
  return place.fail('MatchesIncompatible', {
    must: `be expressible in one match with ${JSON.stringify(b)} for the same ${about}`,
    got: a,
    fix: 'Istio keeps one comparison for it, and a regular expression cannot be combined with another one or with a prefix: use exact or prefix',
  });
}

function definedOf(match: HttpMatchSpec): HttpMatchSpec {
  return Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined));
}
