import { Duration } from 'cdk8s';
import { ClientTls, LoadBalancer, PortTrafficPolicy, ProxyProtocolVersion, RetryBudget, TrafficPolicy, Tunnel, TunnelProtocol } from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

const BUDGET: Required<RetryBudget> = { percent: 12.5, minRetryConcurrency: 10, budgetInterval: Duration.seconds(10) };
const TUNNEL: Required<Tunnel> = { protocol: TunnelProtocol.POST, targetHost: 'api.example.com', targetPort: 443 };

/** Every field, so that one that is added to the struct has to be added here. What excludes each other is below. */
const BASIC: Required<Omit<PortTrafficPolicy, 'port'>> = {
  connectionPool: { tcp: { maxConnections: 10 } },
  outlierDetection: { consecutiveGatewayErrors: 5 },
  loadBalancer: LoadBalancer.random(),
  tls: ClientTls.disable(),
};
const ALL: Required<Omit<TrafficPolicy, 'proxyProtocol' | 'portLevelSettings'>> = { ...BASIC, retryBudget: BUDGET, tunnel: TUNNEL };

const BASIC_BLOCKS = {
  connectionPool: { tcp: { maxConnections: 10 } },
  outlierDetection: { consecutiveGatewayErrors: 5 },
  loadBalancer: { simple: 'RANDOM' },
  tls: { mode: 'DISABLE' },
};

test('says how connections are limited, chosen, secured and led through a proxy, and how often requests are tried again', () => {
  expect(renderedPolicy(ALL)).toEqual({
    ...BASIC_BLOCKS,
    retryBudget: { percent: 12.5, minRetryConcurrency: 10, budgetInterval: '10s' },
    tunnel: { protocol: 'POST', targetHost: 'api.example.com', targetPort: 443 },
  });
});

test.each([
  [{ proxyProtocol: ProxyProtocolVersion.V1 }, { proxyProtocol: { version: 'V1' } }],
  [{ proxyProtocol: ProxyProtocolVersion.V2 }, { proxyProtocol: { version: 'V2' } }],
  [{ tunnel: { targetHost: '10.0.0.1', targetPort: 1 } }, { tunnel: { targetHost: '10.0.0.1', targetPort: 1 } }],
  [{ tunnel: { ...TUNNEL, protocol: TunnelProtocol.CONNECT } }, { tunnel: { protocol: 'CONNECT', targetHost: 'api.example.com', targetPort: 443 } }],
  [{ retryBudget: {} }, { retryBudget: {} }],
  [{ retryBudget: { percent: 0, budgetInterval: Duration.millis(0) } }, { retryBudget: { percent: 0, budgetInterval: '0s' } }],
])('takes %j', (policy, expected) => {
  expect(renderedPolicy(policy)).toEqual(expected);
});

test('says what is different on a port', () => {
  expect(renderedPolicy({ portLevelSettings: [{ port: 9080, ...BASIC }] })).toEqual({
    portLevelSettings: [{ port: { number: 9080 }, ...BASIC_BLOCKS }],
  });
});

test.each<[string, TrafficPolicy, string, string]>([
  ['a tunnel to a URL', { tunnel: { ...TUNNEL, targetHost: 'https://api.example.com' } }, 'InvalidHost', 'tunnel.targetHost'],
  ['a tunnel to no host', { tunnel: { ...TUNNEL, targetHost: '' } }, 'InvalidHost', 'tunnel.targetHost'],
  ['a tunnel to port 0', { tunnel: { ...TUNNEL, targetPort: 0 } }, 'InvalidPort', 'tunnel.targetPort'],
  ['a tunnel through which the address of the caller is told', { tunnel: TUNNEL, proxyProtocol: ProxyProtocolVersion.V1 }, 'TunnelConflict', 'proxyProtocol'],
  ['more retries than requests', { retryBudget: { percent: 101 } }, 'PercentOutOfRange', 'retryBudget.percent'],
  ['a budget that is no number', { retryBudget: { percent: NaN } }, 'PercentOutOfRange', 'retryBudget.percent'],
  ['no retries however few requests there are', { retryBudget: { minRetryConcurrency: 0 } }, 'InvalidCount', 'retryBudget.minRetryConcurrency'],
  ['an interval in microseconds', { retryBudget: { budgetInterval: Duration.millis(0.5) } }, 'InvalidDuration', 'retryBudget.budgetInterval'],
])('refuses %s', (_mistake, policy, code, place) => {
  expect(codeOf(() => renderedPolicy(policy))).toBe(code);
  expect(messageOf(() => renderedPolicy(policy))).toContain(`: trafficPolicy.${place} must `);
});

test.each([
  ['an empty policy', {}],
  ['an empty connection pool', { connectionPool: {} }],
  ['an empty list of ports', { portLevelSettings: [] }],
  ['a port without a policy', { portLevelSettings: [{ port: 80 }] }],
])('is left out if it is %s, which Istio would refuse', (_kind, policy) => {
  expect(renderedPolicy(policy)).toBeUndefined();
});

test('leaves out the part that is not said', () => {
  expect(renderedPolicy({ connectionPool: { http: { maxRetries: 1 } } })).toEqual({ connectionPool: { http: { maxRetries: 1 } } });
  expect(renderedPolicy({ outlierDetection: {} })).toEqual({ outlierDetection: {} });
  expect(renderedPolicy({ connectionPool: {}, loadBalancer: LoadBalancer.random() })).toEqual({ loadBalancer: { simple: 'RANDOM' } });
  expect(renderedPolicy({ tls: ClientTls.istioMutual() })).toEqual({ tls: { mode: 'ISTIO_MUTUAL' } });
});
