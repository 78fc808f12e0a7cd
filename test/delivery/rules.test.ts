import { Duration } from 'cdk8s';
import {
  CanaryService, CanaryServiceProps, CanaryTraffic, Destination, HeaderMatch, HttpMatch, HttpRoute,
  HttpRouteMethod, PathMatch, RetryPolicy, ServicePort,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, V1, V2 } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import { ask } from '../support/requests';

const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];
const TESTER = { headers: { 'x-canary': 'true' } };
const REPORTS = { name: 'reports', match: [HttpMatch.pathPrefix('/reports')], timeout: Duration.seconds(30), retries: RetryPolicy.none() };

function virtualServiceOf(props: Partial<CanaryServiceProps>) {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(8080)], stable: V1, canary: V2, traffic: CanaryTraffic.weight(25), timeout: Duration.seconds(3), ...props,
  });
  return only(synthesised(chart), 'VirtualService');
}

describe('a rule', () => {
  test('has manners of its own and the split of all others', () => {
    const virtualService = virtualServiceOf({ rules: [REPORTS] });
    expect(ask(virtualService, { path: '/reports/1' })).toMatchObject({
      rule: { name: 'reports', timeout: '30s', retries: { attempts: 0 } }, shares: { v1: 75, v2: 25 },
    });
    expect(ask(virtualService, { path: '/' })).toMatchObject({ rule: { name: 'default', timeout: '3s' }, shares: { v1: 75, v2: 25 } });
  });

  test('lets testers reach the canary with the manners of the rule', () => {
    const virtualService = virtualServiceOf({ rules: [REPORTS], testers: TESTERS });
    expect(ask(virtualService, { path: '/reports', ...TESTER })).toMatchObject({ rule: { name: 'reports-testers', timeout: '30s' }, shares: { v2: 100 } });
    expect(ask(virtualService, { path: '/', ...TESTER })).toMatchObject({ rule: { name: 'testers', timeout: '3s' }, shares: { v2: 100 } });
    expect(ask(virtualService, { path: '/reports' })).toMatchObject({ rule: { name: 'reports' }, shares: { v1: 75, v2: 25 } });
  });

  test('takes what the service says where it says nothing', () => {
    const virtualService = virtualServiceOf({ rules: [{ match: [HttpMatch.pathPrefix('/reports')] }] });
    expect(ask(virtualService, { path: '/reports' })?.rule).toMatchObject({ name: 'rule-1', timeout: '3s' });
  });

  test('is narrowed by what testers have in common with it, and left out where they have nothing', () => {
    const virtualService = virtualServiceOf({
      rules: [{ name: 'read', match: [HttpMatch.of({ path: PathMatch.prefix('/reports'), method: HttpRouteMethod.GET })] }],
      testers: [HttpMatch.pathPrefix('/reports/beta'), HttpMatch.method(HttpRouteMethod.PUT)],
    });
    expect(virtualService.spec.http.map(({ name, match }: any) => [name, match])).toEqual([
      ['read-testers', [{ uri: { prefix: '/reports/beta' }, method: { exact: 'GET' } }]],
      ['read', [{ uri: { prefix: '/reports' }, method: { exact: 'GET' } }]],
      ['testers', [{ uri: { prefix: '/reports/beta' } }, { method: { exact: 'PUT' } }]],
      ['default', undefined],
    ]);
  });

  test.each<[string, Partial<CanaryServiceProps>, object]>([
    ['of a rule', { rules: [{ name: 'v1', match: [HttpMatch.pathPrefix('/v1/')], rewrite: { uri: '/' } }] }, { prefix: '/v1/admin' }],
    ['of the service', { rewrite: { uri: '/api/' } }, { prefix: '/v1/admin' }],
  ])('that rewrites the path %s is not narrowed by a longer path, which Istio would replace instead', (_whose, props, uri) => {
    expect(messageOf(() => virtualServiceOf({ ...props, testers: [HttpMatch.pathPrefix('/v1/admin')] }))).toContain(
      `RewriteConflict: testers must be about no path where the rule of these requests has a rewrite.uri, got ${JSON.stringify(uri)}; Istio would write`,
    );
  });

  test('that rewrites the path is narrowed by anything else, and by a path that takes all of its own', () => {
    const rules = [{ name: 'v1', match: [HttpMatch.pathPrefix('/v1/')], rewrite: { uri: '/' } }];
    const virtualService = virtualServiceOf({ rules, testers: [...TESTERS, HttpMatch.pathPrefix('/v')] });
    expect(ask(virtualService, { path: '/v1/a', ...TESTER })).toMatchObject({ path: '/a', shares: { v2: 100 } });
    expect(ask(virtualService, { path: '/v1/a' })).toMatchObject({ path: '/a', shares: { v2: 100 } });
  });

  test('of which all requests are testers\' needs no split', () => {
    const { http } = virtualServiceOf({ rules: [REPORTS], testers: [HttpMatch.pathPrefix('/rep')] }).spec;
    expect(http.map(({ name }: any) => name)).toEqual(['reports-testers', 'testers', 'default']);
  });

  test('comes behind routes with destinations of their own', () => {
    const chart = bookinfo();
    const service = reviews({ versions: [V1, V2], rules: [REPORTS] }, chart);
    service.addRoute(HttpRoute.forward({ name: 'archive', match: [HttpMatch.pathPrefix('/reports/archive')], to: [Destination.version(V2)] }));
    const virtualService = only(synthesised(chart), 'VirtualService');
    expect(ask(virtualService, { path: '/reports/archive' })).toMatchObject({ rule: { name: 'archive' }, shares: { v2: 100 } });
    expect(ask(virtualService, { path: '/reports' })).toMatchObject({ rule: { name: 'reports' }, shares: { v1: 100 } });
  });
});

describe('the name of a rule is its own', () => {
  const rule = (name: string | undefined, path: string) => ({ name, match: [HttpMatch.pathExact(path)] });
  const route = (name: string | undefined, path: string) => HttpRoute.forward({ ...rule(name, path), to: [Destination.version(V1)] });
  const to = [Destination.version(V1)];

  test.each<[string, () => unknown, string]>([
    ['another rule has', () => reviews({ rules: [rule('a', '/a'), rule('a', '/b')] }), 'rules[1].name '],
    ['the default route has', () => reviews({ rules: [rule('default', '/a')] }), 'rules[0].name '],
    ['a rule without a name gets', () => reviews({ rules: [rule('rule-2', '/a'), rule(undefined, '/b')] }), 'rules[1].name '],
    ['is empty', () => reviews({ rules: [rule('', '/a')] }), 'rules[0].name '],
    ['testers have', () => virtualServiceOf({ rules: [rule('testers', '/a')], testers: TESTERS }), 'rules[0].name '],
    ['another diversion has', () => reviews({ diversions: ['/a', '/b'].map((path) => ({ ...rule('a', path), name: 'a', to })) }), 'diversions[1].name '],
    ['a route has', () => reviews({ routes: [route('a', '/a'), route('a', '/b')] }), 'routes[1].name '],
    ['a rule behind it has', () => reviews({ rules: [rule('a', '/a')], routes: [route('b', '/b'), route('a', '/c')] }), 'routes[1].name '],
    ['what is diverted from a rule has', () => reviews({
      rules: [rule('a', '/a')], diversions: [{ ...rule('b', '/b'), name: 'b', to }], routes: [route('a-b', '/c')],
    }), 'routes[0].name '],
  ])('and not one that %s', (_whose, program, place) => {
    expect(messageOf(program)).toContain(`: ${place}must `);
  });

  test('where it has one', () => {
    expect(() => reviews({ rules: [rule(undefined, '/a'), rule('b', '/b')], routes: [route(undefined, '/c'), route(undefined, '/d')] })).not.toThrow();
    expect(() => virtualServiceOf({ rules: [rule('testers', '/a')] })).not.toThrow();
  });
});

describe('a rule that takes no request is refused', () => {
  const wide = { match: [HttpMatch.pathPrefix('/reports')] };
  const narrow = { match: [HttpMatch.pathExact('/reports/1')] };

  test('behind a wider one', () => {
    expect(messageOf(() => virtualServiceOf({ rules: [wide, narrow] }))).toBe(
      '[bookinfo/reviews] RouteHidden: rules[1] must take some request that no earlier rule takes, got only requests that rules[0] takes already; '
      + 'put the narrower rule first, or remove this one',
    );
    expect(() => virtualServiceOf({ rules: [narrow, wide] })).not.toThrow();
  });

  test('behind a route that was added', () => {
    const route = HttpRoute.forward({ ...wide, to: [Destination.version(V1)] });
    expect(messageOf(() => reviews({ rules: [narrow] }).addRoute(route))).toContain('RouteHidden: rules[0] must take');
    expect(codeOf(() => reviews({ routes: [route] }).addRoute(HttpRoute.forward({ ...narrow, to: [Destination.version(V1)] })))).toBe('RouteHidden');
  });

  test('if it is the default route', () => {
    const all = { match: [HttpMatch.pathPrefix('/')] };
    expect(messageOf(() => virtualServiceOf({ rules: [all] }))).toBe(
      '[bookinfo/reviews] RouteHidden: rules[0] must leave some requests to the default route, got a match for all; '
      + 'say in the default route where all other requests go',
    );
    expect(messageOf(() => reviews().addRoute(HttpRoute.forward({ ...all, to: [Destination.version(V1)] })))).toContain('RouteHidden: routes[0] must leave');
    expect(messageOf(() => virtualServiceOf({ testers: all.match }))).toContain('RouteHidden: testers[0] must leave');
  });

  test('if it diverts what an earlier one diverts', () => {
    const diversions = [wide, narrow].map((one, index) => ({ ...one, name: `to-${index}`, to: [Destination.version(V1)] }));
    expect(messageOf(() => reviews({ diversions }))).toBe(
      '[bookinfo/reviews] RouteHidden: diversions[1] must take some request that no earlier one takes, got only requests that diversions[0] takes already; '
      + 'put the narrower one first, or remove this one',
    );
    expect(() => reviews({ diversions: [...diversions].reverse() })).not.toThrow();
  });

  test('if Istio could not tell it from testers', () => {
    expect(codeOf(() => virtualServiceOf({ rules: [wide], testers: [HttpMatch.pathRegex('/r.*')] }))).toBe('MatchesIncompatible');
  });
});
