import { Destination, HttpMatch, ServiceVersion } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { renderedRule, reviews, specOf, V1, V2 } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function routeOf(...to: Destination[]) {
  return renderedRule({ to }).route;
}

describe('a host', () => {
  test.each([
    ['takes the name of a Service', Destination.host('ratings'), { destination: { host: 'ratings' } }],
    ['takes the full name of a Service', Destination.host('ratings.prod.svc.cluster.local'), {
      destination: { host: 'ratings.prod.svc.cluster.local' },
    }],
    ['is not completed if it has a dot', Destination.host('ratings.prod'), { destination: { host: 'ratings.prod' } }],
    ['has a subset', Destination.host('ratings', { subset: 'v1' }), { destination: { host: 'ratings', subset: 'v1' } }],
    ['has a port in an object of its own', Destination.host('ratings', { port: 9080 }), {
      destination: { host: 'ratings', port: { number: 9080 } },
    }],
    ['has a weight beside it', Destination.host('ratings', { weight: 100 }), { destination: { host: 'ratings' }, weight: 100 }],
    ['has all of it at once', Destination.host('ratings', { subset: 'v1', port: 9080, weight: 100 }), {
      destination: { host: 'ratings', subset: 'v1', port: { number: 9080 } }, weight: 100,
    }],
  ])('%s', (_behaviour, destination, expected) => {
    expect(routeOf(destination)).toEqual([expected]);
  });

  test.each([
    ['an empty name', Destination.host(''), 'InvalidHost'],
    ['a wildcard alone', Destination.host('*'), 'InvalidHost'],
    ['a name with an empty part', Destination.host('ratings..local'), 'InvalidHost'],
    ['an IP address', Destination.host('10.0.0.1'), 'InvalidHost'],
    ['a name with a port', Destination.host('ratings:9080'), 'InvalidHost'],
    ['a subset that is no DNS label', Destination.host('ratings', { subset: 'v_1' }), 'InvalidSubsetName'],
    ['an empty subset', Destination.host('ratings', { subset: '' }), 'InvalidSubsetName'],
    ['port 0', Destination.host('ratings', { port: 0 }), 'InvalidPort'],
    ['a port beyond 65535', Destination.host('ratings', { port: 65536 }), 'InvalidPort'],
    ['a weight below 0', Destination.host('ratings', { weight: -1 }), 'WeightOutOfRange'],
    ['a weight above 100', Destination.host('ratings', { weight: 101 }), 'WeightOutOfRange'],
    ['a weight with a fraction', Destination.host('ratings', { weight: 99.5 }), 'WeightOutOfRange'],
    ['a weight that is no number', Destination.host('ratings', { weight: NaN }), 'WeightOutOfRange'],
  ])('refuses %s', (_mistake, destination, code) => {
    expect(codeOf(() => routeOf(destination))).toBe(code);
  });
});

describe('a version', () => {
  test('is a subset of the host of its service, on the port of the service', () => {
    const chart = bookinfo();
    reviews({ versions: [V1, V2], defaultRoute: [Destination.version(V1, 90), Destination.version(V2, 10)] }, chart);
    const host = 'reviews.bookinfo.svc.cluster.local';
    expect(specOf(chart, 'VirtualService').http[0].route).toEqual([
      { destination: { host, subset: 'v1', port: { number: 8080 } }, weight: 90 },
      { destination: { host, subset: 'v2', port: { number: 8080 } }, weight: 10 },
    ]);
  });

  test('without a weight stands alone', () => {
    const chart = bookinfo();
    reviews({ versions: [V2] }, chart);
    const host = 'reviews.bookinfo.svc.cluster.local';
    expect(specOf(chart, 'VirtualService').http[0].route).toEqual([{ destination: { host, subset: 'v2', port: { number: 8080 } } }]);
  });

  test('may share a rule with another host', () => {
    const chart = bookinfo();
    reviews({ defaultRoute: [Destination.version(V1, 50), Destination.host('old.example.com', { weight: 50 })] }, chart);
    const host = 'reviews.bookinfo.svc.cluster.local';
    expect(specOf(chart, 'VirtualService').http[0].route).toEqual([
      { destination: { host, subset: 'v1', port: { number: 8080 } }, weight: 50 },
      { destination: { host: 'old.example.com' }, weight: 50 },
    ]);
  });

  test('that is retiring gets no requests', () => {
    expect(messageOf(() => reviews({ retiring: [V2], defaultRoute: [Destination.version(V2)] }))).toBe(
      '[bookinfo/reviews] VersionRetiring: defaultRoute[0] must lead to a version that is in use, got version v2, which is retiring; '
      + 'a retiring version gets no requests: send them elsewhere, or take it back among the versions',
    );
  });

  test.each([
    ['a version that its service does not have', () => reviews({ defaultRoute: [Destination.version(V2)] }), 'UnknownVersion'],
    ['another version with the name of one of its service', () => reviews({
      versions: [V1, V2], defaultRoute: [Destination.version(ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.1'))],
    }), 'UnknownVersion'],
    ['a version in a VirtualService of one\'s own', () => routeOf(Destination.version(V1)), 'VersionWithoutService'],
    ['given more requests than there are', () => reviews({ defaultRoute: [Destination.version(V1, 101)] }), 'WeightOutOfRange'],
  ])('cannot be %s', (_mistake, program, code) => {
    expect(codeOf(program)).toBe(code);
  });
});

describe('changes of headers', () => {
  const headers = { response: { set: { 'x-version': 'v2' } } };

  test('are made for the requests that go to one of several destinations', () => {
    expect(routeOf(Destination.host('a', { weight: 90 }), Destination.host('b', { weight: 10, headers }))).toEqual([
      { destination: { host: 'a' }, weight: 90 }, { destination: { host: 'b' }, weight: 10, headers },
    ]);
  });

  test('are made for the requests that go to a version', () => {
    const chart = bookinfo();
    reviews({ versions: [V1, V2], defaultRoute: [Destination.version(V1, 90), Destination.version(V2, 10, { headers })] }, chart);
    expect(specOf(chart, 'VirtualService').http[0].route.map((one: any) => one.headers)).toEqual([undefined, headers]);
  });

  const host = { request: { set: { host: 'a.example.com' } } };
  const toVersion = Destination.version(V1, undefined, { headers: host });

  test.each<[string, () => unknown]>([
    ['twice in one destination', () => routeOf(Destination.host('a', { headers: { request: { set: { 'host': 'a', ':authority': 'b' } } } }))],
    ['by a rule and its destination', () => renderedRule({ to: [Destination.host('a', { headers: host })], rewrite: { authority: 'b' } })],
    ['by the headers of a rule and a destination', () => renderedRule({ to: [Destination.host('a', { headers: host })], headers: host })],
    ['by a service and its default route', () => reviews({ defaultRoute: [toVersion], headers: host })],
    ['by a service and what is diverted', () => reviews({
      diversions: [{ name: 'staff', match: [HttpMatch.pathExact('/staff')], to: [toVersion] }], rewrite: { authority: 'b' },
    })],
  ])('do not write the host that is called %s', (_how, program) => {
    expect(codeOf(program)).toBe('RewriteConflict');
  });

  test.each([
    ['a name that is none', { request: { add: { 'a b': 'c' } } }, 'InvalidHeaderName'],
    ['a value with half a variable', { response: { set: { a: '%REQ(a' } } }, 'InvalidHeaderValue'],
  ])('are refused with %s', (_what, wrong, code) => {
    expect(codeOf(() => routeOf(Destination.host('a', { headers: wrong })))).toBe(code);
  });
});
