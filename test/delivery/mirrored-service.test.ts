import {
  Exposure, Gateway, HttpMatch, HttpRouteMethod, Mirror, MirroredService, MirroredServiceProps, ServicePort, ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { Manifest, named, only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import { ask, Request } from '../support/requests';

const POSTS = { name: 'orders', match: [HttpMatch.method(HttpRouteMethod.POST)] };

function reviews(props: Partial<MirroredServiceProps>): Manifest[] {
  const chart = bookinfo();
  new MirroredService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: V1, ...props });
  return synthesised(chart);
}

/** Who answers a request, and who gets copies of how many of a hundred. */
function fate(virtualService: Manifest, request: Request = {}) {
  const { shares, rule } = ask(virtualService, request)!;
  const copies = (rule.mirrors ?? []).map(({ destination: { host, subset }, percentage }: any) => [subset ?? host, percentage.value]);
  return { shares, copies: Object.fromEntries(copies) };
}

function fateOf(props: Partial<MirroredServiceProps>, request: Request = {}) {
  return fate(only(reviews(props), 'VirtualService'), request);
}

describe('a request', () => {
  test.each<[string, Partial<MirroredServiceProps>, { [subset: string]: number }]>([
    ['without a shadow, not copied', {}, {}],
    ['always copied', { shadow: V2 }, { v2: 100 }],
    ['now and then copied', { shadow: V2, percent: 0.5 }, { v2: 0.5 }],
    ['not copied yet', { shadow: V2, percent: 0 }, { v2: 0 }],
    ['also copied to others', { shadow: V2, percent: 10, mirrors: [Mirror.host('copies')] }, { copies: 100, v2: 10 }],
    ['copied to others alone', { mirrors: [Mirror.host('copies')] }, { copies: 100 }],
  ])('is answered by stable, and %s', (_kind, props, copies) => {
    expect(fateOf(props)).toEqual({ shares: { v1: 100 }, copies });
  });

  test('of a rule that says nothing of copies is copied as all others are', () => {
    expect(fateOf({ shadow: V2, rules: [POSTS] }, { method: 'POST' })).toEqual({ shares: { v1: 100 }, copies: { v2: 100 } });
  });

  test('of a rule that says so is not copied', () => {
    const props = { shadow: V2, rules: [{ ...POSTS, mirrors: [] }] };
    expect(fateOf(props, { method: 'POST' })).toEqual({ shares: { v1: 100 }, copies: {} });
    expect(fateOf(props, { method: 'GET' })).toEqual({ shares: { v1: 100 }, copies: { v2: 100 } });
  });

  test('of a rule with mirrors of its own is copied there alone', () => {
    const props = { shadow: V2, percent: 50, rules: [{ ...POSTS, mirrors: [Mirror.version(V2, 1), Mirror.host('audit')] }] };
    expect(fateOf(props, { method: 'POST' }).copies).toEqual({ v2: 1, audit: 100 });
  });

  test.each([8080, 9090])('is copied to the port that was called: %i', (port) => {
    const { rule } = ask(only(reviews({ shadow: V2, ports: [ServicePort.http(8080), ServicePort.grpc(9090)] }), 'VirtualService'), { port })!;
    expect(rule.mirrors).toMatchObject([{ destination: { subset: 'v2', port: { number: port } } }]);
    expect(rule.route).toMatchObject([{ destination: { subset: 'v1', port: { number: port } } }]);
  });

  test('is copied from a gateway too, with the path that stable sees', () => {
    const outside = named(reviews({
      shadow: V2,
      rules: [{ ...POSTS, mirrors: [] }],
      exposures: [Exposure.mesh(), Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/reviews', strip: true })],
    }), 'VirtualService', 'reviews-public');
    expect(fate(outside, { path: '/reviews/1' })).toEqual({ shares: { v1: 100 }, copies: { v2: 100 } });
    expect(fate(outside, { path: '/reviews/1', method: 'POST' })).toEqual({ shares: { v1: 100 }, copies: {} });
    expect(ask(outside, { path: '/reviews/1' })?.path).toBe('/1');
  });
});

describe('the shadow', () => {
  test('has pods and a subset, and comes without a change of anything but these and the mirror', () => {
    const before = reviews({});
    const after = reviews({ shadow: V2, percent: 0 });
    expect(named(after, 'Deployment', 'reviews-v1')).toEqual(named(before, 'Deployment', 'reviews-v1'));
    expect(only(after, 'Service')).toEqual(only(before, 'Service'));
    expect(only(after, 'DestinationRule').spec.subsets.map(({ name }: any) => name)).toEqual(['v1', 'v2']);
    expect(named(after, 'Deployment', 'reviews-v2').spec.template.metadata.labels).toEqual({ app: 'reviews', version: 'v2' });
  });
});

describe('the construct', () => {
  test('hands out its host, its objects and its workloads', () => {
    const service = new MirroredService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], stable: V1, shadow: V2 });
    expect(service.host).toBe('reviews.bookinfo.svc.cluster.local');
    expect([service.service, service.destinationRule.apiObject, service.virtualService.apiObject, service.workload(V2)].map((one) => one?.kind))
      .toEqual(['Service', 'DestinationRule', 'VirtualService', 'Deployment']);
    expect(service.virtualServices).toEqual([service.virtualService]);
  });
});

describe('a mistake is named after the prop in which it was made', () => {
  test.each<[string, Partial<MirroredServiceProps>, string]>([
    ['a share without a shadow', { percent: 0 }, 'ShadowMissing: percent '],
    ['a share above 100', { shadow: V2, percent: 101 }, 'PercentOutOfRange: percent '],
    ['a share beside other mirrors', { shadow: V2, percent: -1, mirrors: [Mirror.host('copies')] }, 'PercentOutOfRange: percent '],
    ['another mirror', { shadow: V2, mirrors: [Mirror.host('copies', { percent: 101 })] }, 'PercentOutOfRange: mirrors[0].percent '],
    ['the same version twice', { shadow: V1 }, 'DuplicateVersion: shadow.name '],
    ['a shadow that is retiring', { shadow: V2, retiring: [V2] }, 'VersionRetiring: retiring[0] '],
    ['the shadow', { shadow: ServiceVersion.image('v2', '') }, 'InvalidImage: shadow.image '],
    ['stable', { stable: ServiceVersion.image('V1', 'reviews:1') }, 'InvalidVersionName: stable.name '],
    ['a mirror to stable', { shadow: V2, mirrors: [Mirror.version(V1)] }, 'MirrorAnswers: mirrors[0] '],
    ['a rule\'s mirror to stable', { shadow: V2, rules: [{ ...POSTS, mirrors: [Mirror.version(V1)] }] }, 'MirrorAnswers: rules[0].mirrors[0] '],
  ])('%s', (_mistake, props, beginning) => {
    expect(messageOf(() => reviews(props))).toContain(`[bookinfo/reviews] ${beginning}must `);
  });

  test('a version with the labels of the other is no shadow: it would answer requests', () => {
    expect(codeOf(() => reviews({ shadow: ServiceVersion.labels('v2', { version: 'v1' }) }))).toBe('SubsetsOverlap');
  });
});
