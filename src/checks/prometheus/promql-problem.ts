import { re2SyntaxProblem } from '../../istio/re2';
import { shown } from '../field';
import { signatureOf, type ValueType } from './promql-functions';
import { PromqlNode, UNREADABLE } from './promql-node';
import { admits, matchersOf } from './promql-selector';
import { promSeconds, unquoted } from './promql-text';

/** Why Prometheus refuses a query. */
export interface PromqlProblem {
  /** What is wrong, as the end of a sentence about the query. */
  readonly message: string;
  /** Whether a regular expression is what is wrong. */
  readonly isRegex: boolean;
}

class Refused extends Error {
  constructor(message: string, public readonly isRegex = false) {
    super(message);
  }
}

/** Why Prometheus refuses a query; nothing if it reads it. */
export function promqlProblem(query: PromqlNode): PromqlProblem | undefined {
  try {
    const [unreadable] = query.all(UNREADABLE);
    if (unreadable) throw new Refused(`does not parse at character ${unreadable.from + 1}, ${placeOf(query, unreadable)}`);
    for (const literal of query.all('StringLiteral')) {
      if (unquoted(literal.text) === undefined) throw new Refused(`has a text that cannot be read, as its backslashes are no escapes: ${literal.text}`);
    }
    typeOf(query.children[0]);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { message: error.message, isRegex: error.isRegex };
  }
}

function placeOf(query: PromqlNode, { from }: PromqlNode): string {
  const rest = query.text.slice(from - query.from, from - query.from + 20).trim();
  return rest === '' ? 'its end' : `before ${shown(rest)}`;
}

function typeOf(node: PromqlNode): ValueType {
  switch (node.name) {
    case 'NumberDurationLiteral': return 'scalar';
    case 'StringLiteral': return 'string';
    case 'ParenExpr': return typeOf(node.children[0]);
    case 'UnaryExpr': return operandType(node.children.at(-1)!, 'a sign');
    case 'VectorSelector': return selectorType(node);
    case 'MatrixSelector': return rangeType(node);
    case 'SubqueryExpr': return subqueryType(node);
    case 'AggregateExpr': return aggregateType(node);
    case 'BinaryExpr': return binaryType(node);
    case 'FunctionCall': return callType(node);
    default: return modifiedType(node);
  }
}

function operandType(node: PromqlNode, of: string): ValueType {
  const type = typeOf(node);
  if (type !== 'scalar' && type !== 'vector') throw new Refused(`has as an operand of ${of} ${described(type)}: ${node.text}`);
  return type;
}

const NAMES: { readonly [type in ValueType]: string } = { scalar: 'a number', vector: 'an instant vector', matrix: 'a range', string: 'a text' };

function described(type: ValueType): string {
  return NAMES[type];
}

function selectorType(node: PromqlNode): ValueType {
  const matchers = matchersOf(node);
  for (const { label, operator, value } of matchers) {
    const problem = operator.endsWith('~') ? re2SyntaxProblem(`^(?s:${value})$`) : undefined;
    if (problem !== undefined) throw new Refused(`matches ${label} by ${shown(value)}, which is no regular expression of RE2: ${problem}`, true);
  }
  const quoted = node.child('LabelMatchers')?.child('QuotedLabelName');
  const isNamed = quoted || matchers.some(({ label }) => label === '__name__');
  const named = node.child('Identifier');
  if (named && isNamed) throw new Refused(`names a metric twice: ${node.text}`);
  if (!named && !quoted && matchers.every((matcher) => admits(matcher, ''))) throw new Refused(`selects everything that there is: ${node.text}`);
  return 'vector';
}

function rangeType({ children: [inner, range], text }: PromqlNode): ValueType {
  if (inner.name !== 'VectorSelector') throw new Refused(`has a range for what is no selector: ${text}`);
  checkRange(range, text);
  selectorType(inner);
  return 'matrix';
}

function checkRange(range: PromqlNode, text: string): void {
  if (promSeconds(range.text.replace(/^[-+]/, '')) === 0 || /^-[\d.]/.test(range.text)) throw new Refused(`has a range of no time: ${text}`);
}

function subqueryType({ children: [inner, range], text }: PromqlNode): ValueType {
  if (typeOf(inner) !== 'vector') throw new Refused(`has a subquery of ${described(typeOf(inner))}: ${text}`);
  checkRange(range, text);
  return 'matrix';
}

const SELECTORS = ['VectorSelector', 'MatrixSelector', 'SubqueryExpr'];

/** Of what offset, @ and the like stand behind. */
function modifiedType(node: PromqlNode): ValueType {
  let inner = node.children[0];
  while (inner.name.endsWith('Expr') && inner.name !== node.name && ['OffsetExpr', 'StepInvariantExpr'].includes(inner.name)) [inner] = inner.children;
  if (inner.name === node.name) throw new Refused(`has two of the same modifiers: ${node.text}`);
  if (!SELECTORS.includes(inner.name)) throw new Refused(`has ${node.name === 'OffsetExpr' ? 'an offset' : 'a time'} for what is no selector: ${node.text}`);
  return typeOf(inner);
}

/** What aggregations take before the vector. */
const AGGREGATION_PARAMETERS: { readonly [operator: string]: ValueType } = {
  topk: 'scalar', bottomk: 'scalar', quantile: 'scalar', limitk: 'scalar', limit_ratio: 'scalar', count_values: 'string',
};

function aggregateType(node: PromqlNode): ValueType {
  const operator = node.child('AggregateOp')!.text.toLowerCase();
  const parameter = AGGREGATION_PARAMETERS[operator];
  checkArguments(operator, node.child('FunctionCallBody')!.children, [...(parameter ? [parameter] : []), 'vector'], 0, 0);
  return 'vector';
}

function callType(node: PromqlNode): ValueType {
  const name = node.child('FunctionIdentifier')!.text;
  const known = signatureOf(name);
  const given = node.child('FunctionCallBody')!.children;
  if (!known) return given.map(typeOf).length > 0 ? 'vector' : 'scalar';
  checkArguments(name, given, known.parameters, known.optional, known.repeated);
  return known.result;
}

function checkArguments(name: string, given: readonly PromqlNode[], parameters: readonly ValueType[], optional: number, repeated: number): void {
  const [least, most] = [parameters.length - optional, parameters.length + repeated];
  if (given.length < least || given.length > most) {
    const wanted = least === most ? `${least}` : most === Infinity ? `${least} or more` : `${least} to ${most}`;
    throw new Refused(`gives ${name} ${given.length} arguments, not ${wanted}`);
  }
  given.forEach((argument, index) => {
    const [wanted, type] = [parameters[Math.min(index, parameters.length - 1)], typeOf(argument)];
    if (type !== wanted) throw new Refused(`gives ${name} ${described(type)} in place of ${described(wanted)}: ${argument.text}`);
  });
}

const COMPARISONS = ['==', '!=', '>', '<', '>=', '<='];
const SET_OPERATORS = ['and', 'or', 'unless'];

function binaryType(node: PromqlNode): ValueType {
  const [operator, matching] = [node.children[1].text, node.child('MatchingModifierClause')];
  const [left, right] = [node.children[0], node.children.at(-1)!].map((side) => operandType(side, operator));
  const isComparison = COMPARISONS.includes(operator);
  const isSet = SET_OPERATORS.includes(operator.toLowerCase());
  const hasBool = node.child('BoolModifier') !== undefined;
  if (hasBool && !isComparison) throw new Refused(`has bool behind ${operator}, which compares nothing`);
  if (isComparison && !hasBool && left === 'scalar' && right === 'scalar') throw new Refused(`compares two numbers without bool: ${node.text}`);
  const [labels, included] = matching?.children.filter(({ name }) => name === 'GroupingLabels').map(({ children }) => children.map(({ text }) => text)) ?? [];
  const areVectors = left === 'vector' && right === 'vector';
  if (!areVectors && isSet) throw new Refused(`has a number beside ${operator}: ${node.text}`);
  if (!areVectors && labels?.length) throw new Refused(`matches labels of a number: ${node.text}`);
  const isGrouped = matching?.children.some(({ name }) => name.startsWith('Group') && name !== 'GroupingLabels');
  if (isSet && isGrouped) throw new Refused(`has a group beside ${operator}: ${node.text}`);
  if (matching?.child('On') && labels.some((label) => included?.includes(label))) throw new Refused(`has a label both in on and in its group: ${matching.text}`);
  return areVectors || left === 'vector' || right === 'vector' ? 'vector' : 'scalar';
}
