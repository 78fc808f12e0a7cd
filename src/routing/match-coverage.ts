import type { StringMatch } from './string-match';
import { matchesFully } from '../istio/re2';
import type { HttpMatchSpec, HttpRouteSpec } from '../private/imports';

/** What every path begins with. */
const ANY_PATH: StringMatch = { prefix: '/' };

type Conditions = { readonly [name: string]: StringMatch };

/** The index of the first rule that takes every request which this one could take, so that it takes none; -1 if there is none. */
export function hiddenBy(earlier: HttpRouteSpec[], later: HttpRouteSpec): number {
  return earlier.findIndex((rule) => matchesOf(later).every((match) => matchesOf(rule).some((other) => covers(other, match))));
}

/** Whether a match holds for every request for which another holds. */
export function covers(match: HttpMatchSpec, other: HttpMatchSpec): boolean {
  return (match.port === undefined || match.port === other.port)
    && textCovers(match.uri ?? ANY_PATH, other.uri ?? ANY_PATH)
    && (match.method === undefined || textCovers(match.method, other.method))
    && mapCovers(lowerCased(match.headers), lowerCased(other.headers))
    && mapCovers(match.queryParams, other.queryParams);
}

/** Whether a comparison holds for every text for which another holds; without another there need not be a text at all. */
export function textCovers(comparison: StringMatch, other?: StringMatch): boolean {
  if (other === undefined) {
    return false;
  }
  const { exact, prefix, regex } = comparison;
  if (exact !== undefined) {
    return other.exact === exact;
  }
  if (prefix !== undefined) {
    return (other.exact ?? other.prefix ?? '').startsWith(prefix);
  }
  if (regex !== undefined) {
    return regex === '.*' || other.regex === regex || (other.exact !== undefined && matchesFully(regex, other.exact));
  }
  return true;
}

/** A rule without a match takes what a match without conditions takes. */
function matchesOf(rule: HttpRouteSpec): HttpMatchSpec[] {
  return rule.match ?? [{}];
}

function mapCovers(conditions: Conditions = {}, others: Conditions = {}): boolean {
  return Object.entries(conditions).every(([name, comparison]) => textCovers(comparison, others[name]));
}

function lowerCased(headers: Conditions = {}): Conditions {
  return Object.fromEntries(Object.entries(headers).map(([name, comparison]) => [name.toLowerCase(), comparison]));
}
