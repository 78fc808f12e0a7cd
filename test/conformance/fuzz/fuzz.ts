import { istioCodes, ourCodes } from '../corpus/corpus';
import { type Analysis, analysisProgram, type Case, type Verdict } from '../judge';
import { Random } from '../random';
import { mutatedCase } from './mutation';
import { randomCluster } from './random-cluster';
import { randomObject } from './random-spec';
import { smallerClusters } from './shrinking';
import type { KubeObject } from '../traffic/traffic-case';

const KINDS = [
  'networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule', 'networking.istio.io/Gateway', 'networking.istio.io/ServiceEntry',
  'networking.istio.io/Sidecar', 'networking.istio.io/WorkloadEntry', 'networking.istio.io/WorkloadGroup', 'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication', 'security.istio.io/AuthorizationPolicy', 'telemetry.istio.io/Telemetry',
  'flagger.app/Canary', 'flagger.app/MetricTemplate', 'flagger.app/AlertProvider',
  'networking.istio.io/EnvoyFilter', 'networking.istio.io/ProxyConfig', 'extensions.istio.io/WasmPlugin', 'extensions.istio.io/TrafficExtension',
];
/** One of them in turn: an object alone, a case of the corpus with something changed, and many objects that refer to each other. */
const DRAWS: readonly Draw[] = [single, mutatedCase, mutatedCase, single, mutatedCase, mutatedCase, randomCluster];
const BATCH = 500;
const MOST_SHOWN = 10;
const MOST_STEPS = 60;
const MOST_VARIANTS = 200;

/** Draws objects that are all there is in their cluster. */
type Draw = (random: Random) => KubeObject[];
type Judge = (cases: Case[]) => (Verdict | Analysis)[];
interface Answer {
  readonly objects: readonly KubeObject[];
  readonly theirs: string;
  readonly ours: string;
}

function single(random: Random): KubeObject[] {
  return [randomObject(random.pick(KINDS), random)];
}

/** Asks Istio about objects drawn at random; returns where we say something else, with the seed and the smallest objects that show it. */
export async function fuzz(count: number, seed: number): Promise<string[]> {
  const judge = await analysisProgram();
  const found: Answer[] = [];
  let [clusters, objects, refused] = [0, 0, 0];
  while (objects < count) {
    const drawn = Array.from({ length: BATCH }, (_, index) => DRAWS[index % DRAWS.length](new Random(seed * 1_000_003 + clusters + index)));
    const answers = compare(judge, drawn);
    clusters += BATCH;
    objects += drawn.reduce((sum, { length }) => sum + length, 0);
    refused += answers.filter(({ theirs }) => /IST0106|FlaggerSchema/.test(theirs)).length;
    found.push(...answers.filter(differs));
  }
  console.log(`fuzz with seed ${seed}: ${objects} objects in ${clusters} clusters, of which Istio refuses something in ${refused}; ${found.length} disagreements`);
  return found.slice(0, MOST_SHOWN).map((one) => shrunk(judge, one)).map(({ objects: few, theirs, ours }) => (
    `seed ${seed}: Istio says ${theirs || 'nothing'}; we say ${ours || 'nothing'}\n${few.map((object) => `  | ${JSON.stringify(object)}`).join('\n')}`
  ));
}

function differs({ theirs, ours }: Answer): boolean {
  return theirs !== ours;
}

/** Where the analyzers break, they are not compared. */
function compare(judge: Judge, clusters: readonly KubeObject[][]): Answer[] {
  const cases = clusters.map((objects, index) => ({ name: String(index), yaml: objects.map((object) => `${JSON.stringify(object)}\n`).join('---\n') }));
  const answers = new Map<string, (Verdict | Analysis)[]>();
  for (const answer of judge(cases)) answers.set(answer.case, [...answers.get(answer.case) ?? [], answer]);
  return cases.flatMap(({ name, yaml }, index) => {
    const own = answers.get(name) ?? [];
    const isBroken = own.some((answer) => 'messages' in answer && /runtime error/.test(answer.failure ?? ''));
    return isBroken || isUndecided(yaml) ? [] : [{ objects: clusters[index], theirs: istioCodes(own).join(', '), ours: ourCodes(yaml).join(', ') }];
  });
}

/**
 * Istio's decoder takes one of two spellings of a field, and refuses the object by the other. Shares of localities that overlap it finds
 * or does not, by the order of a map of Go.
 */
function isUndecided(json: string): boolean {
  return (json.includes('"mirror_percent"') && json.includes('"mirrorPercent"')) || [...json.matchAll(/"to":(\{[^{}]*\})/g)].some(([, map]) => overlap(map));
}

function overlap(map: string): boolean {
  const names = Object.keys(JSON.parse(map) as object).map((name) => name.replace(/\/?\*$/, ''));
  return names.some((name, index) => names.some((other, at) => at !== index && other.startsWith(name)));
}

function shrunk(judge: Judge, answer: Answer): Answer {
  let smallest = answer;
  for (let step = 0; step < MOST_STEPS; step++) {
    const smaller = compare(judge, smallerClusters(smallest.objects).slice(0, MOST_VARIANTS)).find(differs);
    if (!smaller) return smallest;
    smallest = smaller;
  }
  return smallest;
}
