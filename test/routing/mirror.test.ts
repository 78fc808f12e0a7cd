import { assert, integer, property } from 'fast-check';
import { Destination, HttpMatch, HttpRoute, Mirror } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { renderedRule, reviews, specOf, V1, V2 } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

const HOST = 'reviews.bookinfo.svc.cluster.local';

function mirrorsOf(...mirrors: Mirror[]) {
  return renderedRule({ mirrors }).mirrors;
}

test.each([
  ['of all requests, unless something else is said', Mirror.host('ratings'), { destination: { host: 'ratings' }, percentage: { value: 100 } }],
  ['of a share of the requests', Mirror.host('ratings', { percent: 0.5 }), { destination: { host: 'ratings' }, percentage: { value: 0.5 } }],
  ['of no requests for now', Mirror.host('ratings', { percent: 0 }), { destination: { host: 'ratings' }, percentage: { value: 0 } }],
  ['to a subset and a port', Mirror.host('ratings', { subset: 'v2', port: 9080 }), {
    destination: { host: 'ratings', subset: 'v2', port: { number: 9080 } }, percentage: { value: 100 },
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
  ['a host with a scheme', () => mirrorsOf(Mirror.host('http://ratings')), 'InvalidHost'],
  ['a wildcard alone', () => mirrorsOf(Mirror.host('*')), 'InvalidHost'],
  ['a subset that is no DNS label', () => mirrorsOf(Mirror.host('ratings', { subset: 'v_1' })), 'InvalidSubsetName'],
  ['port 0', () => mirrorsOf(Mirror.host('ratings', { port: 0 })), 'InvalidPort'],
  ['a share below 0', () => mirrorsOf(Mirror.host('ratings', { percent: -1 })), 'PercentOutOfRange'],
  ['a share above 100', () => mirrorsOf(Mirror.host('ratings', { percent: 100.1 })), 'PercentOutOfRange'],
  ['a share finer than Envoy can draw', () => mirrorsOf(Mirror.host('ratings', { percent: 0.00001 })), 'PercentOutOfRange'],
  ['a version with a share above 100', () => reviews({ mirrors: [Mirror.version(V1, 101)] }), 'PercentOutOfRange'],
])('refuses %s', (_mistake, program, code) => {
  expect(codeOf(program)).toBe(code);
});

test('every share that Envoy can draw is written as it is said', () => {
  assert(property(integer({ min: 1, max: 1_000_000 }), (millionths) => {
    const percent = millionths / 10_000;
    expect(mirrorsOf(Mirror.host('ratings', { percent }))).toEqual([{ destination: { host: 'ratings' }, percentage: { value: percent } }]);
  }), { numRuns: 20 });
});
