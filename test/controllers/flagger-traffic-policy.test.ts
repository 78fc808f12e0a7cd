import { Duration } from 'cdk8s';
import { ClientTls, H2UpgradePolicy, HashAlgorithm, LoadBalancer, LocalityLoadBalancing, ProxyProtocolVersion, TrafficPolicy } from '../../src';
import { TRAFFIC_POLICIES } from '../conformance/sweep-traffic-policies';
import { renderedPolicy } from '../support/chart';
import { serviceSpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

const SECOND = Duration.seconds(1);

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
  ['connectionPool.http.http2KeepAlive', { connectionPool: { http: { http2KeepAlive: { interval: SECOND, timeout: SECOND } } } }],
  ['outlierDetection.outlierDetectionHttpErrorCodes', { outlierDetection: { outlierDetectionHttpErrorCodes: [429] } }],
  ['loadBalancer.algorithm', { loadBalancer: LoadBalancer.hashOnSourceIp({ algorithm: HashAlgorithm.ringHash() }) }],
  ['loadBalancer.algorithm', { loadBalancer: LoadBalancer.hashOnSourceIp({ algorithm: HashAlgorithm.maglev(7) }) }],
  ['loadBalancer.attributes', { loadBalancer: LoadBalancer.hashOnCookie('user', { ttl: SECOND, attributes: { Secure: '' } }) }],
  ['loadBalancer.warmup', { loadBalancer: LoadBalancer.roundRobin({ warmup: { duration: SECOND } }) }],
  ['loadBalancer.locality.failoverPriority', {
    outlierDetection: {}, loadBalancer: LoadBalancer.random({ locality: LocalityLoadBalancing.failoverPriority(['tier']) }),
  }],
  ['loadBalancer.locality', { loadBalancer: LoadBalancer.random({ locality: LocalityLoadBalancing.zoneAware() }) }],
  ['loadBalancer.locality', { loadBalancer: LoadBalancer.random({ locality: LocalityLoadBalancing.disabled() }) }],
  ['portLevelSettings', { portLevelSettings: [{ port: 8080, tls: ClientTls.istioMutual() }] }],
  ['proxyProtocol', { proxyProtocol: ProxyProtocolVersion.V1 }],
  ['retryBudget', { retryBudget: { percent: 10 } }],
  ['tunnel', { tunnel: { targetHost: 'a.b', targetPort: 1 } }],
  ['tls.caCrl', { tls: ClientTls.simple({ caCrl: '/a' }) }],
  ['tls.credentialName', { tls: ClientTls.simple({ credentialName: 'a' }) }],
  ['tls.insecureSkipVerify', { tls: ClientTls.simple({ insecureSkipVerify: true }) }],
])('%s is refused, because Flagger would lose it', (prop, policy) => {
  expect(messageOf(() => released(policy))).toContain(`FlaggerDropsSetting: service.trafficPolicy.${prop} must`);
});

test.each([
  ['divides requests', LocalityLoadBalancing.distribute([{ fromLocality: 'us', to: [{ locality: 'us', weight: 100 }] }]), { distribute: [{ from: 'us', to: { us: 100 } }] }],
  ['fails over', LocalityLoadBalancing.failover([{ fromRegion: 'us', toRegion: 'eu' }]), { failover: [{ from: 'us', to: 'eu' }] }],
  ['is switched on', LocalityLoadBalancing.enabled(), { enabled: true }],
])('a locality load balancing that %s is written', (_kind, locality, localityLbSetting) => {
  expect(released({ outlierDetection: {}, loadBalancer: LoadBalancer.random({ locality }) }).loadBalancer).toEqual({ simple: 'RANDOM', localityLbSetting });
});

test('a load balancer that leaves the choice to the client is refused', () => {
  expect(codeOf(() => released({ loadBalancer: LoadBalancer.passthrough() }))).toBe('SplitBypassed');
});

test('an empty policy is none', () => {
  expect(serviceSpec({ trafficPolicy: {} })).toEqual({ port: 8080 });
});
