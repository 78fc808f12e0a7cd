import { destinationRule } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { webhookRules } from './webhook-rule';

export const SELECTOR_RULES = webhookRules('selector', {
  labels: {
    must: 'A selector has labels with keys, and no wildcards.',
    why: 'Istio refuses the object: labels are compared as they stand.',
    fix: 'write the labels of the pods in full',
    fails: destinationRule('workloadSelector: {matchLabels: {app: "client*"}}'),
    passes: destinationRule('workloadSelector: {matchLabels: {app: client}}'),
    equals: 'wildcard is not supported in selector',
  },
  empty: {
    code: 'IST0133',
    must: 'A selector has labels.',
    why: 'Without them it selects all workloads of the namespace, which is rarely meant where one is written.',
    fix: 'give it labels, or remove it',
    fails: destinationRule('workloadSelector: {}\nexportTo: ["."]'),
    passes: destinationRule('workloadSelector: {matchLabels: {app: client}}'),
    equals: 'workload selector specified without labels',
  },
});

/**
 * A selector of workloads, if there is one.
 *
 * @param key where its labels are
 * @returns whether Istio accepts it
 */
export function checkSelector(check: ObjectCheck, selector: Field, key: 'matchLabels' | 'labels'): boolean {
  if (!selector.isPresent) return true;
  const labels = selector.at(key);
  let isRight = true;
  for (const [name, value] of labels.entries) {
    if (name !== '' && !name.includes('*') && !value.text.includes('*')) continue;
    check.fail(SELECTOR_RULES.labels, value, `must be a label without wildcards, got ${shown(`${name}=${value.text}`)}`);
    isRight = false;
  }
  if (labels.size === 0) check.fail(SELECTOR_RULES.empty, selector, 'has no labels, and selects all workloads of the namespace');
  return isRight;
}
