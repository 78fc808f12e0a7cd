import { Question } from './client';
import { until } from './condition';
import { ABORTED, answeredBy, copied, delayed, delayedAndAborted, Found, headersChanged, rewritten, timedOut, triedWhile, triesTimedOut } from './findings';
import { askGrpcAborts } from './grpc-aborts';
import { Mesh } from './mesh';
import { FAILURES } from './pods';
import { canaryAt, COOKIE, manifestsOf, TESTER } from './release';
import { Finding, Row } from './row';
import { CONFIGURED } from './rules';
import { simulationOf } from './simulation';

interface Asked extends Question {
  readonly asked: string;
  readonly times: number;
  readonly findings: readonly ((found: Found) => Finding)[];
}

const { abortPercent, attempts, busyAttempts, mirrorPercent } = CONFIGURED;
const CANARY = 0.1;
const ABORT = abortPercent / 100;
const COPIED = mirrorPercent / 100;
const CHANGED = { 'x-team': 'other', 'x-trace': 'a', 'x-old': '1' };

const QUESTIONS: readonly Asked[] = [
  { asked: 'ordinary', path: '/', times: 10_000, findings: [answeredBy('v2', CANARY)] },
  { asked: 'testers by header', path: '/', headers: TESTER, times: 1000, findings: [answeredBy('v2', 1)] },
  { asked: 'testers by cookie', path: '/', headers: COOKIE, times: 1000, findings: [answeredBy('v2', 1)] },
  { asked: '/faulty', path: '/faulty', times: 2000, findings: [answeredBy(ABORTED, ABORT), delayed, delayedAndAborted, answeredBy('v2', (1 - ABORT) * CANARY)] },
  { asked: '/slow', path: '/slow', times: 100, findings: [timedOut] },
  whileFailing('/failing', attempts),
  whileFailing('/failing/twice', attempts),
  whileFailing('/busy', busyAttempts),
  whileFailing('/once', 0),
  // The mesh tries nothing again that the service itself has answered.
  whileFailing('/broken', 0),
  { asked: '/stalling', path: '/stalling', times: 100, findings: [triesTimedOut] },
  { asked: '/copied', path: '/copied', times: 2000, findings: [answeredBy('v2', CANARY), copied(COPIED)] },
  { asked: '/copied of testers', path: '/copied', headers: TESTER, times: 1000, findings: [answeredBy('v2', 1), copied(COPIED)] },
  { asked: '/lost', path: '/lost', times: 1000, findings: [answeredBy('v2', CANARY), copied(0)] },
  { asked: '/rewritten', path: '/rewritten', headers: CHANGED, times: 100, findings: [rewritten, headersChanged] },
];

function whileFailing(path: keyof typeof FAILURES, retries: number): Asked {
  return { asked: path, path, times: 200, findings: [triedWhile(FAILURES[path], retries)] };
}

/** Asks all that the rules of a canary tell apart. */
export async function askAll(mesh: Mesh): Promise<Row[]> {
  const stage = canaryAt(10);
  const manifests = manifestsOf(stage, mesh.port);
  const simulate = simulationOf(manifests, mesh.port);
  await mesh.apply(manifests, stage.name);
  const rows: Row[] = [];
  for (const { asked, path, headers, times, findings } of QUESTIONS) {
    const question = { path, headers };
    const replies = await mesh.client.askTimes(question, times);
    await arrived(mesh);
    const found = { mesh, question, simulated: simulate(question), replies };
    rows.push(...findings.map((finding) => ({ asked, requests: times, ...finding(found) })));
  }
  return [...rows, ...await askGrpcAborts(mesh.client, simulate)];
}

/** Nobody waits for the answers to copies and to tries that last too long, so that pods may get them after all is answered. */
async function arrived({ sidecar, pods }: Mesh): Promise<void> {
  await until('all tries and copies at pods', async () => {
    const { total, underWay } = await sidecar.sent();
    return underWay === 0 && total === pods.requests;
  });
}
