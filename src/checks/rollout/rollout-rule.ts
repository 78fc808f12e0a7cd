import { type NamedRule, namedRules } from '../named-rules';
import type { Rule } from '../rule';

/** Completes rules that only this library has. */
export function rolloutRules<Key extends string>(rules: { readonly [key in Key]: NamedRule }): { readonly [key in Key]: Rule } {
  return namedRules('cdk8s-istio', rules);
}
