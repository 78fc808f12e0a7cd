import { Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import * as random from './random-values';
import type { Program } from './sweep';
import {
  BlueGreenService, BlueGreenSlot, CanaryService, CanaryServiceProps, CanaryTraffic, CorsOrigin, DeliveryServiceProps, Exposure, FaultAbort,
  FaultDelay, Gateway,
  HeaderMatch, HeaderRoutedService, HttpMatch, HttpRouteMethod, HttpRouteOptions, Lane, LoadBalancer, MeshSettings, MeshSettingsProps, Mirror,
  MirroredService, NetworkingApiVersion, PathMatch, QueryMatch, RetryOn, RetryPolicy, ServicePort, ServiceVersion, SessionAffinity, TrafficPolicy,
} from '../../src';

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const times = random.durations.map((milliseconds) => Duration.millis(milliseconds));
const path = fc.stringMatching(/^(\/[-._~a-zA-Z0-9]{1,12}){1,3}\/?$/);
const headerName = fc.stringMatching(/^[-!#$%&'*+.^_`|~A-Za-z0-9]{1,20}$/);
const value = fc.string({ unit: 'grapheme', minLength: 1 });

const matches: fc.Arbitrary<HttpMatch> = fc.record({
  path: fc.oneof(path.map((text) => PathMatch.exact(text)), path.map((text) => PathMatch.prefix(text))),
  headers: optional(fc.tuple(headerName, value).map(([name, text]) => [HeaderMatch.prefix(name, text)])),
  method: optional(fc.constantFrom(HttpRouteMethod.GET, HttpRouteMethod.POST)),
  query: optional(fc.tuple(value, value).map(([name, text]) => [QueryMatch.exact(name, text), QueryMatch.present(`not-${name}`)])),
}).map((conditions) => HttpMatch.of(conditions));

const manners: fc.Arbitrary<HttpRouteOptions> = fc.record({
  timeout: times,
  retries: fc.tuple(random.counts, times).map(([attempts, perTryTimeout]) => RetryPolicy.on([RetryOn.RESET], { attempts, perTryTimeout })),
  fault: fc.tuple(times, random.percents, random.edge(200, 599)).map(([delay, percent, status]) => ({
    delay: FaultDelay.fixedDelay(delay, percent), abort: FaultAbort.httpStatus(status, percent),
  })),
  mirrors: fc.tuple(random.labels(), random.ports, random.percents).map(([host, port, percent]) => [Mirror.host(host, { port, percent })]),
  headers: fc.dictionary(headerName, fc.stringMatching(/^([ -$&-~]|%%)*$/), { noNullPrototype: true })
    .map((set) => ({ request: { set }, response: { add: set } })),
  rewrite: path.map((uri) => ({ uri })),
  cors: fc.tuple(value, random.edge(1, 9_223_372_036)).map(([origin, seconds]) => ({
    allowOrigins: [CorsOrigin.exact(origin)], maxAge: Duration.seconds(seconds),
  })),
}, { requiredKeys: [] });

const policies: fc.Arbitrary<TrafficPolicy> = fc.record({
  connectionPool: fc.record({
    tcp: fc.record({
      maxConnections: random.counts,
      connectTimeout: times,
      idleTimeout: times,
      maxConnectionDuration: times,
      tcpKeepalive: fc.record({ time: times, interval: times, probes: random.counts }, { requiredKeys: [] }),
    }, { requiredKeys: [] }),
    http: fc.record({
      http1MaxPendingRequests: random.counts,
      http2MaxRequests: random.counts,
      maxRetries: random.counts,
      idleTimeout: times,
      http2KeepAlive: fc.record({ interval: times, timeout: times }),
    }, { requiredKeys: [] }),
  }, { requiredKeys: [] }),
  outlierDetection: fc.record({
    consecutive5xxErrors: random.counts, interval: times, baseEjectionTime: times, maxEjectionPercent: random.edge(1, 100),
  }, { requiredKeys: [] }),
  loadBalancer: fc.oneof(
    fc.constantFrom(LoadBalancer.random(), LoadBalancer.hashOnSourceIp()),
    headerName.map((name) => LoadBalancer.hashOnHeader(name)),
  ),
}, { requiredKeys: [] });

const versions = fc.uniqueArray(random.labels(30), { minLength: 1, maxLength: 4 }).chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(
  ServiceVersion.image(name, `myregistry.io/reviews:${name}`),
  ServiceVersion.labels(name, { 'example.com/release': name }),
))));

/** Exposures for a service that rewrites paths, or that does not: a path prefix that stays and a rewrite exclude each other. */
const exposures = fc.tuple(random.labels(), random.labels(), path, fc.boolean(), fc.boolean())
  .map(([name, namespace, pathPrefix, strip, mesh]) => (rewrites: boolean) => [
    Exposure.gateway(Gateway.fromName(name, { namespace }), { hosts: ['*.example.com', 'example.org'], pathPrefix, strip: strip || rewrites }),
    ...(mesh ? [Exposure.mesh()] : []),
  ]);

const OTHER_PORTS: ((port: number) => ServicePort)[] = [
  (port) => ServicePort.http(port), (port) => ServicePort.grpc(port), (port) => ServicePort.tcp(port), (port) => ServicePort.tls(port),
];

const connectedServices: fc.Arbitrary<CanaryServiceProps> = fc.record({
  versions,
  weight: random.edge(0, 100),
  ports: fc.uniqueArray(random.ports, { minLength: 1, maxLength: 3 })
    .map((numbers) => numbers.map((port, index) => index % 2 === 0 ? ServicePort.tcp(port) : ServicePort.tls(port))),
  name: random.labels(32),
  trafficPolicy: optional(policies),
  gatewayPort: random.ports,
  host: fc.stringMatching(/^(\*|[a-z]{1,20})\.example\.com$/),
}).map(({ versions: [stable, canary, ...retiring], weight, gatewayPort, host, ...rest }) => ({
  ...rest,
  stable,
  exposures: [
    Exposure.mesh(),
    Exposure.tcp(Gateway.fromName('edge'), { gatewayPort }),
    Exposure.tlsPassthrough(Gateway.fromName('edge'), { hosts: [host] }),
  ],
  ...(canary && { canary, retiring, traffic: CanaryTraffic.weight(weight) }),
}));

const services: fc.Arbitrary<CanaryServiceProps> = fc.record({
  versions,
  weight: random.edge(0, 100),
  testers: fc.array(matches, { maxLength: 2 }),
  affinity: optional(fc.record({
    name: fc.stringMatching(/^[-!#$%&'*+.^_`|~A-Za-z0-9]{1,20}$/),
    maxAge: fc.integer({ min: 1, max: 10_000_000 }).map((seconds) => Duration.seconds(seconds)),
    path,
    secure: fc.boolean(),
    httpOnly: fc.boolean(),
    keepStable: fc.boolean(),
  }, { requiredKeys: [] }).map((options) => SessionAffinity.cookie(options))),
  longLived: fc.integer({ min: 0, max: 100 }),
  rest: fc.record({
    ports: fc.uniqueArray(random.ports, { minLength: 1, maxLength: 3 })
      .chain((numbers) => fc.tuple(fc.constant(numbers), fc.constantFrom(...OTHER_PORTS)))
      .map(([[first, ...others], other]) => [ServicePort.http(first), ...others.map(other)]),
    name: random.labels(32),
    rules: fc.array(fc.tuple(matches, manners).map(([match, options]) => ({ match: [match], ...options })), { maxLength: 3 }),
    exposures,
    trafficPolicy: policies,
    virtualServiceName: random.labels(253),
    destinationRuleName: random.labels(253),
  }, { requiredKeys: ['ports', 'name'] }),
  manners,
}).map(({
  versions: [stable, canary, lasting, ...retiring], weight, testers, affinity, longLived, rest: { exposures: exposed, ...rest }, manners: general,
}) => ({
  ...rest,
  ...general,
  stable,
  exposures: exposed?.([general, ...rest.rules ?? []].some(({ rewrite }) => rewrite !== undefined)),
  ...(canary && { canary, retiring, testers, sessionAffinity: affinity, traffic: CanaryTraffic.weight(weight) }),
  ...(lasting && { longLived: [{ version: lasting, weight: Math.min(longLived, 100 - weight), match: [HttpMatch.pathExact('/lasting')] }] }),
}));

const settings: fc.Arbitrary<MeshSettingsProps> = fc.record({
  apiVersion: fc.constantFrom(NetworkingApiVersion.V1, NetworkingApiVersion.V1BETA1),
  exportTo: fc.oneof(fc.constant<string[]>(['*']), fc.uniqueArray(fc.oneof(random.labels(), fc.constant('.')), { maxLength: 3 })),
  appLabel: fc.stringMatching(/^(example\.com\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{61}[A-Za-z0-9])?$/),
  clusterDomain: fc.stringMatching(/^[a-z]{1,20}(\.[a-z]{1,10}){0,3}$/),
}, { requiredKeys: [] });

/** What services have whatever moves their traffic. */
function common({
  stable: _stable, canary: _canary, traffic: _traffic, testers: _testers, sessionAffinity: _affinity, longLived: _longLived, ...rest
}: CanaryServiceProps): DeliveryServiceProps {
  return rest;
}

/** The same service with each way of moving traffic. */
const CONSTRUCTS: ((chart: Chart, props: CanaryServiceProps) => unknown)[] = [
  (chart, props) => new CanaryService(chart, 'service', props),
  (chart, props) => new BlueGreenService(chart, 'service', {
    ...common(props), blue: props.stable, green: props.canary, active: BlueGreenSlot.BLUE, previewers: props.testers,
  }),
  (chart, props) => new HeaderRoutedService(chart, 'service', {
    ...common(props),
    versions: props.canary ? [props.stable, props.canary] : [props.stable],
    defaultVersion: props.stable,
    routes: (props.testers ?? []).map((match) => ({ match: [match], version: props.canary! })),
  }),
  (chart, props) => new MirroredService(chart, 'service', { ...common(props), stable: props.stable, shadow: props.canary }),
  (chart, props) => {
    const members = [new CanaryService(chart, 'service', props), new CanaryService(chart, 'called', { ...props, name: 'called', exposures: undefined })]
      .map((service) => ({ service, version: props.canary ?? props.stable, entry: true }));
    new Lane(chart, 'beta', { members, stripAtGateways: props.rules !== undefined });
  },
];

/** Services of which every part is drawn anew, most of them valid. They are always the same. */
export function servicePrograms(seed: number, howMany: number): [string, Program][] {
  const drawn = <T>(values: fc.Arbitrary<T>, numRuns: number) => fc.sample(fc.tuple(values, settings, random.labels()), { seed, numRuns });
  const programs = drawn(services, howMany).map((one, index) => programOf(one, CONSTRUCTS[index % CONSTRUCTS.length]));
  const connected = drawn(connectedServices, Math.ceil(howMany / 10)).map((one) => programOf(one, CONSTRUCTS[0]));
  return [...programs, ...connected].map((program, index) => [`service ${index}`, program]);
}

function programOf([props, mesh, namespace]: [CanaryServiceProps, MeshSettingsProps, string], make: typeof CONSTRUCTS[number]): Program {
  return (parent) => {
    const chart = new Chart(parent, 'in', { namespace });
    MeshSettings.of(chart, mesh);
    make(chart, props);
  };
}
