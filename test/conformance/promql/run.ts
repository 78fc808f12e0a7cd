import { Case, CASES } from './cases';
import { Answer, answersOf, CannotAsk } from './prometheus';
import { RIGHT, WRONG } from './queries';

// Asks Prometheus itself whether the queries say what they should. Ends with 1 if one does not.

const TOLERANCE = 1e-9;
const begin = Date.now();

function main(): number {
  const answers = answersOf(CASES.map(({ counters, asked }) => ({ counters, queries: asked.map(([query]) => query) })));
  const problems = CASES.flatMap((one, index) => problemsOf(one, answers[index] ?? []));
  problems.push(...misjudged());
  console.log(`${CASES.length} cases, ${answers.flat().length} queries, ${RIGHT.length + WRONG.length} that are only read`);
  problems.forEach((problem) => console.log(`\n${problem}`));
  console.log(`\n${problems.length === 0 ? 'as expected' : `${problems.length} problems`} in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  return problems.length === 0 ? 0 : 1;
}

function problemsOf({ name, asked }: Case, answers: Answer[]): string[] {
  return asked.flatMap(([query, expected], index) => {
    const found = answers[index]?.error || valuesOf(answers[index]);
    return isLike(expected, found) ? [] : [`${name}: ${query}\n  should be ${shown(expected)}\n  but is    ${shown(found)}`];
  });
}

/** Queries of which Prometheus does not think what they are listed for. */
function misjudged(): string[] {
  const [answers] = answersOf([{ counters: [], queries: [], read: [...RIGHT, ...WRONG] }]);
  return [...RIGHT, ...WRONG].flatMap((query, index) => {
    const { error } = answers[index];
    const isRight = index < RIGHT.length;
    return isRight === (error === '') ? [] : [`${query}\n  should be ${isRight ? 'read' : 'refused'}\n  but is    ${error || 'read'}`];
  });
}

type Values = { readonly [labels: string]: number };

function valuesOf(answer?: Answer): Values {
  return Object.fromEntries((answer?.series ?? []).map(({ labels, value }) => [
    Object.entries(labels).map(([label, text]) => `${label}=${text}`).join(' '), Number(value),
  ]));
}

function isLike(expected: Values, found: Values | string): boolean {
  if (typeof found === 'string') return false;
  const [wanted, got] = [inOrder(expected), inOrder(found)];
  return wanted.length === got.length && wanted.every(([labels, value], index) => got[index][0] === labels && isNear(value, got[index][1]));
}

/** NaN is near itself. */
function isNear(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) < TOLERANCE;
}

function inOrder(values: Values): [labels: string, value: number][] {
  return Object.entries(values).map(([labels, value]): [string, number] => [labels.split(' ').sort().join(' '), value]).sort(([a], [b]) => a < b ? -1 : 1);
}

function shown(values: Values | string): string {
  return typeof values === 'string' ? values : Object.entries(values).map(([labels, value]) => `{${labels}} ${value}`).join(', ') || 'nothing';
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof CannotAsk ? `promql: ${error.message}` : error);
  process.exitCode = 1;
}
