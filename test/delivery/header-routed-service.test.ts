import { Duration } from 'cdk8s';
import {
  Exposure, Gateway, HeaderMatch, HeaderRoute, HeaderRoutedService, HeaderRoutedServiceProps, HttpMatch, HttpRouteMethod, Mirror, PathMatch,
  ServicePort, ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { Manifest, named, only } from '../support/manifests';
import { messageOf } from '../support/messages';
import { ask, Request } from '../support/requests';

const V3 = ServiceVersion.image('v3', 'myregistry.io/reviews:v3.0.0');
const CANARY: HeaderRoute = { match: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))], version: V2 };
const BETA: HeaderRoute = { match: [HttpMatch.header(HeaderMatch.cookie('beta_user', 'true')), HttpMatch.header(HeaderMatch.present('x-beta'))], version: V3 };
const canary = { 'x-canary': 'true' };
const beta = { cookie: 'a=b; beta_user=true' };

function reviews(props: Partial<HeaderRoutedServiceProps>): Manifest[] {
  const chart = bookinfo();
  new HeaderRoutedService(chart, 'reviews', { ports: [ServicePort.http(8080)], versions: [V1, V2, V3], defaultVersion: V1, ...props });
  return synthesised(chart);
}

function answer(props: Partial<HeaderRoutedServiceProps>, request: Request = {}) {
  return ask(only(reviews(props), 'VirtualService'), request);
}

function namesOf(props: Partial<HeaderRoutedServiceProps>): string[] {
  return only(reviews(props), 'VirtualService').spec.http.map(({ name }: any) => name);
}

describe('a request', () => {
  test.each<[string, { [name: string]: string }, string, string]>([
    ['that one route takes', canary, 'route-1', 'v2'],
    ['that another route takes', beta, 'route-2', 'v3'],
    ['that any match of a route takes', { 'x-beta': '' }, 'route-2', 'v3'],
    ['that two routes could take', { ...beta, ...canary }, 'route-1', 'v2'],
    ['that no route takes', { 'x-canary': 'false', 'cookie': 'not_beta_user=true' }, 'default', 'v1'],
  ])('%s goes by the first of them, or to the default version', (_kind, headers, rule, version) => {
    expect(answer({ routes: [CANARY, BETA] }, { headers })).toMatchObject({ rule: { name: rule }, shares: { [version]: 100 } });
  });

  test('goes by the order of the routes, not of the versions', () => {
    expect(answer({ routes: [BETA, CANARY] }, { headers: { ...beta, ...canary } })?.shares).toEqual({ v3: 100 });
  });

  test.each<[string, Partial<HeaderRoutedServiceProps>]>([
    ['left out', {}],
    ['empty', { routes: [] }],
  ])('goes to the default version where routes are %s', (_kind, props) => {
    expect(answer({ defaultVersion: V2, ...props }, { headers: canary })?.shares).toEqual({ v2: 100 });
    expect(namesOf(props)).toEqual(['default']);
  });

  test('may be kept on the default version by a route in front of a wider one', () => {
    const routes = [{ name: 'never', match: [HttpMatch.header(HeaderMatch.exact('x-canary', 'no'))], version: V1 },
      { name: 'anyone', match: [HttpMatch.header(HeaderMatch.present('x-canary'))], version: V2 }];
    expect(answer({ routes }, { headers: { 'x-canary': 'no' } })?.shares).toEqual({ v1: 100 });
    expect(answer({ routes }, { headers: { 'x-canary': '' } })?.shares).toEqual({ v2: 100 });
  });

  test('of a route goes where the default version is, once that is the same', () => {
    expect(answer({ routes: [CANARY], defaultVersion: V2 }, { headers: canary })?.shares).toEqual({ v2: 100 });
    expect(answer({ routes: [CANARY], defaultVersion: V2 })?.shares).toEqual({ v2: 100 });
  });
});

describe('a version to which no route leads', () => {
  test('has its pods and its subset, and gets no requests', () => {
    const manifests = reviews({});
    expect(only(manifests, 'DestinationRule').spec.subsets.map(({ name }: any) => name)).toEqual(['v1', 'v2', 'v3']);
    expect(manifests.filter(({ kind }) => kind === 'Deployment')).toHaveLength(3);
    expect(only(manifests, 'VirtualService').spec.http.flatMap(({ route }: any) => route.map(({ destination: { subset } }: any) => subset))).toEqual(['v1']);
  });
});

describe('routes', () => {
  const reports = { name: 'reports', match: [HttpMatch.pathPrefix('/reports')], timeout: Duration.seconds(30) };

  test('hold whatever rule takes the request, and keep its manners', () => {
    const props = { routes: [{ ...CANARY, name: 'canary' }, BETA], rules: [reports], timeout: Duration.seconds(3) };
    const seen = (request: Request) => {
      const { rule, shares } = answer(props, request)!;
      return [rule.name, rule.timeout, shares];
    };
    expect(seen({ path: '/reports', headers: canary })).toEqual(['reports-canary', '30s', { v2: 100 }]);
    expect(seen({ path: '/reports', headers: beta })).toEqual(['reports-route-2', '30s', { v3: 100 }]);
    expect(seen({ path: '/reports', headers: { ...beta, ...canary } })).toEqual(['reports-canary', '30s', { v2: 100 }]);
    expect(seen({ path: '/reports' })).toEqual(['reports', '30s', { v1: 100 }]);
    expect(seen({ headers: canary })).toEqual(['canary', '3s', { v2: 100 }]);
    expect(seen({ headers: beta })).toEqual(['route-2', '3s', { v3: 100 }]);
    expect(seen({})).toEqual(['default', '3s', { v1: 100 }]);
  });

  test('leave no rule that could take nothing', () => {
    const byPath: HeaderRoute = { name: 'path', match: [HttpMatch.pathPrefix('/rep')], version: V2 };
    expect(namesOf({ routes: [byPath, CANARY], rules: [reports] })).toEqual(['reports-path', 'path', 'route-2', 'default']);
    const exact: HeaderRoute = { name: 'exact', match: [HttpMatch.pathPrefix('/reports')], version: V2 };
    expect(namesOf({ routes: [exact], rules: [reports] })).toEqual(['reports-exact', 'default']);
  });

  test('get the copies of the service, but for those to the version that answers', () => {
    const props = { routes: [CANARY, BETA], mirrors: [Mirror.version(V3), Mirror.host('copies')] };
    const copies = (headers: { [name: string]: string }) => answer(props, { headers })?.rule.mirrors
      .map(({ destination: { host, subset } }: any) => subset ?? host);
    expect([copies({}), copies(canary), copies(beta)]).toEqual([['v3', 'copies'], ['v3', 'copies'], ['copies']]);
  });

  test.each([[8080, 'http'], [9090, 'http-9090']])('hold on every HTTP port, and stay on it: %i', (port, suffix) => {
    const ports = [ServicePort.http(8080), ServicePort.http(9090), ServicePort.tcp(6379)];
    const found = answer({ routes: [CANARY], ports }, { headers: canary, port });
    expect(found).toMatchObject({ rule: { name: `route-1-${suffix}`, route: [{ destination: { port: { number: port } } }] }, shares: { v2: 100 } });
  });

  test('hold behind a gateway that strips a prefix, by the path that the service sees', () => {
    const byPath: HeaderRoute = { match: [HttpMatch.of({ path: PathMatch.exact('/'), method: HttpRouteMethod.PUT })], version: V3 };
    const outside = named(reviews({
      routes: [CANARY, byPath],
      rules: [reports],
      exposures: [Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/reviews', strip: true })],
    }), 'VirtualService', 'reviews-public');
    const seen = (path: string, request: Request = {}) => [ask(outside, { path, ...request })?.shares, ask(outside, { path, ...request })?.path];
    expect(seen('/reviews/reports/1', { headers: canary })).toEqual([{ v2: 100 }, '/reports/1']);
    expect(seen('/reviews', { method: 'PUT' })).toEqual([{ v3: 100 }, '/']);
    expect(seen('/reviews/1', { method: 'PUT' })).toEqual([{ v1: 100 }, '/1']);
    expect(ask(outside, { path: '/', headers: canary })).toBeUndefined();
  });
});

describe('the construct', () => {
  test('hands out its host, its objects and its workloads', () => {
    const service = new HeaderRoutedService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], versions: [V1, V2], defaultVersion: V1 });
    expect(service.host).toBe('reviews.bookinfo.svc.cluster.local');
    expect([service.service, service.destinationRule.apiObject, service.virtualService.apiObject, service.workload(V2)].map((one) => one?.kind))
      .toEqual(['Service', 'DestinationRule', 'VirtualService', 'Deployment']);
    expect(service.virtualServices).toEqual([service.virtualService]);
  });
});

describe('a mistake is named after the prop in which it was made', () => {
  const version = (name: string, image = 'reviews:1') => ServiceVersion.image(name, image);
  const header = (name: string) => HttpMatch.header(HeaderMatch.present(name));

  test.each<[string, Partial<HeaderRoutedServiceProps>, string]>([
    ['no versions', { versions: [] }, 'VersionsMissing: versions '],
    ['a version', { versions: [V1, version('V2')] }, 'InvalidVersionName: versions[1].name '],
    ['a version given twice', { versions: [V1, V1] }, 'DuplicateVersion: versions[1].name '],
    ['a default version that is not among the versions', { versions: [V2, V3] }, 'UnknownVersion: defaultVersion '],
    ['a default version of the same name', { versions: [version('v1')] }, 'UnknownVersion: defaultVersion '],
    ['a default version that is retiring', { versions: [V2], retiring: [V1] }, 'VersionRetiring: defaultVersion '],
    ['a version that is used and retiring', { versions: [V1, V2], retiring: [V2] }, 'VersionRetiring: retiring[0] '],
    ['a route to a version that is not among the versions', { versions: [V1, V2], routes: [CANARY, BETA] }, 'UnknownVersion: routes[1].version '],
    ['a route to a version that is retiring', { versions: [V1], retiring: [V2], routes: [CANARY] }, 'VersionRetiring: routes[0].version '],
    ['a route that an earlier one hides', { routes: [{ match: [header('x-canary')], version: V2 }, CANARY] }, 'RouteHidden: routes[1] '],
    ['a route for everyone', { routes: [{ match: [header('a'), HttpMatch.pathPrefix('/')], version: V2 }] }, 'RouteHidden: routes[0].match[1] '],
    ['a route without matches', { routes: [CANARY, { ...BETA, match: [] }] }, 'MatchEmpty: routes[1].match '],
    ['a match without conditions', { routes: [{ ...BETA, match: [HttpMatch.of({})] }] }, 'MatchEmpty: routes[0].match[0] '],
    ['a match', { routes: [CANARY, { ...BETA, match: [header('a:')] }] }, 'InvalidHeaderName: routes[1].match[0].headers[0].name '],
    ['two routes of one name', { routes: [{ ...CANARY, name: 'a' }, { ...BETA, name: 'a' }] }, 'InvalidRuleName: routes[1].name '],
    ['a name that another route has by its place', { routes: [{ ...CANARY, name: 'route-2' }, BETA] }, 'InvalidRuleName: routes[1].name '],
    ['an empty name', { routes: [{ ...CANARY, name: '' }] }, 'InvalidRuleName: routes[0].name '],
    ['the name of the last rule', { routes: [{ ...CANARY, name: 'default' }] }, 'InvalidRuleName: routes[0].name '],
    ['a rule of the name that a rule and a route have together', {
      routes: [CANARY], rules: [{ name: 'slow', match: [header('a')] }, { name: 'slow-route-1', match: [header('b')] }],
    }, 'InvalidRuleName: rules[1].name '],
    ['a route that no exposure lets through', {
      routes: [CANARY, { match: [HttpMatch.pathPrefix('/beta')], version: V2 }],
      exposures: [Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/reviews' })],
    }, 'RouteHidden: routes[1] '],
    ['a rule that Istio could not tell from a route', {
      routes: [{ match: [HttpMatch.pathRegex('/r.*')], version: V2 }], rules: [{ match: [HttpMatch.pathPrefix('/reports')] }],
    }, 'MatchesIncompatible: rules[0].match '],
    ['the rewrite of a service below a path that stays', {
      rewrite: { uri: '/' }, exposures: [Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/reviews' })],
    }, 'RewriteConflict: rewrite.uri '],
  ])('%s', (_mistake, props, beginning) => {
    expect(messageOf(() => reviews(props))).toContain(`[bookinfo/reviews] ${beginning}must `);
  });

  test('and so is the one that stands in its way', () => {
    expect(messageOf(() => reviews({ routes: [BETA, { ...BETA, version: V2 }] }))).toBe(
      '[bookinfo/reviews] RouteHidden: routes[1] must take some request that no earlier one takes, got only requests that routes[0] takes already; '
      + 'put the narrower one first, or remove this one',
    );
  });
});
