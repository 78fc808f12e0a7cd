import { readFileSync } from 'node:fs';
import type { CheckReport } from './check-report';
import { Checks } from './checks';
import { reasonOf } from '../manifests/manifest-files';
import { Manifests } from '../manifests/manifests';

/** What is to be checked and what is known beside it, as files. */
export interface CheckInput {
  readonly paths: readonly string[];
  readonly assume: readonly string[];
  readonly previous?: string;
  readonly meshConfig?: string;
  readonly namespace: string;
}

export interface CheckedFiles {
  readonly manifests: Manifests;
  readonly report: CheckReport;
}

/** Checks files; says what is named and cannot be read. */
export function checkFiles({ paths, assume, previous, meshConfig, namespace }: CheckInput): CheckedFiles | string {
  const read = (names: readonly string[]) => Manifests.fromFiles([...names], { namespace });
  const manifests = read(paths);
  const assumed = assume.length === 0 ? undefined : read(assume);
  const replaced = previous === undefined ? undefined : read([previous]);
  const problems = [manifests, assumed, replaced].flatMap((one) => one?._problems ?? []);
  const unreadable = problems.find(({ code }) => code === 'FileUnreadable');
  if (unreadable) return unreadable.message;
  let mesh: string | undefined;
  try {
    mesh = meshConfig === undefined ? undefined : readFileSync(meshConfig, 'utf8');
  } catch (error) {
    return `${meshConfig} cannot be read: ${reasonOf(error)}`;
  }
  return { manifests, report: Checks.run(manifests, { assumed, previous: replaced, meshConfig: mesh }) };
}
