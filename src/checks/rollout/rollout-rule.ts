import type { Rule } from '../rule';

/** A rule that only this library has: its code is its name in one word. */
export type RolloutRule = Omit<Rule, 'name' | 'origin' | 'code'>;

export function rolloutRules<Key extends string>(rules: { readonly [key in Key]: RolloutRule }): { readonly [key in Key]: Rule } {
  return Object.fromEntries(Object.entries<RolloutRule>(rules).map(([key, rule]) => {
    const code = key[0].toUpperCase() + key.slice(1);
    return [key, { ...rule, origin: 'cdk8s-istio', code, name: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) }];
  })) as { readonly [key in Key]: Rule };
}
