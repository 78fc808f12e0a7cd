import { isList, isObject, type Json } from '../../manifests/json';
import { knownKinds, type Schema } from '../../schemas/schema';
import { virtualService } from '../examples';
import type { Field } from '../field';
import type { ObjectCheck } from '../object-check';
import { webhookRules } from './webhook-rule';
import { asRead } from '../schema/decoding';

const TO_REVIEWS = 'route:\n  - destination: {host: reviews}';

export const UNREACHABLE_RULES = webhookRules('virtual-service', {
  unreachableRule: {
    code: 'IST0130',
    must: 'Behind a rule without matches stands no other, and not all matches of a rule stand in earlier ones.',
    why: 'The first rule that fits takes a request, so that this one never gets any.',
    fix: 'move the rule without matches to the end, and remove what stands twice',
    fails: virtualService(`http:\n- ${TO_REVIEWS}\n- match:\n  - uri: {prefix: /v2}\n  ${TO_REVIEWS}`),
    passes: virtualService(`http:\n- match:\n  - uri: {prefix: /v2}\n  ${TO_REVIEWS}\n- ${TO_REVIEWS}`),
    equals: 'virtualService rule #1 not used (route without matches defined before)',
  },
  ineffectiveMatch: {
    code: 'IST0131',
    must: 'A match stands in one rule only, and no prefix stands behind a shorter one that covers it.',
    why: 'The earlier one takes the requests.',
    fix: 'move the more special match in front of the general one',
    fails: virtualService(`http:\n- match:\n  - uri: {prefix: /api}\n  ${TO_REVIEWS}\n- match:\n  - uri: {prefix: /api/v2}\n  ${TO_REVIEWS}`),
    passes: virtualService(`http:\n- match:\n  - uri: {prefix: /api/v2}\n  ${TO_REVIEWS}\n- match:\n  - uri: {prefix: /api}\n  ${TO_REVIEWS}`),
    equals: 'virtualService rule #1 match #0 is not used (duplicate/overlapping match in rule #0)',
  },
});

const RULES = UNREACHABLE_RULES;

/** A match by the prefix of a path, as far as Istio compares it with others; texts are `exact:...` or `prefix:...`, and empty for the rest. */
interface PrefixMatch {
  readonly field: Field;
  readonly rule: Field;
  readonly prefix: string;
  readonly port: number;
  readonly method: string;
  readonly authority: string;
  readonly maps: ReadonlyMap<string, string>[];
}

/** Which rules and matches Istio's webhook takes for useless; it compares texts, and may be wrong both ways. */
export function checkReachability(check: ObjectCheck): void {
  for (const protocol of ['http', 'tls', 'tcp']) {
    // A rule that is null, Istio reads as one that has nothing.
    const rules = check.spec.at(protocol).items;
    const prefixes = checkDuplicates(check, rules, protocol);
    if (protocol === 'http') checkCovered(check, prefixes);
  }
}

function checkDuplicates(check: ObjectCheck, rules: Field[], protocol: string): PrefixMatch[] {
  const isHttp = protocol === 'http';
  const known = matchSchema(protocol);
  const seen = new Map<string, Field>();
  const prefixes: PrefixMatch[] = [];
  let catchAll: Field | undefined;
  for (const rule of rules) {
    const matches = rule.at('match').items;
    if (matches.length === 0) {
      if (catchAll) check.fail(RULES.unreachableRule, rule, `is never used: ${nameOf(catchAll)} takes every request before it`);
      catchAll = rule;
      continue;
    }
    let duplicates = 0;
    for (const match of matches) {
      const own = identity(asRead(known, match.value), isHttp);
      const earlier = seen.get(own);
      if (catchAll) {
        check.fail(RULES.unreachableRule, match, `is never used: ${nameOf(catchAll)} takes every request before it`);
      } else if (earlier) {
        check.fail(RULES.ineffectiveMatch, match, `is never used: ${nameOf(earlier)} has the same match`);
        duplicates++;
      } else {
        seen.set(own, rule);
        prefixes.push(...prefixMatch(rule, match));
      }
    }
    if (duplicates === matches.length) check.fail(RULES.unreachableRule, rule, 'is never used: earlier rules have all of its matches');
  }
  return prefixes;
}

/** Every earlier prefix that a later one begins with is a candidate; there are few of them, whatever the number of rules. */
function checkCovered(check: ObjectCheck, matches: readonly PrefixMatch[]): void {
  const earlier = new Map<string, PrefixMatch[]>();
  for (const later of matches) {
    for (let length = 1; length < later.prefix.length; length++) {
      for (const one of earlier.get(later.prefix.slice(0, length)) ?? []) {
        if (covers(one, later)) check.fail(RULES.ineffectiveMatch, later.field, `is never used: ${nameOf(one.rule)} takes the prefix ${one.prefix} before it`);
      }
    }
    earlier.set(later.prefix, [...(earlier.get(later.prefix) ?? []), later]);
  }
}

/** Whether Istio itself says of a match that an earlier one takes its requests. */
export function isTakenForUseless(earlier: Field, later: Field): boolean {
  if (identity(earlier.value, true) === identity(later.value, true)) return true;
  const [[a], [b]] = [prefixMatch(earlier, earlier), prefixMatch(later, later)];
  return a !== undefined && b !== undefined && a.prefix !== b.prefix && b.prefix.startsWith(a.prefix) && covers(a, b);
}

function covers(a: PrefixMatch, b: PrefixMatch): boolean {
  return a.port === b.port && a.method.startsWith(b.method) && a.authority.startsWith(b.authority)
    && a.maps.every((map, index) => map.size === b.maps[index].size
      && [...map].every(([key, value]) => b.maps[index].has(key) && value.startsWith(b.maps[index].get(key)!)));
}

function prefixMatch(rule: Field, match: Field): PrefixMatch[] {
  const prefix = match.at('uri').at('prefix').text;
  if (prefix === '') return [];
  return [{
    field: match,
    rule,
    prefix,
    port: match.at('port').number,
    method: textOf(match.at('method')) || 'exact:GET',
    authority: textOf(match.at('authority')),
    maps: ['headers', 'queryParams', 'withoutHeaders'].map((key) => new Map(match.at(key).entries.map(([name, value]) => [name, textOf(value)]))),
  }];
}

function textOf(match: Field): string {
  const [exact, prefix] = [match.at('exact').text, match.at('prefix').text];
  if (exact !== '') return `exact:${exact}`;
  return prefix === '' ? '' : `prefix:${prefix}`;
}

function matchSchema(protocol: string): Schema | undefined {
  const spec = knownKinds().get('networking.istio.io/VirtualService')!.schema.properties?.spec;
  return spec?.properties?.[protocol].items?.properties?.match.items;
}

const MAPS = ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'];

/** What two matches share that are the same but for their names: Istio compares what it has read, where null, zero and what is empty are absent. */
function identity(match: Json | undefined, isHttp: boolean): string {
  return JSON.stringify(isHttp && isObject(match) ? { ...match, name: undefined } : match, (key, value: unknown) => {
    if (isList(value)) return value.length === 0 ? undefined : value;
    if (!isObject(value)) return value === null || value === '' || value === 0 || value === false ? undefined : value;
    const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
    return MAPS.includes(key) && entries.length === 0 ? undefined : Object.fromEntries(entries);
  });
}

/** How a message names a rule: by its name, or by its place. */
export function nameOf(rule: Field): string {
  const name = rule.at('name').text;
  return name === '' ? `rule ${rule.path.at(-1)}` : `rule ${JSON.stringify(name)}`;
}
