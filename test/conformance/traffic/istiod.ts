import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ProxySpec } from './callers';
import { ClusterState, kubernetesObjects } from './cluster-state';
import { goProgram } from './go-program';
import { TrafficCase } from './traffic-case';
import { CannotJudge } from '../judge';

/** istiod's configuration for a proxy, as JSON of Envoy's own messages. */
export interface ProxyConfig {
  readonly listeners: any[];
  readonly routes: any[];
  readonly clusters: any[];
  readonly endpoints: any[];
}

export interface IstiodAnswer {
  readonly case: string;
  readonly error?: string;
  /** Objects that Istio's webhook would not have let in. */
  readonly refused?: string[];
  readonly proxies?: ProxyConfig[];
}

export interface IstiodQuestion {
  readonly one: TrafficCase;
  readonly state: ClusterState;
  readonly proxies: readonly ProxySpec[];
}

/** It keeps some megabytes of every case, so that it has to be started anew now and then. */
const CASES_A_PROCESS = 250;

/** Plain Envoy has neither of these extensions, and nobody would hand out certificates. */
export const ENVIRONMENT = { PILOT_ENABLE_METADATA_EXCHANGE: 'false', PILOT_ENABLE_ALPN_FILTER: 'false' };
export const MESH = { enableAutoMtls: false, enablePrometheusMerge: false, defaultProviders: {} };

export function istiodProgram(): Promise<string> {
  return goProgram(join(__dirname, 'istiod'), 'istiod');
}

export async function askIstiod(questions: readonly IstiodQuestion[]): Promise<IstiodAnswer[]> {
  const program = await istiodProgram();
  const answers: IstiodAnswer[] = [];
  for (let at = 0; at < questions.length; at += CASES_A_PROCESS) {
    answers.push(...askOnce(program, questions.slice(at, at + CASES_A_PROCESS)));
  }
  return answers;
}

function askOnce(program: string, questions: readonly IstiodQuestion[]): IstiodAnswer[] {
  const folder = join(program, '..', 'scratch');
  mkdirSync(folder, { recursive: true });
  const { stdout, stderr, status, error } = spawnSync(program, [], {
    input: questions.map((question) => JSON.stringify(messageOf(question))).join('\n'),
    env: { ...process.env, ...ENVIRONMENT, TARGET_OUT: folder, LOCAL_OUT: folder },
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  if (status !== 0) throw new CannotJudge(`istiod failed: ${error?.message ?? stderr.trim().split('\n').slice(-3).join(' / ')}`);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

function messageOf({ one, state, proxies }: IstiodQuestion): unknown {
  const istio = one.objects.filter(({ apiVersion }) => /^(networking|security)\.istio\.io\//.test(apiVersion));
  return {
    case: one.name,
    configs: documents(istio),
    objects: documents(kubernetesObjects(one.objects, state)),
    mesh: stringify({ ...one.mesh, ...MESH }),
    proxies,
  };
}

/** JSON is YAML, and says of every text that it is one. */
export function documents(objects: readonly unknown[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
