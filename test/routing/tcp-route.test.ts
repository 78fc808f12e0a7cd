import { Destination, TcpMatch, TcpRoute, VirtualService } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { specOf, V1 } from '../support/chart';
import { codeOf } from '../support/messages';

function rendered(...routes: TcpRoute[]) {
  const chart = bookinfo();
  new VirtualService(chart, 'db', { hosts: ['db'], tcp: routes });
  return specOf(chart, 'VirtualService');
}

test('forwards connections by weights, without a match all of them', () => {
  expect(rendered(TcpRoute.forward({
    to: [Destination.host('db', { subset: 'v1', port: 5432, weight: 90 }), Destination.host('db', { subset: 'v2', port: 5432, weight: 10 })],
  }))).toEqual({
    hosts: ['db'],
    tcp: [{
      route: [
        { destination: { host: 'db', subset: 'v1', port: { number: 5432 } }, weight: 90 },
        { destination: { host: 'db', subset: 'v2', port: { number: 5432 } }, weight: 10 },
      ],
    }],
  });
});

test('takes any of several matches', () => {
  expect(rendered(TcpRoute.forward({ match: [TcpMatch.port(5432), TcpMatch.of({ sourceNamespace: 'shop' })], to: [Destination.host('db')] })).tcp).toEqual([
    { match: [{ port: 5432 }, { sourceNamespace: 'shop' }], route: [{ destination: { host: 'db' } }] },
  ]);
});

test.each([
  ['no destination', TcpRoute.forward({ to: [] }), 'DestinationsMissing'],
  ['an empty list of matches', TcpRoute.forward({ match: [], to: [Destination.host('db')] }), 'MatchEmpty'],
  ['a version, which only a delivery construct knows', TcpRoute.forward({ to: [Destination.version(V1)] }), 'VersionWithoutService'],
  ['weights that do not sum to 100', TcpRoute.forward({ to: [Destination.host('a', { weight: 50 }), Destination.host('b', { weight: 40 })] }), 'WeightsNotHundred'],
  ['a missing weight', TcpRoute.forward({ to: [Destination.host('a', { weight: 100 }), Destination.host('b')] }), 'WeightMissing'],
])('is refused with %s', (_mistake, route, code) => {
  expect(codeOf(() => rendered(route))).toBe(code);
});
