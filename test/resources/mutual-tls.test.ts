import { App, Chart } from 'cdk8s';
import { ClientTls, DestinationRule, MutualTlsMode, PeerAuthentication, PeerAuthenticationProps } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { messageOf } from '../support/messages';

const RATINGS = 'ratings.bookinfo.svc.cluster.local';

/** What comes of a host that is called in plain text, and of pods that take these connections. */
function together(host: string, ...authentications: PeerAuthenticationProps[]) {
  const chart = bookinfo();
  new DestinationRule(chart, 'ratings', { host, trafficPolicy: { tls: ClientTls.disable() } });
  authentications.forEach((props, index) => new PeerAuthentication(chart, `pods-${index}`, props));
  return () => synthesised(chart);
}

test.each(['ratings', RATINGS])('pods that take mutual TLS alone cannot be called in plain text as %s', (host) => {
  expect(messageOf(together(host, { mode: MutualTlsMode.STRICT }))).toContain(`MutualTlsRefused: mode must not be STRICT where a DestinationRule forbids mutual TLS, got bookinfo/ratings for ${RATINGS}`);
});

test('it does not matter which of both is made first', () => {
  const chart = bookinfo();
  new PeerAuthentication(chart, 'pods', { mode: MutualTlsMode.STRICT });
  new DestinationRule(chart, 'ratings', { host: 'ratings', trafficPolicy: { tls: ClientTls.disable() } });
  expect(messageOf(() => synthesised(chart))).toContain('MutualTlsRefused');
});

test.each<[string, string, PeerAuthenticationProps[]]>([
  ['of another namespace', 'ratings.shop.svc.cluster.local', [{ mode: MutualTlsMode.STRICT }]],
  ['outside of the cluster', 'ratings.example.com', [{ mode: MutualTlsMode.STRICT }]],
  ['that take plain text as well', RATINGS, [{ mode: MutualTlsMode.PERMISSIVE }]],
  ['of which only some take mutual TLS alone', RATINGS, [{ selector: { app: 'reviews' }, mode: MutualTlsMode.STRICT }]],
  ['of which some are an exception', RATINGS, [{ mode: MutualTlsMode.STRICT }, { selector: { app: 'ratings' }, mode: MutualTlsMode.DISABLE }]],
  ['of which one port is an exception', RATINGS, [{ mode: MutualTlsMode.STRICT }, { selector: { app: 'ratings' }, ports: [{ port: 80, mode: MutualTlsMode.PERMISSIVE }] }]],
])('pods %s can be called in plain text', (_pods, host, authentications) => {
  expect(together(host, ...authentications)).not.toThrow();
});

test('pods of a namespace that is not known can be called in plain text', () => {
  const chart = new Chart(new App(), 'bookinfo');
  new DestinationRule(chart, 'ratings', { host: 'ratings', trafficPolicy: { tls: ClientTls.disable() } });
  new PeerAuthentication(chart, 'pods', { mode: MutualTlsMode.STRICT });
  expect(() => synthesised(chart)).not.toThrow();
});

test('pods that take mutual TLS alone can be called by a DestinationRule that leaves TLS to Istio', () => {
  const chart = bookinfo();
  new DestinationRule(chart, 'ratings', { host: RATINGS, trafficPolicy: { tls: ClientTls.istioMutual() } });
  new PeerAuthentication(chart, 'pods', { mode: MutualTlsMode.STRICT });
  expect(() => synthesised(chart)).not.toThrow();
});
