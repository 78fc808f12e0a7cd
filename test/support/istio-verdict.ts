import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import type { Manifest } from './manifests';
import { complaintOf, isJudged, recordedVerdicts } from '../conformance/recorded-verdicts';

const MOST_CHARACTERS = 3000;

/** A folder, while somebody collects the objects of all tests to have them judged. */
const { COLLECT_OBJECTS } = process.env;

let isRandom = false;

/** Whether objects are drawn at random, and so neither recorded nor known: said by random-objects.ts alone. */
export function drawAtRandom(random: boolean): void {
  isRandom = random;
}

/** The manifests, of which the record must say that a cluster accepts them; or, where a test wants that, that it refuses them with this message. */
export function judged(manifests: Manifest[], refusal?: string): Manifest[] {
  if (!isRandom) {
    manifests.filter(isJudged).forEach((manifest) => COLLECT_OBJECTS ? collect(COLLECT_OBJECTS, manifest, refusal) : check(manifest, refusal));
  }
  return manifests;
}

function check(manifest: Manifest, refusal?: string): void {
  const complaint = complaintOf(manifest, recordedVerdicts(), refusal);
  if (complaint !== undefined) {
    const { kind, metadata: { name, namespace } } = manifest;
    throw new Error(`${kind} ${namespace ? `${namespace}/` : ''}${name} ${complaint}\n${Yaml.stringify(manifest).slice(0, MOST_CHARACTERS)}`);
  }
}

/** Each of Jest's workers writes a file of its own. */
function collect(folder: string, object: Manifest, refusal?: string): void {
  const { testPath, currentTestName = '' } = expect.getState();
  appendFileSync(join(folder, `${process.pid}.ndjson`), `${JSON.stringify({ file: testPath, test: currentTestName, object, refusal })}\n`);
}
