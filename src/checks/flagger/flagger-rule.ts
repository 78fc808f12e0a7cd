import { hyphenated } from '../named-rules';
import type { Rule } from '../rule';

/** A rule of Flagger's, without what all of them share: its code is its name in one word. */
export type FlaggerRule = Omit<Rule, 'name' | 'origin' | 'code'>;

/** Completes rules that Flagger keeps, or breaks on, when it runs. */
export function flaggerRules<Key extends string>(rules: { readonly [key in Key]: FlaggerRule }): { readonly [key in Key]: Rule } {
  return Object.fromEntries(Object.entries<FlaggerRule>(rules).map(([key, rule]) => {
    const code = `Flagger${key[0].toUpperCase()}${key.slice(1)}`;
    return [key, { ...rule, origin: 'flagger', code, name: `flagger-${hyphenated(key)}` }];
  })) as { readonly [key in Key]: Rule };
}

/** A rule of the CRDs of Flagger. */
export type FlaggerSchemaRule = Omit<FlaggerRule, 'severity'>;

/** The code of all that the API server refuses. */
export const FLAGGER_SCHEMA = 'FlaggerSchema';

/** Completes rules of the CRDs: all have one code, as the API server has one answer. */
export function flaggerSchemaRules<Key extends string>(rules: { readonly [key in Key]: FlaggerSchemaRule }): { readonly [key in Key]: Rule } {
  return Object.fromEntries(Object.entries<FlaggerSchemaRule>(rules).map(([key, rule]) => (
    [key, { ...rule, origin: 'flagger', severity: 'error', code: FLAGGER_SCHEMA, name: `flagger-schema-${hyphenated(key)}` }]
  ))) as { readonly [key in Key]: Rule };
}
