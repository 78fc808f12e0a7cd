import { Destination, TlsForwardProps, TlsMatch, TlsRoute, VirtualService } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { specOf } from '../support/chart';
import { codeOf } from '../support/messages';

function rendered(...routes: TlsRoute[]) {
  const chart = bookinfo();
  new VirtualService(chart, 'pay', { hosts: ['*.example.com'], tls: routes });
  return specOf(chart, 'VirtualService');
}

test('forwards connections to a host by weights', () => {
  expect(rendered(TlsRoute.forward({
    match: [TlsMatch.sniHosts(['pay.example.com'])],
    to: [Destination.host('pay', { port: 8443, weight: 90 }), Destination.host('pay-v2', { port: 8443, weight: 10 })],
  }))).toEqual({
    hosts: ['*.example.com'],
    tls: [{
      match: [{ sniHosts: ['pay.example.com'] }],
      route: [
        { destination: { host: 'pay', port: { number: 8443 } }, weight: 90 },
        { destination: { host: 'pay-v2', port: { number: 8443 } }, weight: 10 },
      ],
    }],
  });
});

const MATCH = [TlsMatch.sniHosts(['pay.example.com'])];

test.each<[string, TlsForwardProps, string]>([
  ['no match, without which Istio takes no TLS rule', { match: [], to: [Destination.host('pay')] }, 'MatchEmpty'],
  ['a match that a program in plain JavaScript forgot', { to: [Destination.host('pay')] } as unknown as TlsForwardProps, 'MatchEmpty'],
  ['no destination', { match: MATCH, to: [] }, 'DestinationsMissing'],
  ['a weight beyond 100', { match: MATCH, to: [Destination.host('pay', { weight: 101 })] }, 'WeightOutOfRange'],
])('is refused with %s', (_mistake, props, code) => {
  expect(codeOf(() => rendered(TlsRoute.forward(props)))).toBe(code);
});
