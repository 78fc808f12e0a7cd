import { ClientTls, LoadBalancer, LocalityLoadBalancing, ProxyProtocolVersion, Subset, TrafficPolicy } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { destinationRule, renderedPolicy, specOf } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

/** The policy of the only subset. */
function ofSubset(trafficPolicy?: TrafficPolicy, ofHost?: TrafficPolicy) {
  const chart = bookinfo();
  destinationRule({ trafficPolicy: ofHost, subsets: [Subset.labeled('v1', { version: 'v1' }, { trafficPolicy })] }, chart);
  return specOf(chart, 'DestinationRule').subsets[0].trafficPolicy;
}

const TUNNEL = { targetHost: 'proxy.example.com', targetPort: 8080 };

test('a port inherits what it does not say, which Istio would forget', () => {
  expect(renderedPolicy({
    tls: ClientTls.disable(),
    connectionPool: { tcp: { maxConnections: 100 }, http: { maxRetries: 1 } },
    portLevelSettings: [{ port: 80, connectionPool: { tcp: { maxConnections: 10 } } }, { port: 81, loadBalancer: LoadBalancer.random() }],
  })).toEqual({
    tls: { mode: 'DISABLE' },
    connectionPool: { tcp: { maxConnections: 100 }, http: { maxRetries: 1 } },
    portLevelSettings: [
      // A part is inherited as a whole or not at all.
      { port: { number: 80 }, tls: { mode: 'DISABLE' }, connectionPool: { tcp: { maxConnections: 10 } } },
      {
        port: { number: 81 },
        tls: { mode: 'DISABLE' },
        connectionPool: { tcp: { maxConnections: 100 }, http: { maxRetries: 1 } },
        loadBalancer: { simple: 'RANDOM' },
      },
    ],
  });
});

test('a subset says no more than what it says itself, because Istio merges that into the policy of the host', () => {
  expect(ofSubset({ loadBalancer: LoadBalancer.random() }, { tls: ClientTls.disable() })).toEqual({ loadBalancer: { simple: 'RANDOM' } });
  expect(ofSubset(undefined, { tls: ClientTls.disable() })).toBeUndefined();
  expect(ofSubset({}, { tls: ClientTls.disable() })).toBeUndefined();
});

test('a port of a subset inherits from its subset first, then from that port of the host, then from the host', () => {
  expect(ofSubset({
    loadBalancer: LoadBalancer.random(), portLevelSettings: [{ port: 80, outlierDetection: {} }],
  }, {
    tls: ClientTls.disable(),
    loadBalancer: LoadBalancer.roundRobin(),
    connectionPool: { tcp: { maxConnections: 1 } },
    portLevelSettings: [{ port: 80, connectionPool: { tcp: { maxConnections: 80 } }, loadBalancer: LoadBalancer.leastRequest() }],
  })).toEqual({
    loadBalancer: { simple: 'RANDOM' },
    portLevelSettings: [{
      port: { number: 80 },
      outlierDetection: {},
      loadBalancer: { simple: 'RANDOM' },
      connectionPool: { tcp: { maxConnections: 80 } },
      tls: { mode: 'DISABLE' },
    }],
  });
});

test('a subset goes through the tunnel of its host, which Istio would forget', () => {
  expect(ofSubset(undefined, { tunnel: TUNNEL })).toEqual({ tunnel: TUNNEL });
  expect(ofSubset({ tunnel: { ...TUNNEL, targetPort: 1 } }, { tunnel: TUNNEL })).toEqual({ tunnel: { ...TUNNEL, targetPort: 1 } });
});

test('a failover of a subset may go by what the host says of failures', () => {
  const failover = { loadBalancer: LoadBalancer.random({ locality: LocalityLoadBalancing.failoverPriority(['tier']) }) };
  expect(ofSubset(failover, { outlierDetection: {} })).toEqual({
    loadBalancer: { simple: 'RANDOM', localityLbSetting: { failoverPriority: ['tier'] } },
  });
  expect(messageOf(() => ofSubset(failover))).toContain('FailoverIneffective: subsets[0].trafficPolicy.loadBalancer.locality must ');
  expect(messageOf(() => renderedPolicy({ portLevelSettings: [{ port: 80, ...failover }] })))
    .toContain('FailoverIneffective: trafficPolicy.portLevelSettings[0].loadBalancer.locality must ');
  expect(renderedPolicy({ outlierDetection: {}, portLevelSettings: [{ port: 80, ...failover }] }).portLevelSettings[0].outlierDetection).toEqual({});
});

test('a subset may have retries or a version of the PROXY protocol of its own beside ports of the host', () => {
  const ports = [{ port: 80, tls: ClientTls.disable() }];
  expect(ofSubset({ retryBudget: { percent: 10 } }, { portLevelSettings: ports })).toEqual({ retryBudget: { percent: 10 } });
  expect(ofSubset({ portLevelSettings: ports }, { proxyProtocol: ProxyProtocolVersion.V2 })).toEqual({
    portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }],
  });
});

test.each<[string, () => unknown, string, string]>([
  ['a port twice', () => renderedPolicy({ portLevelSettings: [{ port: 80, tls: ClientTls.disable() }, { port: 80 }] }), 'DuplicatePortPolicy',
    'trafficPolicy.portLevelSettings[1].port'],
  ['port 0', () => renderedPolicy({ portLevelSettings: [{ port: 0 }] }), 'InvalidPort', 'trafficPolicy.portLevelSettings[0].port'],
  ['retries that a port would forget', () => renderedPolicy({ retryBudget: {}, portLevelSettings: [{ port: 80, tls: ClientTls.disable() }] }),
    'PortPolicyLosesSetting', 'trafficPolicy.portLevelSettings'],
  ['a PROXY protocol that a port of a subset would forget', () => ofSubset({
    proxyProtocol: ProxyProtocolVersion.V1, portLevelSettings: [{ port: 80, tls: ClientTls.disable() }],
  }), 'PortPolicyLosesSetting', 'subsets[0].trafficPolicy.portLevelSettings'],
  ['a PROXY protocol in a tunnel of the host', () => ofSubset({ proxyProtocol: ProxyProtocolVersion.V1 }, { tunnel: TUNNEL }), 'TunnelConflict',
    'subsets[0].trafficPolicy.proxyProtocol'],
  ['a tunnel for the PROXY protocol of the host', () => ofSubset({ tunnel: TUNNEL }, { proxyProtocol: ProxyProtocolVersion.V1 }), 'TunnelConflict',
    'subsets[0].trafficPolicy.tunnel'],
  ['a mistake on a port', () => ofSubset({ portLevelSettings: [{ port: 80, connectionPool: { tcp: { maxConnections: 0 } } }] }), 'InvalidCount',
    'subsets[0].trafficPolicy.portLevelSettings[0].connectionPool.tcp.maxConnections'],
])('refuses %s', (_mistake, program, code, place) => {
  expect(codeOf(program)).toBe(code);
  expect(messageOf(program)).toContain(`: ${place} must `);
});
