import { differenceOf } from './compared';
import { recordedCases } from './corpus';
import { ourAnswers } from './our-answers';

const cases = recordedCases();

test('the corpus has at least 400 configurations, and istiod and Envoy have answered every request', () => {
  expect(cases.length).toBeGreaterThanOrEqual(400);
  expect(cases.flatMap(({ answers }) => answers).filter((answer) => 'unanswered' in answer)).toEqual([]);
  expect(cases.every(({ requests, answers }) => requests.length > 0 && requests.length === answers.length)).toBe(true);
});

test.each(cases.map((one) => [one.name, one] as const))('the simulation says what istiod and Envoy do: %s', (_, one) => {
  const ours = ourAnswers(one);
  expect(one.answers.map((answer, at) => differenceOf(ours[at], answer))).toEqual(one.answers.map(() => undefined));
});
