import { hyphenated } from '../named-rules';
import type { Rule } from '../rule';

/** A rule of Istio's validation webhook, without what all of them share. */
export type WebhookRule = Omit<Rule, 'name' | 'code' | 'origin' | 'severity'> & { readonly code?: 'IST0130' | 'IST0131' | 'IST0133' };

/** Completes the rules of a kind, or of a part of it: what the webhook refuses has the code IST0106, and a code says what it only warns of. */
export function webhookRules<Key extends string>(prefix: string, rules: { readonly [key in Key]: WebhookRule }): { readonly [key in Key]: Rule } {
  return Object.fromEntries(Object.entries<WebhookRule>(rules).map(([key, rule]) => {
    const name = `${prefix}-${hyphenated(key)}`;
    const severity = rule.code === undefined ? 'error' : rule.code === 'IST0131' ? 'info' : 'warning';
    return [key, { origin: 'istio', code: 'IST0106', severity, ...rule, name }];
  })) as { readonly [key in Key]: Rule };
}
