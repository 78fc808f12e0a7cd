import { App, Chart } from 'cdk8s';
import {
  Destination, Exposure, Gateway, HeaderMatch, HttpFault, HttpMatch, HttpMatchOptions, HttpRoute, HttpRouteMethod, PathMatch, QueryMatch, TcpRoute,
  TextMatch, TlsMatch, TlsRoute, VirtualService,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { RATINGS, reviews, V1 } from '../support/chart';
import { merged } from '../support/delegates';
import { Manifest, named } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import { ask } from '../support/requests';

const PUBLIC = Gateway.fromName('public', { namespace: 'edge' });
const root = (http: HttpRoute[], chart: Chart, gateways = [PUBLIC]) => new VirtualService(chart, 'shop', { hosts: ['shop.example.com'], gateways, http });
const forward = (match: HttpMatch[] | undefined, name?: string) => HttpRoute.forward({ name, match, to: [RATINGS] });

/** What istiod makes of a rule that delegates with this match to a rule with that one; fails if the library refuses it. */
function joined(outer: HttpMatch[] | undefined, own: HttpMatch[] | undefined): any[] {
  const chart = bookinfo();
  const team = VirtualService.delegate(chart, 'team', { http: [forward(own)] });
  root([HttpRoute.delegate({ match: outer, to: team })], chart);
  const manifests = synthesised(chart);
  return merged(named(manifests, 'VirtualService', 'shop'), manifests).spec.http;
}

const of = (...options: HttpMatchOptions[]) => options.map((one) => HttpMatch.of(one));

test('a delegate has no hosts, and is named with its namespace where another one delegates to it', () => {
  const app = new App();
  const team = VirtualService.delegate(new Chart(app, 'team', { namespace: 'team' }), 'reviews', { name: 'reviews-routes', http: [forward(undefined)], exportTo: ['edge'] });
  const edge = new Chart(app, 'edge', { namespace: 'edge' });
  root([HttpRoute.delegate({ name: 'reviews', match: [HttpMatch.pathPrefix('/reviews')], to: team })], edge);
  expect([team.virtualServiceName, team.virtualServiceNamespace]).toEqual(['reviews-routes', 'team']);
  expect(named(synthesised(Chart.of(team)), 'VirtualService', 'reviews-routes').spec).toEqual({
    exportTo: ['edge'], http: [{ route: [{ destination: { host: 'ratings' } }] }],
  });
  expect(named(synthesised(edge), 'VirtualService', 'shop').spec.http).toEqual([
    { name: 'reviews', match: [{ uri: { prefix: '/reviews' } }], delegate: { name: 'reviews-routes', namespace: 'team' } },
  ]);
});

test('a delegate may be one that exists elsewhere, of which nothing is known', () => {
  const chart = bookinfo();
  root([
    HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/a')], to: VirtualService.fromName('a') }),
    HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/b')], to: VirtualService.fromName('b', { namespace: 'team' }) }),
  ], chart);
  expect(named(synthesised(chart), 'VirtualService', 'shop').spec.http.map(({ delegate }: any) => delegate)).toEqual([{ name: 'a' }, { name: 'b', namespace: 'team' }]);
});

test('rules may be added to a delegate, and one without any is a mistake', () => {
  const chart = bookinfo();
  const team = VirtualService.delegate(chart, 'team');
  expect(messageOf(() => synthesised(chart))).toContain('[bookinfo/team] RoutesMissing: ');
  team.addHttpRoute(forward(undefined));
  expect(synthesised(chart)).toHaveLength(1);
  expect(codeOf(() => team.addHttpRoute(forward(undefined)))).toBe('RouteAfterCatchAll');
});

test('what a rule says of the way holds for the rules to which it delegates', () => {
  const fault: HttpFault = {};
  expect(codeOf(() => root([HttpRoute.delegate({ to: VirtualService.fromName('a'), fault })], bookinfo()))).toBe('FaultMissing');
  const chart = bookinfo();
  root([HttpRoute.delegate({ to: VirtualService.fromName('a'), headers: { response: { set: { 'x-edge': '1' } } } })], chart);
  expect(named(synthesised(chart), 'VirtualService', 'shop').spec.http[0]).toEqual({ delegate: { name: 'a' }, headers: { response: { set: { 'x-edge': '1' } } } });
});

describe('Istio joins', () => {
  test.each<[string, HttpMatch[] | undefined, HttpMatch[] | undefined, any[]]>([
    ['no match with any', undefined, of({ path: PathMatch.prefix('/a') }), [{ uri: { prefix: '/a' } }]],
    ['any match with none', of({ path: PathMatch.prefix('/a') }), undefined, [{ uri: { prefix: '/a' } }]],
    ['a path prefix with a longer one', of({ path: PathMatch.prefix('/a') }), of({ path: PathMatch.prefix('/a/b') }), [{ uri: { prefix: '/a/b' } }]],
    ['a path prefix with a path below it', of({ path: PathMatch.prefix('/a') }), of({ path: PathMatch.exact('/a') }), [{ uri: { exact: '/a' } }]],
    ['a path with a header', of({ path: PathMatch.prefix('/a') }), of({ headers: [HeaderMatch.present('x')] }), [{ uri: { prefix: '/a' }, headers: { x: {} } }]],
    ['each alternative with the one that it is within', of({ path: PathMatch.prefix('/a') }, { path: PathMatch.prefix('/b') }),
      of({ path: PathMatch.prefix('/b/1') }, { path: PathMatch.exact('/a') }), [{ uri: { prefix: '/b/1' } }, { uri: { exact: '/a' } }]],
    ['paths in any case', of({ path: PathMatch.prefix('/a', { ignoreCase: true }) }), of({ path: PathMatch.prefix('/a/b', { ignoreCase: true }) }),
      [{ uri: { prefix: '/a/b' }, ignoreUriCase: true }]],
    ['gateways with no callers', of({ gateways: [PUBLIC] }), of({ port: 443 }), [{ gateways: ['edge/public'], port: 443 }]],
    ['one namespace with the same', of({ sourceNamespace: 'a' }), of({ sourceNamespace: 'a', port: 443 }), [{ sourceNamespace: 'a', port: 443 }]],
  ])('%s', (_kind, outer, own, expected) => {
    const [{ match }] = joined(outer, own);
    expect(match).toEqual(expected.map((one) => expect.objectContaining(one)));
  });
});

describe('a rule of a delegate', () => {
  test.each<[string, HttpMatchOptions, HttpMatchOptions]>([
    ['a path outside the prefix', { path: PathMatch.prefix('/a') }, { path: PathMatch.prefix('/b') }],
    ['a wider path', { path: PathMatch.prefix('/a/b') }, { path: PathMatch.prefix('/a') }],
    ['a path without the slash that the prefix ends in', { path: PathMatch.prefix('/a/') }, { path: PathMatch.exact('/a') }],
    ['a prefix within one path', { path: PathMatch.exact('/a') }, { path: PathMatch.prefix('/a') }],
    ['a pattern below a prefix', { path: PathMatch.prefix('/a') }, { path: PathMatch.regex('/a/.*') }],
    ['a path below a pattern', { path: PathMatch.regex('/a.*') }, { path: PathMatch.exact('/a') }],
    ['another case', { path: PathMatch.prefix('/a') }, { path: PathMatch.prefix('/A/b') }],
    ['a path in any case below one in this case', { path: PathMatch.prefix('/a') }, { path: PathMatch.prefix('/a/b', { ignoreCase: true }) }],
    ['no path below one in any case', { path: PathMatch.prefix('/a', { ignoreCase: true }) }, { port: 80 }],
    ['another value of a header', { headers: [HeaderMatch.exact('x', '1')] }, { headers: [HeaderMatch.exact('x', '2')] }],
    ['a value of a header that has to be there', { headers: [HeaderMatch.present('x')] }, { headers: [HeaderMatch.exact('x', '2')] }],
    ['another header in another case', { headers: [HeaderMatch.exact('x', '1')] }, { headers: [HeaderMatch.exact('X', '2')] }],
    ['a header that must not begin so, beside one that must not be so', { withoutHeaders: [HeaderMatch.prefix('x', 'a')] }, { withoutHeaders: [HeaderMatch.exact('x', 'ab')] }],
    ['another method', { method: HttpRouteMethod.GET }, { method: HttpRouteMethod.PUT }],
    ['another query', { query: [QueryMatch.exact('q', '1')] }, { query: [QueryMatch.prefix('q', '1')] }],
    ['another host', { authority: TextMatch.exact('a') }, { authority: TextMatch.exact('b') }],
    ['another scheme', { scheme: TextMatch.exact('http') }, { scheme: TextMatch.exact('https') }],
    ['another port', { port: 80 }, { port: 443 }],
    ['any namespace within one', { sourceNamespace: 'a' }, { port: 443 }],
    ['another label', { sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'b' } }],
    ['callers, which Istio ignores beside gateways', { gateways: [PUBLIC] }, { sourceNamespace: 'a' }],
    ['a gateway that the rule does not name', { gateways: [PUBLIC] }, { gateways: [Gateway.mesh()] }],
  ])('is refused if it asks for %s', (_what, outer, own) => {
    expect(messageOf(() => joined(of(outer), of(own)))).toMatch(/ DelegateRouteLost: http\[0\]\.to must keep all rules of the delegate, got a change of rule 1 of team: /);
  });

  test('is refused if one of its matches is outside, because Istio drops it with all of its matches', () => {
    expect(messageOf(() => joined(of({ path: PathMatch.prefix('/a') }), of({ path: PathMatch.prefix('/a/b') }, { path: PathMatch.prefix('/b') })))).toContain(' DelegateRouteLost: ');
  });

  test('is refused if it acts on a gateway where nobody delegates to it', () => {
    expect(messageOf(() => joined(undefined, of({ gateways: [Gateway.mesh()] })))).toContain(' GatewayNotBound: http[0].to must act on a gateway of rule 1 of team, got edge/public; ');
  });

  test('is refused if the rules before leave it nothing, those of another delegate included', () => {
    const chart = bookinfo();
    const [a, b] = ['a', 'b'].map((name) => VirtualService.delegate(chart, name, { http: [forward(of({ path: PathMatch.prefix('/a/b') }))] }));
    root([a, b].map((to) => HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/a')], to })), chart);
    expect(messageOf(() => synthesised(chart))).toContain(' RouteHidden: http[1].to must leave some request to rule 1 of b, ');
  });

  test('leaves what it does not take to the rules behind', () => {
    const chart = bookinfo();
    const team = VirtualService.delegate(chart, 'team', { http: [forward(of({ path: PathMatch.prefix('/a/b') }), 'own')] });
    root([HttpRoute.delegate({ name: 'team', match: [HttpMatch.pathPrefix('/a')], to: team }), forward([HttpMatch.pathPrefix('/a')], 'rest')], chart);
    const manifests = synthesised(chart);
    const shop = named(manifests, 'VirtualService', 'shop');
    expect(['/a/b/1', '/a/c'].map((path) => ask(shop, { path })?.rule.name)).toEqual(['team-own', 'rest']);
  });
});

describe('nobody can delegate', () => {
  test('to a VirtualService that has hosts, of another app, or without a name', () => {
    const chart = bookinfo();
    const ratings = new VirtualService(chart, 'ratings', { hosts: ['ratings'], http: [forward(undefined)] });
    root([HttpRoute.delegate({ to: ratings })], chart);
    expect(messageOf(() => synthesised(chart))).toContain(' DelegateUnknown: http[0].to must be a VirtualService without hosts, got ratings, which has ratings; ');
    expect(codeOf(() => root([HttpRoute.delegate({ to: ratings })], bookinfo()))).toBe('DelegateUnknown');
    expect(codeOf(() => root([HttpRoute.delegate({ to: VirtualService.fromName('') })], bookinfo()))).toBe('DelegateUnknown');
    expect(codeOf(() => root([HttpRoute.delegate({ to: VirtualService.fromName('a', { namespace: 'a.b' }) })], bookinfo()))).toBe('DelegateUnknown');
  });

  test.each([[['.']], [['edge']], [['*']], [undefined]])('unless it is exported: %j', (exportTo) => {
    const app = new App();
    const team = VirtualService.delegate(new Chart(app, 'team', { namespace: 'team' }), 'team', { http: [forward(undefined)], exportTo });
    const edge = new Chart(app, 'edge', { namespace: 'edge' });
    root([HttpRoute.delegate({ to: team })], edge);
    const program = () => synthesised(edge);
    if (exportTo?.[0] === '.') {
      expect(messageOf(program)).toContain(' DelegateNotExported: http[0].to must be exported to edge, got team, which is exported to . alone; ');
    } else {
      expect(program).not.toThrow();
    }
  });

  test('in a delegate, nor in a delivery construct, nor connections', () => {
    const to = VirtualService.fromName('a');
    expect(codeOf(() => VirtualService.delegate(bookinfo(), 'team', { http: [HttpRoute.delegate({ to })] }))).toBe('DelegateMisplaced');
    expect(codeOf(() => reviews({ routes: [HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/a')], to })] }))).toBe('DelegateMisplaced');
    const team = VirtualService.delegate(bookinfo(), 'team');
    expect(codeOf(() => team.addTcpRoute(TcpRoute.forward({ to: [RATINGS] })))).toBe('DelegateOfConnections');
    expect(codeOf(() => team.addTlsRoute(TlsRoute.forward({ match: [TlsMatch.of({ sniHosts: ['a.com'] })], to: [RATINGS] })))).toBe('DelegateOfConnections');
  });

  test('by a claim of a token in the delegate, which Istio refuses there', () => {
    const claim = HttpMatch.header(HeaderMatch.jwtClaim(['group'], TextMatch.exact('dev')));
    expect(codeOf(() => VirtualService.delegate(bookinfo(), 'team', { http: [forward([claim])] }))).toBe('ClaimsOutsideGateway');
  });
});

describe('a service exposed by way of a delegate', () => {
  function delegated(...exposures: Exposure[]): Manifest[] {
    const chart = bookinfo();
    const match = [HttpMatch.header(HeaderMatch.jwtClaim(['group'], TextMatch.exact('staff'))), HttpMatch.pathPrefix('/new')];
    reviews({ exposures, diversions: [{ name: 'staff', match, to: [Destination.version(V1)] }] }, chart);
    return synthesised(chart).filter(({ kind }) => kind === 'VirtualService');
  }

  test('has a VirtualService without hosts for it, without claims', () => {
    const [{ metadata, spec }] = delegated(Exposure.delegate({ pathPrefix: '/reviews', strip: true, exportTo: ['edge'] }));
    expect(metadata.name).toBe('reviews-delegate');
    expect([spec.hosts, spec.gateways, spec.exportTo]).toEqual([undefined, undefined, ['edge']]);
    expect(spec.http.map(({ name, match }: any) => [name, match.map(({ uri }: any) => uri)])).toEqual([
      ['staff', [{ prefix: '/reviews/new' }]], ['default', [{ prefix: '/reviews/' }, { exact: '/reviews' }]],
    ]);
  });

  test('may be so more than once, and have its names given', () => {
    const all = delegated(Exposure.delegate(), Exposure.delegate({ pathPrefix: '/reviews' }), Exposure.delegate({ virtualServiceName: 'own' }), Exposure.mesh());
    expect(all.map(({ metadata }) => metadata.name)).toEqual(['reviews-delegate', 'reviews-delegate-2', 'own', 'reviews']);
  });

  test.each([
    ['a port that it does not have', { port: 1 }, 'ExposurePortUnknown'],
    ['no prefix to strip', { strip: true }, 'PathPrefixMissing'],
    ['a namespace that is none', { exportTo: ['a.b'] }, 'InvalidExportTo'],
  ])('is refused with %s', (_what, options, code) => {
    expect(codeOf(() => delegated(Exposure.delegate(options)))).toBe(code);
  });
});
