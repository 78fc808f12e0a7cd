import { Duration } from 'cdk8s';
import { Destination, FaultAbort, HttpMatch, HttpRoute, RetryPolicy } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { RATINGS, renderedRule, reviews, specOf, V1 } from '../support/chart';
import { codeOf } from '../support/messages';

function hosts(...weights: (number | undefined)[]): Destination[] {
  return weights.map((weight, index) => Destination.host(`ratings-${index}`, { weight }));
}

test('writes everything that is said of it', () => {
  expect(renderedRule({
    name: 'reports',
    match: [HttpMatch.pathPrefix('/reports')],
    to: [RATINGS],
    timeout: Duration.seconds(3),
    retries: RetryPolicy.none(),
    fault: { abort: FaultAbort.httpStatus(500, 1) },
  })).toEqual({
    name: 'reports',
    match: [{ uri: { prefix: '/reports' } }],
    route: [{ destination: { host: 'ratings' } }],
    timeout: '3s',
    retries: { attempts: 0 },
    fault: { abort: { httpStatus: 500, percentage: { value: 1 } } },
  });
});

test('writes nothing that is not said', () => {
  expect(renderedRule({ to: [RATINGS] })).toEqual({ route: [{ destination: { host: 'ratings' } }] });
});

test('takes a request that any of its matches takes', () => {
  expect(renderedRule({ match: [HttpMatch.pathExact('/b'), HttpMatch.pathExact('/a')] }).match).toEqual([
    { uri: { exact: '/b' } }, { uri: { exact: '/a' } },
  ]);
});

test.each([
  ['1ms', Duration.millis(1)],
  ['1500ms', Duration.seconds(1.5)],
  ['90s', Duration.seconds(90)],
  ['1m', Duration.minutes(1)],
  ['2h', Duration.hours(2)],
  ['24h', Duration.days(1)],
])('writes the timeout in the largest unit that needs no fraction: %s', (written, timeout) => {
  expect(renderedRule({ timeout }).timeout).toBe(written);
});

test('keeps destinations in order, those of weight 0 included', () => {
  expect(renderedRule({ to: hosts(0, 100, 0) }).route).toEqual([
    { destination: { host: 'ratings-0' }, weight: 0 },
    { destination: { host: 'ratings-1' }, weight: 100 },
    { destination: { host: 'ratings-2' }, weight: 0 },
  ]);
});

test.each([
  ['no destination', [], 'DestinationsMissing'],
  ['two destinations without weights', hosts(undefined, undefined), 'WeightMissing'],
  ['a destination without a weight among others', hosts(100, undefined), 'WeightMissing'],
  ['weights below 100 in sum', hosts(50, 49), 'WeightsNotHundred'],
  ['weights above 100 in sum', hosts(50, 51), 'WeightsNotHundred'],
  ['weights of 0 only', hosts(0, 0), 'WeightsNotHundred'],
  ['a single destination that gets a part of the requests', hosts(50), 'WeightsNotHundred'],
  ['a single destination that gets no requests', hosts(0), 'WeightsNotHundred'],
])('refuses %s', (_mistake, to, code) => {
  expect(codeOf(() => renderedRule({ to }))).toBe(code);
});

test('refuses a timeout of 0, which Istio does not take for "none"', () => {
  expect(codeOf(() => renderedRule({ timeout: Duration.seconds(0) }))).toBe('InvalidDuration');
});

describe('a rule of a service with versions', () => {
  const match = [HttpMatch.pathPrefix('/reports')];
  const to = [Destination.version(V1)];
  const common = { timeout: Duration.seconds(10), retries: RetryPolicy.none(), fault: { abort: FaultAbort.httpStatus(500, 1) } };
  const inherited = { timeout: '10s', retries: { attempts: 0 }, fault: { abort: { httpStatus: 500, percentage: { value: 1 } } } };

  function rendered(rule: HttpRoute) {
    const chart = bookinfo();
    reviews({ ...common, routes: [rule] }, chart);
    const { match: _match, route: _route, ...manners } = specOf(chart, 'VirtualService').http[0];
    return manners;
  }

  test('has the timeout, retries and faults of the service', () => {
    expect(rendered(HttpRoute.forward({ match, to }))).toEqual(inherited);
  });

  test.each([
    ['timeout', { timeout: Duration.seconds(1) }, { ...inherited, timeout: '1s' }],
    ['retries', { retries: RetryPolicy.meshConditions({ attempts: 1 }) }, { ...inherited, retries: { attempts: 1 } }],
    ['faults', { fault: { abort: FaultAbort.httpStatus(503, 2) } }, {
      ...inherited, fault: { abort: { httpStatus: 503, percentage: { value: 2 } } },
    }],
  ])('may have %s of its own', (_name, own, expected) => {
    expect(rendered(HttpRoute.forward({ match, to, ...own }))).toEqual(expected);
  });
});
