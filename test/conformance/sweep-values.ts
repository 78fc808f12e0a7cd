import { ApiObject, Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import * as random from './random-values';
import { NAMESPACE, Program } from './sweep';
import {
  ClientTls, CorsOrigin, Destination, DestinationRule, Exposure, FaultAbort, FaultDelay, Gateway, GatewayProtocol, GatewayServer, HashAlgorithm,
  HeaderMatch, HttpMatch, HttpRoute, HttpRouteMethod, HttpRouteOptions, LoadBalancer, LocalityLoadBalancing, MeshSettings, Mirror, PathMatch,
  QueryMatch, RetryOn, RetryPolicy, ServerCertificate, ServerTls, ServicePort, ServiceVersion, Subset, TcpMatch, TcpRoute, TextMatch, TlsMatch,
  TlsRoute, TrafficPolicy, VersionedService, VirtualService,
} from '../../src';

/** Values of one kind, and a program that writes one of them. */
interface Sweep {
  readonly of: string;
  readonly values: fc.Arbitrary<unknown>;
  readonly write: (chart: Chart, value: never) => void;
}

const V1 = ServiceVersion.labels('v1', { version: 'v1' });
const MOST = 2_147_483_647;

function sweep<T>(of: string, values: fc.Arbitrary<T>, write: (chart: Chart, value: T) => void): Sweep {
  return { of, values, write };
}

function rule(chart: Chart, options: HttpRouteOptions & { match?: HttpMatch[] }, to = [Destination.host('ratings')]): void {
  new VirtualService(chart, 'ratings', { hosts: ['ratings'], http: [HttpRoute.forward({ to, ...options })] });
}

function match(chart: Chart, one: HttpMatch): void {
  rule(chart, { match: [one] });
}

function policy(chart: Chart, trafficPolicy: TrafficPolicy): void {
  new DestinationRule(chart, 'ratings', { host: 'ratings', trafficPolicy });
}

function exposed(chart: Chart, pathPrefix: string, path: PathMatch): void {
  new VersionedService(chart, 'reviews', {
    ports: [ServicePort.http(8080)],
    versions: [V1],
    defaultRoute: [Destination.version(V1)],
    rules: [{ match: [HttpMatch.of({ path })], rewrite: { uri: '/new' } }, { match: [HttpMatch.method(HttpRouteMethod.GET)] }],
    exposures: [Exposure.gateway(Gateway.fromName('edge'), { hosts: ['a.example'], pathPrefix, strip: true })],
  });
}

const SWEEPS: Sweep[] = [
  sweep('path, exact', random.paths, (chart, path) => match(chart, HttpMatch.pathExact(path))),
  sweep('path, prefix', random.paths, (chart, path) => match(chart, HttpMatch.pathPrefix(path))),
  sweep('path, regular expression', random.regexes, (chart, regex) => match(chart, HttpMatch.pathRegex(regex))),
  sweep('path behind a prefix', fc.tuple(random.paths, random.paths), (chart, [prefix, path]) => exposed(chart, prefix, PathMatch.prefix(path))),
  sweep('pattern behind a prefix', fc.tuple(random.paths, random.regexes), (chart, [prefix, path]) => exposed(chart, prefix, PathMatch.regex(path))),
  sweep('header to match', random.headerNames, (chart, name) => match(chart, HttpMatch.header(HeaderMatch.present(name)))),
  sweep('value of a header', random.texts, (chart, value) => match(chart, HttpMatch.header(HeaderMatch.exact('x-user', value)))),
  sweep('start of a header', random.texts, (chart, value) => match(chart, HttpMatch.header(HeaderMatch.prefix('x-user', value)))),
  sweep('cookie', fc.tuple(random.headerNames, fc.string()), (chart, cookie) => match(chart, HttpMatch.header(HeaderMatch.cookie(...cookie)))),
  sweep('query parameter', fc.tuple(random.texts, random.texts), (chart, query) => match(chart, HttpMatch.query(QueryMatch.exact(...query)))),
  sweep('method', fc.stringMatching(/^[A-Z]+(-[A-Z]+)*$/), (chart, method) => match(chart, HttpMatch.method(HttpRouteMethod.of(method)))),
  sweep('beginning of a method', fc.stringMatching(/^[A-Z]+(-[A-Z]+)*-?$/), (chart, start) => match(chart, HttpMatch.method(HttpRouteMethod.prefix(start)))),
  sweep('path in any case', random.paths, (chart, path) => match(chart, HttpMatch.of({ path: PathMatch.prefix(path, { ignoreCase: true }) }))),
  sweep('path in any case behind a prefix', fc.tuple(random.paths, random.paths), (chart, [prefix, path]) => (
    exposed(chart, prefix, PathMatch.exact(path, { ignoreCase: true }))
  )),
  sweep('header that must not be so', fc.tuple(random.headerNames, random.regexes), (chart, [name, regex]) => (
    match(chart, HttpMatch.of({ withoutHeaders: [HeaderMatch.regex(name, regex)] }))
  )),
  sweep('authority and scheme to match', fc.tuple(random.texts, random.regexes), (chart, [text, regex]) => (
    match(chart, HttpMatch.of({ authority: TextMatch.prefix(text), scheme: TextMatch.regex(regex) }))
  )),
  sweep('callers', fc.tuple(random.labelKeys, random.labelValues, random.labels(), random.around(1, 65_535)), (chart, [key, value, sourceNamespace, port]) => (
    match(chart, HttpMatch.of({ sourceLabels: { [key]: value }, sourceNamespace, port }))
  )),
  sweep('names of a match', fc.tuple(random.texts, random.texts), (chart, [name, statPrefix]) => match(chart, HttpMatch.of({ name, statPrefix, port: 1 }))),
  sweep('claim', fc.tuple(fc.array(random.texts, { maxLength: 3 }), random.texts), (chart, [path, value]) => {
    const to = [Destination.host('b')];
    const claim = HttpMatch.header(HeaderMatch.jwtClaim(path, TextMatch.exact(value)));
    new VirtualService(chart, 'a', { hosts: ['*'], gateways: [Gateway.fromName('edge')], http: [HttpRoute.forward({ match: [claim], to })] });
  }),
  sweep('header of a destination', fc.tuple(random.headerNames, random.headerValues), (chart, [name, value]) => rule(chart, {}, [
    Destination.host('ratings', { headers: { request: { set: { [name]: value } }, response: { add: { [name]: value } } } }),
  ])),
  sweep('backoff', random.durations, (chart, milliseconds) => rule(chart, {
    retries: RetryPolicy.meshConditions({ backoff: Duration.millis(milliseconds), retryRemoteLocalities: false }),
  })),
  sweep('answer in base64', fc.oneof(fc.base64String(), random.texts), (chart, bodyBase64) => {
    new VirtualService(chart, 'a', { hosts: ['a'], http: [HttpRoute.respond({ status: 200, bodyBase64 })] });
  }),
  sweep('delegate', fc.tuple(random.labels(253), random.labels(), random.paths), (chart, [virtualServiceName, virtualServiceNamespace, path]) => {
    const to = { virtualServiceName, virtualServiceNamespace };
    new VirtualService(chart, 'a', { hosts: ['a'], http: [HttpRoute.delegate({ match: [HttpMatch.pathPrefix(path)], to })] });
  }),
  sweep('exportTo of a VirtualService', fc.array(fc.oneof(random.labels(), fc.constantFrom('.', '*', NAMESPACE)), { maxLength: 3 }), (chart, exportTo) => {
    VirtualService.delegate(chart, 'a', { exportTo, http: [HttpRoute.forward({ to: [Destination.host('b')] })] });
  }),
  sweep('header to set', fc.tuple(random.headerNames, random.headerValues), (chart, [name, value]) => rule(chart, {
    headers: { request: { set: { [name]: value } }, response: { add: { [name]: value } } },
  })),
  sweep('header to remove', random.headerNames, (chart, name) => rule(chart, { headers: { request: { remove: [name] }, response: { remove: [name] } } })),
  sweep('rewritten path', random.paths, (chart, uri) => rule(chart, { rewrite: { uri } })),
  sweep('rewritten pattern', fc.tuple(random.regexes, random.texts), (chart, [regex, rewrite]) => rule(chart, {
    rewrite: { uriRegex: { match: regex, rewrite } },
  })),
  sweep('authority', fc.oneof(random.hosts, random.texts), (chart, authority) => rule(chart, { rewrite: { authority } })),
  sweep('redirect', fc.tuple(random.paths, random.around(300, 310)), (chart, [uri, code]) => {
    new VirtualService(chart, 'a', { hosts: ['a'], http: [HttpRoute.redirect({ uri, code })] });
  }),
  sweep('answer', fc.tuple(random.around(200, 599), random.texts), (chart, [status, body]) => {
    new VirtualService(chart, 'a', { hosts: ['a'], http: [HttpRoute.respond({ status, body })] });
  }),
  sweep('fault', fc.tuple(random.durations, random.percents, random.around(200, 599)), (chart, [delay, percent, status]) => rule(chart, {
    fault: { delay: FaultDelay.fixedDelay(Duration.millis(delay), percent), abort: FaultAbort.httpStatus(status, percent) },
  })),
  sweep('mirror', fc.tuple(random.hosts, random.percents), (chart, [host, percent]) => rule(chart, { mirrors: [Mirror.host(host, { percent })] })),
  sweep('status to retry', random.around(99, 512), (chart, status) => rule(chart, { retries: RetryPolicy.on([RetryOn.statusCode(status)]) })),
  sweep('retries', fc.tuple(random.around(1, MOST), random.durations), (chart, [attempts, milliseconds]) => rule(chart, {
    retries: RetryPolicy.meshConditions({ attempts, perTryTimeout: Duration.millis(milliseconds) }),
  })),
  sweep('origin', fc.tuple(random.texts, random.regexes), (chart, [text, regex]) => rule(chart, {
    cors: { allowOrigins: [CorsOrigin.exact(text), CorsOrigin.prefix(text), CorsOrigin.regex(regex)] },
  })),
  sweep('header in a CORS policy', fc.tuple(random.headerNames, random.around(1, 86_400)), (chart, [name, seconds]) => rule(chart, {
    cors: { allowOrigins: [CorsOrigin.exact('*')], allowHeaders: [name], exposeHeaders: [name], maxAge: Duration.seconds(seconds) },
  })),
  sweep('name of a rule', random.texts, (chart, name) => {
    new VirtualService(chart, 'a', { hosts: ['a'], http: [HttpRoute.forward({ name, to: [Destination.host('b')] })] });
  }),
  sweep('hosts of a VirtualService', fc.array(random.hosts, { minLength: 1, maxLength: 3 }), (chart, hosts) => {
    new VirtualService(chart, 'a', { hosts, http: [HttpRoute.forward({ to: [Destination.host('b')] })] });
  }),
  sweep('destination', fc.tuple(random.hosts, random.labels(), random.around(1, 65_535)), (chart, [host, subset, port]) => (
    rule(chart, {}, [Destination.host(host, { subset, port })])
  )),
  sweep('connections', fc.tuple(random.hosts, random.around(1, 65_535), random.labels(), fc.ipV4(), fc.ipV6(), random.around(0, 128)), (
    chart, [host, port, sourceNamespace, address, other, length],
  ) => {
    const conditions = { port, sourceNamespace, destinationSubnets: [address, `${other}/${length}`] };
    const to = [Destination.host('b')];
    new VirtualService(chart, 'a', {
      hosts: [host],
      tls: [TlsRoute.forward({ match: [TlsMatch.of({ sniHosts: [host], ...conditions })], to })],
      tcp: [TcpRoute.forward({ match: [TcpMatch.of(conditions)], to })],
    });
  }),
  sweep('weights', fc.array(random.around(0, 100), { minLength: 1, maxLength: 6 }), (chart, shares) => {
    const rest = 100 - shares.reduce((sum, share) => sum + share, 0);
    rule(chart, {}, [...shares, rest].map((weight) => Destination.host('ratings', { weight })));
  }),
  sweep('name of an object', fc.oneof(random.labels(), random.hosts), (chart, name) => {
    new VirtualService(chart, 'a', { name, hosts: ['a'], http: [HttpRoute.forward({ to: [Destination.host('b')] })] });
    new DestinationRule(chart, 'b', { name, host: 'b' });
  }),
  sweep('gateway of a VirtualService', fc.tuple(random.labels(), fc.option(random.labels(), { nil: undefined })), (chart, [name, namespace]) => {
    const gateways = [Gateway.fromName(name, { namespace })];
    new VirtualService(chart, 'a', { hosts: ['*'], gateways, http: [HttpRoute.forward({ to: [Destination.host('b')] })] });
  }),
  sweep('subset', fc.tuple(fc.oneof(random.labels(), random.hosts), random.labelKeys, random.labelValues), (chart, [name, key, value]) => {
    new DestinationRule(chart, 'ratings', { host: 'ratings', subsets: [Subset.labeled(name, { [key]: value })] });
  }),
  sweep('version', fc.oneof(random.labels(30), random.delicate), (chart, name) => {
    const version = ServiceVersion.image(name, `reviews:${name}`);
    new VersionedService(chart, 'a', { ports: [ServicePort.http(8080)], versions: [version], defaultRoute: [Destination.version(version)] });
  }),
  sweep('host of a version', fc.tuple(random.hosts, random.around(1, 65_535)), (chart, [host, port]) => {
    const version = ServiceVersion.host('v1', host, { port });
    new VersionedService(chart, 'a', { ports: [ServicePort.http(8080)], versions: [version], defaultRoute: [Destination.version(version)] });
  }),
  sweep('labels of an adopted workload', fc.tuple(random.labelKeys, random.labelValues), (chart, [key, value]) => {
    const labels = { [key]: value, app: 'a', version: value };
    const workload = new ApiObject(chart, 'w', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { metadata: { labels } } } });
    const version = ServiceVersion.workload('v1', workload);
    new VersionedService(chart, 'a', { ports: [ServicePort.http(8080)], versions: [version], defaultRoute: [Destination.version(version)] });
  }),
  sweep('host of a DestinationRule', random.hosts, (chart, host) => new DestinationRule(chart, 'ratings', { host })),
  sweep('TCP pool', fc.tuple(random.around(0, MOST), random.durations), (chart, [maxConnections, time]) => policy(chart, {
    connectionPool: {
      tcp: {
        maxConnections, connectTimeout: Duration.millis(time), idleTimeout: Duration.millis(time), maxConnectionDuration: Duration.millis(time),
      },
    },
  })),
  sweep('outlier detection', fc.tuple(random.around(0, MOST), random.around(1, 100), random.durations), (chart, [errors, percent, time]) => policy(chart, {
    outlierDetection: {
      consecutive5xxErrors: errors,
      consecutiveGatewayErrors: errors,
      maxEjectionPercent: percent,
      minHealthPercent: percent,
      interval: Duration.millis(time),
      baseEjectionTime: Duration.millis(time),
    },
  })),
  sweep('keep-alive', fc.tuple(random.around(1, MOST), random.durations), (chart, [probes, time]) => policy(chart, {
    connectionPool: {
      tcp: { tcpKeepalive: { probes, time: Duration.millis(time), interval: Duration.millis(time) } },
      http: { http2KeepAlive: { interval: Duration.millis(time), timeout: Duration.millis(time) } },
    },
  })),
  sweep('status of a failure', random.around(100, 599), (chart, code) => policy(chart, {
    outlierDetection: { outlierDetectionHttpErrorCodes: [code] },
  })),
  sweep('retry budget', fc.tuple(random.percents, random.around(1, MOST), random.durations), (chart, [percent, minRetryConcurrency, time]) => policy(chart, {
    retryBudget: { percent, minRetryConcurrency, budgetInterval: Duration.millis(time) },
  })),
  sweep('warm-up', fc.tuple(random.percents, fc.double({ noNaN: true, noDefaultInfinity: true }), random.durations), (chart, [part, aggression, time]) => (
    policy(chart, { loadBalancer: LoadBalancer.roundRobin({ warmup: { minimumPercent: part, aggression, duration: Duration.millis(time) } }) })
  )),
  sweep('Maglev table', random.around(1, 5_000_011), (chart, size) => policy(chart, {
    loadBalancer: LoadBalancer.hashOnSourceIp({ algorithm: HashAlgorithm.maglev(size) }),
  })),
  sweep('hash ring', random.around(1, 8_388_608), (chart, minimumRingSize) => policy(chart, {
    loadBalancer: LoadBalancer.hashOnSourceIp({ algorithm: HashAlgorithm.ringHash({ minimumRingSize }) }),
  })),
  sweep('attribute of a cookie', fc.tuple(random.headerNames, fc.string()), (chart, [name, value]) => policy(chart, {
    loadBalancer: LoadBalancer.hashOnCookie('session', { ttl: Duration.hours(1), attributes: { [name]: value } }),
  })),
  sweep('distribution', fc.array(fc.tuple(random.localities, random.localities), { minLength: 1, maxLength: 4 }), (chart, pairs) => policy(chart, {
    loadBalancer: LoadBalancer.random({
      locality: LocalityLoadBalancing.distribute(pairs.map(([one, other]) => ({
        fromLocality: one,
        to: one === other ? [{ locality: one, weight: 100 }] : [{ locality: one, weight: 60 }, { locality: other, weight: 40 }],
      }))),
    }),
  })),
  sweep('failover', fc.tuple(random.localities, random.localities, random.labelKeys, random.labelValues), (chart, [a, b, key, value]) => policy(chart, {
    outlierDetection: {},
    loadBalancer: LoadBalancer.random({
      locality: LocalityLoadBalancing.failover([{ fromRegion: a, toRegion: b }], { failoverPriority: [key, `${key}=${value}`] }),
    }),
  })),
  sweep('tunnel', fc.tuple(random.hosts, random.around(1, 65_535)), (chart, [targetHost, targetPort]) => policy(chart, {
    tunnel: { targetHost, targetPort },
  })),
  sweep('policies of ports', fc.array(random.around(1, 65_535), { maxLength: 3 }), (chart, ports) => policy(chart, {
    tls: ClientTls.istioMutual(), portLevelSettings: ports.map((port) => ({ port, loadBalancer: LoadBalancer.random() })),
  })),
  sweep('selector of callers', fc.tuple(random.labelKeys, random.labelValues), (chart, [key, value]) => {
    new DestinationRule(chart, 'ratings', { host: 'ratings', workloadSelector: { [key]: value } });
  }),
  sweep('hash on a header', random.headerNames, (chart, name) => policy(chart, { loadBalancer: LoadBalancer.hashOnHeader(name) })),
  sweep('hash on a cookie', fc.tuple(random.headerNames, random.paths, random.durations), (chart, [name, path, time]) => policy(chart, {
    loadBalancer: LoadBalancer.hashOnCookie(name, { path, ttl: Duration.seconds(Math.ceil(time / 1000)) }),
  })),
  sweep('hash on a parameter', random.texts, (chart, name) => policy(chart, { loadBalancer: LoadBalancer.hashOnQueryParameter(name) })),
  sweep('TLS', fc.tuple(random.hosts, random.texts), (chart, [sni, file]) => policy(chart, {
    tls: ClientTls.mutualWithFiles({ sni, clientCertificate: file, privateKey: file, caCertificates: file, caCrl: file, subjectAltNames: [file] }),
  })),
  sweep('Secret', random.hosts, (chart, name) => policy(chart, { tls: ClientTls.simple({ credentialName: name }) })),
  sweep('server', fc.tuple(random.hosts, random.labels(), random.hosts, random.around(1, 65_535)), (chart, [host, namespace, secret, port]) => {
    new Gateway(chart, 'a', { servers: [GatewayServer.https([host, `${namespace}/${host}`], secret, { port }), GatewayServer.http(['*'], { port: 5 })] });
  }),
  sweep('address of a server', fc.oneof(random.hosts, fc.ipV4(), fc.ipV6(), random.paths.map((path) => `unix://${path}`)), (chart, bind) => {
    new Gateway(chart, 'a', { servers: [GatewayServer.http(['*'], { bind })] });
  }),
  sweep('name of a server', fc.tuple(random.labels(), random.labels()), (chart, [name, portName]) => {
    new Gateway(chart, 'a', { servers: [GatewayServer.http(['*'], { name, portName })] });
  }),
  sweep('client of a server', fc.tuple(random.texts, random.hosts), (chart, [text, secret]) => {
    const clients = { subjectAltNames: [text], caCertCredentialName: secret };
    const files = ServerCertificate.files({ serverCertificate: text, privateKey: text });
    new Gateway(chart, 'a', {
      servers: [ServerTls.mutual(ServerCertificate.secret(secret), clients), ServerTls.mutual(files, { caCertificates: text, caCrl: text })]
        .map((tls, index) => GatewayServer.of({ protocol: GatewayProtocol.TLS, hosts: ['*'], port: index + 1, tls })),
    });
  }),
  sweep('selector', fc.tuple(random.labelKeys, random.labelValues), (chart, [key, value]) => {
    new Gateway(chart, 'a', { selector: { [key]: value }, servers: [GatewayServer.http(['*'])] });
  }),
  sweep('exportTo', fc.array(fc.oneof(random.labels(), fc.constantFrom('.', '*', NAMESPACE)), { maxLength: 3 }), (chart, exportTo) => {
    MeshSettings.of(chart, { exportTo });
    rule(chart, {});
    new DestinationRule(chart, 'b', { host: 'b' });
    new DestinationRule(chart, 'c', { host: 'c', exportTo, workloadSelector: exportTo.length === 1 ? { app: 'a' } : undefined });
  }),
];

/** A program for every value, with its name. The values are always the same. */
export function valuePrograms(seed: number, ofEach: number): [string, Program][] {
  return SWEEPS.flatMap(({ of, values, write }) => fc.sample(values, { seed, numRuns: ofEach })
    .map((value, index): [string, Program] => [`${of} ${index}`, (chart) => write(chart, value as never)]));
}
