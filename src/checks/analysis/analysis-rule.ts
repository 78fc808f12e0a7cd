import { hyphenated } from '../named-rules';
import type { Rule, Severity } from '../rule';

/** A rule of `istioctl analyze`, without what all of them share. */
export type AnalysisRule = Omit<Rule, 'name' | 'origin'>;

/** Completes rules that Istio's analyzers have. */
export function analysisRules<Key extends string>(prefix: string, rules: { readonly [key in Key]: AnalysisRule }): { readonly [key in Key]: Rule } {
  return Object.fromEntries(Object.entries<AnalysisRule>(rules).map(([key, rule]) => (
    [key, { origin: 'istio', ...rule, name: `${prefix}-${hyphenated(key)}` }]
  ))) as { readonly [key in Key]: Rule };
}

export const ERROR: Severity = 'error';
export const WARNING: Severity = 'warning';
export const INFO: Severity = 'info';
