import { Duration } from 'cdk8s';
import { ClientTls, H2UpgradePolicy, LoadBalancer, TrafficPolicy } from '../../src';

const MOST = 2_147_483_647;

const LOAD_BALANCERS: LoadBalancer[] = [
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
export const TRAFFIC_POLICIES: TrafficPolicy[] = [
  {
    connectionPool: {
      tcp: {
        maxConnections: 1, connectTimeout: Duration.millis(1), idleTimeout: Duration.seconds(0), maxConnectionDuration: Duration.hours(24),
      },
      http: {
        http1MaxPendingRequests: 1,
        http2MaxRequests: 1,
        maxRequestsPerConnection: 1,
        maxRetries: 1,
        idleTimeout: Duration.millis(1),
        h2UpgradePolicy: H2UpgradePolicy.UPGRADE,
        maxConcurrentStreams: 1,
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
    },
    loadBalancer: LoadBalancer.leastRequest(),
    tls: ClientTls.istioMutual(),
  },
  ...LOAD_BALANCERS.map((loadBalancer) => ({ loadBalancer })),
  ...TLS.map((tls) => ({ tls })),
  // What says nothing has to stay away altogether.
  {},
  { connectionPool: {} },
  { connectionPool: { tcp: {} } },
  { connectionPool: { http: {} } },
  { connectionPool: { tcp: {}, http: {} } },
  { outlierDetection: {} },
  { connectionPool: { tcp: { maxConnections: MOST, connectTimeout: Duration.days(100_000) } } },
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
