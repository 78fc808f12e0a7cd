import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const SOURCES = ['go.mod', 'go.sum', 'main.go'].map((file) => join(__dirname, file));
const BUILT = resolve(__dirname, '../../../dist/promql');

/** A counter that has been there for 10 minutes, was scraped every 15 seconds, and rose by the same number each time. */
export interface Counter {
  readonly labels: { readonly [label: string]: string };
  readonly rise: number;
}

/** Counters, and what is asked about them. */
export interface Question {
  readonly counters: Counter[];
  readonly queries: string[];
  /** Queries of which only is asked whether they are any; their answers come first. */
  readonly read?: readonly string[];
}

/** What a query results in: series, or an error. */
export interface Answer {
  readonly series: { readonly labels: { readonly [label: string]: string }; readonly value: string }[];
  readonly error: string;
}

/** What stops everything and is no answer: said in one line. */
export class CannotAsk extends Error {}

/** The answers of Prometheus, for each question those to its queries. */
export function answersOf(questions: Question[]): Answer[][] {
  const input = questions.map((question) => JSON.stringify(question)).join('\n');
  return run(program(), [], { input }).trim().split('\n').map((line) => JSON.parse(line) as Answer[]);
}

/** Prometheus as a program; it is built where its sources have changed, and needs Go only then. */
function program(): string {
  const hash = createHash('sha256');
  SOURCES.forEach((file) => hash.update(readFileSync(file)));
  const file = join(BUILT, hash.digest('hex').slice(0, 16));
  if (!existsSync(file)) {
    console.log('building the evaluation of queries from github.com/prometheus/prometheus: 1 minute, and without Go\'s caches 100 MB to download');
    rmSync(BUILT, { recursive: true, force: true });
    mkdirSync(dirname(file), { recursive: true });
    run('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', file, '.'], { cwd: __dirname });
  }
  return file;
}

function run(command: string, parameters: string[], options: { readonly cwd?: string; readonly input?: string }): string {
  const { stdout, stderr, status, error } = spawnSync(command, parameters, { ...options, encoding: 'utf8', maxBuffer: Infinity });
  if (status !== 0) {
    throw new CannotAsk(`${command} failed: ${error?.message ?? stderr.trim().split('\n').slice(-3).join(' / ')}`);
  }
  return stdout;
}
