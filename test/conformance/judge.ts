import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SOURCE = join(__dirname, 'judge');
const BUILT = resolve(__dirname, '../../dist/conformance');
const ISTIO = 'istio.io/istio';
const FLAGGER_CRDS = resolve(__dirname, '../../imports/crds/flagger.app.yaml');
const SECONDS_BETWEEN_LINES = 10;

/** A number of objects, written as they would be applied. */
export interface Case {
  readonly name: string;
  readonly yaml: string;
}

/** The objects of a case, each as text. */
export function documents({ yaml }: Case): string[] {
  return yaml.split(/^---\n/m);
}

/** What became of an object. */
export interface Verdict {
  readonly case: string;
  /** Which of the objects of the case, from 0. */
  readonly index: number;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Not if its kind is neither Istio's nor Flagger's. */
  readonly judged: boolean;
  readonly refusals: { readonly judge: string; readonly message: string }[];
  readonly warnings: string[];
}

/** What stops everything and is no verdict: said in one line. */
export class CannotJudge extends Error {}

/** What `istioctl analyze` says of the objects of a case, were they all there is in a cluster. */
export interface Analysis {
  readonly case: string;
  readonly messages: { readonly code: string; readonly level: string; readonly object: string; readonly text: string }[];
  /** Why it cannot say all: objects that it cannot read, or on which it breaks. */
  readonly failure?: string;
}

/** Istio's validation as a program; it is built where its sources have changed, and needs Go only then. */
export async function judgeProgram(): Promise<(cases: Case[]) => Verdict[]> {
  const folder = await built();
  return (cases) => ask<Verdict>(folder, cases);
}

/** Istio's validation and its analyzers, which look at each case as a whole. */
export async function analysisProgram(): Promise<(cases: Case[]) => (Verdict | Analysis)[]> {
  const folder = await built();
  return (cases) => ask<Verdict | Analysis>(folder, cases, true);
}

async function built(): Promise<string> {
  const folder = join(BUILT, versionOfSources(SOURCE));
  if (!existsSync(folder)) {
    await build(folder);
  }
  return folder;
}

/** What changes with any file of a folder. */
export function versionOfSources(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function build(folder: string): Promise<void> {
  console.log(`building the judge from ${ISTIO}: 3 minutes, and without Go's caches 7 and as long as it takes to download 250 MB`);
  rmSync(BUILT, { recursive: true, force: true });
  // A build that was interrupted leaves no folder that looks finished.
  const unfinished = `${folder}.unfinished`;
  mkdirSync(unfinished, { recursive: true });
  await go(['build', '-v', '-trimpath', '-ldflags=-s -w', '-o', join(unfinished, 'judge'), '.']);
  copyFileSync(join(await istioModule(), 'manifests/charts/base/files/crd-all.gen.yaml'), join(unfinished, 'crds.yaml'));
  renameSync(unfinished, folder);
}

/** Where the sources are of the Istio that judges: Go has them since it was built, or brings them. */
export async function istioModule(): Promise<string> {
  await go(['mod', 'download', ISTIO]);
  return (await go(['list', '-m', '-f', '{{.Dir}}', ISTIO])).trim();
}

/** Runs a command of Go; a line every few seconds says how far it is. */
export function go(parameters: string[], folder = SOURCE): Promise<string> {
  const child = spawn('go', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const begin = Date.now();
  let output = '';
  let progress = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { progress += text; });
  const timer = setInterval(() => {
    const lines = progress.trim().split('\n');
    const downloads = lines.filter((line) => line.startsWith('go: downloading')).length;
    console.log(`  ${Math.round((Date.now() - begin) / 1000)} s: ${downloads} modules downloaded, ${lines.length - downloads} packages compiled`);
  }, SECONDS_BETWEEN_LINES * 1000);
  return new Promise<string>((done, fail) => {
    child.on('error', ({ message }) => fail(new CannotJudge(`Go is needed to build the judge, and cannot be run (${message}): see go.dev/doc/install`)));
    child.on('close', (code) => code === 0 ? done(output) : fail(new CannotJudge(`go ${parameters[0]} failed: ${lastOf(progress)}`)));
  }).finally(() => clearInterval(timer));
}

function ask<Answer>(folder: string, cases: Case[], analyze = false): Answer[] {
  const input = cases.map(({ name, yaml }) => JSON.stringify({ case: name, yaml, analyze })).join('\n');
  // Without these folders a part of Istio complains of missing ones, on standard output.
  const env = { ...process.env, TARGET_OUT: folder, LOCAL_OUT: folder };
  const { stdout, stderr, status, error } = spawnSync(join(folder, 'judge'), [join(folder, 'crds.yaml'), FLAGGER_CRDS], {
    input, env, encoding: 'utf8', maxBuffer: Infinity,
  });
  if (status !== 0) {
    throw new CannotJudge(`the judge failed: ${error?.message ?? lastOf(stderr)}`);
  }
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Answer);
}

function lastOf(lines: string): string {
  return lines.trim().split('\n').slice(-3).join(' / ');
}
