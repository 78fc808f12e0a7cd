import { readFileSync, writeFileSync } from 'node:fs';
import { differenceOf } from './compared';
import { CORPUS, corpusOf, recordedCases } from './corpus';
import { HAND_WRITTEN } from './hand-written';
import { ourAnswers } from './our-answers';
import { randomCase } from './random-cases';
import { realAnswers } from './real-answers';
import { shrunk } from './shrinking';
import { AnsweredCase, TrafficCase } from './traffic-case';
import { CannotJudge } from '../judge';

// Asks istiod and Envoy where requests go, and compares with the simulation: the corpus, and as many random configurations again as `--cases`
// says. `--record` writes the corpus anew, `--seed` draws the same random ones again. Ends with 1 if anything differs.

/** Of the corpus: these are drawn once and stay. */
const RECORDED_SEEDS = 340;
const FIRST_RECORDED_SEED = 50_000;
/** Of each random configuration that many requests are kept, those with answers that no other one has. */
const KEPT_REQUESTS = 6;
const CASES_TO_FUZZ = 100;
/** The same in every run, so that nobody meets a difference that is not his; `--seed` draws others. */
const SEED = 627_638_151;
const CASES_AT_ONCE = 100;
const ATTEMPTS = 4;
const SHRUNK_AT_ONCE = 40;

async function main(): Promise<number> {
  const record = process.argv.includes('--record');
  const asked: TrafficCase[] = record ? [...HAND_WRITTEN, ...recordedSeeds()] : recordedCases();
  const known = new Map(asked.map((one) => [one.name, JSON.stringify(one)]));
  const answered = (await settled(asked, (one) => record || known.get(one.name) === JSON.stringify(one))).map((one) => record ? compact(one) : one);
  if (record) writeFileSync(CORPUS, corpusOf(answered));
  const problems = [...answered.flatMap(differences), ...readFileSync(CORPUS, 'utf8') === corpusOf(answered) ? [] : ['corpus.jsonl is not what istiod and Envoy do now: record it anew']];
  problems.forEach((problem) => console.log(problem));
  console.log(`corpus: ${answered.length} configurations, ${answered.reduce((sum, { requests }) => sum + requests.length, 0)} requests, ${problems.length} problems`);
  const disagreements = await fuzz(numberAfter('--seed') ?? SEED, numberAfter('--cases') ?? CASES_TO_FUZZ);
  return problems.length + disagreements === 0 ? 0 : 1;
}

function recordedSeeds(): TrafficCase[] {
  return Array.from({ length: RECORDED_SEEDS }, (_, at) => randomCase(FIRST_RECORDED_SEED + at));
}

/** What istiod does may depend on the order of Go's maps, which changes: cases that are not as they should be are asked again. */
async function settled(cases: readonly TrafficCase[], isRight: (one: AnsweredCase) => boolean): Promise<AnsweredCase[]> {
  let answered = await inBatches(cases);
  for (let attempt = 1; attempt < ATTEMPTS && !answered.every(isRight); attempt++) {
    const again = new Map((await inBatches(answered.filter((one) => !isRight(one)))).map((one) => [one.name, one]));
    answered = answered.map((one) => again.get(one.name) ?? one);
  }
  return answered;
}

async function inBatches(cases: readonly TrafficCase[]): Promise<AnsweredCase[]> {
  const answered: AnsweredCase[] = [];
  for (let at = 0; at < cases.length; at += CASES_AT_ONCE) {
    answered.push(...await realAnswers(cases.slice(at, at + CASES_AT_ONCE)));
  }
  return answered;
}

/** Without requests that show nothing new. */
function compact(one: AnsweredCase): AnsweredCase {
  if (!one.name.startsWith('random-')) return one;
  const seen = new Set<string>();
  const kept = one.answers.map((answer, at) => ({ key: JSON.stringify(answer), at }))
    .filter(({ key }) => !seen.has(key) && seen.add(key)).slice(0, KEPT_REQUESTS);
  return { ...one, requests: kept.map(({ at }) => one.requests[at]), answers: kept.map(({ at }) => one.answers[at]) };
}

function differences(one: AnsweredCase): string[] {
  const ours = ourAnswers(one);
  return one.answers.flatMap((answer, at) => {
    const difference = differenceOf(ours[at], answer);
    return difference ? [`${one.name}, request ${at}: ${difference}\n  ${JSON.stringify(one.requests[at])}`] : [];
  });
}

async function fuzz(seed: number, count: number): Promise<number> {
  console.log(`random configurations from seed ${seed}: draw them again with --seed ${seed} --cases ${count}`);
  let [asked, unanswered, disagreements] = [0, 0, 0];
  for (let at = 0; at < count; at += CASES_AT_ONCE) {
    const cases = Array.from({ length: Math.min(CASES_AT_ONCE, count - at) }, (_, offset) => randomCase(seed + at + offset));
    for (const one of await settled(cases, (answer) => differences(answer).length === 0)) {
      asked += one.requests.length;
      unanswered += one.answers.filter((answer) => 'unanswered' in answer).length;
      const found = differences(one);
      if (found.length > 0 && disagreements === 0) await show(one);
      disagreements += found.length;
    }
  }
  console.log(`random: ${count} configurations, ${asked} requests, ${unanswered} of objects that Istio refuses, ${disagreements} disagreements`);
  return disagreements;
}

/** The smallest configuration and request that still disagree. */
async function show(one: AnsweredCase): Promise<void> {
  const ours = ourAnswers(one);
  const at = one.answers.findIndex((answer, place) => differenceOf(ours[place], answer));
  const start: TrafficCase = { name: one.name, objects: one.objects, ...one.mesh && { mesh: one.mesh }, requests: [one.requests[at]] };
  const least = await shrunk(start.objects, SHRUNK_AT_ONCE, async (candidates) => {
    const answered = await realAnswers(candidates.map((objects) => ({ ...start, objects })));
    return answered.map((candidate) => isDisagreement(candidate));
  });
  const [answered] = await realAnswers([{ ...start, objects: least }]);
  console.log(`disagreement, made small: ${differences(answered).join('\n')}\n${least.map((object) => JSON.stringify(object)).join('\n')}`);
}

/** A candidate that makes us stumble is no smaller form of the same. */
function isDisagreement(candidate: AnsweredCase): boolean {
  try {
    return differences(candidate).length > 0;
  } catch {
    return false;
  }
}

function numberAfter(option: string): number | undefined {
  const at = process.argv.indexOf(option);
  return at < 0 ? undefined : Number(process.argv[at + 1]);
}

main().then((code) => { process.exitCode = code; }, (error) => {
  console.error(error instanceof CannotJudge ? `conformance: ${error.message}` : error);
  process.exitCode = 1;
});
