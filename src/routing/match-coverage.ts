import { headerIdentity, isClaim } from './header-match';
import { pathCovers } from './path-comparison';
import { isDisjoint, StringMatch, textCovers } from './string-match';
import type { HttpMatchSpec, HttpRouteSpec } from '../private/imports';

type Conditions = { readonly [name: string]: StringMatch };

/**
 * The index of the first rule that takes every request which this one could take, so that it takes none; -1 if there is none. A rule that delegates
 * takes what the delegate takes, of which it does not know.
 */
export function hiddenBy(earlier: HttpRouteSpec[], later: HttpRouteSpec): number {
  return earlier.findIndex((rule) => !rule.delegate && matchesOf(later).every((match) => matchesOf(rule).some((other) => covers(other, match))));
}

/** Whether a match holds for every request for which another holds, wherever that comes from. */
export function covers(match: HttpMatchSpec, other: HttpMatchSpec): boolean {
  return sourceCovers(match, other)
    && pathCovers(match, other)
    && (['method', 'scheme', 'authority'] as const).every((part) => match[part] === undefined || textCovers(match[part], other[part]))
    && mapCovers(byIdentity(match.headers), byIdentity(other.headers))
    && mapCovers(match.queryParams, other.queryParams)
    && absenceCovers(byIdentity(match.withoutHeaders), byIdentity(other.withoutHeaders), byIdentity(other.headers));
}

/**
 * Whether the condition that a header is not so holds for every request for which the other one holds. A missing header is compared as if it were
 * empty, but for the condition that there is none.
 */
export function absentCovers(condition: StringMatch, other: StringMatch, ofClaim = false): boolean {
  if (Object.keys(condition).length === 0 || Object.keys(other).length === 0) {
    return Object.keys(other).length === 0 && (Object.keys(condition).length === 0 || ofClaim || !textCovers(condition, { exact: '' }));
  }
  return textCovers(other, condition);
}

/** A rule without a match takes what a match without conditions takes. */
function matchesOf(rule: HttpRouteSpec): HttpMatchSpec[] {
  return rule.match ?? [{}];
}

/** Istio does not look at the labels and the namespace of callers where gateways are named. */
function sourceCovers(match: HttpMatchSpec, other: HttpMatchSpec): boolean {
  if (match.port !== undefined && match.port !== other.port) {
    return false;
  }
  if (match.gateways) {
    return other.gateways !== undefined && other.gateways.every((gateway) => match.gateways!.includes(gateway));
  }
  const { sourceLabels = {}, sourceNamespace } = match;
  const asksNothing = Object.keys(sourceLabels).length === 0 && sourceNamespace === undefined;
  return asksNothing || (!other.gateways
    && (sourceNamespace === undefined || sourceNamespace === other.sourceNamespace)
    && Object.entries(sourceLabels).every(([key, value]) => other.sourceLabels?.[key] === value));
}

function mapCovers(conditions: Conditions = {}, others: Conditions = {}): boolean {
  return Object.entries(conditions).every(([name, comparison]) => textCovers(comparison, others[name]));
}

/** A claim may have several values, of which one is as it must not be and another as it must. */
function absenceCovers(absent: Conditions, otherAbsent: Conditions, otherPresent: Conditions): boolean {
  return Object.entries(absent).every(([name, condition]) => {
    const [without, present] = [otherAbsent[name], otherPresent[name]];
    return (without !== undefined && absentCovers(condition, without, isClaim(name)))
      || (present !== undefined && !isClaim(name) && isDisjoint(condition, present));
  });
}

function byIdentity(headers: Conditions = {}): Conditions {
  return Object.fromEntries(Object.entries(headers).map(([name, comparison]) => [headerIdentity(name), comparison]));
}
