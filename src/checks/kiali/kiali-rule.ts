import { hyphenated } from '../named-rules';
import type { Rule } from '../rule';

/** A rule that only Kiali has, without what all of them share. */
export type KialiRule = Omit<Rule, 'name' | 'origin'>;

export function kialiRules<Key extends string>(prefix: string, rules: { readonly [key in Key]: KialiRule }): { readonly [key in Key]: Rule } {
  return Object.fromEntries(Object.entries<KialiRule>(rules).map(([key, rule]) => (
    [key, { ...rule, origin: 'kiali', name: `${prefix}-${hyphenated(key)}` }]
  ))) as { readonly [key in Key]: Rule };
}
