import { Duration } from 'cdk8s';
import {
  ClientTls, H2UpgradePolicy, HashAlgorithm, LoadBalancer, LocalityFailover, LocalityLoadBalancing, PortTrafficPolicy, ProxyProtocolVersion,
  TrafficPolicy, TunnelProtocol,
} from '../../src';

const MOST = 2_147_483_647;

const FAILOVER: LocalityFailover[] = [{ fromRegion: 'us-east1', toRegion: 'us-west1' }, { fromRegion: 'a b', toRegion: 'us-east1' }];
const PRIORITY = ['topology.istio.io/network', 'topology.kubernetes.io/hostname', 'tier=', 'example.com/tier=gold'];

const LOCALITIES: LocalityLoadBalancing[] = [
  LocalityLoadBalancing.enabled(),
  LocalityLoadBalancing.disabled(),
  LocalityLoadBalancing.distribute([
    {
      fromLocality: 'us-east1/b/1',
      to: [{ locality: 'us-east1/b/1', weight: 98 }, { locality: 'us-east1/b/2/3', weight: 1 }, { locality: 'us-east1/c/*', weight: 1 }],
    },
    { fromLocality: 'us-east1/b/*', to: [{ locality: 'us-east1/b', weight: 100 }] },
    { fromLocality: 'us-east1/*', to: [{ locality: 'us-east1/*', weight: 50 }, { locality: 'us-west1', weight: 50 }] },
    { fromLocality: 'us-west1', to: [{ locality: '*', weight: 100 }] },
    { fromLocality: '*', to: [{ locality: 'us-east1', weight: 100 }] },
  ]),
  LocalityLoadBalancing.failover(FAILOVER),
  LocalityLoadBalancing.failover(FAILOVER, { failoverPriority: PRIORITY }),
  LocalityLoadBalancing.failoverPriority(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']),
  LocalityLoadBalancing.zoneAware(),
  LocalityLoadBalancing.zoneAware({ enabled: false, minClusterSize: 1 }),
  LocalityLoadBalancing.zoneAware({ enabled: true, failover: FAILOVER, failoverPriority: PRIORITY, minClusterSize: MOST }),
];

const WARMUP = { duration: Duration.millis(1), minimumPercent: 0, aggression: 0.001 };

const LOAD_BALANCERS: LoadBalancer[] = [
  ...LOCALITIES.map((locality) => LoadBalancer.random({ locality })),
  LoadBalancer.roundRobin({ warmup: { duration: Duration.days(1), minimumPercent: 100, aggression: 1000 }, locality: LOCALITIES[0] }),
  LoadBalancer.leastRequest({ warmup: WARMUP, locality: LOCALITIES[2] }),
  LoadBalancer.hashOnHeader('x-user', { algorithm: HashAlgorithm.ringHash(), locality: LOCALITIES[8] }),
  LoadBalancer.hashOnSourceIp({ algorithm: HashAlgorithm.ringHash({ minimumRingSize: 8_388_608 }) }),
  LoadBalancer.hashOnQueryParameter('user', { algorithm: HashAlgorithm.maglev(2) }),
  LoadBalancer.hashOnCookie('session', {
    ttl: Duration.hours(1), attributes: { SameSite: 'Strict', Secure: '' }, algorithm: HashAlgorithm.maglev(4_999_999), locality: LOCALITIES[1],
  }),
  LoadBalancer.roundRobin(),
  LoadBalancer.leastRequest(),
  LoadBalancer.random(),
  LoadBalancer.passthrough(),
  LoadBalancer.hashOnHeader(':authority'),
  LoadBalancer.hashOnCookie('session'),
  LoadBalancer.hashOnCookie('session', { ttl: Duration.seconds(0), path: '/' }),
  LoadBalancer.hashOnCookie('session', { ttl: Duration.days(3650) }),
  LoadBalancer.hashOnSourceIp(),
  LoadBalancer.hashOnQueryParameter('user'),
];

const VERIFIED = { sni: 'ratings.example.com', subjectAltNames: ['spiffe://cluster.local/ns/bookinfo/sa/ratings', 'x'] };
const FILES = { clientCertificate: '/etc/client.pem', privateKey: '/etc/client.key' };

const TLS: ClientTls[] = [
  ClientTls.disable(),
  ClientTls.istioMutual(),
  ClientTls.istioMutual({ ...VERIFIED }),
  ClientTls.istioMutual({ insecureSkipVerify: true, sni: 'a.b' }),
  ClientTls.simple(),
  ClientTls.simple({ ...VERIFIED, caCertificates: '/etc/ca.pem', caCrl: '/etc/ca.crl', insecureSkipVerify: false }),
  ClientTls.simple({ sni: 'a', credentialName: 'a.secret', subjectAltNames: [] }),
  ClientTls.simple({ insecureSkipVerify: true, caCrl: '/etc/ca.crl' }),
  ClientTls.mutualWithFiles({ clientCertificate: '/etc/client.pem', privateKey: '/etc/client.key' }),
  ClientTls.mutualWithFiles({ ...FILES, ...VERIFIED, caCertificates: '/etc/ca.pem', caCrl: '/etc/ca.crl' }),
  ClientTls.mutualWithFiles({ ...FILES, insecureSkipVerify: true }),
  ClientTls.mutualWithSecret('secret'),
  ClientTls.mutualWithSecret('secret', { ...VERIFIED }),
  ClientTls.mutualWithSecret('secret', { insecureSkipVerify: true, sni: 'a.b' }),
];

/** The first one has something of everything. */
const BASIC_POLICIES: Omit<PortTrafficPolicy, 'port'>[] = [
  {
    connectionPool: {
      tcp: {
        maxConnections: 1,
        connectTimeout: Duration.millis(1),
        idleTimeout: Duration.seconds(0),
        maxConnectionDuration: Duration.hours(24),
        tcpKeepalive: { time: Duration.hours(2), interval: Duration.millis(1), probes: 1 },
      },
      http: {
        http1MaxPendingRequests: 1,
        http2MaxRequests: 1,
        maxRequestsPerConnection: 1,
        maxRetries: 1,
        idleTimeout: Duration.millis(1),
        h2UpgradePolicy: H2UpgradePolicy.UPGRADE,
        maxConcurrentStreams: 1,
        http2KeepAlive: { interval: Duration.millis(1), timeout: Duration.days(1) },
      },
    },
    outlierDetection: {
      consecutive5xxErrors: 0,
      consecutiveGatewayErrors: 0,
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: 1,
      interval: Duration.millis(1),
      baseEjectionTime: Duration.millis(1),
      maxEjectionPercent: 1,
      minHealthPercent: 0,
      outlierDetectionHttpErrorCodes: [100, 599],
    },
    loadBalancer: LoadBalancer.leastRequest(),
    tls: ClientTls.istioMutual(),
  },
  ...LOAD_BALANCERS.map((loadBalancer) => ({ loadBalancer, outlierDetection: {} })),
  ...TLS.map((tls) => ({ tls })),
  // What says nothing has to stay away altogether.
  {},
  { connectionPool: {} },
  { connectionPool: { tcp: {} } },
  { connectionPool: { http: {} } },
  { connectionPool: { tcp: {}, http: {} } },
  { outlierDetection: {} },
  { connectionPool: { tcp: { maxConnections: MOST, connectTimeout: Duration.days(100_000) } } },
  { connectionPool: { tcp: { tcpKeepalive: {} } } },
  { connectionPool: { http: { useClientProtocol: true } } },
  { connectionPool: { http: { useClientProtocol: true, h2UpgradePolicy: H2UpgradePolicy.DO_NOT_UPGRADE } } },
  {
    connectionPool: {
      http: {
        http1MaxPendingRequests: MOST,
        http2MaxRequests: MOST,
        maxRequestsPerConnection: MOST,
        maxRetries: MOST,
        maxConcurrentStreams: MOST,
        h2UpgradePolicy: H2UpgradePolicy.DEFAULT,
        useClientProtocol: true,
      },
    },
    outlierDetection: {
      consecutive5xxErrors: MOST, consecutiveGatewayErrors: MOST, maxEjectionPercent: 100, minHealthPercent: 100, baseEjectionTime: Duration.days(1),
    },
  },
];

const TUNNEL = { targetHost: 'proxy.example.com.', targetPort: 65_535 };

/** Ports are numbered so that each has one of these policies. */
const PORTS: PortTrafficPolicy[] = BASIC_POLICIES.map((policy, index) => ({ ...policy, port: index + 1 }));

/** The first one has something of everything. */
export const TRAFFIC_POLICIES: TrafficPolicy[] = [
  ...BASIC_POLICIES,
  { retryBudget: {} },
  { retryBudget: { percent: 0, minRetryConcurrency: 1, budgetInterval: Duration.millis(0) }, proxyProtocol: ProxyProtocolVersion.V1 },
  { retryBudget: { percent: 99.9, minRetryConcurrency: MOST, budgetInterval: Duration.days(1) } },
  { tunnel: { ...TUNNEL, protocol: TunnelProtocol.CONNECT } },
  { proxyProtocol: ProxyProtocolVersion.V2 },
  { tunnel: TUNNEL },
  { tunnel: { protocol: TunnelProtocol.POST, targetHost: 'fe80::1', targetPort: 1 } },
  { portLevelSettings: [] },
  { portLevelSettings: [{ port: 80 }] },
  { portLevelSettings: PORTS },
  { ...BASIC_POLICIES[0], portLevelSettings: [...PORTS, { port: 65_535 }] },
];
