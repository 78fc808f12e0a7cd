import type { CheckContext } from '../check-context';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { queriesOf, rulesIn } from './manifest-queries';
import { alert } from './prometheus-examples';
import type { PromqlNode } from './promql-node';
import { constantOf, isShare, type Recorded } from './promql-share';

const RATE = (more: string) => `sum(rate(istio_requests_total{reporter="destination"${more}}[1h]))`;
const BURN = (budget: string) => alert(`${RATE(',response_code=~"5.."')} / ${RATE('')} > 14.4 * ${budget}`);

const RULES = namedRules('prometheus', {
  alertNeverFires: {
    severity: 'error',
    must: 'An alert on a share compares it with less than 1.',
    why: 'A share of all requests is never more: a burn rate of 14.4 with a budget of 10 percent asks for 144 percent of errors.',
    fix: 'lower the threshold: a burn rate times the budget stays below 1',
    fails: BURN('0.1'),
    passes: BURN('0.01'),
  },
});

/** Alerts that are right and never fire. */
export const SILENT_ALERTS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const recorded = recordedIn(context);
    for (const manifest of context.index.ofKind('monitoring.coreos.com', 'PrometheusRule')) {
      const check = new ObjectCheck(manifest, report);
      const alerts = new Set(rulesIn(check.spec).filter((rule) => rule.at('alert').text !== '').map((rule) => rule.at('expr').path.join('.')));
      for (const { field, tree, problem } of queriesOf(manifest)) {
        if (problem || !alerts.has(field.path.join('.'))) continue;
        const never = neverTrue(tree.children[0], recorded);
        if (never) check.fail(RULES.alertNeverFires, field, `is never true: a share is at most 1, and is compared with ${thresholdOf(never)}`);
      }
    }
  },
};

function recordedIn({ index }: CheckContext): Recorded {
  const recorded = new Map<string, PromqlNode[]>();
  for (const manifest of index.ofKind('monitoring.coreos.com', 'PrometheusRule')) {
    const trees = new Map(queriesOf(manifest).filter(({ problem }) => !problem).map(({ field, tree }) => [field.path.join('.'), tree]));
    for (const rule of rulesIn(new ObjectCheck(manifest, () => {}).spec)) {
      const tree = trees.get(rule.at('expr').path.join('.'));
      const name = rule.at('record').text;
      if (tree && name !== '') recorded.set(name, [...recorded.get(name) ?? [], tree.children[0]]);
    }
  }
  return recorded;
}

/** The comparison for which an expression never results in anything. */
function neverTrue(node: PromqlNode, recorded: Recorded): PromqlNode | undefined {
  if (node.name === 'ParenExpr') return neverTrue(node.children[0], recorded);
  if (node.name === 'AggregateExpr') return neverTrue(node.child('FunctionCallBody')!.children.at(-1)!, recorded);
  if (node.name !== 'BinaryExpr') return undefined;
  if (isNever(node, recorded)) return node;
  const [left, right] = [node.children[0], node.children.at(-1)!].map((side) => neverTrue(side, recorded));
  switch (node.children[1].text) {
    case 'or': return left && right;
    case 'unless': return left;
    default: return left ?? right;
  }
}

function isNever(comparison: PromqlNode, recorded: Recorded): boolean {
  const [left, operator, right] = comparison.children;
  if (comparison.children.length !== 3) return false;
  const [share, threshold] = /^>/.test(operator.text) ? [left, constantOf(right)] : [right, constantOf(left)];
  if (threshold === undefined || !['>', '>=', '<', '<='].includes(operator.text)) return false;
  return (operator.text.endsWith('=') ? threshold > 1 : threshold >= 1) && isShare(share, recorded);
}

function thresholdOf({ children: [left, , right] }: PromqlNode): number {
  return Number((constantOf(right) ?? constantOf(left) ?? 0).toPrecision(6));
}
