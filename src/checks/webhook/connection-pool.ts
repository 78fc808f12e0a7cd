import { trafficPolicy } from '../examples';
import type { Field } from '../field';
import type { ObjectCheck } from '../object-check';
import type { Rule } from '../rule';
import { durationProblem } from './accepted-values';
import { webhookRules } from './webhook-rule';
import { goDuration } from '../../istio/go-duration';

export const CONNECTION_POOL_RULES = webhookRules('destination-rule', {
  connectionPool: {
    must: 'A connection pool has http or tcp settings; limits are not negative, and times whole milliseconds from 1ms.',
    why: 'Istio refuses the object.',
    fix: 'mend the setting; leave out what shall be unlimited',
    fails: trafficPolicy('connectionPool:\n  http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}'),
    passes: trafficPolicy('connectionPool:\n  http: {http1MaxPendingRequests: 100}\n  tcp: {connectTimeout: 500ms, idleTimeout: 0s}'),
    equals: 'use client protocol must not be true when H2UpgradePolicy is UPGRADE',
  },
});

const LIMITS = ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'];
const RULE: Rule = CONNECTION_POOL_RULES.connectionPool;

/** Whether Istio accepts a pool; Sidecars have pools too. */
export function checkConnectionPool(check: ObjectCheck, pool: Field): void {
  if (!pool.isPresent) return;
  const [http, tcp] = [pool.at('http'), pool.at('tcp')];
  if (!http.isPresent && !tcp.isPresent) check.fail(RULE, pool, 'must have http or tcp');
  for (const limit of [...LIMITS.map((key) => http.at(key)), tcp.at('maxConnections')]) {
    if (limit.number < 0) check.fail(RULE, limit, `must not be negative, got ${limit.number}`);
  }
  if (['UPGRADE', 2].includes(http.at('h2UpgradePolicy').value as string) && http.at('useClientProtocol').isTrue) {
    check.fail(RULE, http, 'must not have both h2UpgradePolicy UPGRADE and useClientProtocol');
  }
  const keepAlive = http.at('http2KeepAlive');
  const pings = keepAlive.isPresent ? ['interval', 'timeout'].map((key) => keepAlive.at(key)) : [];
  for (const ping of pings.filter(({ isPresent }) => !isPresent)) check.fail(RULE, ping, 'must be given', 'give interval and timeout');
  const keepalive = tcp.at('tcpKeepalive');
  const times = [http.at('idleTimeout'), ...pings, ...['connectTimeout', 'maxConnectionDuration', 'idleTimeout'].map((key) => tcp.at(key)),
    keepalive.at('time'), keepalive.at('interval')];
  for (const time of times) {
    const wrong = isDisabled(time) ? undefined : durationProblem(time);
    if (wrong !== undefined) check.fail(RULE, time, wrong);
  }
}

/** The idle timeout of TCP may be zero, and what is less than a millisecond is. */
function isDisabled({ path, text }: Field): boolean {
  if (path.at(-1) !== 'idleTimeout' || path.at(-2) !== 'tcp') return false;
  const nanoseconds = goDuration(text);
  return nanoseconds !== undefined && nanoseconds / 1_000_000n === 0n;
}
