import { Duration } from 'cdk8s';
import { ConnectionPool, H2UpgradePolicy, HttpConnectionPool, TcpConnectionPool } from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf } from '../support/messages';

function poolOf(connectionPool: ConnectionPool) {
  return renderedPolicy({ connectionPool }).connectionPool;
}

/** Every field, so that one that is added to the struct has to be added here. */
const TCP: Required<TcpConnectionPool> = {
  maxConnections: 100,
  connectTimeout: Duration.millis(250),
  idleTimeout: Duration.minutes(5),
  maxConnectionDuration: Duration.hours(1),
  tcpKeepalive: { time: Duration.minutes(10), interval: Duration.seconds(75), probes: 9 },
};
const HTTP: Required<HttpConnectionPool> = {
  http1MaxPendingRequests: 1,
  http2MaxRequests: 2,
  maxRequestsPerConnection: 3,
  maxRetries: 4,
  idleTimeout: Duration.seconds(30),
  h2UpgradePolicy: H2UpgradePolicy.DO_NOT_UPGRADE,
  useClientProtocol: true,
  maxConcurrentStreams: 5,
  http2KeepAlive: { interval: Duration.seconds(30), timeout: Duration.seconds(5) },
};

test('limits connections', () => {
  expect(poolOf({ tcp: TCP })).toEqual({
    tcp: {
      maxConnections: 100,
      connectTimeout: '250ms',
      idleTimeout: '5m',
      maxConnectionDuration: '1h',
      tcpKeepalive: { time: '10m', interval: '75s', probes: 9 },
    },
  });
});

test('limits requests', () => {
  expect(poolOf({ http: HTTP })).toEqual({
    http: {
      http1MaxPendingRequests: 1,
      http2MaxRequests: 2,
      maxRequestsPerConnection: 3,
      maxRetries: 4,
      idleTimeout: '30s',
      h2UpgradePolicy: 'DO_NOT_UPGRADE',
      useClientProtocol: true,
      maxConcurrentStreams: 5,
      http2KeepAlive: { interval: '30s', timeout: '5s' },
    },
  });
});

test('writes nothing that is not said', () => {
  expect(poolOf({ tcp: { maxConnections: 1 }, http: { maxRetries: 1 } })).toEqual({ tcp: { maxConnections: 1 }, http: { maxRetries: 1 } });
});

test.each([
  [H2UpgradePolicy.DEFAULT, 'DEFAULT'],
  [H2UpgradePolicy.UPGRADE, 'UPGRADE'],
])("writes the policy for upgrades in Istio's word %s", (h2UpgradePolicy, word) => {
  expect(poolOf({ http: { h2UpgradePolicy } })).toEqual({ http: { h2UpgradePolicy: word } });
});

test("upgrades connections where the client's protocol is explicitly not kept", () => {
  expect(poolOf({ http: { h2UpgradePolicy: H2UpgradePolicy.UPGRADE, useClientProtocol: false } })).toEqual({
    http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: false },
  });
});

test('lets TCP connections be idle for ever by 0', () => {
  expect(poolOf({ tcp: { idleTimeout: Duration.seconds(0) } })).toEqual({ tcp: { idleTimeout: '0s' } });
});

test("leaves probes to the operating system's times by an empty object", () => {
  expect(poolOf({ tcp: { tcpKeepalive: {} } })).toEqual({ tcp: { tcpKeepalive: {} } });
});

describe('a limit', () => {
  const tcpLimits = ['maxConnections'] as const;
  const httpLimits = ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'] as const;
  const pools: [string, (limit: number) => ConnectionPool][] = [
    ...tcpLimits.map((key): [string, (limit: number) => ConnectionPool] => [key, (limit) => ({ tcp: { [key]: limit } })]),
    ...httpLimits.map((key): [string, (limit: number) => ConnectionPool] => [key, (limit) => ({ http: { [key]: limit } })]),
  ];

  test.each(pools)('%s is a whole number from 1 that fits into a field of Istio', (_key, pool) => {
    for (const limit of [0, -1, 1.5, 2 ** 31, NaN, Infinity]) {
      expect(codeOf(() => poolOf(pool(limit)))).toBe('InvalidCount');
    }
    for (const limit of [1, 2 ** 31 - 1]) {
      expect(poolOf(pool(limit))).toEqual(pool(limit));
    }
  });
});

test.each([
  ['connections that may not take time to open', { tcp: { connectTimeout: Duration.millis(0) } }, 'InvalidDuration'],
  ['connections that may not live', { tcp: { maxConnectionDuration: Duration.millis(0) } }, 'InvalidDuration'],
  ['HTTP connections that may not be idle', { http: { idleTimeout: Duration.millis(0) } }, 'InvalidDuration'],
  ['TCP connections that may be idle longer than Istio can write', { tcp: { idleTimeout: Duration.days(365 * 293) } }, 'InvalidDuration'],
  ['probes without a time between them', { tcp: { tcpKeepalive: { interval: Duration.millis(0) } } }, 'InvalidDuration'],
  ['probes at once', { tcp: { tcpKeepalive: { time: Duration.millis(0) } } }, 'InvalidDuration'],
  ['no probes', { tcp: { tcpKeepalive: { probes: 0 } } }, 'InvalidCount'],
  ['PINGs without a time between them', {
    http: { http2KeepAlive: { interval: Duration.millis(0), timeout: Duration.seconds(1) } },
  }, 'InvalidDuration'],
  ['PINGs that may not be answered', { http: { http2KeepAlive: { interval: Duration.seconds(1), timeout: Duration.millis(0) } } }, 'InvalidDuration'],
  ["an upgrade that keeps the client's protocol", {
    http: { h2UpgradePolicy: H2UpgradePolicy.UPGRADE, useClientProtocol: true },
  }, 'ConnectionUpgradeConflict'],
])('refuses %s', (_mistake, pool, code) => {
  expect(codeOf(() => poolOf(pool))).toBe(code);
});
