import {
  CanaryService, CanaryTraffic, Destination, Exposure, Gateway, HeaderMatch, HttpMatch, HttpRoute, HttpRouteMethod, Lane, QueryMatch, ServicePort,
  SessionAffinity, TextMatch, VersionedService,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { Manifest, named } from '../support/manifests';
import { ask, Request } from '../support/requests';

const EXPOSURES = [Exposure.mesh(), Exposure.gateway(Gateway.fromName('public'), { hosts: ['shop.example.com'] })];

/** A service with these testers, a weight and sticky users. */
function service(tester: HttpMatch, weight: number): Manifest[] {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(8080)],
    stable: V1,
    canary: V2,
    traffic: CanaryTraffic.weight(weight),
    testers: [tester],
    sessionAffinity: SessionAffinity.cookie({ keepStable: true }),
    exposures: EXPOSURES,
  });
  return synthesised(chart);
}

const IN_MESH = 'reviews';
const AT_GATEWAY = 'reviews-public';

describe.each<[string, string, HttpMatch, tester: Request, other: Request]>([
  ['a header', IN_MESH, HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), { headers: { 'x-canary': 'true' } }, { headers: { 'x-canary': 'no' } }],
  ['a cookie', IN_MESH, HttpMatch.header(HeaderMatch.cookie('beta', '1')), { headers: { cookie: 'a=b; beta=1' } }, { headers: { cookie: 'beta=12' } }],
  ['a query parameter', IN_MESH, HttpMatch.query(QueryMatch.exact('beta', '1')), { query: { beta: '1' } }, { query: { beta: '2' } }],
  ['their path', IN_MESH, HttpMatch.pathPrefix('/beta'), { path: '/beta/1' }, { path: '/alpha' }],
  ['their method', IN_MESH, HttpMatch.method(HttpRouteMethod.PUT), { method: 'PUT' }, { method: 'GET' }],
  ['the labels of the caller', IN_MESH, HttpMatch.sourceLabels({ app: 'qa' }), { labels: { app: 'qa', version: 'v1' } }, { labels: { app: 'shop' } }],
  ['the namespace of the caller', IN_MESH, HttpMatch.sourceNamespace('qa'), { namespace: 'qa' }, { namespace: 'shop' }],
  ['a claim of their token at a gateway', AT_GATEWAY, HttpMatch.header(HeaderMatch.jwtClaim(['group'], TextMatch.exact('testers'))),
    { claims: { group: ['staff', 'testers'] } }, { claims: { group: ['staff'] } }],
])('testers told by %s', (_who, virtualService, match, tester, other) => {
  test.each([0, 10, 100])('reach the canary at weight %i, in front of the split', (weight) => {
    expect(ask(named(service(match, weight), 'VirtualService', virtualService), tester)).toMatchObject({ rule: { name: 'testers' }, shares: { v2: 100 } });
  });

  test('reach it whatever their cookie says, while others stay where they are, or are drawn', () => {
    const rules = named(service(match, 10), 'VirtualService', virtualService);
    const cookieOf = ({ headers }: Request) => [headers?.cookie, 'reviews-version=v1'].filter((one) => one !== undefined).join('; ');
    const kept = (request: Request) => ({ ...request, headers: { ...request.headers, cookie: cookieOf(request) } });
    expect(ask(rules, kept(tester))?.shares).toEqual({ v2: 100 });
    expect(ask(rules, kept(other))?.shares).toEqual({ v1: 100 });
    expect(ask(rules, other)?.shares).toEqual({ v1: 90, v2: 10 });
  });
});

test('headers that a destination has of its own stay beside that of a lane, which is written last', () => {
  const chart = bookinfo();
  const headers = { request: { set: { 'X-Lane': 'mine', 'x-via': 'new' }, remove: ['x-old'] }, response: { add: { 'x-version': 'v2' } } };
  const page = new VersionedService(chart, 'page', {
    ports: [ServicePort.http(8080)],
    versions: [V1, V2],
    defaultRoute: [Destination.version(V1)],
    routes: [HttpRoute.forward({ match: [HttpMatch.pathPrefix('/new')], to: [Destination.version(V2, 100, { headers })] })],
  });
  const called = new CanaryService(chart, 'called', { ports: [ServicePort.http(8080)], stable: V1, canary: V2 });
  new Lane(chart, 'beta', { members: [{ service: page, version: V2, entry: true }, { service: called, version: V2 }] });
  const [destination] = ask(named(synthesised(chart), 'VirtualService', 'page'), { path: '/new' })!.rule.route;
  expect(destination.headers).toEqual({
    request: { set: { 'x-via': 'new', 'x-lane': 'beta' }, remove: ['x-old'] }, response: { add: { 'x-version': 'v2' } },
  });
});
