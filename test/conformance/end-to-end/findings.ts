import { Question, Reply } from './client';
import { Mesh } from './mesh';
import { changedHeaders, Failure } from './pods';
import { SERVICE } from './release';
import { factOf, Finding, shareOf } from './row';
import { CONFIGURED, REWRITTEN, SHADOW } from './rules';
import { areLikely, counted, simulatedShares } from './shares';
import type { Answered } from '../../../src/simulation/answering';

/** What is said of a question beforehand, and what came of asking it many times. */
export interface Found {
  readonly mesh: Mesh;
  readonly question: Question;
  readonly simulated: Answered;
  readonly replies: readonly Reply[];
}

const { abortStatus, abortPercent, delay, delayPercent, timeout, stallingAttempts, perTryTimeout } = CONFIGURED;
const [ABORT, DELAY] = [abortPercent / 100, delayPercent / 100];
export const ABORTED = `${abortStatus} FI`;
/** Envoy's timers go by the time at which its loop began, which on a busy machine is a while before. */
const AT_LEAST = 0.85;

export function answeredBy(answerer: string, configured: number): (found: Found) => Finding {
  return ({ simulated, replies }) => {
    const [shares, counts] = [simulatedShares(simulated), counted(replies)];
    const finding = shareOf(answerer, configured, shares.get(answerer) ?? 0, counts.get(answerer) ?? 0, replies.length);
    return { ...finding, agrees: finding.agrees && areLikely(shares, counts) };
  };
}

export function delayed({ simulated, replies }: Found): Finding {
  const hits = replies.filter(({ isDelayed, milliseconds }) => isDelayed && lasts(milliseconds, delay));
  return shareOf(`delayed by ${seconds(delay)}`, DELAY, delayIn(simulated), hits.length, replies.length);
}

/** Each is drawn by itself. */
export function delayedAndAborted({ simulated, replies }: Found): Finding {
  const hits = replies.filter(({ isDelayed, answerer }) => isDelayed && answerer === ABORTED);
  const share = delayIn(simulated) * (simulatedShares(simulated).get(ABORTED) ?? 0);
  return shareOf('both', DELAY * ABORT, share, hits.length, replies.length);
}

export function timedOut({ simulated, replies }: Found): Finding {
  const isSo = replies.every(({ answerer, milliseconds }) => answerer === '504 UT' && lasts(milliseconds, timeout));
  return factOf('timeout', seconds(timeout), simulated.data.timeout ?? 'none', endings(replies), isSo);
}

/** @param retries how often the rule has such a failure tried again */
export function triedWhile({ status, tries }: Failure, retries: number): (found: Found) => Finding {
  const expected = (times: number) => tries > times ? `${status}, tries: ${1 + times}` : `200, tries: ${1 + tries}`;
  return ({ mesh, simulated, replies }) => {
    const found = distinct(replies.map((reply) => `${reply.status}, tries: ${mesh.pods.triesOf(SERVICE, reply.asked)}`));
    return factOf('retries', expected(retries), expected(retriesAt(simulated, status)), found, found === expected(retries));
  };
}

export function triesTimedOut({ mesh, simulated, replies }: Found): Finding {
  const expected = (retries: number, each: string) => `tries: ${1 + retries} of ${each}`;
  const { attempts = 0, perTryTimeout: each = '' } = simulated.data.retries ?? {};
  const found = distinct(replies.map(({ asked }) => `tries: ${mesh.pods.triesOf(SERVICE, asked)}`));
  const isSo = found === `tries: ${1 + stallingAttempts}`
    && replies.every(({ status, milliseconds }) => status === 504 && lasts(milliseconds, (1 + stallingAttempts) * perTryTimeout));
  return factOf('retries', expected(stallingAttempts, seconds(perTryTimeout)), expected(attempts, each), `${found}, ${endings(replies)}`, isSo);
}

export function copied(configured: number): (found: Found) => Finding {
  return ({ mesh, simulated: { data, missingMirrors }, replies }) => {
    const copies = replies.reduce((sum, { asked }) => sum + mesh.pods.triesOf(SHADOW, asked), 0);
    const [mirror] = data.mirrors.filter(({ cluster }) => missingMirrors.every(({ name }) => name !== cluster));
    return shareOf(`copied to ${SHADOW}`, configured, (mirror?.percent ?? 0) / 100, copies, replies.length);
  };
}

export function rewritten({ question: { path }, simulated, replies }: Found): Finding {
  const { authority, uri } = REWRITTEN;
  const { rewrite } = simulated.data;
  const found = distinct(replies.map(({ place }) => place));
  return factOf('rewritten', `${authority}${uri}`, `${rewrite?.authority ?? SERVICE}${rewrite?.path ?? path}`, found, found === `${authority}${uri}`);
}

export function headersChanged({ question: { headers = {} }, simulated, replies }: Found): Finding {
  const configured = changedHeaders({ 'x-team': REWRITTEN.team, 'x-trace': `${headers['x-trace']}, ${REWRITTEN.trace}` });
  const { set = {}, add = {}, remove = [] } = simulated.data.requestHeaders ?? {};
  const kept = Object.entries(headers).filter(([name]) => !remove.includes(name));
  const added = Object.entries(add).map(([name, value]) => [name, headers[name] === undefined ? value : `${headers[name]}, ${value}`]);
  const found = distinct(replies.map(({ changed }) => changed));
  return factOf('headers', configured, changedHeaders(Object.fromEntries([...kept, ...Object.entries(set), ...added])), found, found === configured);
}

function retriesAt({ data: { retries }, retriedStatuses }: Answered, status: number): number {
  const conditions = retries?.on.split(',') ?? [];
  const isRetried = conditions.includes('5xx') && status >= 500 || conditions.includes('retriable-status-codes') && retriedStatuses.includes(status);
  return isRetried ? retries!.attempts : 0;
}

function endings(replies: readonly Reply[]): string {
  return `${distinct(replies.map(({ answerer }) => answerer))} from ${seconds(Math.floor(Math.min(...replies.map(({ milliseconds }) => milliseconds))))} on`;
}

function lasts(milliseconds: number, atLeast: number): boolean {
  return milliseconds >= atLeast * AT_LEAST;
}

function delayIn({ data: { delay: simulated } }: Answered): number {
  return simulated?.duration === seconds(delay) ? simulated.percent / 100 : 0;
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join(' or ');
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}
