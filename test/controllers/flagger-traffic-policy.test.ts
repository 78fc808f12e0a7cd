import { Duration } from 'cdk8s';
import { ClientTls, H2UpgradePolicy, LoadBalancer, TrafficPolicy } from '../../src';
import { TRAFFIC_POLICIES } from '../conformance/sweep-traffic-policies';
import { renderedPolicy } from '../support/chart';
import { serviceSpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

const released = (trafficPolicy: TrafficPolicy) => serviceSpec({ trafficPolicy }).trafficPolicy;

test('a traffic policy is written as in a DestinationRule', () => {
  const policy: TrafficPolicy = {
    connectionPool: {
      http: { h2UpgradePolicy: H2UpgradePolicy.UPGRADE, http1MaxPendingRequests: 1, http2MaxRequests: 2, maxRequestsPerConnection: 3, maxRetries: 4 },
    },
    outlierDetection: { consecutive5xxErrors: 5, interval: Duration.seconds(10), baseEjectionTime: Duration.seconds(30), maxEjectionPercent: 50 },
    loadBalancer: LoadBalancer.hashOnCookie('user', { ttl: Duration.seconds(0), path: '/' }),
    tls: ClientTls.istioMutual(),
  };
  expect(released(policy)).toEqual({
    connectionPool: { http: { h2UpgradePolicy: 'UPGRADE', http1MaxPendingRequests: 1, http2MaxRequests: 2, maxRequestsPerConnection: 3, maxRetries: 4 } },
    outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
    loadBalancer: { consistentHash: { httpCookie: { name: 'user', path: '/', ttl: '0s' } } },
    tls: { mode: 'ISTIO_MUTUAL' },
  });
});

test.each(TRAFFIC_POLICIES.map((policy) => [policy]))('of %j everything is written, or it is refused', (policy) => {
  const expected = renderedPolicy(policy);
  try {
    expect(released(policy)).toEqual(expected);
  } catch (error) {
    if ((error as Error).name !== 'ConfigurationError') throw error;
    expect(['FlaggerDropsSetting', 'SplitBypassed']).toContain(codeOf(() => released(policy)));
  }
});

test.each<[string, TrafficPolicy]>([
  ['connectionPool.tcp', { connectionPool: { tcp: { maxConnections: 1 } } }],
  ['connectionPool.http.maxConcurrentStreams', { connectionPool: { http: { maxConcurrentStreams: 1 } } }],
  ['connectionPool.http.useClientProtocol', { connectionPool: { http: { useClientProtocol: true } } }],
  ['loadBalancer.hashOnQueryParameter', { loadBalancer: LoadBalancer.hashOnQueryParameter('user') }],
  ['loadBalancer.ttl', { loadBalancer: LoadBalancer.hashOnCookie('user') }],
  ['tls.caCrl', { tls: ClientTls.simple({ caCrl: '/a' }) }],
  ['tls.credentialName', { tls: ClientTls.simple({ credentialName: 'a' }) }],
  ['tls.insecureSkipVerify', { tls: ClientTls.simple({ insecureSkipVerify: true }) }],
])('%s is refused, because Flagger would lose it', (prop, policy) => {
  expect(messageOf(() => released(policy))).toContain(`FlaggerDropsSetting: service.trafficPolicy.${prop} must`);
});

test('a load balancer that leaves the choice to the client is refused', () => {
  expect(codeOf(() => released({ loadBalancer: LoadBalancer.passthrough() }))).toBe('SplitBypassed');
});

test('an empty policy is none', () => {
  expect(serviceSpec({ trafficPolicy: {} })).toEqual({ port: 8080 });
});
