import { readFileSync, writeFileSync } from 'node:fs';
import { exampleCases, rightCases, serviceCases, sweepCases, valueCases } from './cases';
import { collectedFromTests } from './collected';
import { judgeCorpus } from './corpus/record';
import { EXPECTED_WARNINGS } from './expected-warnings';
import { fuzz } from './fuzz/fuzz';
import { CannotJudge, Case, documents, istioModule, judgeProgram, Verdict } from './judge';
import { judges, RECORD, recordOf } from './recorded-verdicts';
import { recordedFrom, staleness } from './recording';
import { SAMPLE_RECORD, sampleRecord, specsOfIstio, specsOfPrograms } from './sample-specs';
import { unswept } from './unswept';
import { WRONG_OBJECTS, WrongObject } from './wrong-objects';

// Asks Istio itself whether it accepts what the library writes, and refuses what it should. Ends with 1 if either is not so, or if verdicts.txt
// says anything else of what is the same in every run; `--record` writes that file.

const MOST_CHARACTERS = 3000;
const FUZZED = Number(process.env.FUZZ_OBJECTS ?? 2000);
const begin = Date.now();

async function main(): Promise<number> {
  const judge = await judgeProgram();
  console.log('running the tests that synthesise, for their objects');
  const tests = collectedFromTests();
  const ours = [...exampleCases(), ...sweepCases(), ...rightCases()];
  const random = [...valueCases(), ...serviceCases()];
  const wrong = [...WRONG_OBJECTS, ...tests.wrong];
  const mistakes = wrong.map(({ mistake, yaml }) => ({ name: mistake, yaml }));
  const cases = [...ours, ...random, ...tests.cases, ...mistakes];
  const verdicts = judge(cases);
  const accepted = without(mistakes, verdicts);
  report(cases, accepted, wrong);
  const found = recordOf(recordedFrom(cases, without(random, verdicts)));
  if (process.argv.includes('--record')) writeFileSync(RECORD, found);
  const problems = [
    ...refusals(cases, accepted),
    ...notAnswered(cases, verdicts),
    // The tests also write what is allowed and of no use: the record says so.
    ...unexpectedWarnings(without(tests.cases, accepted)),
    ...wrong.flatMap((one) => problemOf(one, verdicts.filter((verdict) => verdict.case === one.mistake))),
    ...unswept().map((member) => `${member} is in no program of the sweep: use it in sweep.ts`),
    ...staleness(found, readFileSync(RECORD, 'utf8')),
    ...await judgeCorpus(process.argv.includes('--record')),
    ...await sampleProblems(),
    ...await fuzz(FUZZED, Number(process.env.FUZZ_SEED ?? 1)),
  ];
  problems.forEach((problem) => console.log(`\n${problem}`));
  console.log(`\n${problems.length === 0 ? 'accepted' : `${problems.length} problems`} in ${seconds()} s`);
  return problems.length === 0 ? 0 : 1;
}

function without(cases: Case[], verdicts: Verdict[]): Verdict[] {
  const names = new Set(cases.map(({ name }) => name));
  return verdicts.filter((verdict) => !names.has(verdict.case));
}

function report(cases: Case[], verdicts: Verdict[], wrong: WrongObject[]): void {
  console.log(`${cases.length} cases, ${verdicts.length} objects`);
  console.log(`judged: ${byKind(verdicts.filter(({ judged }) => judged))}`);
  console.log(`not judged, being neither Istio's nor Flagger's: ${byKind(verdicts.filter(({ judged }) => !judged))}`);
  console.log(`wrong objects: ${wrong.length}`);
  for (const { says, because } of EXPECTED_WARNINGS) {
    console.log(`expected warning, ${verdicts.filter(({ warnings }) => warnings.some((one) => one.includes(says))).length} times: ${says} (${because})`);
  }
}

function byKind(verdicts: Verdict[]): string {
  const counts = new Map<string, number>();
  verdicts.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  return [...counts].sort().map(([kind, count]) => `${count} ${kind || 'unreadable'}`).join(', ') || 'nothing';
}

/** Every one is a mistake of the library: it should not have written this object. */
function refusals(cases: Case[], verdicts: Verdict[]): string[] {
  return verdicts.filter((verdict) => verdict.refusals.length > 0).map((verdict) => [
    `refused: ${nameOf(verdict)}`,
    ...verdict.refusals.map(({ judge, message }) => `  ${judge}: ${message}`),
    documentOf(cases, verdict),
  ].join('\n'));
}

function documentOf(cases: Case[], verdict: Verdict): string {
  const found = cases.find(({ name }) => name === verdict.case)!;
  return documents(found)[verdict.index].slice(0, MOST_CHARACTERS).trimEnd().replace(/^/gm, '  | ');
}

/** A judge that loses objects would accept everything. */
function notAnswered(cases: Case[], verdicts: Verdict[]): string[] {
  const answers = new Map<string, number>();
  verdicts.forEach(({ case: name }) => answers.set(name, (answers.get(name) ?? 0) + 1));
  return cases.filter(({ name, yaml }) => answers.get(name) !== documents({ name, yaml }).length)
    .map((one) => `${one.name} has ${documents(one).length} objects, and the judge speaks of ${answers.get(one.name) ?? 0}`);
}

function unexpectedWarnings(verdicts: Verdict[]): string[] {
  const unexpected = verdicts.flatMap((verdict) => verdict.warnings.filter((text) => !EXPECTED_WARNINGS.some(({ says }) => text.includes(says)))
    .map((text) => `warning that is not in expected-warnings.ts: ${nameOf(verdict)}: ${text}`));
  const never = EXPECTED_WARNINGS.filter(({ says }) => !verdicts.some(({ warnings }) => warnings.some((text) => text.includes(says))))
    .map(({ says }) => `nobody warns any more, so remove it from expected-warnings.ts: ${says}`);
  return [...unexpected, ...never];
}

function problemOf({ mistake, says, yaml }: WrongObject, verdicts: Verdict[]): string[] {
  const messages = verdicts.flatMap(({ refusals: all }) => all.map(({ message }) => message));
  if (messages.some((message) => message.includes(says))) return [];
  const found = messages.length === 0 ? 'accepted' : `refused for another reason (${messages.join('; ')})`;
  return [`wrong object ${found}: ${mistake}, where a judge should say ${JSON.stringify(says)}\n${yaml.replace(/^/gm, '  | ')}`];
}

/** Where our programs do not write what Istio's samples say, and whether their record is stale. */
async function sampleProblems(): Promise<string[]> {
  const [theirs, ours] = [specsOfIstio(await istioModule()), specsOfPrograms()];
  console.log(`objects of Istio's samples: ${theirs.length}, of which ${theirs.filter((line) => ours.includes(line)).length} are written with an equal spec`);
  const record = sampleRecord(judges()[0], theirs);
  if (process.argv.includes('--record')) writeFileSync(SAMPLE_RECORD, record);
  return [
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `no program of bookinfo-samples.ts writes ${line}`),
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `Istio's samples do not have ${line}`),
    ...record === readFileSync(SAMPLE_RECORD, 'utf8') ? [] : [`${SAMPLE_RECORD} is stale: run this with --record`],
  ];
}

function nameOf({ case: name, kind, namespace, name: object }: Verdict): string {
  return `${name}: ${kind} ${namespace ? `${namespace}/` : ''}${object}`;
}

function seconds(): string {
  return ((Date.now() - begin) / 1000).toFixed(1);
}

main().then((code) => { process.exitCode = code; }, (error) => {
  console.error(error instanceof CannotJudge ? `conformance: ${error.message}` : error);
  process.exitCode = 1;
});
