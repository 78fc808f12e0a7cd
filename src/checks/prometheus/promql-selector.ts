import type { PromqlNode } from './promql-node';
import { unquoted } from './promql-text';
import { matchesFully, re2SyntaxProblem } from '../../istio/re2';

/** A condition on a label: `reporter=~"source|waypoint"`. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** The matchers of a selector, as label, operator and value. */
export function matchersOf(selector: PromqlNode): Matcher[] {
  const matchers = selector.child('LabelMatchers')?.children ?? [];
  return matchers.filter(({ name }) => name !== 'QuotedLabelName').map(({ children: [label, operator, value] }) => ({
    label: label.name === 'LabelName' ? label.text : unquoted(label.text) ?? '', operator: operator.text, value: unquoted(value.text) ?? '',
  }));
}

/** The name of the metric that a selector is for, if it says one. */
export function metricOf(selector: PromqlNode): string | undefined {
  const named = selector.child('Identifier')?.text;
  if (named !== undefined) return named;
  const quoted = selector.child('LabelMatchers')?.child('QuotedLabelName');
  return quoted ? unquoted(quoted.text) : matchersOf(selector).find(({ label, operator }) => label === '__name__' && operator === '=')?.value;
}

/** Whether a matcher lets series through whose label has this value; the value of a label that is not there is empty. */
export function admits({ operator, value }: Matcher, text: string): boolean {
  const isMatched = operator.endsWith('~') ? re2SyntaxProblem(value) === undefined && matchesFully(value, text) : value === text;
  return operator.startsWith('!') ? !isMatched : isMatched;
}
