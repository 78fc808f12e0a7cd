import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { Yaml } from 'cdk8s';
import { CannotJudge, Case } from './judge';
import { digestOf } from './recorded-verdicts';
import type { WrongObject } from './wrong-objects';

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'dist/conformance/objects-of-tests');
const WRITER = 'test/support/istio-verdict.ts';

/** An object that a test synthesised, as `istio-verdict.ts` writes it. */
interface Collected {
  readonly file: string;
  readonly test: string;
  readonly object: unknown;
  /** What the judge says, where the test means to write what is refused. */
  readonly refusal?: string;
}

/** The objects that the tests synthesise, each once: runs those that can, with Jest. */
export function collectedFromTests(): { cases: Case[]; wrong: WrongObject[] } {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  runTests();
  const objects = new Map(readdirSync(FOLDER).flatMap(linesOf).sort().map((line) => JSON.parse(line) as Collected)
    .map((one): [string, Collected] => [`${digestOf(one.object)} ${one.refusal}`, one]));
  if (objects.size === 0) {
    throw new CannotJudge('the tests have synthesised nothing');
  }
  const named = [...objects].map(([key, one]) => ({ ...one, name: `${relative(ROOT, one.file)}: ${one.test} (${key.slice(0, 8)})`, yaml: Yaml.stringify(one.object) }));
  return {
    cases: named.filter(({ refusal }) => refusal === undefined).map(({ name, yaml }) => ({ name, yaml })),
    wrong: named.flatMap(({ name, yaml, refusal }) => refusal === undefined ? [] : [{ mistake: name, yaml, says: refusal }]),
  };
}

function linesOf(file: string): string[] {
  return readFileSync(join(FOLDER, file), 'utf8').trimEnd().split('\n');
}

/** All tests that depend on what writes the objects, and no others; but its own. */
function runTests(): void {
  const own = `/${basename(WRITER, '.ts')}\\.test\\.ts$`;
  const parameters = ['--ci', '--coverage=false', '--reporters=default', `--testPathIgnorePatterns=${own}`, '--findRelatedTests', WRITER];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [require.resolve('jest/bin/jest'), ...parameters], {
    cwd: ROOT, env: { ...process.env, COLLECT_OBJECTS: FOLDER }, encoding: 'utf8', maxBuffer: Infinity,
  });
  if (status !== 0) {
    const failures = stderr.split('\n').filter((line) => !line.startsWith('PASS ')).join('\n');
    throw new CannotJudge(`tests fail, so what they synthesise is not known; mend them first (npm test)\n${error?.message ?? stdout + failures}`);
  }
}
