import { Chart, Duration } from 'cdk8s';
import {
  CanaryService, CanaryServiceProps, CanaryTraffic, Destination, Exposure, Gateway, HeaderMatch, HttpMatch, HttpRoute, Lane, LaneProps, ServicePort,
  ServiceVersion, SessionAffinity, VersionedService,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { Manifest, named } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import { ask, Request } from '../support/requests';

const PORTS = [ServicePort.http(9080)];
const V3 = ServiceVersion.image('v3', 'myregistry.io/reviews:v3');
const IN_LANE = { headers: { 'x-lane': 'beta' } };
const GATEWAY = Gateway.fromName('public', { namespace: 'istio-ingress' });
const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];

function canary(chart: Chart, name: string, props: Partial<CanaryServiceProps> = {}): CanaryService {
  return new CanaryService(chart, name, { ports: PORTS, stable: V1, canary: V2, ...props });
}

/** A page and the reviews that it calls, in a lane that requests enter on the new version of the page. */
function shop(page: Partial<CanaryServiceProps> = {}, reviews: Partial<CanaryServiceProps> = {}, lane: Partial<LaneProps> = {}): Manifest[] {
  const chart = bookinfo();
  const members = [
    { service: canary(chart, 'page', { traffic: CanaryTraffic.weight(10), ...page }), version: V2, entry: true },
    { service: canary(chart, 'reviews', reviews), version: V2 },
  ];
  new Lane(chart, 'beta', { members, ...lane });
  return synthesised(chart);
}

function answer(manifests: Manifest[], service: string, request: Request = {}) {
  return ask(named(manifests, 'VirtualService', service), request);
}

/** What requests carry onwards, by the version that they go to. */
function carried(manifests: Manifest[], service: string, request: Request = {}) {
  const { route } = answer(manifests, service, request)!.rule;
  return Object.fromEntries(route.map(({ destination, headers }: any) => [destination.subset, headers?.request]));
}

describe('a request in the lane', () => {
  test.each(['page', 'reviews'])('goes to the version of the member %s, whatever its weight', (service) => {
    expect(answer(shop(), service, IN_LANE)?.shares).toEqual({ v2: 100 });
  });

  test.each([['bet'], ['betamax'], ['Beta']])('is told from others: the value %s is not in it', (value) => {
    expect(answer(shop(), 'reviews', { headers: { 'x-lane': value } })?.shares).toEqual({ v1: 100 });
  });

  test('comes before testers', () => {
    const testers = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];
    const chart = bookinfo();
    const members = ['page', 'reviews'].map((name) => ({ service: canary(chart, name, { testers }), version: V1 }));
    new Lane(chart, 'stay', { members });
    expect(answer(synthesised(chart), 'page', { headers: { 'x-lane': 'stay', 'x-canary': 'true' } })?.shares).toEqual({ v1: 100 });
  });

  test('keeps the manners of the rule that would take it', () => {
    const rules = [{ name: 'reports', match: [HttpMatch.pathPrefix('/reports')], timeout: Duration.seconds(30) }];
    const manifests = shop({}, { rules, timeout: Duration.seconds(3) });
    expect(answer(manifests, 'reviews', { path: '/reports', ...IN_LANE })).toMatchObject({ rule: { name: 'reports-lane-beta', timeout: '30s' }, shares: { v2: 100 } });
    expect(answer(manifests, 'reviews', IN_LANE)).toMatchObject({ rule: { name: 'lane-beta', timeout: '3s' } });
  });

  test('is told by another header and value where these are given, in whatever case the name is', () => {
    const manifests = shop({}, {}, { header: 'X-Preview', value: 'mine' });
    expect(answer(manifests, 'reviews', { headers: { 'x-preview': 'mine' } })?.shares).toEqual({ v2: 100 });
    expect(answer(manifests, 'reviews', IN_LANE)?.shares).toEqual({ v1: 100 });
  });
});

describe('a request that enters the lane', () => {
  const lane = { set: { 'x-lane': 'beta' } };

  test('by its weight carries the header onwards, while others do not', () => {
    expect(carried(shop(), 'page')).toEqual({ v1: undefined, v2: lane });
  });

  test('as a tester carries it too', () => {
    expect(carried(shop({ testers: TESTERS }), 'page', { headers: { 'x-canary': 'true' } })).toEqual({ v2: lane });
  });

  test('by its cookie carries it too, and the cookie is still set', () => {
    const manifests = shop({ sessionAffinity: SessionAffinity.cookie() });
    expect(carried(manifests, 'page', { headers: { cookie: 'page-version=v2' } })).toEqual({ v2: lane });
    expect(answer(manifests, 'page')?.rule.route[1].headers).toEqual({
      request: lane, response: { add: { 'set-cookie': expect.stringContaining('page-version=v2') } },
    });
  });

  test('by a rule with destinations of its own carries it too', () => {
    const chart = bookinfo();
    const service = new VersionedService(chart, 'page', { ports: PORTS, versions: [V1, V2], defaultRoute: [Destination.version(V1)] });
    new Lane(chart, 'beta', { members: [{ service, version: V2, entry: true }, { service: canary(chart, 'reviews'), version: V2 }] });
    service.addRoute(HttpRoute.forward({ name: 'new', match: [HttpMatch.pathPrefix('/new')], to: [Destination.version(V1, 50), Destination.version(V2, 50)] }));
    expect(carried(synthesised(chart), 'page', { path: '/new' })).toEqual({ v1: undefined, v2: lane });
  });

  test('is not marked by a member that is no entry', () => {
    expect(carried(shop(), 'reviews', IN_LANE)).toEqual({ v2: undefined });
    expect(carried(shop({}, { traffic: CanaryTraffic.weight(50) }), 'reviews')).toEqual({ v1: undefined, v2: undefined });
  });
});

describe('rules with destinations of their own', () => {
  function page(then: (service: VersionedService, lane: () => void) => void): Manifest[] {
    const chart = bookinfo();
    const service = new VersionedService(chart, 'page', { ports: PORTS, versions: [V1, V2], defaultRoute: [Destination.version(V1)] });
    then(service, () => new Lane(chart, 'beta', { members: [{ service, version: V2 }, { service: canary(chart, 'reviews'), version: V2 }] }));
    return synthesised(chart);
  }
  const slow = HttpRoute.forward({ name: 'slow', match: [HttpMatch.pathPrefix('/slow')], to: [Destination.version(V1)], timeout: Duration.seconds(60) });
  const moved = HttpRoute.redirect({ match: [HttpMatch.pathPrefix('/moved')], uri: '/elsewhere' });
  const unnamed = HttpRoute.forward({ match: [HttpMatch.pathPrefix('/unnamed')], to: [Destination.version(V1)] });

  test('leave requests in the lane to its version, whether they are added before the lane or behind it', () => {
    const added = (service: VersionedService) => [slow, moved, unnamed].forEach((route) => service.addRoute(route));
    const before = page((service, lane) => { added(service); lane(); });
    const behind = page((service, lane) => { lane(); added(service); });
    expect(behind).toEqual(before);
    expect(answer(before, 'page', { path: '/slow', ...IN_LANE })).toMatchObject({ rule: { name: 'slow-lane-beta', timeout: '1m' }, shares: { v2: 100 } });
    expect(answer(before, 'page', { path: '/unnamed', ...IN_LANE })?.shares).toEqual({ v2: 100 });
    expect(answer(before, 'page', { path: '/slow' })?.shares).toEqual({ v1: 100 });
  });

  test('that answer themselves do so in the lane too', () => {
    const manifests = page((service, lane) => { service.addRoute(moved); lane(); });
    expect(answer(manifests, 'page', { path: '/moved', ...IN_LANE })?.rule).toMatchObject({ redirect: { uri: '/elsewhere' } });
  });

  test('whose names are those of the lane\'s rules are refused', () => {
    const named_ = HttpRoute.forward({ name: 'lane-beta', match: [HttpMatch.pathPrefix('/a')], to: [Destination.version(V1)] });
    expect(codeOf(() => page((service, lane) => { lane(); service.addRoute(named_); }))).toBe('InvalidRuleName');
    expect(codeOf(() => page((service, lane) => { service.addRoute(named_); lane(); }))).toBe('InvalidRuleName');
  });
});

describe('at a gateway', () => {
  const exposures = [Exposure.mesh(), Exposure.gateway(GATEWAY, { hosts: ['shop.example.com'], pathPrefix: '/shop', strip: true })];
  const outside = { path: '/shop', ...IN_LANE };

  test('everybody can enter the lane by the header', () => {
    expect(answer(shop({ exposures }), 'page-public', outside)?.shares).toEqual({ v2: 100 });
  });

  test('the header can be taken off requests, which then enter the lane by their version alone', () => {
    const manifests = shop({ exposures }, {}, { stripAtGateways: true });
    expect(answer(manifests, 'page-public', outside)?.shares).toEqual({ v1: 90, v2: 10 });
    expect(carried(manifests, 'page-public', outside)).toEqual({ v1: { remove: ['x-lane'] }, v2: { set: { 'x-lane': 'beta' } } });
    expect(answer(manifests, 'page', IN_LANE)?.shares).toEqual({ v2: 100 });
    expect(carried(manifests, 'page')).toEqual({ v1: undefined, v2: { set: { 'x-lane': 'beta' } } });
  });

  test('the header is taken off what goes by rules of its own as well', () => {
    const chart = bookinfo();
    const routes = [HttpRoute.forward({ match: [HttpMatch.pathPrefix('/old')], to: [Destination.host('old', { port: 80 })] })];
    const service = new VersionedService(chart, 'page', { ports: PORTS, versions: [V1], defaultRoute: [Destination.version(V1)], exposures, routes });
    new Lane(chart, 'beta', { stripAtGateways: true, members: [{ service, version: V1 }, { service: canary(chart, 'reviews'), version: V2 }] });
    const manifests = synthesised(chart);
    const [{ headers }] = answer(manifests, 'page-public', { path: '/shop/old', ...IN_LANE })!.rule.route;
    expect(headers).toEqual({ request: { remove: ['x-lane'] } });
  });
});

describe('several lanes of a service', () => {
  function two(second: Partial<LaneProps>, entries: boolean[] = [true, false]): Manifest[] {
    const chart = bookinfo();
    const services = ['page', 'reviews'].map((name) => canary(chart, name, { traffic: CanaryTraffic.weight(10), longLived: [{ version: V3, weight: 10 }] }));
    const members = (version: ServiceVersion, entry: boolean) => services.map((service) => ({ service, version, entry }));
    new Lane(chart, 'beta', { members: members(V2, entries[0]) });
    new Lane(chart, 'gamma', { members: members(V3, entries[1]), ...second });
    return synthesised(chart);
  }

  test('with one header are told by its value', () => {
    expect(answer(two({}), 'reviews', IN_LANE)?.shares).toEqual({ v2: 100 });
    expect(answer(two({}), 'reviews', { headers: { 'x-lane': 'gamma' } })?.shares).toEqual({ v3: 100 });
  });

  test('mark each its own version', () => {
    expect(carried(two({}, [true, true]), 'page')).toEqual({ v1: undefined, v2: { set: { 'x-lane': 'beta' } }, v3: { set: { 'x-lane': 'gamma' } } });
  });

  test('do not mark a request that is in another one with the same header', () => {
    const chart = bookinfo();
    const services = ['page', 'reviews'].map((name) => canary(chart, name));
    new Lane(chart, 'beta', { members: services.map((service) => ({ service, version: V2, entry: true })) });
    new Lane(chart, 'gamma', { members: services.map((service) => ({ service, version: V2 })) });
    expect(carried(synthesised(chart), 'page', { headers: { 'x-lane': 'gamma' } })).toEqual({ v2: undefined });
  });

  test('with one header and value are refused', () => {
    expect(messageOf(() => two({ value: 'beta' }))).toContain('[bookinfo/gamma] LanesContradict: members[0].service must be in one lane');
  });

  test('with one value and two headers are refused, since their rules could not be told apart', () => {
    expect(codeOf(() => two({ value: 'beta', header: 'x-other' }))).toBe('InvalidRuleName');
  });

  test('that would mark one version with two values of a header are refused', () => {
    const chart = bookinfo();
    const services = ['page', 'reviews'].map((name) => canary(chart, name));
    const members = services.map((service) => ({ service, version: V2, entry: true }));
    new Lane(chart, 'beta', { members });
    expect(messageOf(() => new Lane(chart, 'gamma', { members })))
      .toContain('LanesContradict: members[0].entry must be left to one of the lanes that share the header x-lane');
  });
});

describe('a lane is refused', () => {
  test.each<[string, Partial<LaneProps>, string]>([
    ['with a header that is none', { header: 'x lane' }, 'InvalidHeaderName: header '],
    ['with the host for a header', { header: 'host' }, 'InvalidHeaderName: header '],
    ['with an empty value', { value: '' }, 'InvalidLaneValue: value '],
    ['without members', { members: [] }, 'LaneMembersMissing: members '],
  ])('%s', (_mistake, props, beginning) => {
    expect(messageOf(() => shop({}, {}, props))).toContain(`[bookinfo/beta] ${beginning}must `);
  });

  test.each<[string, ServiceVersion, Partial<CanaryServiceProps>, string]>([
    ['that its service does not have', V3, {}, 'UnknownVersion'],
    ['that is retiring', V3, { retiring: [V3] }, 'VersionRetiring'],
  ])('with a version %s', (_mistake, version, props, code) => {
    const chart = bookinfo();
    const members = ['page', 'reviews'].map((name) => ({ service: canary(chart, name, props), version }));
    expect(messageOf(() => new Lane(chart, 'beta', { members }))).toContain(`[bookinfo/beta] ${code}: members[0].version must `);
  });
});

test('a lane may lead through several charts of an app', () => {
  const chart = bookinfo();
  const other = new Chart(Chart.of(chart).node.root as Chart, 'other', { namespace: 'other' });
  new Lane(chart, 'beta', { members: [{ service: canary(chart, 'page'), version: V2 }, { service: canary(other, 'reviews'), version: V2 }] });
  expect(answer(synthesised(other), 'reviews', IN_LANE)?.shares).toEqual({ v2: 100 });
});

test('a service with several ports has the lane on each of them', () => {
  const manifests = shop({ ports: [ServicePort.http(80), ServicePort.grpc(9090)] });
  expect(answer(manifests, 'page', { port: 9090, ...IN_LANE })).toMatchObject({ rule: { name: 'lane-beta-grpc' }, shares: { v2: 100 } });
});
