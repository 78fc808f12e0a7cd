import { ClientTls, ClientTlsOptions, MutualTlsOptions, SimpleTlsOptions } from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rendered(tls: ClientTls) {
  return renderedPolicy({ tls }).tls;
}

const FILES = { clientCertificate: '/etc/certs/client.pem', privateKey: '/etc/certs/key.pem' };

test.each([
  ['plain text', ClientTls.disable(), 'DISABLE'],
  ['mutual TLS of the mesh', ClientTls.istioMutual(), 'ISTIO_MUTUAL'],
  ['TLS', ClientTls.simple(), 'SIMPLE'],
])('is %s', (_kind, tls, mode) => {
  expect(rendered(tls)).toEqual({ mode });
});

// Every field, so that one that is added to a struct has to be added here. What excludes each other is in two of them.
const VERIFIED: Required<Omit<ClientTlsOptions, 'insecureSkipVerify'>> = {
  sni: 'api.example.com', subjectAltNames: ['api.example.com', 'spiffe://cluster.local/ns/bookinfo/sa/ratings'],
};
const SIMPLE: Required<Omit<SimpleTlsOptions, 'insecureSkipVerify' | 'credentialName'>> = {
  ...VERIFIED, caCertificates: '/etc/certs/ca.pem', caCrl: '/etc/certs/crl.pem',
};
const MUTUAL: Required<Omit<MutualTlsOptions, 'insecureSkipVerify'>> = { ...SIMPLE, ...FILES };

test.each([
  ['TLS and files', ClientTls.simple(SIMPLE), { mode: 'SIMPLE', ...SIMPLE }],
  ['TLS and a Secret', ClientTls.simple({ ...VERIFIED, credentialName: 'ca' }), { mode: 'SIMPLE', ...VERIFIED, credentialName: 'ca' }],
  ['mutual TLS and files', ClientTls.mutualWithFiles(MUTUAL), { mode: 'MUTUAL', ...MUTUAL }],
  ['mutual TLS and a Secret', ClientTls.mutualWithSecret('client', VERIFIED), { mode: 'MUTUAL', ...VERIFIED, credentialName: 'client' }],
])('by %s says how the server is verified', (_kind, tls, expected) => {
  expect(rendered(tls)).toEqual(expected);
});

test.each([
  ['TLS', ClientTls.simple({ insecureSkipVerify: true, sni: 'a.b' }), { mode: 'SIMPLE' }],
  ['mutual TLS and files', ClientTls.mutualWithFiles({ ...FILES, insecureSkipVerify: true, sni: 'a.b' }), { mode: 'MUTUAL', ...FILES }],
  // A Secret holds the client's certificate as well.
  ['mutual TLS and a Secret', ClientTls.mutualWithSecret('c', { insecureSkipVerify: true, sni: 'a.b' }), { mode: 'MUTUAL', credentialName: 'c' }],
])('by %s takes any server, if it is told to', (_kind, tls, expected) => {
  expect(rendered(tls)).toEqual({ ...expected, insecureSkipVerify: true, sni: 'a.b' });
});

test('takes an empty list of names for none, as Istio does', () => {
  expect(rendered(ClientTls.simple({ subjectAltNames: [], insecureSkipVerify: true }))).toEqual({ mode: 'SIMPLE', insecureSkipVerify: true });
});

test('does not change with the list that its names came from', () => {
  const subjectAltNames = ['a.example.com'];
  const tls = ClientTls.simple({ subjectAltNames });
  subjectAltNames.push('b.example.com');
  expect(rendered(tls)).toEqual({ mode: 'SIMPLE', subjectAltNames: ['a.example.com'] });
});

const nothing = undefined as unknown as string;

test.each<[string, ClientTls, string, string]>([
  ['a Secret beside a file of authorities', ClientTls.simple({ credentialName: 'a', caCertificates: '/ca' }), 'TlsSettingsConflict', 'caCertificates'],
  ['a Secret beside a file of revocations', ClientTls.simple({ credentialName: 'a', caCrl: '/crl' }), 'TlsSettingsConflict', 'caCrl'],
  ['authorities for any server', ClientTls.simple({ insecureSkipVerify: true, caCertificates: '/ca' }), 'TlsSettingsConflict', 'caCertificates'],
  ['a Secret for any server', ClientTls.simple({ insecureSkipVerify: true, credentialName: 'a' }), 'TlsSettingsConflict', 'credentialName'],
  ['names of any server', ClientTls.simple({ insecureSkipVerify: true, subjectAltNames: ['a'] }), 'TlsSettingsConflict', 'subjectAltNames'],
  ['authorities for any server of mutual TLS', ClientTls.mutualWithFiles({ ...FILES, insecureSkipVerify: true, caCertificates: '/ca' }),
    'TlsSettingsConflict', 'caCertificates'],
  ['names of any server of mutual TLS', ClientTls.mutualWithSecret('a', { insecureSkipVerify: true, subjectAltNames: ['a'] }),
    'TlsSettingsConflict', 'subjectAltNames'],
  ['a file without a name', ClientTls.simple({ caCertificates: '' }), 'TlsValueMissing', 'caCertificates'],
  ['an empty client certificate', ClientTls.mutualWithFiles({ ...FILES, clientCertificate: '' }), 'TlsValueMissing', 'clientCertificate'],
  ['a private key that is missing', ClientTls.mutualWithFiles({ ...FILES, privateKey: nothing }), 'TlsValueMissing', 'privateKey'],
  ['an empty name in a certificate', ClientTls.simple({ subjectAltNames: ['a', ''] }), 'TlsValueMissing', 'subjectAltNames[1]'],
  ['a Secret without a name', ClientTls.mutualWithSecret(''), 'InvalidObjectName', 'credentialName'],
  ['a Secret that is missing', ClientTls.mutualWithSecret(nothing), 'InvalidObjectName', 'credentialName'],
  ['a Secret with its namespace', ClientTls.simple({ credentialName: 'bookinfo/ca' }), 'InvalidObjectName', 'credentialName'],
  ['a URL for a host', ClientTls.simple({ sni: 'https://api.example.com' }), 'InvalidHost', 'sni'],
])('refuses %s', (_mistake, tls, code, place) => {
  expect(codeOf(() => rendered(tls))).toBe(code);
  expect(messageOf(() => rendered(tls))).toContain(`: trafficPolicy.tls.${place} must `);
});
