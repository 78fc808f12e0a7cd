import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnsweredCase } from './traffic-case';

/** Configurations with requests and what istiod and Envoy really did, one a line. */
export const CORPUS = join(__dirname, 'corpus.jsonl');

export function recordedCases(): AnsweredCase[] {
  return corpusIn(readFileSync(CORPUS, 'utf8'));
}

export function corpusIn(text: string): AnsweredCase[] {
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
}

export function corpusOf(cases: readonly AnsweredCase[]): string {
  return cases.map((one) => `${JSON.stringify(one)}\n`).join('');
}
