import { assert, integer, property } from 'fast-check';
import {
  CanaryService, CanaryTraffic, Destination, HttpMatch, HttpRoute, Mirror, QueryMatch, ServicePort, VersionedServiceProps,
} from '../../src';
import { bookinfo } from '../support/bookinfo';
import { RATINGS, renderedRule, reviews, specOf, V1, V2 } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';
import '../support/random-objects';

const HOST = 'reviews.bookinfo.svc.cluster.local';

function mirrorsOf(...mirrors: Mirror[]) {
  return renderedRule({ mirrors }).mirrors;
}

test.each([
  ['of all requests, unless something else is said', Mirror.host('copies'), { destination: { host: 'copies' }, percentage: { value: 100 } }],
  ['of a share of the requests', Mirror.host('copies', { percent: 0.5 }), { destination: { host: 'copies' }, percentage: { value: 0.5 } }],
  ['of no requests for now', Mirror.host('copies', { percent: 0 }), { destination: { host: 'copies' }, percentage: { value: 0 } }],
  ['to a subset and a port', Mirror.host('copies', { subset: 'v2', port: 9080 }), {
    destination: { host: 'copies', subset: 'v2', port: { number: 9080 } }, percentage: { value: 100 },
  }],
])('sends copies %s', (_behaviour, mirror, expected) => {
  expect(mirrorsOf(mirror)).toEqual([expected]);
});

test('sends copies to several places, in order', () => {
  expect(mirrorsOf(Mirror.host('b'), Mirror.host('a', { percent: 1 }))).toEqual([
    { destination: { host: 'b' }, percentage: { value: 100 } }, { destination: { host: 'a' }, percentage: { value: 1 } },
  ]);
});

test('leaves the requests where they go', () => {
  const { mirrors: _mirrors, ...rest } = renderedRule({ mirrors: [Mirror.host('b')] });
  expect(rest).toEqual(renderedRule({}));
});

test('an empty list sends none, and is not written', () => {
  expect(renderedRule({ mirrors: [] })).toEqual(renderedRule({}));
});

test('a version is a subset of the host of its service, on the port of the service', () => {
  const chart = bookinfo();
  const route = HttpRoute.forward({ match: [HttpMatch.pathExact('/a')], to: [Destination.version(V1)], mirrors: [Mirror.version(V2, 10)] });
  reviews({ versions: [V1, V2], routes: [route] }, chart);
  expect(specOf(chart, 'VirtualService').http[0].mirrors).toEqual([
    { destination: { host: HOST, subset: 'v2', port: { number: 8080 } }, percentage: { value: 10 } },
  ]);
});

test('a service may send copies of all its requests to a version', () => {
  const chart = bookinfo();
  reviews({ versions: [V1, V2], mirrors: [Mirror.version(V2)] }, chart);
  expect(specOf(chart, 'VirtualService').http[0].mirrors).toEqual([
    { destination: { host: HOST, subset: 'v2', port: { number: 8080 } }, percentage: { value: 100 } },
  ]);
});

test('a version that is retiring gets no copies either', () => {
  expect(messageOf(() => reviews({ retiring: [V2], mirrors: [Mirror.version(V2)] }))).toBe(
    '[bookinfo/reviews] VersionRetiring: mirrors[0] must lead to a version that is in use, got version v2, which is retiring; '
    + 'a retiring version gets no requests: send them elsewhere, or take it back among the versions',
  );
});

test.each([
  ['a version that its service does not have', () => reviews({ mirrors: [Mirror.version(V2)] }), 'UnknownVersion'],
  ['a version in a VirtualService of one\'s own', () => mirrorsOf(Mirror.version(V1)), 'VersionWithoutService'],
  ['a host with a scheme', () => mirrorsOf(Mirror.host('http://copies')), 'InvalidHost'],
  ['a wildcard alone', () => mirrorsOf(Mirror.host('*')), 'InvalidHost'],
  ['a subset that is no DNS label', () => mirrorsOf(Mirror.host('copies', { subset: 'v_1' })), 'InvalidSubsetName'],
  ['port 0', () => mirrorsOf(Mirror.host('copies', { port: 0 })), 'InvalidPort'],
  ['a share below 0', () => mirrorsOf(Mirror.host('copies', { percent: -1 })), 'PercentOutOfRange'],
  ['a share above 100', () => mirrorsOf(Mirror.host('copies', { percent: 100.1 })), 'PercentOutOfRange'],
  ['a share finer than Envoy can draw', () => mirrorsOf(Mirror.host('copies', { percent: 0.00001 })), 'PercentOutOfRange'],
  ['a version with a share above 100', () => reviews({ versions: [V1, V2], mirrors: [Mirror.version(V2, 101)] }), 'PercentOutOfRange'],
])('refuses %s', (_mistake, program, code) => {
  expect(codeOf(program)).toBe(code);
});

test('every share that Envoy can draw is written as it is said', () => {
  assert(property(integer({ min: 1, max: 1_000_000 }), (millionths) => {
    const percent = millionths / 10_000;
    expect(mirrorsOf(Mirror.host('copies', { percent }))).toEqual([{ destination: { host: 'copies' }, percentage: { value: percent } }]);
  }), { numRuns: 20 });
});

describe('where the requests themselves go', () => {
  const copied = (to: Destination[], ...mirrors: Mirror[]) => renderedRule({ to, mirrors }).mirrors;
  const rules = (props: Partial<VersionedServiceProps>) => {
    const chart = bookinfo();
    reviews({ versions: [V1, V2], ...props }, chart);
    return Object.fromEntries(specOf(chart, 'VirtualService').http.map(({ name, mirrors }: any) => [
      name, mirrors?.map(({ destination: { host, subset } }: any) => subset ?? host),
    ]));
  };

  test.each<[string, () => unknown, string]>([
    ['a rule', () => copied([RATINGS], Mirror.host('copies'), Mirror.host('ratings')), '[bookinfo/ratings] MirrorAnswers: http[0].mirrors[1] '],
    ['a rule that splits requests', () => copied([Destination.host('a', { subset: 'v1', port: 80, weight: 99 }), Destination.host('b', { weight: 1 })],
      Mirror.host('a', { subset: 'v1', port: 80, percent: 0.1 })), '[bookinfo/ratings] MirrorAnswers: http[0].mirrors[0] '],
    ['a service', () => rules({ mirrors: [Mirror.version(V1)] }), '[bookinfo/reviews] MirrorAnswers: mirrors[0] '],
    ['one of the rules of a service', () => rules({ rules: [{ match: [HttpMatch.pathExact('/a')], mirrors: [Mirror.version(V1)] }] }),
      '[bookinfo/reviews] MirrorAnswers: rules[0].mirrors[0] '],
    ['a route of a service', () => rules({
      routes: [HttpRoute.forward({ match: [HttpMatch.pathExact('/a')], to: [Destination.version(V2)], mirrors: [Mirror.version(V2)] })],
    }), '[bookinfo/reviews] MirrorAnswers: routes[0].mirrors[0] '],
    ['a canary', () => new CanaryService(bookinfo(), 'reviews', {
      ports: [ServicePort.http(80)], stable: V1, canary: V2, traffic: CanaryTraffic.weight(1), mirrors: [Mirror.version(V2)],
    }), '[bookinfo/reviews] MirrorAnswers: mirrors[0] '],
  ])('%s sends no copies', (_kind, program, beginning) => {
    expect(messageOf(program)).toMatch(new RegExp(`^${beginning.replace(/[[\]]/g, '\\$&')}must lead to another destination`));
  });

  test.each([
    ['another subset', Mirror.host('ratings', { subset: 'v2', port: 80 })],
    ['another port', Mirror.host('ratings', { subset: 'v1', port: 81 })],
    ['another host', Mirror.host('copies', { subset: 'v1', port: 80 })],
    ['the same, but none yet', Mirror.host('ratings', { subset: 'v1', port: 80, percent: 0 })],
  ])('is another place than %s', (_kind, mirror) => {
    expect(copied([Destination.host('ratings', { subset: 'v1', port: 80 })], mirror)).toHaveLength(1);
  });

  test('is not where the weight is 0', () => {
    expect(rules({ defaultRoute: [Destination.version(V1, 100), Destination.version(V2, 0)], mirrors: [Mirror.version(V2)] })).toEqual({ default: ['v2'] });
  });

  test('copies that a rule inherits are left out, and others stay', () => {
    expect(rules({
      mirrors: [Mirror.version(V2), Mirror.host('copies')],
      routes: [HttpRoute.forward({ name: 'new', match: [HttpMatch.pathExact('/a')], to: [Destination.version(V2)] })],
      diversions: [{ name: 'staff', match: [HttpMatch.pathExact('/b')], to: [Destination.version(V2, 50), Destination.version(V1, 50)] }],
    })).toEqual({ new: ['copies'], staff: ['copies'], default: ['v2', 'copies'] });
  });

  test('copies of a rule are left out of what is diverted from it', () => {
    expect(rules({
      rules: [{ name: 'reports', match: [HttpMatch.pathPrefix('/reports')], mirrors: [Mirror.version(V2)] }],
      diversions: [{ name: 'staff', match: [HttpMatch.query(QueryMatch.present('staff'))], to: [Destination.version(V2)] }],
    })).toEqual({ 'reports-staff': undefined, 'reports': ['v2'], 'staff': undefined, 'default': undefined });
  });
});
