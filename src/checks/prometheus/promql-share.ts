import type { PromqlNode } from './promql-node';
import { matchersOf, metricOf } from './promql-selector';

/** What recording rules say of a metric: the query of each. */
export type Recorded = ReadonlyMap<string, readonly PromqlNode[]>;

/** The number that an expression of numbers results in. */
export function constantOf(node: PromqlNode): number | undefined {
  switch (node.name) {
    case 'NumberDurationLiteral': return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(node.text) ? Number(node.text) : undefined;
    case 'ParenExpr': return constantOf(node.children[0]);
    case 'BinaryExpr': return node.children.length === 3 ? computed(node) : undefined;
    default: return undefined;
  }
}

function computed({ children: [left, operator, right] }: PromqlNode): number | undefined {
  const [a, b] = [constantOf(left), constantOf(right)];
  if (a === undefined || b === undefined) return undefined;
  switch (operator.text) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    default: return undefined;
  }
}

const AVERAGES = ['avg', 'min', 'max'];
const MOST_RECORDS = 10;

/** Whether an expression is a share of a whole, and so never more than 1. */
export function isShare(node: PromqlNode, recorded: Recorded, depth = 0): boolean {
  switch (node.name) {
    case 'ParenExpr': return isShare(node.children[0], recorded, depth);
    case 'AggregateExpr': return AVERAGES.includes(node.child('AggregateOp')!.text) && isShare(node.child('FunctionCallBody')!.children[0], recorded, depth);
    case 'VectorSelector': {
      const queries = recorded.get(metricOf(node) ?? '') ?? [];
      return depth < MOST_RECORDS && queries.length > 0 && queries.every((query) => isShare(query, recorded, depth + 1));
    }
    case 'BinaryExpr': {
      const [left, operator, right] = node.children;
      if (node.children.length !== 3) return false;
      if (operator.text === '/') return isPart(left, right);
      return operator.text === '-' && constantOf(left) === 1 && isShare(right, recorded, depth);
    }
    default: return false;
  }
}

/** Whether an expression is the same as another one, or the same of fewer series. */
function isPart(part: PromqlNode, whole: PromqlNode): boolean {
  if (part.name === 'ParenExpr') return isPart(part.children[0], whole);
  if (whole.name === 'ParenExpr') return isPart(part, whole.children[0]);
  if (part.name === 'BinaryExpr' && part.children.length === 3) {
    const [left, operator, right] = part.children;
    if (operator.text === 'or') return isPart(left, whole) && isZero(right);
    if (operator.text === '-') return isPart(left, whole) && isPart(right, whole);
  }
  if (part.name !== whole.name || part.children.length !== whole.children.length) return false;
  if (part.name === 'VectorSelector') return selectsFewer(part, whole);
  if (part.name === 'AggregateExpr' && !/^(?:sum|count)$/.test(part.child('AggregateOp')!.text)) return false;
  if (part.name === 'FunctionCall' && !/^(?:rate|increase|irate)$/.test(part.child('FunctionIdentifier')!.text)) return false;
  if (part.children.length === 0) return part.text === whole.text;
  return part.children.every((child, index) => isPart(child, whole.children[index]));
}

/** `0 * x`, or `vector(0)`. */
function isZero(node: PromqlNode): boolean {
  if (node.name === 'ParenExpr') return isZero(node.children[0]);
  return (node.name === 'BinaryExpr' && node.children[1].text === '*' && constantOf(node.children[0]) === 0) || /^vector\s*\(\s*0\s*\)$/.test(node.text);
}

function selectsFewer(part: PromqlNode, whole: PromqlNode): boolean {
  const [own, others] = [part, whole].map((selector) => new Set(matchersOf(selector).map(({ label, operator, value }) => `${label}${operator}${value}`)));
  const [name, all] = [metricOf(part), metricOf(whole)];
  // One bucket has a part of what is counted; all buckets together count it many times.
  const isBucket = name !== undefined && name === all?.replace(/_count$/, '_bucket') && matchersOf(part).some(({ label }) => label === 'le');
  return name !== undefined && (name === all || isBucket) && [...others].every((matcher) => own.has(matcher));
}
