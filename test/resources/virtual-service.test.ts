import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Destination, Gateway, HttpMatch, HttpRoute, IGateway, MeshSettings, VirtualService } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { RATINGS, specOf, specWithUnknownField, virtualService } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';

const LAST = HttpRoute.forward({ to: [RATINGS] });

function withHosts(...hosts: string[]): Chart {
  const chart = bookinfo();
  new VirtualService(chart, 'ratings', { hosts, http: [LAST] });
  return chart;
}

function route(path: string): HttpRoute {
  return HttpRoute.forward({ name: path.slice(1), match: [HttpMatch.pathExact(path)], to: [RATINGS] });
}

test('is one object, named as its construct, in the namespace of the chart', () => {
  const chart = withHosts('ratings');
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'ratings', namespace: 'bookinfo' },
    spec: { hosts: ['ratings'], http: [{ route: [{ destination: { host: 'ratings' } }] }] },
  }]);
});

test('takes a name of its own, which may have dots', () => {
  const chart = bookinfo();
  new VirtualService(chart, 'Ratings', { name: 'ratings.example.com', hosts: ['ratings'], http: [LAST] });
  expect(only(synthesised(chart), 'VirtualService').metadata).toEqual({ name: 'ratings.example.com', namespace: 'bookinfo' });
});

test.each([
  ['the name of a Service', 'ratings'],
  ['a full name', 'ratings.bookinfo.svc.cluster.local'],
  ['a wildcard', '*.example.com'],
  ['an IPv4 address', '10.0.0.1'],
  ['an IPv6 address', '2001:db8::1'],
])('takes %s as a host', (_kind, host) => {
  expect(specOf(withHosts(host), 'VirtualService').hosts).toEqual([host]);
});

test('keeps several hosts in order', () => {
  expect(specOf(withHosts('ratings', 'ratings.example.com'), 'VirtualService').hosts).toEqual(['ratings', 'ratings.example.com']);
});

test('does not change with the list that its hosts came from', () => {
  const chart = bookinfo();
  const hosts = ['ratings'];
  new VirtualService(chart, 'ratings', { hosts, http: [LAST] });
  hosts.push('*.example.com');
  expect(specOf(chart, 'VirtualService').hosts).toEqual(['ratings']);
});

test('keeps the rules in order, with added ones behind', () => {
  const chart = bookinfo();
  const service = new VirtualService(chart, 'ratings', { hosts: ['ratings'], http: [route('/b'), route('/a')] });
  service.addHttpRoute(route('/c'));
  service.addHttpRoute(HttpRoute.forward({ name: 'rest', to: [RATINGS] }));
  expect(specOf(chart, 'VirtualService').http.map(({ name }: { name: string }) => name)).toEqual(['b', 'a', 'c', 'rest']);
});

test('may be made without rules if some are added', () => {
  const chart = bookinfo();
  new VirtualService(chart, 'ratings', { hosts: ['ratings'] }).addHttpRoute(LAST);
  expect(specOf(chart, 'VirtualService')).toEqual({ hosts: ['ratings'], http: [{ route: [{ destination: { host: 'ratings' } }] }] });
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = virtualService({}, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/exportTo', ['.']), JsonPatch.add('/spec/http/0/aFieldOfTomorrow', { deep: [1] }));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'VirtualService')).toEqual({
    hosts: ['ratings'],
    exportTo: ['.'],
    http: [{ route: [{ destination: { host: 'ratings' } }], aFieldOfTomorrow: { deep: [1] } }],
  });
});

test('leaves metadata to be changed', () => {
  const chart = bookinfo();
  virtualService({}, chart).apiObject.metadata.addLabel('team', 'ratings');
  expect(only(synthesised(chart), 'VirtualService').metadata).toEqual({
    name: 'ratings', namespace: 'bookinfo', labels: { team: 'ratings' },
  });
});

test.each([
  ['a host twice', () => withHosts('ratings', 'ratings'), 'DuplicateHost'],
  ['a host behind its wildcard', () => withHosts('*.example.com', 'www.example.com'), 'DuplicateHost'],
  ['a host before its wildcard', () => withHosts('www.example.com', '*.com'), 'DuplicateHost'],
  ['no hosts', () => withHosts(), 'HostsMissing'],
  ['an empty host', () => withHosts(''), 'InvalidHost'],
  ['a host for everything, which Istio takes at gateways only', () => withHosts('*'), 'InvalidHost'],
  ['a wildcard in the middle', () => withHosts('ratings.*.com'), 'InvalidHost'],
  ['a URL', () => withHosts('http://ratings'), 'InvalidHost'],
  ['a wrong host behind a right one', () => withHosts('ratings', 'foo..bar'), 'InvalidHost'],
  ['an id that is no name', () => new VirtualService(bookinfo(), 'Ratings', { hosts: ['ratings'], http: [LAST] }), 'InvalidObjectName'],
  ['an empty name', () => new VirtualService(bookinfo(), 'a', { name: '', hosts: ['ratings'], http: [LAST] }), 'InvalidObjectName'],
  ['a rule behind one that takes every request',
    () => new VirtualService(bookinfo(), 'a', { hosts: ['ratings'], http: [LAST, route('/a')] }), 'RouteAfterCatchAll'],
  ['two rules that take every request',
    () => new VirtualService(bookinfo(), 'a', { hosts: ['ratings'], http: [LAST, LAST] }), 'RouteAfterCatchAll'],
  ['an added rule behind one that takes every request', () => virtualService().addHttpRoute(route('/a')), 'RouteAfterCatchAll'],
  ['a mistake in an added rule',
    () => virtualService({ match: [HttpMatch.pathExact('/')] }).addHttpRoute(HttpRoute.forward({ to: [Destination.host('')] })), 'InvalidHost'],
])('refuses %s', (_mistake, program, code) => {
  expect(codeOf(program)).toBe(code);
});

test('says which host is wrong, and what a host is', () => {
  expect(messageOf(() => withHosts('ratings', '*'))).toBe(
    '[bookinfo/ratings] InvalidHost: hosts[1] must be a host name of at most 255 characters, in which only the first label may be or begin '
    + 'with "*", and "*" alone only on gateways, got "*"; write the name of a Service, or its full DNS name',
  );
});

test('complains of missing rules when it is synthesised, since they may be added until then', () => {
  const chart = bookinfo();
  const service = new VirtualService(chart, 'ratings', { hosts: ['ratings'], http: [] });
  expect(codeOf(() => synthesised(chart))).toBe('RoutesMissing');
  service.addHttpRoute(LAST);
  expect(synthesised(chart)).toHaveLength(1);
});

test('refuses a rule of which an earlier one takes every request', () => {
  const service = new VirtualService(bookinfo(), 'ratings', {
    hosts: ['ratings'], http: [HttpRoute.forward({ match: [HttpMatch.pathPrefix('/a')], to: [RATINGS] })],
  });
  expect(messageOf(() => service.addHttpRoute(route('/a/b')))).toBe(
    '[bookinfo/ratings] RouteHidden: http[1] must take some request that no earlier rule takes, got only requests that http[0] takes already; '
    + 'put the narrower rule first, or remove this one',
  );
});

test('acts on gateways alone if it names some, and then may have every host', () => {
  const chart = bookinfo();
  const gateways = [Gateway.fromName('public', { namespace: 'istio-ingress' }), Gateway.fromName('internal')];
  new VirtualService(chart, 'ratings', { hosts: ['*'], gateways, http: [LAST] });
  expect(specOf(chart, 'VirtualService')).toMatchObject({ hosts: ['*'], gateways: ['istio-ingress/public', 'internal'] });
});

test('acts on gateways and in the mesh, if it names both, and then has no host for everything', () => {
  const chart = bookinfo();
  const gateways = [Gateway.mesh(), Gateway.fromName('public', { namespace: 'istio-ingress' })];
  new VirtualService(chart, 'ratings', { hosts: ['ratings', 'a.example.com'], gateways, http: [LAST] });
  expect(specOf(chart, 'VirtualService').gateways).toEqual(['mesh', 'istio-ingress/public']);
  expect(codeOf(() => new VirtualService(bookinfo(), 'ratings', { hosts: ['*'], gateways, http: [LAST] }))).toBe('InvalidHost');
  expect(codeOf(() => new VirtualService(chart, 'again', { hosts: ['ratings'], http: [LAST] }))).toBe('HostClaimedTwice');
});

test('has rules for one of the places where it acts, and for no other', () => {
  const chart = bookinfo();
  const edge = Gateway.fromName('public', { namespace: 'istio-ingress' });
  const rulesAt = (...gateways: IGateway[]) => HttpRoute.forward({ match: [HttpMatch.of({ gateways })], to: [Destination.host('ratings-v2')] });
  const ratings = new VirtualService(chart, 'ratings', { hosts: ['ratings'], gateways: [Gateway.mesh(), edge], http: [rulesAt(edge), rulesAt(Gateway.mesh()), LAST] });
  expect(specOf(chart, 'VirtualService').http.map(({ match }: any) => match?.[0].gateways)).toEqual([['istio-ingress/public'], ['mesh'], undefined]);
  expect(codeOf(() => ratings.addHttpRoute(LAST))).toBe('RouteAfterCatchAll');
  for (const gateways of [undefined, [edge]]) {
    expect(codeOf(() => new VirtualService(bookinfo(), 'ratings', { hosts: ['ratings'], gateways, http: [rulesAt(edge, Gateway.mesh())] }))).toBe('GatewayNotBound');
  }
});

test.each([
  [['shop', '.'], ['shop', '.']], [['bookinfo', '.'], ['.']], [['*'], ['*']],
])('is exported to the namespaces %j', (exportTo, expected) => {
  const chart = bookinfo();
  MeshSettings.of(chart, { exportTo: ['elsewhere'] });
  new VirtualService(chart, 'ratings', { hosts: ['ratings'], exportTo, http: [LAST] });
  new VirtualService(chart, 'other', { hosts: ['other'], http: [LAST] });
  expect(synthesised(chart).map(({ spec }) => spec.exportTo)).toEqual([expected, ['elsewhere']]);
});

test.each([[['a', 'a']], [['*', 'a']], [['a.b']], [['~']]])('is not exported to %j', (exportTo) => {
  expect(codeOf(() => new VirtualService(bookinfo(), 'ratings', { hosts: ['ratings'], exportTo, http: [LAST] }))).toBe('InvalidExportTo');
});

test('refuses a host that none of its gateways serves, if their hosts are known', () => {
  const served = Gateway.fromName('public', { hosts: ['*.example.com'] });
  const withGateways = (...gateways: IGateway[]) => new VirtualService(bookinfo(), 'ratings', { hosts: ['a.example.org'], gateways, http: [LAST] });
  expect(messageOf(() => withGateways(served))).toBe(
    '[bookinfo/ratings] HostNotOnGateway: hosts[0] must be a host that gateway public serves (*.example.com), got "a.example.org"; '
    + 'add the host to a server of the gateway, or use one that is there: Istio ignores the others',
  );
  expect(() => withGateways(served, Gateway.fromName('internal'))).not.toThrow();
});
