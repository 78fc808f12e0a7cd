import { App, Chart, Duration } from 'cdk8s';
import {
  BackendService, CanaryService, CanaryServiceProps, CanaryTraffic, Destination, Exposure, Gateway,
  GatewayExposureOptions, GatewayServer, HttpMatch, HttpRewrite, HttpRoute, ServicePort, ServiceVersion, VirtualService,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, V1, V2, virtualService } from '../support/chart';
import { named, only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import { ask } from '../support/requests';

const HOSTS = ['shop.example.com'];
const PUBLIC = Gateway.fromName('public', { namespace: 'istio-ingress' });

function behind(options: Partial<GatewayExposureOptions> = {}, gateway = PUBLIC): Exposure {
  return Exposure.gateway(gateway, { hosts: HOSTS, ...options });
}

function exposed(exposures: Exposure[], props: Partial<CanaryServiceProps> = {}) {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(8080)], stable: V1, canary: V2, traffic: CanaryTraffic.weight(25), exposures, ...props,
  });
  return synthesised(chart);
}

describe('an exposure through a gateway', () => {
  test('has a VirtualService of its own, bound to the gateway alone, with the same weights as the mesh', () => {
    const manifests = exposed([Exposure.mesh(), behind()]);
    const inside = named(manifests, 'VirtualService', 'reviews');
    const outside = named(manifests, 'VirtualService', 'reviews-public');
    expect(inside.spec).not.toHaveProperty('gateways');
    expect(outside.spec).toMatchObject({ hosts: HOSTS, gateways: ['istio-ingress/public'] });
    expect(outside.spec.http).toEqual(inside.spec.http);
  });

  test('sends to the port of the service, not of the gateway', () => {
    const ports = [ServicePort.http(8080), ServicePort.grpc(9090)];
    const route = (options: Partial<GatewayExposureOptions>) => only(exposed([behind(options)], { ports }), 'VirtualService').spec.http[0];
    expect(route({}).route[0].destination.port).toEqual({ number: 8080 });
    expect(route({ port: 9090 }).route[0].destination.port).toEqual({ number: 9090 });
    expect(route({})).not.toHaveProperty('match');
  });

  test('takes rules that are added later', () => {
    const chart = bookinfo();
    const service = reviews({ exposures: [Exposure.mesh(), behind({ pathPrefix: '/reviews', strip: true })] }, chart);
    service.addRoute(HttpRoute.forward({ name: 'reports', match: [HttpMatch.pathPrefix('/reports')], to: [Destination.version(V1)] }));
    const outside = named(synthesised(chart), 'VirtualService', 'reviews-public');
    expect(ask(outside, { path: '/reviews/reports/1' })).toMatchObject({ rule: { name: 'reports' }, path: '/reports/1' });
    expect(service.virtualServices.map(({ apiObject }) => apiObject.name)).toEqual(['reviews', 'reviews-public']);
  });

  test('may share the gateway with another one that has other hosts or paths', () => {
    const manifests = exposed([behind({ pathPrefix: '/reviews' }), behind({ pathPrefix: '/ratings/' }), behind({ hosts: ['a.example.com'] })]);
    expect(manifests.filter(({ kind }) => kind === 'VirtualService').map(({ metadata }) => metadata.name))
      .toEqual(['reviews-public', 'reviews-public-2', 'reviews-public-3']);
  });

  test('may have a name given to it', () => {
    expect(only(exposed([behind({ virtualServiceName: 'shop' })]), 'VirtualService').metadata.name).toBe('shop');
  });

  test('keeps a rewrite of the rule\'s own, which sees no prefix either', () => {
    const rewrite: HttpRewrite = { uri: '/v2/reports' };
    const rules = [{ name: 'reports', match: [HttpMatch.pathPrefix('/reports')], rewrite }];
    const manifests = exposed([Exposure.mesh(), behind({ pathPrefix: '/reviews', strip: true })], { rules });
    expect(ask(named(manifests, 'VirtualService', 'reviews'), { path: '/reports/1' })?.path).toBe('/v2/reports/1');
    expect(ask(named(manifests, 'VirtualService', 'reviews-public'), { path: '/reviews/reports/1' })?.path).toBe('/v2/reports/1');
  });

  test('answers and redirects as in the mesh, to addresses that exist outside', () => {
    const chart = bookinfo();
    const service = reviews({ exposures: [behind({ pathPrefix: '/reviews', strip: true })], timeout: Duration.seconds(3) }, chart);
    service.addRoute(HttpRoute.respond({ match: [HttpMatch.pathExact('/ping')], status: 200, body: 'pong' }));
    service.addRoute(HttpRoute.redirect({ match: [HttpMatch.pathExact('/old')], uri: '/new' }));
    service.addRoute(HttpRoute.redirect({ match: [HttpMatch.pathExact('/away')], uri: '/new', authority: 'www.example.org' }));
    service.addRoute(HttpRoute.redirect({ match: [HttpMatch.pathExact('/elsewhere')], authority: 'www.example.org' }));
    service.addRoute(HttpRoute.redirect({ match: [HttpMatch.pathPrefix('/moved')], prefixRewrite: '/there' }));
    const outside = only(synthesised(chart), 'VirtualService');
    const ruleFor = (path: string) => ask(outside, { path: `/reviews${path}` })?.rule;
    expect(ruleFor('/ping')).toEqual({ match: [{ uri: { exact: '/reviews/ping' } }], directResponse: { status: 200, body: { string: 'pong' } } });
    expect(ruleFor('/old').redirect).toMatchObject({ uri: '/reviews/new' });
    expect(ruleFor('/away').redirect).toMatchObject({ uri: '/new', authority: 'www.example.org' });
    expect(ruleFor('/elsewhere').redirect).not.toHaveProperty('uri');
    expect(ruleFor('/old')).not.toHaveProperty('rewrite');
    expect(ruleFor('/moved/1').redirect).toMatchObject({ prefixRewrite: '/reviews/there' });
  });

  test('whose prefix is the root has the hosts to itself', () => {
    expect(only(exposed([behind({ pathPrefix: '/', strip: true })]), 'VirtualService').spec.http)
      .toEqual(only(exposed([behind()]), 'VirtualService').spec.http);
  });

  test('takes a path prefix literally, whatever it is made of', () => {
    const outside = only(exposed([behind({ pathPrefix: '/a.b+c', strip: true })]), 'VirtualService');
    expect(ask(outside, { path: '/a.b+c/1' })?.path).toBe('/1');
  });
});

describe('a service that exists already', () => {
  test('is not written again, and gives its name to everything else', () => {
    const manifests = exposed([Exposure.mesh()], { service: BackendService.existing('ratings') });
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'DestinationRule ratings', 'Deployment ratings-v1', 'Deployment ratings-v2', 'VirtualService ratings',
    ]);
    expect(only(manifests, 'VirtualService').spec.hosts).toEqual(['ratings.bookinfo.svc.cluster.local']);
  });

  test('selects the pods that are made here, whatever its labels are', () => {
    const service = BackendService.existing('ratings', { selector: { component: 'ratings', tier: 'backend' } });
    const { spec } = named(exposed([Exposure.mesh()], { service }), 'Deployment', 'ratings-v1');
    expect(spec.template.metadata.labels).toEqual({ component: 'ratings', tier: 'backend', version: 'v1' });
    expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
  });

  test('may be called otherwise by the workloads', () => {
    const manifests = exposed([Exposure.mesh()], { service: BackendService.existing('ratings'), name: 'stars' });
    expect(named(manifests, 'Deployment', 'stars-v1').spec.template.metadata.labels.app).toBe('ratings');
    expect(named(manifests, 'VirtualService', 'stars').spec.hosts).toEqual(['ratings.bookinfo.svc.cluster.local']);
  });

  test('cannot select by the version', () => {
    const service = BackendService.existing('ratings', { selector: { app: 'ratings', version: 'v1' } });
    expect(messageOf(() => exposed([], { service }))).toContain('LabelsNotSelected: canary.labels["version"] must be "v1", by which the Service selects');
  });

  test.each([
    ['a name that is none', BackendService.existing('Ratings'), 'InvalidServiceName'],
    ['an empty selector', BackendService.existing('ratings', { selector: {} }), 'LabelsMissing'],
    ['a label that is none', BackendService.existing('ratings', { selector: { app: '-' } }), 'InvalidLabel'],
  ])('cannot have %s', (_mistake, service, code) => {
    expect(codeOf(() => exposed([Exposure.mesh()], { service }))).toBe(code);
  });
});

describe('a mistake in an exposure', () => {
  const gateway = new Gateway(bookinfo(), 'other-app', { servers: [GatewayServer.http(['*'])] });

  test.each([
    ['no exposures', [], 'ExposuresMissing', 'exposures must have'],
    ['no hosts', [behind({ hosts: [] })], 'HostsMissing', 'exposures[0].hosts must name'],
    ['a prefix without its slash', [behind({ pathPrefix: 'reviews' })], 'InvalidPath', 'exposures[0].pathPrefix must begin'],
    ['nothing to strip', [behind({ strip: true })], 'PathPrefixMissing', 'exposures[0].pathPrefix must be given'],
    ['the mesh twice', [Exposure.mesh(), Exposure.mesh()], 'ExposuresOverlap', 'exposures[1] must take'],
    ['a prefix within another', [behind({ pathPrefix: '/a' }), behind({ pathPrefix: '/a/b' })], 'ExposuresOverlap', 'exposures[1] must take'],
    ['a host within a wildcard', [behind({ hosts: ['*.example.com'] }), behind()], 'ExposuresOverlap', 'exposures[1] must take'],
    ['a port that the service does not have', [behind({ port: 80 })], 'ExposurePortUnknown', 'exposures[0].port must be'],
    ['a gateway of another app', [behind({}, gateway)], 'GatewayUnknown', 'must be'],
  ])('%s is told with its place', (_mistake, exposures, code, text) => {
    const message = messageOf(() => exposed(exposures));
    expect(message).toContain(`[bookinfo/reviews] ${code}: `);
    expect(message).toContain(text);
  });

  test('is a host that the gateway does not serve', () => {
    const known = Gateway.fromName('public', { hosts: ['*.example.com'] });
    expect(messageOf(() => exposed([behind({ hosts: ['shop.example.org'] }, known)]))).toContain(
      'HostNotOnGateway: exposures[0].hosts[0] must be a host that gateway public serves (*.example.com), got "shop.example.org"',
    );
    expect(() => exposed([behind({ hosts: ['shop.example.com'] }, known)])).not.toThrow();
  });

  test('is a rule for paths that no exposure lets through', () => {
    const rules = [{ match: [HttpMatch.pathPrefix('/reports')] }];
    expect(messageOf(() => exposed([behind({ pathPrefix: '/reviews' })], { rules }))).toContain('RouteHidden: rules[0] must take some request that an exposure');
    expect(() => exposed([Exposure.mesh(), behind({ pathPrefix: '/reviews' })], { rules })).not.toThrow();
    const route = HttpRoute.forward({ match: [HttpMatch.pathExact('/reports')], to: [Destination.version(V1)] });
    expect(codeOf(() => reviews({ exposures: [behind({ pathPrefix: '/reviews' })] }).addRoute(route))).toBe('RouteHidden');
  });

  test('is a pattern under a prefix that stays, or one that is anchored under a prefix that is stripped', () => {
    const rules = [{ match: [HttpMatch.pathRegex('^/a.*')] }];
    expect(codeOf(() => exposed([behind({ pathPrefix: '/reviews' })], { rules }))).toBe('MatchesIncompatible');
    expect(codeOf(() => exposed([behind({ pathPrefix: '/reviews', strip: true })], { rules }))).toBe('InvalidRegex');
  });

  test('is a pattern that the prefix makes too long', () => {
    const rules = [{ match: [HttpMatch.pathRegex(`/${'a'.repeat(1020)}`)] }];
    expect(codeOf(() => exposed([behind({ pathPrefix: '/reviews', strip: true })], { rules }))).toBe('InvalidRegex');
  });

  const widePath = { match: [HttpMatch.pathPrefix('/re')] };
  const stays = [behind({ pathPrefix: '/reviews' })];

  test('is a rewrite of a path that a prefix which stays would make longer: the mesh and the gateway would rewrite differently', () => {
    const text = 'must be left to rules for paths below /reviews, which stays in the path, got "/x"; name such a path in the match, or strip the prefix';
    expect(messageOf(() => exposed(stays, { rules: [{ ...widePath, rewrite: { uri: '/x' } }] }))).toBe(
      `[bookinfo/reviews] RewriteConflict: rules[0].rewrite.uri ${text}`,
    );
    expect(codeOf(() => exposed(stays, { rewrite: { uri: '/x' } }))).toBe('RewriteConflict');
    const route = HttpRoute.redirect({ ...widePath, prefixRewrite: '/x' });
    expect(messageOf(() => reviews({ exposures: stays }).addRoute(route))).toBe(`[bookinfo/reviews] RewriteConflict: routes[0].prefixRewrite ${text}`);
    const below = { match: [HttpMatch.pathPrefix('/reviews/a'), HttpMatch.pathExact('/reviews/b')], rewrite: { uri: '/x' } };
    expect(ask(only(exposed(stays, { rules: [below] }), 'VirtualService'), { path: '/reviews/a/1' })?.path).toBe('/x/1');
  });

  test('is a rewrite by a pattern where the prefix is stripped', () => {
    const rules = [{ match: [HttpMatch.pathPrefix('/a')], rewrite: { uriRegex: { match: '^/a', rewrite: '/b' } } }];
    expect(codeOf(() => exposed([behind({ pathPrefix: '/reviews', strip: true })], { rules }))).toBe('RewriteConflict');
  });
});

describe('hosts and paths behind a gateway', () => {
  const twoServices = (first: Partial<GatewayExposureOptions>, second: Partial<GatewayExposureOptions>, gateway = PUBLIC) => {
    const chart = bookinfo();
    reviews({ exposures: [behind(first)] }, chart);
    new CanaryService(chart, 'ratings', { ports: [ServicePort.http(8080)], stable: V1, exposures: [behind(second, gateway)] });
  };

  test.each([
    ['the same path', { pathPrefix: '/a' }, { pathPrefix: '/a/' }],
    ['a path within another', { pathPrefix: '/a' }, { pathPrefix: '/a/b' }],
    ['all of a host', {}, {}],
    ['all of a wildcard\'s host', { hosts: ['*.example.com'] }, { hosts: HOSTS }],
  ])('belong to one service of an app: %s', (_kind, first, second) => {
    expect(messageOf(() => twoServices(first, second))).toBe(
      '[bookinfo/ratings] ExposuresOverlap: exposures[0] must take other requests than those of every other service of the app, '
      + 'got hosts and paths that bookinfo/reviews has on the same gateway; '
      + 'give one of them another host, or a path prefix that does not lie within the other',
    );
  });

  test('may be shared by a service for a path and one for all the rest, and by services on different gateways', () => {
    expect(() => twoServices({}, { pathPrefix: '/ratings' })).not.toThrow();
    expect(() => twoServices({ pathPrefix: '/a' }, { pathPrefix: '/ab' })).not.toThrow();
    expect(() => twoServices({}, {}, Gateway.fromName('public', { namespace: 'other' }))).not.toThrow();
  });
});

describe('a host in the mesh', () => {
  test('belongs to one service of an app, and the second one is told which has it', () => {
    const app = new App();
    reviews({}, new Chart(app, 'bookinfo', { namespace: 'bookinfo' }));
    const other = new Chart(app, 'other', { namespace: 'bookinfo' });
    expect(messageOf(() => reviews({ versions: [ServiceVersion.labels('v3', { version: 'v3' })] }, other))).toBe(
      '[other/reviews] HostClaimedTwice: hosts[0] must be a host that nothing else in the app has in the mesh, '
      + 'got "reviews.bookinfo.svc.cluster.local", which bookinfo/reviews has; '
      + 'give both to one construct, or another name to one of them: Istio ignores the younger of two VirtualServices',
    );
  });

  test('cannot be given to a VirtualService of one\'s own as well, short or in full', () => {
    const chart = bookinfo();
    virtualService({}, chart);
    expect(codeOf(() => new VirtualService(chart, 'again', { hosts: ['ratings.bookinfo.svc.cluster.local'] }))).toBe('HostClaimedTwice');
  });

  test('is another one in another namespace, on a gateway, or in another chart whose namespace is not known', () => {
    const app = new App();
    for (const [id, props] of [['a', { namespace: 'a' }], ['b', { namespace: 'b' }], ['c', {}], ['d', {}]] as const) {
      expect(() => reviews({}, new Chart(app, id, props))).not.toThrow();
    }
    const chart = new Chart(app, 'e', { namespace: 'a' });
    expect(() => reviews({ exposures: [behind()] }, chart)).not.toThrow();
  });
});
