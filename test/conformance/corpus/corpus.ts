import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Checks } from '../../../src/checks/checks';
import { Manifests } from '../../../src/manifests/manifests';
import type { Analysis, Case, Verdict } from '../judge';
import { annotationCases } from './annotation-cases';
import { CLUSTER_CASES } from './cluster-cases';
import { envoyFilterCases } from './envoy-filter-cases';
import { extensionCases } from './extension-cases';
import { FLAGGER_CASES } from './flagger-cases';
import { INJECTION_CASES } from './injection-cases';
import { SCHEMA_CASES } from './schema-cases';
import { webhookEdges } from './webhook-edges';
import { allRules } from '../../../src/checks/catalogue';
import { FLAGGER_SCHEMA } from '../../../src/checks/flagger/flagger-rule';

/** Objects of which a rule might say something; they are all there is in their cluster. */
const DOCUMENTS = join(__dirname, 'documents.jsonl');
const FLAGGER_KINDS = ['Canary', 'MetricTemplate', 'AlertProvider'];
export const VERDICTS = join(__dirname, 'verdicts.jsonl');

/** What Istio said of a case: its codes, each with the object that it is about. */
export interface Recorded {
  readonly case: string;
  readonly codes: readonly string[];
}

/** The examples of all rules, in which they are broken and kept, objects at the edges of rules, and documents of other kinds. */
export function corpus(): Case[] {
  const rules = [...new Map(allRules().map((rule) => [rule.name, rule])).values()];
  const examples = rules.flatMap(({ name, fails, passes }) => [{ name: `${name} fails`, yaml: fails }, { name: `${name} passes`, yaml: passes }]);
  const written = Object.entries({ ...CLUSTER_CASES, ...INJECTION_CASES, ...SCHEMA_CASES, ...FLAGGER_CASES }).map(([name, yaml]) => ({ name, yaml }));
  return [...examples.filter(({ yaml }) => yaml !== ''), ...webhookEdges(), ...annotationCases(), ...envoyFilterCases(), ...extensionCases(), ...linesOf<Case>(DOCUMENTS), ...written];
}

export function recorded(): ReadonlyMap<string, Recorded> {
  return new Map(linesOf<Recorded>(VERDICTS).map((line) => [line.case, line]));
}

/** What Istio says of a case: the API server and the webhook of each object, and the analyzers of all. */
export function istioCodes(answers: readonly (Verdict | Analysis)[]): string[] {
  const codes = answers.flatMap((answer) => {
    if ('messages' in answer) return answer.messages.map(({ code, object }) => `${code} ${object.replace(/^Pod (.*)-pod$/, 'Deployment $1')}`);
    const object = `${answer.kind} ${answer.namespace || 'default'}/${answer.name}`;
    // What is wrong with names and labels, any kind shares with Istio's; it is no message of Istio's.
    const refused = answer.judged && answer.refusals.some(({ judge, message }) => judge !== 'yaml' && !/^(?:metadata\.|name: |labels: )/.test(message));
    const code = FLAGGER_KINDS.includes(answer.kind) ? FLAGGER_SCHEMA : 'IST0106';
    return [...(refused ? [`${code} ${object}`] : []), ...answer.warnings.map((warning) => `${warningCode(warning)} ${object}`)];
  });
  return [...new Set(codes)].sort();
}

function warningCode(warning: string): string {
  if (/ is not used \(duplicate/.test(warning)) return 'IST0131';
  return / not used \(/.test(warning) ? 'IST0130' : 'IST0133';
}

/** What we say of a case, as far as Istio has a code for it, or the API server refuses objects of Flagger. */
export function ourCodes(yaml: string): string[] {
  const { findings } = Checks.run(Manifests.fromYaml(yaml));
  const codes = findings.filter(({ origin, code }) => origin === 'istio' || code === FLAGGER_SCHEMA).map(({ code, about }) => `${code} ${about!.kind} ${about!.namespace === '' ? '' : `${about!.namespace}/`}${about!.name}`);
  return [...new Set(codes)].sort();
}

function linesOf<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
