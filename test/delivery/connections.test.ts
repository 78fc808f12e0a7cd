import { Duration } from 'cdk8s';
import {
  BlueGreenService, BlueGreenSlot, CanaryService, CanaryServiceProps, CanaryTraffic, CorsOrigin, Destination, Exposure, FaultAbort, Gateway,
  GatewayServer, HeaderRoutedService, HttpMatch, HttpRoute, HttpRouteOptions, MeshSettings, Mirror, MirroredService, RetryPolicy, ServicePort,
  ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, V1, V2 } from '../support/chart';
import { connect } from '../support/connections';
import { Manifest, named, only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import { ask } from '../support/requests';

const HOST = 'reviews.bookinfo.svc.cluster.local';
const TCP = ServicePort.tcp(9000);
const TLS = ServicePort.tls(9443);
const EDGE = Gateway.fromName('edge', { namespace: 'istio-ingress' });
const MATCH = [HttpMatch.pathPrefix('/reports')];

function canary(props: Partial<CanaryServiceProps> = {}): Manifest[] {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', { ports: [TCP], stable: V1, canary: V2, traffic: CanaryTraffic.weight(10), ...props });
  return synthesised(chart);
}

function rulesOf(props: Partial<CanaryServiceProps> = {}) {
  return only(canary(props), 'VirtualService');
}

describe('a canary on a port that speaks TCP', () => {
  test('gets its share of the connections, by a rule for that port alone', () => {
    expect(rulesOf().spec).toEqual({
      hosts: [HOST],
      tcp: [{
        match: [{ port: 9000 }],
        route: [
          { destination: { host: HOST, subset: 'v1', port: { number: 9000 } }, weight: 90 },
          { destination: { host: HOST, subset: 'v2', port: { number: 9000 } }, weight: 10 },
        ],
      }],
    });
  });

  test('has its subset and its pods like any other', () => {
    expect(canary().map(({ kind, metadata }) => `${kind} ${metadata.name}`))
      .toEqual(['Service reviews', 'DestinationRule reviews', 'Deployment reviews-v1', 'Deployment reviews-v2', 'VirtualService reviews']);
    expect(only(canary(), 'DestinationRule').spec.subsets.map(({ name }: any) => name)).toEqual(['v1', 'v2']);
  });

  test.each([[0, { v1: 100 }], [50, { v1: 50, v2: 50 }], [100, { v2: 100 }]])('gets new connections by its weight: %i', (weight, shares) => {
    expect(connect(rulesOf({ traffic: CanaryTraffic.weight(weight) }), { port: 9000 })).toEqual(shares);
  });

  test('gets a subset before it is there, so that adding one moves no connection', () => {
    const before = rulesOf({ canary: undefined, traffic: undefined });
    expect(before.spec.tcp).toEqual([{ match: [{ port: 9000 }], route: [{ destination: { host: HOST, subset: 'v1', port: { number: 9000 } } }] }]);
    expect(connect(before, { port: 9000 })).toEqual(connect(rulesOf({ traffic: undefined }), { port: 9000 }));
  });

  test('stays on the port that was called, where there are several', () => {
    const { tcp } = rulesOf({ ports: [TCP, ServicePort.tcp(9001)] }).spec;
    expect(tcp.map(({ match, route }: any) => [match, route.map(({ destination }: any) => destination.port.number)]))
      .toEqual([[[{ port: 9000 }], [9000, 9000]], [[{ port: 9001 }], [9001, 9001]]]);
  });

  test('takes no port of an existing Service that nobody listed', () => {
    expect(connect(rulesOf(), { port: 5432 })).toBeUndefined();
  });
});

describe('a canary on a port that speaks TLS', () => {
  test('gets its share of the connections to the service\'s host, without their being decrypted', () => {
    expect(rulesOf({ ports: [TLS] }).spec).toEqual({
      hosts: [HOST],
      tls: [{
        match: [{ sniHosts: [HOST], port: 9443 }],
        route: [
          { destination: { host: HOST, subset: 'v1', port: { number: 9443 } }, weight: 90 },
          { destination: { host: HOST, subset: 'v2', port: { number: 9443 } }, weight: 10 },
        ],
      }],
    });
  });

  test('has nothing to do with connections to another host or port, which Istio sends to the address called', () => {
    const rules = rulesOf({ ports: [TLS] });
    expect(connect(rules, { port: 9443, sni: HOST })).toEqual({ v1: 90, v2: 10 });
    expect(connect(rules, { port: 9443, sni: 'reviews.bookinfo' })).toBeUndefined();
    expect(connect(rules, { port: 9444, sni: HOST })).toBeUndefined();
  });
});

describe('one weight', () => {
  const PORTS = [ServicePort.http(8080), ServicePort.grpc(9090), TCP, TLS];

  test.each([0, 1, 50, 99, 100])('drives HTTP, gRPC, TCP and TLS ports together: %i', (weight) => {
    const rules = rulesOf({ ports: PORTS, traffic: CanaryTraffic.weight(weight) });
    const shares = ask(rules, { port: 8080 })?.shares;
    expect(shares).toEqual({ ...(weight < 100 && { v1: 100 - weight }), ...(weight > 0 && { v2: weight }) });
    expect(ask(rules, { port: 9090 })?.shares).toEqual(shares);
    expect(connect(rules, { port: 9000 })).toEqual(shares);
    expect(connect(rules, { port: 9443, sni: HOST })).toEqual(shares);
  });

  test('leaves the rules of HTTP ports as they are without others', () => {
    const manners = { timeout: Duration.seconds(3), testers: MATCH, rules: [{ match: [HttpMatch.pathExact('/')], timeout: Duration.seconds(1) }] };
    expect(rulesOf({ ...manners, ports: PORTS }).spec.http).toEqual(rulesOf({ ...manners, ports: PORTS.slice(0, 2) }).spec.http);
  });

  test('leaves what acts on requests to the HTTP ports', () => {
    const { tcp, tls } = rulesOf({ ports: PORTS, timeout: Duration.seconds(3), testers: MATCH }).spec;
    expect([...tcp, ...tls].map((rule) => Object.keys(rule).sort())).toEqual([['match', 'route'], ['match', 'route']]);
  });

  test('is not taken by a rule that is added, which acts on requests', () => {
    const chart = bookinfo();
    const service = reviews({ ports: PORTS, versions: [V1, V2] }, chart);
    service.addRoute(HttpRoute.forward({ match: MATCH, to: [Destination.version(V2)] }));
    expect(connect(only(synthesised(chart), 'VirtualService'), { port: 9000 })).toEqual({ v1: 100 });
  });
});

describe('connections of the other strategies', () => {
  const ports = [ServicePort.http(8080), TCP];

  test.each([[BlueGreenSlot.BLUE, { v1: 100 }], [BlueGreenSlot.GREEN, { v2: 100 }]])('go to the active slot: %s', (active, shares) => {
    const chart = bookinfo();
    new BlueGreenService(chart, 'reviews', { ports, blue: V1, green: V2, active, previewers: MATCH });
    expect(connect(only(synthesised(chart), 'VirtualService'), { port: 9000 })).toEqual(shares);
  });

  test('go to the default version of a service that is routed by header', () => {
    const chart = bookinfo();
    new HeaderRoutedService(chart, 'reviews', { ports, versions: [V1, V2], defaultVersion: V1, routes: [{ match: MATCH, version: V2 }] });
    expect(connect(only(synthesised(chart), 'VirtualService'), { port: 9000 })).toEqual({ v1: 100 });
  });

  test('go to stable, without copies to the shadow', () => {
    const chart = bookinfo();
    new MirroredService(chart, 'reviews', { ports, stable: V1, shadow: V2 });
    const rules = only(synthesised(chart), 'VirtualService');
    expect(connect(rules, { port: 9000 })).toEqual({ v1: 100 });
    expect(rules.spec.tcp[0]).not.toHaveProperty('mirrors');
  });

  test('go to another Service, where a version is behind one', () => {
    const v2 = ServiceVersion.host('v2', 'reviews-v2', { port: 9100 });
    const [{ route }] = rulesOf({ canary: v2 }).spec.tcp;
    expect(route.map(({ destination }: any) => destination)).toEqual([
      { host: HOST, subset: 'v1', port: { number: 9000 } }, { host: 'reviews-v2.bookinfo.svc.cluster.local', port: { number: 9100 } },
    ]);
  });

  test('are never led to one port of another Service from several', () => {
    const v2 = ServiceVersion.host('v2', 'reviews-v2', { port: 9100 });
    expect(codeOf(() => canary({ canary: v2, ports }))).toBe('HostPortAmbiguous');
  });

  test.each([
    ['blue and green', (chart: ReturnType<typeof bookinfo>) => new BlueGreenService(chart, 'reviews', { ports: [TCP], blue: V1, active: BlueGreenSlot.BLUE })],
    ['header', (chart: ReturnType<typeof bookinfo>) => new HeaderRoutedService(chart, 'reviews', { ports: [TCP], versions: [V1], defaultVersion: V1 })],
    ['mirror', (chart: ReturnType<typeof bookinfo>) => new MirroredService(chart, 'reviews', { ports: [TCP], stable: V1 })],
  ])('need no HTTP port: %s', (_kind, program) => {
    const chart = bookinfo();
    program(chart);
    expect(connect(only(synthesised(chart), 'VirtualService'), { port: 9000 })).toEqual({ v1: 100 });
  });
});

describe('what acts on requests is refused where Istio sees connections only', () => {
  const MANNERS: Required<HttpRouteOptions> = {
    timeout: Duration.seconds(1),
    retries: RetryPolicy.none(),
    fault: { abort: FaultAbort.httpStatus(503, 1) },
    mirrors: [Mirror.host('copies')],
    headers: {},
    rewrite: { uri: '/' },
    cors: { allowOrigins: [CorsOrigin.exact('*')] },
  };

  test.each(Object.keys(MANNERS) as (keyof HttpRouteOptions)[])('%s', (key) => {
    const program = () => canary({ ports: [TCP, TLS], [key]: MANNERS[key] });
    expect(messageOf(program)).toBe(
      `[bookinfo/reviews] HttpPortMissing: ${key === 'mirrors' ? 'mirrors[0]' : key} must be left out of a service without a port that speaks HTTP, HTTP/2 or gRPC, `
      + 'got ports of which Istio sees connections only (tcp 9000, tls 9443); it acts on requests: remove it, or declare the port by ServicePort.http(), http2() '
      + 'or grpc() if that is what is spoken there',
    );
    expect(() => canary({ ports: [TCP, ServicePort.http(8080)], [key]: MANNERS[key] })).not.toThrow();
  });

  test.each<[string, () => unknown]>([
    ['testers', () => canary({ testers: MATCH })],
    ['rules[0]', () => canary({ rules: [{ match: MATCH }] })],
    ['previewers', () => new BlueGreenService(bookinfo(), 'reviews', { ports: [TCP], blue: V1, green: V2, active: BlueGreenSlot.BLUE, previewers: MATCH })],
    ['routes[0]', () => new HeaderRoutedService(bookinfo(), 'reviews', {
      ports: [TCP], versions: [V1, V2], defaultVersion: V1, routes: [{ match: MATCH, version: V2 }],
    })],
    ['shadow', () => new MirroredService(bookinfo(), 'reviews', { ports: [TCP], stable: V1, shadow: V2 })],
    ['routes[0]', () => reviews({ ports: [TCP], routes: [HttpRoute.redirect({ match: MATCH, uri: '/' })] })],
    ['routes[0]', () => reviews({ ports: [TCP] }).addRoute(HttpRoute.redirect({ match: MATCH, uri: '/' }))],
    ['exposures[0]', () => canary({ exposures: [Exposure.gateway(EDGE, { hosts: ['a.example.com'] })] })],
  ])('%s', (prop, program) => {
    expect(messageOf(program)).toContain(`HttpPortMissing: ${prop} must be left out`);
  });

  test('but not what is said for the whole mesh, or says nothing', () => {
    const chart = bookinfo();
    MeshSettings.of(chart, { defaultRetries: RetryPolicy.none() });
    new CanaryService(chart, 'reviews', { ports: [TCP], stable: V1, canary: V2, testers: [], rules: [], mirrors: [] });
    expect(only(synthesised(chart), 'VirtualService').spec.tcp).toHaveLength(1);
  });
});

describe('an exposure of connections', () => {
  test('leads a TCP port of a gateway to a port of the service, with the same weights', () => {
    const manifests = canary({ exposures: [Exposure.mesh(), Exposure.tcp(EDGE, { gatewayPort: 31_900 })] });
    expect(named(manifests, 'VirtualService', 'reviews-edge').spec).toEqual({
      hosts: ['*'],
      gateways: ['istio-ingress/edge'],
      tcp: [{ match: [{ port: 31_900 }], route: named(manifests, 'VirtualService', 'reviews').spec.tcp[0].route }],
    });
  });

  test('takes the port of the service for that of the gateway, unless another is said', () => {
    expect(rulesOf({ exposures: [Exposure.tcp(EDGE)] }).spec.tcp[0].match).toEqual([{ port: 9000 }]);
    expect(rulesOf({ ports: [TLS], exposures: [Exposure.tcp(EDGE)] }).spec.tcp[0].match).toEqual([{ port: 9443 }]);
  });

  test('passes TLS on to the service whose host is named, on every port of the gateway or on one', () => {
    const hosts = ['reviews.example.com', '*.reviews.example.com'];
    const { spec } = rulesOf({ ports: [TCP, TLS], exposures: [Exposure.tlsPassthrough(EDGE, { hosts })] });
    expect(spec).toMatchObject({ hosts, gateways: ['istio-ingress/edge'], tls: [{ match: [{ sniHosts: hosts }] }] });
    expect(spec.tls[0].route[0].destination.port).toEqual({ number: 9443 });
    expect(connect(rulesOf({ ports: [TLS], exposures: [Exposure.tlsPassthrough(EDGE, { hosts })] }), { port: 443, sni: 'a.reviews.example.com' }))
      .toEqual({ v1: 90, v2: 10 });
    expect(rulesOf({ ports: [TLS], exposures: [Exposure.tlsPassthrough(EDGE, { hosts, gatewayPort: 8443 })] }).spec.tls[0].match)
      .toEqual([{ sniHosts: hosts, port: 8443 }]);
  });

  test('may lead to a port whose protocol is not said, as long as Istio sees no requests there', () => {
    const port = (exposure: Exposure) => {
      const { tcp = [], tls = [] } = rulesOf({ ports: [TLS, ServicePort.tcp(9001), TCP], exposures: [exposure] }).spec;
      return [...tcp, ...tls][0].route[0].destination.port.number;
    };
    expect(port(Exposure.tcp(EDGE))).toBe(9001);
    expect(port(Exposure.tcp(EDGE, { port: 9443 }))).toBe(9443);
    expect(port(Exposure.tlsPassthrough(EDGE, { hosts: ['a.example.com'], port: 9000 }))).toBe(9000);
  });

  test('stands beside one of requests, and may have a name', () => {
    const manifests = canary({
      ports: [ServicePort.http(8080), TCP, TLS],
      exposures: [
        Exposure.mesh(),
        Exposure.gateway(EDGE, { hosts: ['reviews.example.com'] }),
        Exposure.tcp(EDGE, { virtualServiceName: 'stream' }),
        Exposure.tlsPassthrough(EDGE, { hosts: ['reviews.example.com'] }),
      ],
    });
    expect(manifests.filter(({ kind }) => kind === 'VirtualService').map(({ metadata, spec }) => [metadata.name, Object.keys(spec).sort()])).toEqual([
      ['reviews', ['hosts', 'http', 'tcp', 'tls']],
      ['reviews-edge', ['gateways', 'hosts', 'http']],
      ['stream', ['gateways', 'hosts', 'tcp']],
      ['reviews-edge-4', ['gateways', 'hosts', 'tls']],
    ]);
  });

  test('is taken by a gateway of the app', () => {
    const chart = bookinfo();
    const edge = new Gateway(chart, 'edge', { servers: [GatewayServer.tcp(9000), GatewayServer.tlsPassthrough(['*.example.com'])] });
    new CanaryService(chart, 'reviews', {
      ports: [TCP, TLS], stable: V1, exposures: [Exposure.tcp(edge), Exposure.tlsPassthrough(edge, { hosts: ['reviews.example.com'] })],
    });
    expect(only(synthesised(chart), 'Gateway').spec.servers).toEqual([
      { port: { number: 9000, name: 'tcp-9000', protocol: 'TCP' }, hosts: ['*'] },
      { port: { number: 443, name: 'tls-443', protocol: 'TLS' }, hosts: ['*.example.com'], tls: { mode: 'PASSTHROUGH' } },
    ]);
  });

  const A = ['a.example.com'];

  test.each<[string, Exposure[], string, string]>([
    ['with an HTTP port', [Exposure.mesh(), Exposure.tcp(EDGE, { port: 8080 })], 'ExposurePortUnknown', 'exposures[1].port must be a TCP or TLS port of the service (9000, 9443)'],
    ['with a port of the gateway that is none', [Exposure.mesh(), Exposure.tcp(EDGE, { gatewayPort: 0 })], 'InvalidPort', 'exposures[1].gatewayPort'],
    ['at a gateway that is none', [Exposure.mesh(), Exposure.tcp(Gateway.fromName(''))], 'GatewayUnknown', 'exposures[1].gateway.gatewayName'],
    ['without hosts', [Exposure.mesh(), Exposure.tlsPassthrough(EDGE, { hosts: [] })], 'HostsMissing', 'exposures[1].hosts'],
    ['with a host that no client names', [Exposure.mesh(), Exposure.tlsPassthrough(EDGE, { hosts: ['A.example.com'] })], 'InvalidHost', 'exposures[1].hosts[0]'],
    ['with a host that the gateway does not serve', [
      Exposure.mesh(), Exposure.tlsPassthrough(Gateway.fromName('edge', { hosts: ['*.example.org'] }), { hosts: A }),
    ], 'HostNotOnGateway', 'exposures[1].hosts[0]'],
    ['twice on one port of a gateway', [Exposure.mesh(), Exposure.tcp(EDGE), Exposure.tcp(EDGE, { gatewayPort: 9000 })], 'ExposuresOverlap', 'exposures[2] must take other connections'],
    ['twice with one host', [
      Exposure.mesh(), Exposure.tlsPassthrough(EDGE, { hosts: A }), Exposure.tlsPassthrough(EDGE, { hosts: [...A, 'b.example.com'], gatewayPort: 443 }),
    ], 'ExposuresOverlap', 'exposures[2]'],
    ['alone, while there are HTTP ports', [Exposure.tcp(EDGE)], 'ExposuresMissing', 'exposures must have one for the requests to the HTTP ports'],
  ])('is refused %s', (_mistake, exposures, code, complaint) => {
    const program = () => canary({ ports: [ServicePort.http(8080), TCP, TLS], exposures });
    expect(codeOf(program)).toBe(code);
    expect(messageOf(program)).toContain(complaint);
  });

  test('is refused without a port to lead to', () => {
    expect(messageOf(() => canary({ ports: [ServicePort.http(8080)], exposures: [Exposure.mesh(), Exposure.tcp(EDGE)] })))
      .toContain('exposures[1].port must be a TCP or TLS port of the service (it has none), got nothing');
  });

  test('cannot have what another service of the app has', () => {
    const two = (...exposures: Exposure[]) => {
      const chart = bookinfo();
      exposures.forEach((exposure, index) => new CanaryService(chart, `service-${index}`, { ports: [TCP, TLS], stable: V1, exposures: [exposure] }));
    };
    expect(messageOf(() => two(Exposure.tcp(EDGE), Exposure.tcp(EDGE)))).toContain('ExposuresOverlap: exposures[0] must take other connections');
    expect(codeOf(() => two(Exposure.tlsPassthrough(EDGE, { hosts: A }), Exposure.tlsPassthrough(EDGE, { hosts: A })))).toBe('ExposuresOverlap');
    expect(() => two(Exposure.tcp(EDGE), Exposure.tcp(EDGE, { gatewayPort: 9001 }))).not.toThrow();
    expect(() => two(Exposure.tlsPassthrough(EDGE, { hosts: A }), Exposure.tlsPassthrough(EDGE, { hosts: ['*.example.com'] }))).not.toThrow();
    expect(() => two(Exposure.tcp(EDGE), Exposure.tlsPassthrough(EDGE, { hosts: A }))).not.toThrow();
  });
});
