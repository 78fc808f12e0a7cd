import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { connections } from './sweep-connections';
import { flaggerCanaries } from './sweep-flagger';
import { GATEWAY_SERVERS } from './sweep-gateways';
import { LANE_PROGRAMS } from './sweep-lanes';
import { otherKinds } from './sweep-resources';
import { TRAFFIC_POLICIES } from './sweep-traffic-policies';
import { runVersions } from './sweep-workloads';
import {
  ApplyOrder, BackendService, BlueGreenService, BlueGreenSlot, CanaryService, CanaryTraffic, CorsOrigin, Destination, DestinationRule, Exposure,
  FaultAbort, FaultDelay, FluxLayout, FluxSource, Gateway, GatewayServer, GrpcStatus, HeaderMatch, HeaderRoutedService, HttpMatch, HttpRoute,
  HttpRouteMethod, HttpRouteOptions, HttpScheme, IDeliveryService, IGateway, IVirtualService, MeshSettings, Mirror, MirroredService,
  NetworkingApiVersion, PathMatch, QueryMatch, RedirectPort, RetryOn, RetryPolicy, ServicePort, ServiceVersion, Subset, TextMatch,
  UnmatchedPreflights, VersionedService, VirtualService,
} from '../../src';

/** A program that uses a part of the API in every way. Together they use all of it; `unswept.ts` finds what they forget. */
export type Program = (chart: Chart) => void;

/** The namespace of the chart that a program gets. */
export const NAMESPACE = 'bookinfo';

const TO = [Destination.host('ratings', { subset: 'v1', port: 9080 })];
const V1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 });
const V2 = ServiceVersion.containers('v2', [{ image: 'myregistry.io/reviews:v2.0.0', portNumber: 8080 }], { replicas: 0 });
const OLD = ServiceVersion.labels('old', { release: '2019-06' });

const MATCHES: HttpMatch[] = [
  HttpMatch.pathExact('/exactly'),
  HttpMatch.pathPrefix('/'),
  HttpMatch.pathRegex('/(?i:reports)(/[0-9]+)?'),
  HttpMatch.header(HeaderMatch.exact('x-empty', '')),
  HttpMatch.header(HeaderMatch.prefix(':authority', 'www.')),
  HttpMatch.header(HeaderMatch.regex('user-agent', '.*(Firefox|Safari).*')),
  HttpMatch.header(HeaderMatch.present('X-Canary')),
  HttpMatch.header(HeaderMatch.cookie('group', '"a.b*c"')),
  HttpMatch.query(QueryMatch.exact('beta', '')),
  HttpMatch.query(QueryMatch.prefix('beta', 't')),
  HttpMatch.query(QueryMatch.regex('beta', 't(rue)?')),
  HttpMatch.query(QueryMatch.present('beta')),
  ...[
    HttpRouteMethod.CONNECT, HttpRouteMethod.DELETE, HttpRouteMethod.GET, HttpRouteMethod.HEAD, HttpRouteMethod.OPTIONS, HttpRouteMethod.PATCH,
    HttpRouteMethod.POST, HttpRouteMethod.PUT, HttpRouteMethod.TRACE, HttpRouteMethod.of('VERSION-CONTROL'),
  ].map((method) => HttpMatch.method(method)),
  HttpMatch.method(HttpRouteMethod.prefix('PROP')),
  HttpMatch.method(HttpRouteMethod.regex('GET|HEAD')),
  HttpMatch.of({ path: PathMatch.exact('/Exactly', { ignoreCase: true }) }),
  HttpMatch.of({ path: PathMatch.prefix('/Prefix', { ignoreCase: true }), query: [QueryMatch.present('case')] }),
  HttpMatch.authority('ratings:9080'),
  HttpMatch.sourceLabels({ 'app': 'productpage', 'example.com/tier': '' }),
  HttpMatch.sourceNamespace('shop'),
  HttpMatch.of({ gateways: [Gateway.mesh()] }),
  HttpMatch.of({
    name: 'all',
    statPrefix: 'all_',
    port: 9080,
    scheme: TextMatch.exact('http'),
    authority: TextMatch.prefix('ratings'),
    withoutHeaders: [HeaderMatch.present('x-a'), HeaderMatch.exact('x-b', ''), HeaderMatch.prefix('x-c', 'd'), HeaderMatch.regex('x-d', 'e+')],
    sourceLabels: { app: 'a' },
    sourceNamespace: 'shop',
  }),
  HttpMatch.of({ authority: TextMatch.regex('ratings(:9080)?'), scheme: TextMatch.prefix('http') }),
  HttpMatch.of({ scheme: TextMatch.regex('https?') }),
  ...[PathMatch.exact('/'), PathMatch.prefix('/reports'), PathMatch.regex('.*')].map((path) => HttpMatch.of({
    path,
    headers: [HeaderMatch.exact('x-user', 'jason'), HeaderMatch.present(':scheme')],
    method: HttpRouteMethod.GET,
    query: [QueryMatch.exact('a', 'b'), QueryMatch.present('c d')],
  })),
];

const RETRIES: RetryPolicy[] = [
  RetryPolicy.none(),
  RetryPolicy.meshConditions({ attempts: 1 }),
  ...[
    RetryOn.FIVE_XX, RetryOn.GATEWAY_ERROR, RetryOn.RESET, RetryOn.RESET_BEFORE_REQUEST, RetryOn.CONNECT_FAILURE, RetryOn.RETRIABLE_4XX,
    RetryOn.REFUSED_STREAM, RetryOn.RETRIABLE_STATUS_CODES, RetryOn.RETRIABLE_HEADERS, RetryOn.ENVOY_RATELIMITED,
    RetryOn.HTTP3_POST_CONNECT_FAILURE, RetryOn.CANCELLED, RetryOn.DEADLINE_EXCEEDED, RetryOn.INTERNAL, RetryOn.RESOURCE_EXHAUSTED,
    RetryOn.UNAVAILABLE, RetryOn.statusCode(503),
  ].map((condition) => RetryPolicy.on([condition])),
  RetryPolicy.meshConditions({ backoff: Duration.millis(1), retryRemoteLocalities: true, retryIgnorePreviousHosts: false }),
  RetryPolicy.on([RetryOn.RESET, RetryOn.statusCode(100), RetryOn.statusCode(511)], { attempts: 2_147_483_647, perTryTimeout: Duration.millis(1) }),
];

const MANNERS: HttpRouteOptions[] = [
  ...RETRIES.map((retries) => ({ retries })),
  ...[1, 1000, 90_000, 3_600_000, 9_223_372_036_854].map((milliseconds) => ({ timeout: Duration.millis(milliseconds) })),
  { fault: { delay: FaultDelay.fixedDelay(Duration.millis(1), 0.0001) } },
  { fault: { abort: FaultAbort.httpStatus(200, 0) } },
  { fault: { delay: FaultDelay.fixedDelay(Duration.days(1), 0), abort: FaultAbort.httpStatus(599, 100) } },
  ...[
    GrpcStatus.OK, GrpcStatus.CANCELLED, GrpcStatus.UNKNOWN, GrpcStatus.INVALID_ARGUMENT, GrpcStatus.DEADLINE_EXCEEDED,
    GrpcStatus.NOT_FOUND, GrpcStatus.ALREADY_EXISTS, GrpcStatus.PERMISSION_DENIED, GrpcStatus.RESOURCE_EXHAUSTED,
    GrpcStatus.FAILED_PRECONDITION, GrpcStatus.ABORTED, GrpcStatus.OUT_OF_RANGE, GrpcStatus.UNIMPLEMENTED, GrpcStatus.INTERNAL,
    GrpcStatus.UNAVAILABLE, GrpcStatus.DATA_LOSS, GrpcStatus.UNAUTHENTICATED,
  ].map((status) => ({ fault: { abort: FaultAbort.grpcStatus(status, 50) } })),
  { mirrors: [] },
  { mirrors: [Mirror.host('copies'), Mirror.host('copies.other.svc.cluster.local', { subset: 'v2', port: 65_535, percent: 0.0001 })] },
  { headers: {} },
  { headers: { request: {}, response: {} } },
  {
    headers: {
      request: { set: { ':authority': 'ratings', 'x-user': '' }, add: { 'X-Via': '%PROTOCOL% at %START_TIME(%s.%3f)%' }, remove: ['cookie'] },
      response: { set: { 'cache-control': 'max-age=1, 100%%' }, add: { 'x-from': '%UPSTREAM_HOST%' }, remove: ['server', 'x-powered-by'] },
    },
  },
  { rewrite: { uri: '/' } },
  { rewrite: { authority: 'www.example.com:8443' } },
  { rewrite: { uri: '/new?', authority: '[::1]:80' } },
  { rewrite: { uriRegex: { match: '^/([^/]+)/(.*)$', rewrite: '/\\2/\\1' }, authority: '*.x' } },
  { cors: { allowOrigins: [CorsOrigin.exact('*')] } },
  ...[UnmatchedPreflights.FORWARD, UnmatchedPreflights.IGNORE].map((unmatchedPreflights): HttpRouteOptions => ({
    cors: {
      allowOrigins: [CorsOrigin.exact('https://a.example'), CorsOrigin.prefix('https://b.example:'), CorsOrigin.regex('https://.*\\.example')],
      allowMethods: [HttpRouteMethod.GET, HttpRouteMethod.CONNECT, HttpRouteMethod.TRACE, HttpRouteMethod.of('*')],
      allowHeaders: ['*', 'X-User'],
      exposeHeaders: ['x-version'],
      maxAge: Duration.seconds(1),
      allowCredentials: true,
      unmatchedPreflights,
    },
  })),
];

const ROUTES: HttpRoute[] = [
  ...MATCHES.map((match) => HttpRoute.forward({ name: 'matched', match: [match], to: TO })),
  HttpRoute.forward({ match: MATCHES, to: [Destination.host('a', { weight: 0 }), Destination.host('b.c', { weight: 100, port: 1 })] }),
  ...MANNERS.map((manners) => HttpRoute.forward({ to: TO, ...manners })),
  HttpRoute.redirect({ uri: '/elsewhere?a=b' }),
  HttpRoute.redirect({ match: [HttpMatch.pathPrefix('/a'), HttpMatch.method(HttpRouteMethod.GET)], prefixRewrite: '/b', code: 308 }),
  HttpRoute.redirect({ uri: '/', authority: 'www.example.com:8443', port: 443, scheme: HttpScheme.HTTPS, code: 307 }),
  HttpRoute.redirect({ scheme: HttpScheme.HTTP, derivePort: RedirectPort.FROM_PROTOCOL_DEFAULT, code: 302 }),
  HttpRoute.redirect({ derivePort: RedirectPort.FROM_REQUEST_PORT, code: 303 }),
  HttpRoute.redirect({ name: 'moved', port: 1, code: 301 }),
  HttpRoute.respond({ name: 'gone', match: [HttpMatch.pathExact('/old')], status: 410 }),
  HttpRoute.respond({ status: 200, body: '', headers: { request: { set: { a: 'b' } }, response: { set: { 'content-type': 'text/plain' } } } }),
  HttpRoute.respond({ status: 200, bodyBase64: 'iVBORw0KGgo=' }),
  HttpRoute.forward({
    to: [
      Destination.host('a', { headers: { request: { set: { 'x-user': 'a', 'host': 'a.example.com' } }, response: { remove: ['server'] } } }),
    ],
  }),
  HttpRoute.forward({
    to: [
      Destination.host('a', { weight: 90, headers: { request: { add: { ':authority': 'a' }, remove: ['cookie'] } } }),
      Destination.host('b', { weight: 10, headers: { response: { add: { 'set-cookie': 'canary=1' } } } }),
    ],
  }),
  HttpRoute.respond({ status: 599, body: 'ä'.repeat(40 * 1024) }),
  HttpRoute.respond({ status: 503, body: 'x'.repeat(1024 * 1024) }),
];

/** Every rule in a VirtualService of its own, so that none stands in the way of another. */
function routes(chart: Chart): void {
  ROUTES.forEach((route, index) => new VirtualService(chart, `route-${index}`, { hosts: [`route-${index}`], http: [route] }));
}

function virtualServices(chart: Chart): void {
  const gateway = new Gateway(chart, 'edge', { servers: [GatewayServer.http(['*'])] });
  const http = [HttpRoute.forward({ to: TO })];
  const inMesh = new VirtualService(chart, 'hosts', {
    name: 'a.name.with.dots', hosts: ['a', 'B.Example', '*.wild.example', '*-card.example', '*x.example', '10.0.0.1', 'fe80::1', '123'],
  });
  inMesh.addHttpRoute(http[0]);
  const own: IGateway = { gatewayName: 'other', gatewayNamespace: 'far' };
  const mesh = Gateway.fromName('mesh', { namespace: 'istio-ingress', hosts: ['*.com'] });
  const claims = HttpMatch.of({
    headers: [HeaderMatch.jwtClaim(['group'], TextMatch.exact('dev'))], withoutHeaders: [HeaderMatch.jwtClaim(['realm.x', 'roles'], TextMatch.regex('.*'))],
  });
  new VirtualService(chart, 'claims', { hosts: ['*'], gateways: [gateway], http: [HttpRoute.forward({ match: [claims], to: TO })] });
  new VirtualService(chart, 'anywhere', {
    hosts: ['anywhere'], gateways: [Gateway.mesh(), gateway], http: [HttpRoute.forward({ match: [HttpMatch.of({ gateways: [gateway] })], to: TO }), ...http],
  });
  new VirtualService(chart, 'everything', { hosts: ['*'], gateways: [gateway, own, Gateway.fromName('named'), mesh], http });
}

/** Delegates of two teams, and who delegates to them. */
function delegates(chart: Chart): void {
  const http = [HttpRoute.forward({ match: [HttpMatch.pathPrefix('/a/b')], to: TO })];
  const delegate = VirtualService.delegate(chart, 'team', { name: 'team.routes', http, exportTo: ['.', 'shop'] });
  const rest = VirtualService.delegate(chart, 'rest');
  rest.addHttpRoute(HttpRoute.forward({ to: TO }));
  const service = new VersionedService(chart, 'delegated', {
    ports: PORTS,
    versions: [V1],
    defaultRoute: [Destination.version(V1, undefined, { headers: { response: { set: { 'x-version': 'v1' } } } })],
    exposures: [
      Exposure.delegate(), Exposure.delegate({ pathPrefix: '/c', strip: true, port: 8080, exportTo: ['*'], virtualServiceName: 'c.routes' }),
    ],
  });
  const others: IVirtualService[] = [
    { virtualServiceName: 'theirs', virtualServiceNamespace: 'far' }, VirtualService.fromName('near'), VirtualService.fromName('far', { namespace: 'far' }),
  ];
  new VirtualService(chart, 'root', {
    hosts: ['root.example.com'],
    exportTo: ['*'],
    http: [
      HttpRoute.delegate({ name: 'team', match: [HttpMatch.pathPrefix('/a')], to: delegate, ...MANNERS[MANNERS.length - 1] }),
      HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/c')], to: service.virtualServices[1], timeout: Duration.seconds(1) }),
      ...others.map((to, index) => HttpRoute.delegate({ match: [HttpMatch.pathPrefix(`/others/${index}`)], to })),
      HttpRoute.delegate({ to: rest }),
    ],
  });
}

function destinationRules(chart: Chart): void {
  TRAFFIC_POLICIES.forEach((trafficPolicy, index) => {
    new DestinationRule(chart, `policy-${index}`, { host: `host-${index}`, trafficPolicy });
  });
  new DestinationRule(chart, 'policies-of-subsets', {
    host: 'subsets',
    subsets: TRAFFIC_POLICIES.map((trafficPolicy, index) => Subset.labeled(`v${index}`, { version: `v${index}` }, { trafficPolicy })),
  });
  new DestinationRule(chart, 'inherited-policies', {
    host: 'inherited',
    trafficPolicy: TRAFFIC_POLICIES[TRAFFIC_POLICIES.length - 1],
    subsets: TRAFFIC_POLICIES.filter(({ tunnel }) => !tunnel)
      .map((trafficPolicy, index) => Subset.labeled(`v${index}`, { version: `v${index}` }, { trafficPolicy })),
  });
  new DestinationRule(chart, 'tunnelled', {
    host: 'tunnelled', trafficPolicy: { tunnel: { targetHost: 'a.b', targetPort: 443 } }, subsets: [Subset.labeled('v1', { version: 'v1' })],
  });
  new DestinationRule(chart, 'exported', { host: 'exported', exportTo: ['.', NAMESPACE, 'shop'] });
  new DestinationRule(chart, 'for-some', { host: 'for-some', exportTo: ['.'], workloadSelector: { 'app': 'a', 'example.com/b': '' } });
  const subsets = [Subset.labeled('v1', { 'version': 'v1', 'example.com/a_b.c': '' }), Subset.labeled('V2-0', { v: 'x'.repeat(63) })];
  for (const [index, host] of ['ratings', '*.example.com', '*', 'a.b.c.', '123'].entries()) {
    new DestinationRule(chart, `host-${index}`, { name: `rule-${index}.x`, host, subsets });
  }
}

function gateways(chart: Chart): void {
  new Gateway(chart, 'public', {
    name: 'edge',
    selector: { istio: 'ingress', app: 'edge' },
    servers: [
      GatewayServer.redirectToHttps(['*.example.com', 'shop/www.example.org', './www.example.net']),
      GatewayServer.https(['*.example.com'], 'example-com.tls'),
      GatewayServer.https(['*/www.example.org', '*/www.example.edu'], 'example-org'),
      GatewayServer.http(['*'], { port: 8080 }),
      GatewayServer.https(['*'], 'any', { port: 8443 }),
      GatewayServer.redirectToHttps(['*'], { port: 65_535 }),
      GatewayServer.http(['10.0.0.1', 'fe80::1.2.3.4', 'a.b'], { port: 1 }),
    ],
  });
  new Gateway(chart, 'servers', { servers: GATEWAY_SERVERS });
}

const PORTS = [
  ServicePort.http(80, { name: 'http-web', targetPort: 8080 }), ServicePort.http(8080), ServicePort.http2(81, { targetPort: 8080 }),
  ServicePort.grpc(82), ServicePort.tcp(83), ServicePort.tls(65_535),
];

function canaryServices(chart: Chart): void {
  const edge = Gateway.fromName('edge', { namespace: 'istio-ingress' });
  new CanaryService(chart, 'plain', { ports: [ServicePort.grpc(1)], stable: V1 }).workload(V1).metadata.addAnnotation('a', 'b');
  new CanaryService(chart, 'reviews', {
    ...MANNERS[MANNERS.length - 1],
    name: 'web',
    virtualServiceName: 'web.routes',
    destinationRuleName: 'web.subsets',
    ports: PORTS,
    service: BackendService.existing('existing', { selector: { app: 'existing', tier: 'web' } }),
    stable: V1,
    canary: V2,
    retiring: [OLD],
    acknowledgeCapacity: true,
    traffic: CanaryTraffic.steps([10, 25, 50, 100], { at: 25 }),
    testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), HttpMatch.header(HeaderMatch.cookie('canary', '1'))],
    trafficPolicy: TRAFFIC_POLICIES[0],
    versionPolicies: [
      { version: V2, trafficPolicy: { portLevelSettings: [{ port: 80, ...TRAFFIC_POLICIES[1] }] } }, { version: V1, trafficPolicy: {} },
    ],
    rules: [
      { name: 'slow', match: [HttpMatch.pathPrefix('/slow')], timeout: Duration.minutes(5), mirrors: [Mirror.version(V2, 0), Mirror.host('copies')] },
      { match: [HttpMatch.pathPrefix('/v1/')], headers: {}, rewrite: { uri: '/' } },
    ],
    exposures: [
      Exposure.mesh(),
      Exposure.gateway(edge, { hosts: ['*'], pathPrefix: '/reviews', strip: true, port: 8080, virtualServiceName: 'outside' }),
      Exposure.gateway(edge, { hosts: ['*'], pathPrefix: '/kept', strip: false }),
      Exposure.gateway(Gateway.fromName('internal'), { hosts: ['reviews.internal', '*.reviews.internal'] }),
    ],
  });
}

function blueGreenServices(chart: Chart): void {
  const previewers = [HttpMatch.header(HeaderMatch.present('x-preview')), HttpMatch.pathPrefix('/preview')];
  const both = { ports: PORTS, blue: V1, green: V2, acknowledgeCapacity: true, previewers };
  new BlueGreenService(chart, 'blue', {
    ...both, active: BlueGreenSlot.BLUE, retiring: [OLD], mirrors: [Mirror.version(V2, 10)], rules: [{ match: [HttpMatch.pathPrefix('/slow')] }],
  }).workload(V1).metadata.addAnnotation('a', 'b');
  new BlueGreenService(chart, 'green', { ...both, active: BlueGreenSlot.GREEN });
  new BlueGreenService(chart, 'alone', { ports: PORTS, green: V2, active: BlueGreenSlot.GREEN });
}

function headerRoutedServices(chart: Chart): void {
  new HeaderRoutedService(chart, 'reviews', {
    ports: PORTS,
    versions: [V1, V2, OLD],
    defaultVersion: V1,
    routes: [
      { name: 'beta', match: [HttpMatch.header(HeaderMatch.cookie('beta_user', 'true')), HttpMatch.query(QueryMatch.present('beta'))], version: V2 },
      { match: [HttpMatch.of({ path: PathMatch.prefix('/archive'), headers: [HeaderMatch.exact('x-year', '2019')] })], version: OLD },
    ],
    rules: [{ name: 'slow', match: [HttpMatch.pathPrefix('/slow'), HttpMatch.pathExact('/archive/all')], timeout: Duration.minutes(5) }],
    exposures: [Exposure.mesh(), Exposure.gateway(Gateway.fromName('edge'), { hosts: ['h.example.com'], pathPrefix: '/api', strip: true })],
  }).workload(V2).metadata.addAnnotation('a', 'b');
  new HeaderRoutedService(chart, 'plain', { ports: PORTS, versions: [V1], defaultVersion: V1 });
}

function mirroredServices(chart: Chart): void {
  for (const percent of [0, 0.0001, 100]) {
    const service = new MirroredService(chart, `percent-${percent}`.replace('.', '-'), {
      ports: PORTS,
      stable: V1,
      shadow: V2,
      percent,
      mirrors: [Mirror.host('copies')],
      rules: [{ match: [HttpMatch.method(HttpRouteMethod.POST)], mirrors: [] }],
    });
    service.workload(V2).metadata.addAnnotation('a', 'b');
  }
  const all: IDeliveryService[] = [new MirroredService(chart, 'always', { ports: PORTS, stable: V1, shadow: V2 })];
  all.forEach((service) => service.workload(V1).metadata.addAnnotation('a', 'b'));
}

function versionedServices(chart: Chart): void {
  const service = new VersionedService(chart, 'reviews', {
    ports: PORTS,
    versions: [V1, V2],
    defaultRoute: [Destination.version(V1, 99), Destination.version(V2, 1)],
    acknowledgeCapacity: true,
    diversions: [{ name: 'staff', match: [HttpMatch.query(QueryMatch.present('staff'))], to: [Destination.version(V2)] }],
    routes: [HttpRoute.redirect({ match: [HttpMatch.pathExact('/')], uri: '/home' })],
    exposures: [
      Exposure.mesh(), Exposure.gateway(Gateway.fromName('edge'), { hosts: ['reviews.example.com'], pathPrefix: '/a+b/', strip: true }),
    ],
  });
  for (const [index, method] of [HttpRouteMethod.PUT, HttpRouteMethod.of('LOCK')].entries()) {
    service.addRoute(HttpRoute.forward({ name: `by-method-${index}`, match: [HttpMatch.method(method)], to: [Destination.version(V2)] }));
  }
  service.addRoute(HttpRoute.respond({ match: [HttpMatch.pathRegex('/teapot.?')], status: 418 }));
  service.workload(V2).metadata.addAnnotation('a', 'b');
}

/** Versions whose pods are there already, in every form. */
function existingVersions(chart: Chart): void {
  const labels = { app: 'reviews', version: '1.0' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'reviews:1' }] } };
  const deployment = new ApiObject(chart, 'legacy', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { selector: { matchLabels: labels }, template } });
  const adopted = ServiceVersion.workload('v1', deployment);
  const elsewhere = ServiceVersion.host('v2', 'reviews-v2', { port: 8080 });
  new VersionedService(chart, 'reviews', {
    ports: [ServicePort.http(80)],
    versions: [adopted, elsewhere],
    retiring: [OLD],
    defaultRoute: [Destination.version(adopted, 50), Destination.version(elsewhere, 50)],
    mirrors: [Mirror.version(elsewhere, 0)],
  });
  const hosts = ['api.example.com', 'ratings-v2.other.svc.cluster.local', 'ratings-v3'].map((host, index) => ServiceVersion.host(`v${index}`, host));
  new VersionedService(chart, 'ratings', { ports: PORTS, versions: hosts, defaultRoute: [Destination.version(hosts[0])] });
}

function settings(chart: Chart): void {
  MeshSettings.of(chart, {
    clusterDomain: 'example.internal',
    appLabel: 'app.kubernetes.io/name',
    versionLabel: 'app.kubernetes.io/version',
    apiVersion: NetworkingApiVersion.V1,
    defaultRetries: RetryPolicy.none(),
    exportTo: ['.', 'shop', 'X-1'],
  });
  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: V1, canary: V2, traffic: CanaryTraffic.weight(10), acknowledgeCapacity: true });
}

/** Older objects, and a namespace that nobody knows. */
function settingsOfOldMeshes(chart: Chart): void {
  MeshSettings.of(chart, { apiVersion: NetworkingApiVersion.V1BETA1, exportTo: ['*'] });
  for (const part of [routes, virtualServices, destinationRules, gateways, canaryServices]) {
    part(new Chart(chart, part.name, { namespace: part.name.toLowerCase() }));
  }
  new CanaryService(chart, 'nowhere', { ports: [ServicePort.http(8080)], stable: OLD });
}

/** Written past the chart; Istio sees none of it. */
function orderedOutput(chart: Chart): void {
  MeshSettings.of(chart, { applyOrder: ApplyOrder.argoSyncWaves({ firstWave: -1 }) });
  new CanaryService(chart, 'ordered', { ports: [ServicePort.http(8080)], stable: V1, canary: V2 });
  const outdir = mkdtempSync(join(tmpdir(), 'flux-'));
  const times = { interval: Duration.minutes(10), timeout: Duration.minutes(5) };
  for (const source of [FluxSource.gitRepository('shop', { namespace: 'sources' }), FluxSource.ociRepository('shop'), FluxSource.bucket('shop')]) {
    FluxLayout.write(new App({ outdir }), { source, path: 'dist', namespace: 'flux-system', ...times });
  }
  rmSync(outdir, { recursive: true });
}

export const PROGRAMS: Program[] = [
  routes, virtualServices, delegates, destinationRules, gateways, canaryServices, blueGreenServices, headerRoutedServices, mirroredServices,
  versionedServices, connections, existingVersions, settings, settingsOfOldMeshes, orderedOutput, flaggerCanaries, otherKinds, runVersions,
  ...LANE_PROGRAMS,
];
