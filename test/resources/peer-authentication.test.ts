import { ApiObject, JsonPatch } from 'cdk8s';
import { MutualTlsMode, PeerAuthentication, PeerAuthenticationProps } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { codeOf } from '../support/messages';

const { STRICT, DISABLE } = MutualTlsMode;

function authentication(props: PeerAuthenticationProps, scope = bookinfo()): PeerAuthentication {
  return new PeerAuthentication(scope, 'default', props);
}

test('is one object, for all pods of the namespace', () => {
  const chart = bookinfo();
  authentication({ mode: STRICT }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'default', namespace: 'bookinfo' },
    spec: { mtls: { mode: 'STRICT' } },
  }]);
});

test('takes other connections on some ports of some pods', () => {
  const chart = bookinfo();
  authentication({ name: 'a.b', selector: { app: 'reviews' }, mode: STRICT, ports: [{ port: 9090, mode: DISABLE }] }, chart);
  expect(specOf(chart, 'PeerAuthentication')).toEqual({
    selector: { matchLabels: { app: 'reviews' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { 9090: { mode: 'DISABLE' } },
  });
});

test('says nothing of ports where none is named', () => {
  const chart = bookinfo();
  authentication({ ports: [] }, chart);
  expect(specOf(chart, 'PeerAuthentication')).toEqual({});
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = authentication({ mode: STRICT }, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'PeerAuthentication')).toEqual({ mtls: { mode: 'STRICT' }, aFieldOfTomorrow: 1 });
});

test.each<[string, PeerAuthenticationProps, string]>([
  ['a name with an underscore', { name: 'a_b' }, 'InvalidObjectName'],
  ['a selector without labels', { selector: {} }, 'LabelsMissing'],
  ['ports of no pods', { ports: [{ port: 80, mode: STRICT }] }, 'PortMutualTlsConflict'],
  ['one port twice', { selector: { a: 'b' }, ports: [{ port: 80, mode: STRICT }, { port: 80, mode: DISABLE }] }, 'PortMutualTlsConflict'],
  ['a port of 0', { selector: { a: 'b' }, ports: [{ port: 0, mode: STRICT }] }, 'InvalidPort'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => authentication(props))).toBe(code);
});
