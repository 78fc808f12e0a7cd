import { Duration } from 'cdk8s';
import { FaultAbort, FaultDelay, GrpcStatus, HttpMatch, Mirror, RetryOn, RetryPolicy, ServiceRule } from '../../../src';

/** A service that gets copies of requests. */
export const SHADOW = 'shadow';

/** What the rules say; times are milliseconds. */
export const CONFIGURED = {
  abortStatus: 418,
  abortPercent: 20,
  delay: 100,
  delayPercent: 30,
  timeout: 300,
  attempts: 3,
  busyAttempts: 2,
  stallingAttempts: 1,
  perTryTimeout: 200,
  mirrorPercent: 40,
};

/** What is written where. */
export const REWRITTEN = { authority: 'reviews.example.com', uri: '/new', team: 'shop', trace: 'b' };

/** Rules with manners of their own, each for the paths below its name. */
export function rules(): ServiceRule[] {
  const { abortStatus, abortPercent, delay, delayPercent, timeout, attempts, busyAttempts } = CONFIGURED;
  const { stallingAttempts, perTryTimeout, mirrorPercent } = CONFIGURED;
  const { authority, uri, team, trace } = REWRITTEN;
  const fault = { delay: FaultDelay.fixedDelay(Duration.millis(delay), delayPercent), abort: FaultAbort.httpStatus(abortStatus, abortPercent) };
  return [
    rule('faulty', { fault }),
    rule('slow', { timeout: Duration.millis(timeout) }),
    rule('failing', { retries: RetryPolicy.on([RetryOn.FIVE_XX], { attempts }) }),
    rule('busy', { retries: RetryPolicy.on([RetryOn.statusCode(409)], { attempts: busyAttempts }) }),
    rule('once', { retries: RetryPolicy.none() }),
    rule('stalling', { retries: RetryPolicy.on([RetryOn.FIVE_XX], { attempts: stallingAttempts, perTryTimeout: Duration.millis(perTryTimeout) }) }),
    rule('copied', { mirrors: [Mirror.host(SHADOW, { percent: mirrorPercent })] }),
    rule('lost', { mirrors: [Mirror.host(SHADOW, { subset: 'v9' })] }),
    ...Object.values(GrpcStatus).map((status) => rule(`grpc/${status}`, { fault: { abort: FaultAbort.grpcStatus(status, 100) } })),
    rule('rewritten', { rewrite: { authority, uri }, headers: { request: { set: { 'x-team': team }, add: { 'x-trace': trace }, remove: ['x-old'] } } }),
  ];
}

/** Where a request is answered with a status of gRPC. */
export function grpcAbortPath(status: GrpcStatus): string {
  return `/grpc/${status}`;
}

function rule(name: string, manners: Omit<ServiceRule, 'name' | 'match'>): ServiceRule {
  return { name, match: [HttpMatch.pathPrefix(`/${name}`)], ...manners };
}
