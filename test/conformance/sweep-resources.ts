import { Chart, Duration } from 'cdk8s';
import {
  AuthorizationAction, AuthorizationCondition, AuthorizationPolicy, AuthorizationRule, CanaryService, CaptureMode, H2UpgradePolicy,
  JwtRule, MetricsOverride, MetricTag, MutualTlsMode, OutboundTraffic, PeerAuthentication, PolicyTarget, PortProtocol, ProxyConfig,
  ReadinessProbe, RequestAuthentication, ServiceAccess, ServiceEntry, ServiceEntryLocation, ServiceEntryPort, ServiceEntryResolution,
  ServicePort, ServiceVersion, Sidecar, SidecarTls, SidecarTlsVersion, Telemetry, TelemetryMetric, TelemetryMode, TracingTag,
  WorkloadEndpoint, WorkloadEntry, WorkloadGroup,
} from '../../src';

const SELECTOR = { 'app': 'reviews', 'app.kubernetes.io/version': '' };
const TARGETS = [
  PolicyTarget.service('reviews'), PolicyTarget.serviceEntry('payments.example'), PolicyTarget.gateway('edge'), PolicyTarget.gatewayClass('istio-waypoint'),
];

const CONDITIONS: AuthorizationCondition[] = [
  AuthorizationCondition.requestHeader('x-user', { values: ['a', 'b*'], notValues: ['*c'] }),
  AuthorizationCondition.requestHeader(':authority', { values: ['*'] }),
  AuthorizationCondition.requestClaim('group', { values: ['admin'] }),
  AuthorizationCondition.requestClaim('realm_access][roles', { notValues: ['guest'] }),
  AuthorizationCondition.requestPrincipal({ values: ['*'] }),
  AuthorizationCondition.requestAudiences({ values: ['bookinfo'] }),
  AuthorizationCondition.requestPresenter({ values: ['shop'] }),
  AuthorizationCondition.sourceIp({ values: ['10.0.0.1', '2001:db8::/32'] }),
  AuthorizationCondition.remoteIp({ notValues: ['0.0.0.0/0'] }),
  AuthorizationCondition.sourceNamespace({ values: ['shop', 'team-*'] }),
  AuthorizationCondition.sourceServiceAccount({ values: ['shop/web', 'web'] }),
  AuthorizationCondition.sourcePrincipal({ values: ['cluster.local/ns/shop/*'] }),
  AuthorizationCondition.sourceTrustDomain({ values: ['*.local'] }),
  AuthorizationCondition.destinationIp({ values: ['10.1.2.3/32'] }),
  AuthorizationCondition.destinationPort({ values: ['1', '8080', '65535'] }),
  AuthorizationCondition.connectionSni({ values: ['*.example.com'] }),
  AuthorizationCondition.filterMetadata('envoy.filters.network.mysql_proxy[db.table]', { values: ['[update]'] }),
];

const RULES: AuthorizationRule[] = [
  {
    sources: [
      {
        principals: ['cluster.local/ns/shop/sa/web'],
        notPrincipals: ['*/sa/cron'],
        requestPrincipals: ['https://accounts.example.com/*'],
        notRequestPrincipals: ['*/root'],
        namespaces: ['shop', 'team-*'],
        notNamespaces: ['*-test'],
        ipBlocks: ['10.0.0.0/8', '::1'],
        notIpBlocks: ['10.1.2.3'],
        remoteIpBlocks: ['1.2.3.0/24'],
        notRemoteIpBlocks: ['1.2.3.4/32'],
        trustDomains: ['cluster.local', '*'],
        notTrustDomains: ['old-*'],
      },
      { serviceAccounts: ['shop/web', 'web'], notServiceAccounts: ['shop/cron'] },
    ],
    operations: [
      { hosts: ['www.example.com', '*.example.com'], notHosts: ['old.*'], ports: [1, 65_535], notPorts: [9090] },
      { methods: ['GET', 'P*', '*'], notMethods: ['VERSION-CONTROL'], paths: ['/', '/info*', '*.html', '*', '/a/{*}/b/{**}'], notPaths: ['/{**}'] },
    ],
    conditions: CONDITIONS,
  },
  {},
];

function authorizationPolicies(chart: Chart): void {
  new AuthorizationPolicy(chart, 'nothing', {});
  new AuthorizationPolicy(chart, 'allow', { name: 'allow.some', selector: SELECTOR, action: AuthorizationAction.ALLOW, rules: RULES });
  new AuthorizationPolicy(chart, 'deny', { targets: TARGETS, action: AuthorizationAction.DENY, rules: RULES });
  new AuthorizationPolicy(chart, 'deny-callers', { action: AuthorizationAction.DENY, rules: [{ sources: [{ notNamespaces: ['shop'] }] }] });
  new AuthorizationPolicy(chart, 'audit', { action: AuthorizationAction.AUDIT, rules: RULES });
  new AuthorizationPolicy(chart, 'ask', {
    action: AuthorizationAction.CUSTOM,
    provider: 'ext-authz',
    rules: [{ sources: [{ ipBlocks: ['10.0.0.0/8'] }], operations: [{ paths: ['/admin*'] }], conditions: [AuthorizationCondition.sourceIp({ values: ['::1'] })] }],
  });
}

function peerAuthentications(chart: Chart): void {
  for (const mode of [MutualTlsMode.UNSET, MutualTlsMode.DISABLE, MutualTlsMode.PERMISSIVE, MutualTlsMode.STRICT]) {
    new PeerAuthentication(chart, mode.toLowerCase(), { mode });
    new PeerAuthentication(chart, `${mode.toLowerCase()}-ports`, { name: `some.${mode.toLowerCase()}`, selector: SELECTOR, ports: [{ port: 1, mode }, { port: 65_535, mode }] });
  }
  new PeerAuthentication(chart, 'nothing', { ports: [] });
}

const KEYS = '{"keys":[{"kty":"RSA","e":"AQAB","n":"xAE7eB6qugXyCAG3yhh7pkDkT65pHymX-P7KfIupjf59vsdo91bSP9C8H07pSAGQO1MV_xFj9VswgsCg4R6otmg5PV2He95lZdHtOcU5DXIg_pbhLdKXbi66GlVeK6ABZOUW3WYtnNHD-91gVuoeJT_DwtGGcp4ignkgXfkiEm4sw-4sfb4qdt5oLbyVpmW6x9cfa7vs2WTfURiCrBoUqgBo_-4WTiULmmHSGZHOjzwa8WtrtOQGsAFjIbno85jp6MnGGGZPYZbDAa_b3y5u-YpW7ypZrvD8BgtKVjgtQgZhLAGezMt0ua3DRrWnKqTZ0BJ_EyxOGuHJrLsn00fnMQ"}]}';

const JWT_RULES: JwtRule[] = [
  { issuer: 'https://accounts.example.com' },
  { jwksUri: 'http://keys.example.com:8080/keys?all=1' },
  {
    issuer: 'a',
    audiences: ['bookinfo', 'b c'],
    jwks: KEYS,
    fromHeaders: [{ name: 'x-token' }, { name: 'Authorization', prefix: 'Bearer ' }],
    fromParams: ['token'],
    fromCookies: ['token'],
    outputPayloadToHeader: 'x-payload',
    forwardOriginalToken: true,
    outputClaimToHeaders: [{ header: 'x-group', claim: 'group' }, { header: 'x_role', claim: 'realm_access.role' }],
    timeout: Duration.millis(1),
    spaceDelimitedClaims: ['scope'],
  },
];

function requestAuthentications(chart: Chart): void {
  new RequestAuthentication(chart, 'all', { jwtRules: JWT_RULES });
  new RequestAuthentication(chart, 'some', { name: 'some.requests', selector: SELECTOR, jwtRules: JWT_RULES.slice(0, 1) });
  new RequestAuthentication(chart, 'targets', { targets: TARGETS, jwtRules: JWT_RULES.slice(0, 1) });
}

const ENDPOINT: WorkloadEndpoint = {
  address: '10.1.2.3',
  ports: [{ name: 'http-80', port: 1 }, { name: 'tls', port: 65_535 }],
  labels: { 'app': 'ratings', 'example.com/empty': '' },
  network: 'on-premises',
  locality: 'us-west/zone1/a',
  weight: 1,
  serviceAccount: 'ratings.db',
};

const HTTP = PortProtocol.HTTP;
const HTTP2 = PortProtocol.HTTP2;
const HTTPS = PortProtocol.HTTPS;
const HTTP_PROXY = PortProtocol.HTTP_PROXY;
const GRPC = PortProtocol.GRPC;
const GRPC_WEB = PortProtocol.GRPC_WEB;
const TLS = PortProtocol.TLS;
const TCP = PortProtocol.TCP;
const MONGO = PortProtocol.MONGO;
const MYSQL = PortProtocol.MYSQL;
const REDIS = PortProtocol.REDIS;
const PORTS: ServiceEntryPort[] = [{ number: 80, protocol: HTTP }, { number: 443, protocol: TLS, name: 'tls', targetPort: 8443 }];

function serviceEntries(chart: Chart): void {
  new ServiceEntry(chart, 'static', {
    name: 'static.entry',
    hosts: ['a.example.com', '*.b.example.com', 'short'],
    ports: PORTS,
    resolution: ServiceEntryResolution.STATIC,
    location: ServiceEntryLocation.MESH_INTERNAL,
    addresses: ['240.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
    endpoints: [ENDPOINT, { ...ENDPOINT, address: '2001:db8::1', weight: 2_147_483_647 }, { network: 'elsewhere' }],
    exportTo: ['.', 'shop'],
    subjectAltNames: ['spiffe://cluster.local/ns/bookinfo/sa/ratings'],
  });
  new ServiceEntry(chart, 'socket', {
    hosts: ['socket.example.com'],
    ports: [{ number: 9000 }],
    resolution: ServiceEntryResolution.STATIC,
    endpoints: [{ address: 'unix:///var/run/app.sock' }, { address: 'unix://@app' }],
    exportTo: ['~'],
  });
  new ServiceEntry(chart, 'selected', {
    hosts: ['selected.example.com'], ports: [{ number: 3306, protocol: MYSQL }], resolution: ServiceEntryResolution.STATIC, workloadSelector: SELECTOR, exportTo: ['*'],
  });
  const protocols = [HTTP, HTTP2, HTTPS, HTTP_PROXY, GRPC, GRPC_WEB, TLS, TCP, MONGO, MYSQL, REDIS];
  const all = protocols.map((protocol, index) => ({ number: index + 1, protocol }));
  new ServiceEntry(chart, 'by-name', { hosts: ['www.example.com'], ports: all, resolution: ServiceEntryResolution.DNS, location: ServiceEntryLocation.MESH_EXTERNAL });
  new ServiceEntry(chart, 'by-other-name', {
    hosts: ['*.example.com'],
    ports: PORTS,
    resolution: ServiceEntryResolution.DNS,
    endpoints: [{ address: 'a.example.net' }, {
      address: '10.0.0.1',
      ports: [{ name: 'tls', port: 444 }],
    }],
  });
  new ServiceEntry(chart, 'one-name', { hosts: ['one.example.com'], ports: PORTS, resolution: ServiceEntryResolution.DNS_ROUND_ROBIN, endpoints: [{ address: 'one.example.net' }] });
  new ServiceEntry(chart, 'as-called', { hosts: ['*.example.org', 'c.example.com'], ports: PORTS, resolution: ServiceEntryResolution.NONE });
  new ServiceEntry(chart, 'by-address', {
    hosts: ['d.example.com', 'e.example.com'], ports: [{ number: 5432, protocol: TCP }], resolution: ServiceEntryResolution.NONE, addresses: ['10.5.0.0/16'],
  });
  new ServiceEntry(chart, 'any-name', {
    hosts: ['*.wild.example.com', '*partial.example.com'],
    ports: [HTTP, HTTP2, GRPC, TLS].map((protocol, index) => ({ number: 80 + index, protocol })),
    resolution: ServiceEntryResolution.DYNAMIC_DNS,
  });
}

function workloads(chart: Chart): void {
  new WorkloadEntry(chart, 'all', { ...ENDPOINT, name: 'all.parts' });
  for (const [index, address] of ['::1', 'db.example.com', 'unix://@app'].entries()) {
    new WorkloadEntry(chart, `at-${index}`, { address });
  }
  new WorkloadEntry(chart, 'elsewhere', { network: 'on-premises' });
  const often = {
    initialDelay: Duration.seconds(0),
    timeout: Duration.seconds(1),
    period: Duration.seconds(1),
    successThreshold: 1,
    failureThreshold: 2_147_483_647,
  };
  const probes = [
    ReadinessProbe.httpGet(1, { path: '/ready', host: '127.0.0.1', https: true, headers: { 'x-probe': 'a', 'b': '' }, ...often }),
    ReadinessProbe.httpGet(65_535),
    ReadinessProbe.tcpSocket(3306, { host: 'localhost', ...often }),
    ReadinessProbe.exec(['/bin/ready', '--now'], often),
  ];
  probes.forEach((probe, index) => new WorkloadGroup(chart, `probed-${index}`, { template: {}, probe }));
  new WorkloadGroup(chart, 'group', { name: 'all.parts', template: ENDPOINT, labels: SELECTOR, annotations: { 'example.com/owner': 'team a' } });
}

const LIMITS = {
  tcp: {
    tcpKeepalive: { time: Duration.seconds(1), interval: Duration.seconds(1), probes: 1 },
    maxConnections: 1,
    connectTimeout: Duration.seconds(1),
    idleTimeout: Duration.seconds(0),
    maxConnectionDuration: Duration.hours(1),
  },
  http: {
    http2KeepAlive: { interval: Duration.seconds(1), timeout: Duration.seconds(1) },
    http1MaxPendingRequests: 1,
    http2MaxRequests: 1,
    maxRequestsPerConnection: 1,
    maxRetries: 1,
    idleTimeout: Duration.seconds(1),
    maxConcurrentStreams: 1,
    useClientProtocol: true,
  },
};

const TLS_VERSIONS = [
  SidecarTlsVersion.TLS_AUTO, SidecarTlsVersion.TLSV1_0, SidecarTlsVersion.TLSV1_1, SidecarTlsVersion.TLSV1_2, SidecarTlsVersion.TLSV1_3,
];

function sidecars(chart: Chart): void {
  new Sidecar(chart, 'all', {
    name: 'all.parts',
    workloadSelector: SELECTOR,
    egress: [
      {
        port: { number: 80, protocol: HTTP_PROXY, name: 'proxy' },
        bind: '127.0.0.1',
        captureMode: CaptureMode.NONE,
        hosts: ['*/*.example.com', 'shop/*', '~test/*'],
      },
      { port: { protocol: MONGO }, bind: 'unix:///var/run/mongo.sock', captureMode: CaptureMode.DEFAULT, hosts: ['./mongo.example.com'] },
      { port: { number: 81 }, captureMode: CaptureMode.IPTABLES, hosts: ['*/*', '~/*'] },
      { hosts: ['./*', 'istio-system/*'] },
    ],
    ingress: [
      {
        port: { number: 8080, protocol: HTTP, name: 'http' }, bind: '0.0.0.0', captureMode: CaptureMode.IPTABLES, defaultEndpoint: '127.0.0.1:8081', connectionPool: LIMITS,
      },
      { port: { number: 8443, protocol: HTTPS }, captureMode: CaptureMode.NONE, defaultEndpoint: 'unix://@app', tls: SidecarTls.simple('/cert', '/key') },
      { port: { number: 9000, protocol: TCP }, captureMode: CaptureMode.DEFAULT, defaultEndpoint: '[::1]:9001', connectionPool: { tcp: LIMITS.tcp } },
      {
        port: { number: 9443, protocol: TLS },
        tls: SidecarTls.mutual('/cert', '/key', {
          caCertificates: '/ca',
          caCrl: '/crl',
          minProtocolVersion: SidecarTlsVersion.TLSV1_0,
          maxProtocolVersion: SidecarTlsVersion.TLSV1_3,
          cipherSuites: ['AES128-SHA', 'ECDHE-RSA-AES128-GCM-SHA256'],
          verifyCertificateSpki: ['n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg='],
          verifyCertificateHash: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
        }),
      },
      ...TLS_VERSIONS.map((version, index) => ({
        port: { number: 10_000 + index, protocol: TLS },
        tls: SidecarTls.optionalMutual('/cert', '/key', { caCertificates: '/ca', minProtocolVersion: version, maxProtocolVersion: version, cipherSuites: ['AES128-SHA'] }),
      })),
    ],
    inboundConnectionPool: LIMITS,
    outboundTraffic: OutboundTraffic.allowAnyThrough('egress.istio-system.svc.cluster.local', { port: 8443, subset: 'v1' }),
  });
  new Sidecar(chart, 'registry', { outboundTraffic: OutboundTraffic.registryOnly() });
  new Sidecar(chart, 'any', { outboundTraffic: OutboundTraffic.allowAny() });
  for (const [index, h2UpgradePolicy] of [H2UpgradePolicy.DEFAULT, H2UpgradePolicy.DO_NOT_UPGRADE, H2UpgradePolicy.UPGRADE].entries()) {
    new Sidecar(chart, `limits-${index}`, {
      inboundConnectionPool: { http: { h2UpgradePolicy } },
      ingress: [{ port: { number: 80, protocol: GRPC }, connectionPool: { http: { h2UpgradePolicy } } }],
    });
  }
}

const METRICS = [
  TelemetryMetric.ALL_METRICS, TelemetryMetric.REQUEST_COUNT, TelemetryMetric.REQUEST_DURATION,
  TelemetryMetric.REQUEST_SIZE, TelemetryMetric.RESPONSE_SIZE, TelemetryMetric.TCP_OPENED_CONNECTIONS,
  TelemetryMetric.TCP_CLOSED_CONNECTIONS, TelemetryMetric.TCP_SENT_BYTES, TelemetryMetric.TCP_RECEIVED_BYTES,
  TelemetryMetric.GRPC_REQUEST_MESSAGES, TelemetryMetric.GRPC_RESPONSE_MESSAGES, TelemetryMetric.custom('my_metric'),
];
const MODES = [TelemetryMode.CLIENT_AND_SERVER, TelemetryMode.CLIENT, TelemetryMode.SERVER];

function telemetries(chart: Chart): void {
  for (const mode of MODES) {
    new Telemetry(chart, mode.toLowerCase().replaceAll('_', '-'), {
      name: `some.${mode.toLowerCase().replaceAll('_', '-')}`,
      selector: SELECTOR,
      tracing: {
        mode,
        provider: 'zipkin',
        randomSamplingPercent: 0,
        disableSpanReporting: false,
        disableContextPropagation: false,
        enableIstioTags: true,
        useRequestIdForTraceSampling: true,
        customTags: [
          TracingTag.literal('a', 'b'),
          TracingTag.environment('pod', 'POD_NAME', { defaultValue: 'none' }),
          TracingTag.environment('node', 'NODE_NAME'),
          TracingTag.requestHeader('user', 'x-user', { defaultValue: '' }),
          TracingTag.formatted('sni', '%REQUESTED_SERVER_NAME%'),
        ],
      },
      metrics: [{
        providers: ['prometheus', 'stackdriver'],
        reportingInterval: Duration.millis(1),
        overrides: [
          ...METRICS.map((metric): MetricsOverride => ({
            metric, mode, disabled: false, tags: [MetricTag.upsert('host', 'request.host'), MetricTag.remove('request_protocol')],
          })),
          { mode },
          { disabled: true },
        ],
      }],
      accessLogging: [{ mode, providers: ['envoy'], disabled: false, filter: 'response.code >= 500' }],
    });
  }
  new Telemetry(chart, 'nothing', { tracing: {}, metrics: [{}], accessLogging: [{}] });
  new Telemetry(chart, 'targets', { targets: TARGETS, tracing: { randomSamplingPercent: 100 } });
}

function proxyConfigs(chart: Chart): void {
  new ProxyConfig(chart, 'all', {
    name: 'all.parts', selector: SELECTOR, concurrency: 0, environmentVariables: { A_1: '', b: 'c d' }, imageType: 'distroless',
  });
  new ProxyConfig(chart, 'nothing', {});
}

function serviceAccess(chart: Chart): void {
  const service = new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(5432)], stable: ServiceVersion.labels('v1', { version: 'v1' }),
  });
  new ServiceAccess(chart, 'access', {
    name: 'who-reads.reviews',
    service,
    grants: [
      { serviceAccounts: ['shop/web', 'web'], namespaces: ['team-*'], ports: [80, 5432], methods: ['GET', 'P*'], paths: ['/reviews*', '/a/{*}'] },
      { namespaces: ['monitoring'] },
      {},
    ],
  });
}

/** Every kind of Istio's beside rules and gateways, with everything of it. */
export function otherKinds(chart: Chart): void {
  for (const part of [
    authorizationPolicies, peerAuthentications, requestAuthentications, serviceEntries, workloads, sidecars, telemetries, proxyConfigs,
    serviceAccess,
  ]) {
    part(new Chart(chart, part.name, { namespace: part.name.toLowerCase() }));
  }
}
