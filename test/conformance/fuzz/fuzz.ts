import { istioCodes, ourCodes } from '../corpus/corpus';
import { type Analysis, analysisProgram, type Case, type Verdict } from '../judge';
import { Random } from './random';
import { randomObject } from './random-spec';

const KINDS = [
  'networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule', 'networking.istio.io/Gateway', 'networking.istio.io/ServiceEntry',
  'networking.istio.io/Sidecar', 'networking.istio.io/WorkloadEntry', 'networking.istio.io/WorkloadGroup', 'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication', 'security.istio.io/AuthorizationPolicy', 'telemetry.istio.io/Telemetry',
  'flagger.app/Canary', 'flagger.app/MetricTemplate', 'flagger.app/AlertProvider',
];
const BATCH = 1000;
const MOST_SHOWN = 10;
const MOST_STEPS = 40;
const MOST_VARIANTS = 200;

type Judge = (cases: Case[]) => (Verdict | Analysis)[];
interface Disagreement {
  readonly object: object;
  readonly theirs: string;
  readonly ours: string;
}

/** Asks Istio about objects drawn at random; returns where we say something else, with the seed and the smallest object that shows it. */
export async function fuzz(count: number, seed: number): Promise<string[]> {
  const judge = await analysisProgram();
  const found: Disagreement[] = [];
  let refused = 0;
  for (let start = 0; start < count; start += BATCH) {
    const objects = Array.from({ length: Math.min(BATCH, count - start) }, (_, index) => {
      const random = new Random(seed * 1_000_003 + start + index);
      return randomObject(random.pick(KINDS), random);
    });
    const answers = compare(judge, objects);
    refused += answers.filter(({ theirs }) => /IST0106|FlaggerSchema/.test(theirs)).length;
    found.push(...answers.filter(({ theirs, ours }) => theirs !== ours));
  }
  console.log(`fuzz with seed ${seed}: ${count} objects, ${refused} refused, ${found.length} disagreements`);
  return found.slice(0, MOST_SHOWN).map((one) => shrunk(judge, one)).map(({ object, theirs, ours }) => (
    `seed ${seed}: Istio says ${theirs || 'nothing'}; we say ${ours || 'nothing'}\n  | ${JSON.stringify(object)}`
  ));
}

/** Where the analyzers break, they are not compared. */
function compare(judge: Judge, objects: readonly object[]): Disagreement[] {
  const cases = objects.map((object, index) => ({ name: String(index), yaml: JSON.stringify(object) }));
  const answers = new Map<string, (Verdict | Analysis)[]>();
  for (const answer of judge(cases)) answers.set(answer.case, [...answers.get(answer.case) ?? [], answer]);
  return cases.flatMap(({ name, yaml }, index) => {
    const own = answers.get(name) ?? [];
    const isBroken = own.some((answer) => 'messages' in answer && /runtime error/.test(answer.failure ?? ''));
    return isBroken || spellsTwice(yaml) ? [] : [{ object: objects[index], theirs: istioCodes(own).join(', '), ours: ourCodes(yaml).join(', ') }];
  });
}

/** Istio's decoder takes one of two spellings of a field, and refuses the object by the other. Nobody writes both. */
function spellsTwice(json: string): boolean {
  return json.includes('"mirror_percent"') && json.includes('"mirrorPercent"');
}

function shrunk(judge: Judge, disagreement: Disagreement): Disagreement {
  let smallest = disagreement;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { spec, ...rest } = smallest.object as { spec: unknown };
    const smaller = compare(judge, variants(spec).slice(0, MOST_VARIANTS).map((one) => ({ ...rest, spec: one })))
      .find(({ theirs, ours }) => theirs !== ours);
    if (!smaller) return smallest;
    smallest = smaller;
  }
  return smallest;
}

/** The same value with one part less. */
function variants(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const without = (index: number) => value.filter((_, at) => at !== index) as unknown[];
    const instead = (index: number, one: unknown) => value.map((other, at): unknown => at === index ? one : other);
    return value.flatMap((item, index) => [without(index), ...variants(item).map((one) => instead(index, one))]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const { [key]: removed, ...rest } = value as { [key: string]: unknown };
    return [rest, ...variants(member).map((one) => ({ ...value, [key]: one }))];
  });
}
