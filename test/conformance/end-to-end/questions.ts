import { Question, Reply } from './client';
import { until } from './condition';
import { Mesh } from './mesh';
import { canaryAt, CONFIGURED, COOKIE, manifestsOf, SERVICE, SHADOW, TESTER } from './release';
import { factOf, Finding, Row, shareOf } from './row';
import { areLikely, counted, simulatedShares } from './shares';
import { simulationOf } from './simulation';
import type { AnswerData } from '../../../src/simulation/answer';

interface Asked extends Question {
  readonly asked: string;
  readonly times: number;
  readonly findings: readonly ((found: Found) => Finding)[];
}

interface Found {
  readonly mesh: Mesh;
  readonly simulated: AnswerData;
  readonly replies: readonly Reply[];
}

const { abortStatus, abortPercent, delay, delayPercent, timeout, attempts, stallingAttempts, perTryTimeout, mirrorPercent } = CONFIGURED;
const ABORTED = `${abortStatus} FI`;
const [ABORT, DELAY] = [abortPercent / 100, delayPercent / 100];
/** Envoy and the client have clocks of their own. */
const CLOCKS_DIFFER = 2;

const QUESTIONS: readonly Asked[] = [
  { asked: 'ordinary', path: '/', times: 10_000, findings: [answeredBy('v2', 0.1)] },
  { asked: 'testers by header', path: '/', headers: TESTER, times: 1000, findings: [answeredBy('v2', 1)] },
  { asked: 'testers by cookie', path: '/', headers: COOKIE, times: 1000, findings: [answeredBy('v2', 1)] },
  { asked: '/faulty', path: '/faulty', times: 2000, findings: [answeredBy(ABORTED, ABORT), delayed, delayedAndAborted, answeredBy('v2', (1 - ABORT) * 0.1)] },
  { asked: '/slow', path: '/slow', times: 100, findings: [timedOut] },
  { asked: '/failing', path: '/failing', times: 200, findings: [triedWhileFailing(Infinity)] },
  { asked: '/failing/twice', path: '/failing/twice', times: 200, findings: [triedWhileFailing(2)] },
  { asked: '/stalling', path: '/stalling', times: 100, findings: [triesTimedOut] },
  { asked: '/copied', path: '/copied', times: 2000, findings: [answeredBy('v2', 0.1), copied] },
  { asked: '/copied of testers', path: '/copied', headers: TESTER, times: 1000, findings: [answeredBy('v2', 1), copied] },
];

/** Asks all that the rules of a canary tell apart. */
export async function askAll(mesh: Mesh): Promise<Row[]> {
  const stage = canaryAt(10);
  const manifests = manifestsOf(stage, mesh.port);
  const simulate = simulationOf(manifests, mesh.port);
  await mesh.apply(manifests, stage.name);
  const rows: Row[] = [];
  for (const { asked, path, headers, times, findings } of QUESTIONS) {
    const simulated = simulate({ path, headers });
    const replies = await mesh.client.askTimes({ path, headers }, times);
    await arrived(mesh);
    rows.push(...findings.map((finding) => ({ asked, requests: times, ...finding({ mesh, simulated, replies }) })));
  }
  return rows;
}

function answeredBy(answerer: string, configured: number): (found: Found) => Finding {
  return ({ simulated, replies }) => {
    const [shares, counts] = [simulatedShares(simulated), counted(replies)];
    const finding = shareOf(answerer, configured, shares.get(answerer) ?? 0, counts.get(answerer) ?? 0, replies.length);
    return { ...finding, agrees: finding.agrees && areLikely(shares, counts) };
  };
}

function delayed({ simulated, replies }: Found): Finding {
  const hits = replies.filter(({ isDelayed, milliseconds }) => isDelayed && lasts(milliseconds, delay));
  return shareOf(`delayed by ${seconds(delay)}`, DELAY, delayIn(simulated), hits.length, replies.length);
}

/** Each is drawn by itself. */
function delayedAndAborted({ simulated, replies }: Found): Finding {
  const hits = replies.filter(({ isDelayed, answerer }) => isDelayed && answerer === ABORTED);
  const share = delayIn(simulated) * (simulatedShares(simulated).get(ABORTED) ?? 0);
  return shareOf('both', DELAY * ABORT, share, hits.length, replies.length);
}

function timedOut({ simulated, replies }: Found): Finding {
  const isSo = replies.every(({ answerer, milliseconds }) => answerer === '504 UT' && lasts(milliseconds, timeout));
  return factOf('timeout', seconds(timeout), simulated.timeout ?? 'none', endings(replies), isSo);
}

/** @param failing how many tries fail at the service */
function triedWhileFailing(failing: number): (found: Found) => Finding {
  const expected = (retries: number) => failing > retries ? `503, ${1 + retries} tries` : `200, ${1 + failing} tries`;
  return ({ mesh, simulated, replies }) => {
    const found = distinct(replies.map(({ status, asked }) => `${status}, ${mesh.pods.triesOf(SERVICE, asked)} tries`));
    return factOf('retries', expected(attempts), expected(simulated.retries?.attempts ?? 0), found, found === expected(attempts));
  };
}

function triesTimedOut({ mesh, simulated, replies }: Found): Finding {
  const expected = (retries: number, each: string) => `${1 + retries} tries of ${each}`;
  const { attempts: retries = 0, perTryTimeout: each = '' } = simulated.retries ?? {};
  const found = distinct(replies.map(({ asked }) => `${mesh.pods.triesOf(SERVICE, asked)} tries`));
  const isSo = found === `${1 + stallingAttempts} tries`
    && replies.every(({ status, milliseconds }) => status === 504 && lasts(milliseconds, (1 + stallingAttempts) * perTryTimeout));
  return factOf('retries', expected(stallingAttempts, seconds(perTryTimeout)), expected(retries, each), `${found}, ${endings(replies)}`, isSo);
}

function copied({ mesh, simulated, replies }: Found): Finding {
  const copies = replies.reduce((sum, { asked }) => sum + mesh.pods.triesOf(SHADOW, asked), 0);
  return shareOf(`copied to ${SHADOW}`, mirrorPercent / 100, (simulated.mirrors[0]?.percent ?? 0) / 100, copies, replies.length);
}

/** Nobody waits for the answers to copies and to tries that last too long, so that pods may get them after all is answered. */
async function arrived({ sidecar, pods }: Mesh): Promise<void> {
  await until('all tries and copies at pods', async () => {
    const { total, underWay } = await sidecar.sent();
    return underWay === 0 && total === pods.requests;
  });
}

function endings(replies: readonly Reply[]): string {
  return `${distinct(replies.map(({ answerer }) => answerer))} from ${seconds(Math.floor(Math.min(...replies.map(({ milliseconds }) => milliseconds))))} on`;
}

function lasts(milliseconds: number, atLeast: number): boolean {
  return milliseconds >= atLeast - CLOCKS_DIFFER;
}

function delayIn({ delay: simulated }: AnswerData): number {
  return simulated?.duration === seconds(delay) ? simulated.percent / 100 : 0;
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join(' or ');
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}
