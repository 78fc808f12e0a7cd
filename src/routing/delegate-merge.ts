import { covers } from './match-coverage';
import { intersect } from './match-intersection';
import type { StringMatch } from './string-match';
import type { HttpMatchSpec, HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';

type Conditions = { readonly [name: string]: StringMatch };

/** A rule that delegates, and one of those to which it does, as Istio joins them. */
export interface MergedMatches {
  /** The matches of the rule that Istio makes of both; nothing if it takes every request. */
  readonly match?: HttpMatchSpec[];
  /** Why Istio takes other requests than those for which both hold, if it does. */
  readonly loss?: string;
}

/**
 * The matches of a delegate's rule within those of the rule that delegates. Istio puts them together pair by pair, and leaves out pairs of which it
 * takes one for the other's contrary; if it leaves out all pairs of one match, the whole rule is dropped.
 *
 * Gateways are compared by their full names.
 */
export function mergeMatches(place: Place, { match: root = [] }: HttpRouteSpec, { match: leaf = [] }: HttpRouteSpec): MergedMatches {
  if (root.length === 0 || leaf.length === 0) {
    const [match] = [root, leaf].filter(({ length }) => length > 0);
    return { match };
  }
  const pairs = leaf.flatMap((own, index) => root.map((outer) => (
    { index, outer, own, merged: conflicts(outer, own) ? undefined : merge(outer, own) }
  )));
  const match = pairs.flatMap(({ merged }) => merged ?? []);
  const dropping = leaf.findIndex((_own, index) => pairs.every((pair) => pair.index !== index || pair.merged === undefined));
  if (dropping >= 0) {
    return { match, loss: `match[${dropping}] is no narrower than any match of the rule that delegates` };
  }
  const changed = pairs.find(({ outer, own, merged }) => !isKept(intersection(place, outer, own), merged, match));
  return { match, loss: changed && `Istio joins match[${changed.index}] with that of the rule that delegates into another than both together` };
}

/** Whether what Istio makes of a pair is what both together mean. */
function isKept(both: HttpMatchSpec | 'inexpressible' | undefined, merged: HttpMatchSpec | undefined, all: HttpMatchSpec[]): boolean {
  if (both === 'inexpressible') {
    return false;
  }
  if (both === undefined || merged === undefined) {
    return merged === undefined && (both === undefined || all.some((one) => covers(one, both)));
  }
  return covers(both, merged) && covers(merged, both);
}

function intersection(place: Place, outer: HttpMatchSpec, own: HttpMatchSpec): HttpMatchSpec | 'inexpressible' | undefined {
  try {
    return intersect(place, own, outer);
  } catch {
    return 'inexpressible';
  }
}

function merge(root: HttpMatchSpec, leaf: HttpMatchSpec): HttpMatchSpec {
  const joined = <T>(of: { [key: string]: T } = {}, over: { [key: string]: T } = {}) => ({ ...of, ...over });
  return definedOf({
    ...root,
    ...definedOf(leaf),
    ignoreUriCase: leaf.ignoreUriCase,
    headers: joined(root.headers, leaf.headers),
    withoutHeaders: joined(root.withoutHeaders, leaf.withoutHeaders),
    queryParams: joined(root.queryParams, leaf.queryParams),
    sourceLabels: joined(root.sourceLabels, leaf.sourceLabels),
    name: [root.name, leaf.name].filter((name) => name !== undefined).join('-') || undefined,
  });
}

function conflicts(root: HttpMatchSpec, leaf: HttpMatchSpec): boolean {
  return (['uri', 'scheme', 'method', 'authority'] as const).some((part) => textsConflict(root[part], leaf[part]))
    || (['headers', 'withoutHeaders', 'queryParams'] as const).some((part) => mapsConflict(root[part], leaf[part]))
    || (root.ignoreUriCase ?? false) !== (leaf.ignoreUriCase ?? false)
    || (root.port !== undefined && leaf.port !== undefined && root.port !== leaf.port)
    || (root.sourceNamespace !== undefined && root.sourceNamespace !== leaf.sourceNamespace)
    || Object.entries(leaf.sourceLabels ?? {}).some(([key, value]) => (root.sourceLabels?.[key] ?? value) !== value)
    || (root.gateways !== undefined && leaf.gateways !== undefined && !leaf.gateways.every((gateway) => root.gateways!.includes(gateway)));
}

/** Names are compared with regard to case, those of headers too. */
function mapsConflict(root: Conditions = {}, leaf: Conditions = {}): boolean {
  return Object.entries(leaf).some(([name, condition]) => textsConflict(root[name], condition));
}

/** To Istio an empty text says nothing here, and of two conditions of which one says nothing it takes one for the other's contrary. */
function textsConflict(root?: StringMatch, leaf?: StringMatch): boolean {
  if (!root || !leaf) {
    return false;
  }
  const says = ({ exact, prefix, regex }: StringMatch) => [exact, prefix, regex].some(Boolean);
  if ((root.regex && says(leaf)) || (leaf.regex && says(root))) {
    return true;
  }
  if (root.exact) {
    return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  }
  return !root.prefix || !(leaf.prefix || leaf.exact || '').startsWith(root.prefix);
}

function definedOf(match: HttpMatchSpec): HttpMatchSpec {
  return Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined));
}
