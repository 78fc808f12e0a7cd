import type { LabelMap } from './pods';

/**
 * Which pods a workload takes for its own: those that fulfil all of it.
 * See https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export interface LabelSelector {
  readonly matchLabels?: LabelMap;
  readonly matchExpressions?: LabelExpression[];
}

interface LabelExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: string[];
}

/** Whether a selector takes pods with these labels. */
export function selects({ matchLabels, matchExpressions }: LabelSelector, labels: LabelMap): boolean {
  return holds(labels, matchLabels ?? {}) && (matchExpressions ?? []).every((expression) => fulfils(labels, expression));
}

/** Whether all wanted labels are among these. */
export function holds(labels: LabelMap, wanted: LabelMap): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function fulfils(labels: LabelMap, { key, operator, values = [] }: LabelExpression): boolean {
  const isThere = key in labels;
  switch (operator) {
    case 'In': return isThere && values.includes(labels[key]);
    case 'NotIn': return !isThere || !values.includes(labels[key]);
    case 'Exists': return isThere;
    case 'DoesNotExist': return !isThere;
    // Kubernetes refuses any other, so that nothing is selected.
    default: return false;
  }
}
