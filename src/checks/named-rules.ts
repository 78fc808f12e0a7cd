import type { Origin, Rule } from './rule';

/** A rule whose code is its name in one word. */
export type NamedRule = Omit<Rule, 'name' | 'origin' | 'code'>;

/** Completes rules that have no codes of Istio's. */
export function namedRules<Key extends string>(origin: Origin, rules: { readonly [key in Key]: NamedRule }): { readonly [key in Key]: Rule } {
  return Object.fromEntries(Object.entries<NamedRule>(rules).map(([key, rule]) => {
    const code = key[0].toUpperCase() + key.slice(1);
    return [key, { ...rule, origin, code, name: hyphenated(key) }];
  })) as { readonly [key in Key]: Rule };
}

/** The name of a rule from that of its constant: `subsetWithoutPods` is `subset-without-pods`. */
export function hyphenated(key: string): string {
  return key.replace(/[A-Z]/g, (letter, at: number) => `${at > 0 ? '-' : ''}${letter.toLowerCase()}`);
}
