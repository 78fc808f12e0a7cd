import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { go, versionOfSources } from '../judge';

const BUILT = resolve(__dirname, '../../../dist/conformance-traffic');

/** A program in Go of a folder; it is built where its sources have changed, and needs Go only then. */
export async function goProgram(folder: string, name: string): Promise<string> {
  const finished = join(BUILT, versionOfSources(folder));
  const program = join(finished, name);
  if (existsSync(program)) return program;
  console.log(`building ${name}: 7 minutes and 2.5 GB of memory without Go's caches`);
  rmSync(BUILT, { recursive: true, force: true });
  const unfinished = `${finished}.unfinished`;
  mkdirSync(unfinished, { recursive: true });
  await go(['build', '-v', '-trimpath', '-ldflags=-s -w', '-o', join(unfinished, name), '.'], folder);
  renameSync(unfinished, finished);
  return program;
}
