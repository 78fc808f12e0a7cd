import {
  CertificateFiles, CipherSuite, Gateway, GatewayProtocol, GatewayServer, IstioMutualServerTlsOptions, MutualServerTlsOptions, ServerCertificate,
  ServerTls, ServerTlsOptions, TlsProtocolVersion,
} from '../../src';
import { bookinfo } from '../support/bookinfo';
import { specOf } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rendered(tls: ServerTls, protocol = GatewayProtocol.HTTPS) {
  const chart = bookinfo();
  new Gateway(chart, 'public', { servers: [GatewayServer.of({ protocol, hosts: ['*'], tls })] });
  return specOf(chart, 'Gateway').servers[0].tls;
}

const SECRET = ServerCertificate.secret('web');
const PAIR: Required<CertificateFiles> = { serverCertificate: '/etc/web.pem', privateKey: '/etc/web.key' };
const FILES = ServerCertificate.files(PAIR);

const VERSIONS: Required<ServerTlsOptions> = {
  minProtocolVersion: TlsProtocolVersion.TLSV1_0,
  maxProtocolVersion: TlsProtocolVersion.TLSV1_3,
  cipherSuites: [CipherSuite.ECDHE_RSA_AES128_SHA, CipherSuite.AES128_SHA],
};
const VERSIONS_WRITTEN = { minProtocolVersion: 'TLSV1_0', maxProtocolVersion: 'TLSV1_3', cipherSuites: ['ECDHE-RSA-AES128-SHA', 'AES128-SHA'] };

/** Every field; what is for certificates from files, and what for those from Secrets. */
const OF_FILES: Required<Pick<MutualServerTlsOptions, 'caCertificates' | 'caCrl'>> = { caCertificates: '/etc/ca.pem', caCrl: '/etc/ca.crl' };
const OF_SECRETS: Required<Omit<MutualServerTlsOptions, keyof typeof OF_FILES | keyof ServerTlsOptions | 'subjectAltNames' | 'insecureSkipVerify'>> = {
  caCertCredentialName: 'clients', verifyCertificateSpki: [`${'a'.repeat(43)}=`], verifyCertificateHash: ['ab'.repeat(32)],
};
const BOTH = { ...VERSIONS, subjectAltNames: ['a.example.com'], insecureSkipVerify: true };
const BOTH_WRITTEN = { ...VERSIONS_WRITTEN, subjectAltNames: ['a.example.com'], insecureSkipVerify: true };

test.each<[string, ServerTls, unknown]>([
  ['decrypts', ServerTls.simple(SECRET), { mode: 'SIMPLE', credentialName: 'web' }],
  ['decrypts with one of two certificates', ServerTls.simple(ServerCertificate.secrets(['rsa', 'ecdsa'])), {
    mode: 'SIMPLE', credentialNames: ['rsa', 'ecdsa'],
  }],
  ['decrypts with files', ServerTls.simple(FILES), { mode: 'SIMPLE', ...PAIR }],
  ['decrypts with the files of two certificates', ServerTls.simple(ServerCertificate.filesOfSeveral([PAIR, PAIR])), {
    mode: 'SIMPLE', tlsCertificates: [PAIR, PAIR],
  }],
  ['chooses versions and ciphers', ServerTls.simple(SECRET, VERSIONS), { mode: 'SIMPLE', credentialName: 'web', ...VERSIONS_WRITTEN }],
  ['asks who the client is', ServerTls.mutual(SECRET), { mode: 'MUTUAL', credentialName: 'web' }],
  ['verifies the client', ServerTls.mutual(SECRET, { ...BOTH, ...OF_SECRETS }), { mode: 'MUTUAL', credentialName: 'web', ...BOTH_WRITTEN, ...OF_SECRETS }],
  ['verifies the client with files', ServerTls.mutual(FILES, { ...BOTH, ...OF_FILES }), { mode: 'MUTUAL', ...PAIR, ...BOTH_WRITTEN, ...OF_FILES }],
  ['verifies clients that show a certificate', ServerTls.optionalMutual(ServerCertificate.filesOfSeveral([PAIR]), OF_FILES), {
    mode: 'OPTIONAL_MUTUAL', tlsCertificates: [PAIR], ...OF_FILES,
  }],
  ['takes authorities from a ConfigMap', ServerTls.optionalMutual(SECRET, { caCertCredentialName: 'configmap://ingress/clients' }), {
    mode: 'OPTIONAL_MUTUAL', credentialName: 'web', caCertCredentialName: 'configmap://ingress/clients',
  }],
  ['knows clients of the mesh', ServerTls.istioMutual(), { mode: 'ISTIO_MUTUAL' }],
  ['verifies clients of the mesh', ServerTls.istioMutual({ subjectAltNames: ['a'] } satisfies Required<IstioMutualServerTlsOptions>), {
    mode: 'ISTIO_MUTUAL', subjectAltNames: ['a'],
  }],
  ['passes through', ServerTls.passthrough(), { mode: 'PASSTHROUGH' }],
  ['passes through between networks', ServerTls.autoPassthrough(), { mode: 'AUTO_PASSTHROUGH' }],
])('%s', (_kind, tls, expected) => {
  expect(rendered(tls)).toEqual(expected);
  expect(rendered(tls, GatewayProtocol.TLS)).toEqual(expected);
});

test('leaves out what says nothing', () => {
  expect(rendered(ServerTls.simple(SECRET, { cipherSuites: [] }))).toEqual({ mode: 'SIMPLE', credentialName: 'web' });
  expect(rendered(ServerTls.mutual(SECRET, { subjectAltNames: [] }))).toEqual({ mode: 'MUTUAL', credentialName: 'web' });
});

test('names a cipher suite once, for Istio ignores it the second time', () => {
  expect(rendered(ServerTls.simple(SECRET, { cipherSuites: [CipherSuite.AES128_SHA, CipherSuite.AES128_SHA] })).cipherSuites).toEqual(['AES128-SHA']);
});

test.each([
  [{ minProtocolVersion: TlsProtocolVersion.TLS_AUTO, maxProtocolVersion: TlsProtocolVersion.TLSV1_0 }],
  [{ minProtocolVersion: TlsProtocolVersion.TLSV1_3, maxProtocolVersion: TlsProtocolVersion.TLS_AUTO }],
  [{ minProtocolVersion: TlsProtocolVersion.TLSV1_2, maxProtocolVersion: TlsProtocolVersion.TLSV1_2 }],
])('takes the versions %j', (versions) => {
  expect(rendered(ServerTls.simple(SECRET, versions))).toEqual({ mode: 'SIMPLE', credentialName: 'web', ...versions });
});

test('does not change with the lists that it came from', () => {
  const names = ['a'];
  const pairs = [PAIR];
  const [secrets, files] = [ServerTls.simple(ServerCertificate.secrets(names)), ServerTls.simple(ServerCertificate.filesOfSeveral(pairs))];
  names.push('b');
  pairs.push(PAIR);
  expect([rendered(secrets).credentialNames, rendered(files).tlsCertificates]).toEqual([['a'], [PAIR]]);
});

test.each<[string, ServerTls, string, string]>([
  ['a Secret with its namespace', ServerTls.simple(ServerCertificate.secret('ingress/web')), 'InvalidObjectName', 'credentialName'],
  ['a Secret without a name', ServerTls.simple(ServerCertificate.secrets(['a', ''])), 'InvalidObjectName', 'credentialNames[1]'],
  ['no Secret', ServerTls.simple(ServerCertificate.secrets([])), 'InvalidCertificateCount', 'credentialNames'],
  ['three Secrets', ServerTls.simple(ServerCertificate.secrets(['a', 'b', 'c'])), 'InvalidCertificateCount', 'credentialNames'],
  ['no certificate', ServerTls.simple(ServerCertificate.filesOfSeveral([])), 'InvalidCertificateCount', 'tlsCertificates'],
  ['a certificate without a file', ServerTls.simple(ServerCertificate.files({ ...PAIR, serverCertificate: '' })), 'TlsValueMissing', 'serverCertificate'],
  ['a key without a file', ServerTls.simple(ServerCertificate.filesOfSeveral([{ ...PAIR, privateKey: undefined as unknown as string }])),
    'TlsValueMissing', 'tlsCertificates[0].privateKey'],
  ['clients that nothing verifies', ServerTls.mutual(FILES), 'TlsValueMissing', 'caCertificates'],
  ['a file of revocations without a name', ServerTls.optionalMutual(FILES, { ...OF_FILES, caCrl: '' }), 'TlsValueMissing', 'caCrl'],
  ['authorities in a file beside a Secret', ServerTls.mutual(SECRET, { caCertificates: '/ca' }), 'TlsSettingsConflict', 'caCertificates'],
  ['revocations in a file beside a Secret', ServerTls.mutual(SECRET, { caCrl: '/ca' }), 'TlsSettingsConflict', 'caCrl'],
  ['authorities in a Secret beside files', ServerTls.mutual(FILES, { ...OF_FILES, caCertCredentialName: 'a' }), 'TlsSettingsConflict', 'caCertCredentialName'],
  ['hashes beside files', ServerTls.mutual(FILES, { ...OF_FILES, verifyCertificateHash: [] }), 'TlsSettingsConflict', 'verifyCertificateHash'],
  ['a ConfigMap without its namespace', ServerTls.mutual(SECRET, { caCertCredentialName: 'configmap://a' }), 'InvalidObjectName', 'caCertCredentialName'],
  ['a hash that is none', ServerTls.mutual(SECRET, { verifyCertificateSpki: ['abc'] }), 'InvalidCertificateHash', 'verifyCertificateSpki[0]'],
  ['a fingerprint that is none', ServerTls.mutual(SECRET, { verifyCertificateHash: ['abc'] }), 'InvalidCertificateHash', 'verifyCertificateHash[0]'],
  ['a client without a name', ServerTls.mutual(SECRET, { subjectAltNames: [''] }), 'TlsValueMissing', 'subjectAltNames[0]'],
  ['a client of the mesh without a name', ServerTls.istioMutual({ subjectAltNames: [''] }), 'TlsValueMissing', 'subjectAltNames[0]'],
  ['versions of which the newest is the oldest', ServerTls.simple(SECRET, {
    minProtocolVersion: TlsProtocolVersion.TLSV1_3, maxProtocolVersion: TlsProtocolVersion.TLSV1_2,
  }), 'TlsVersionsConflict', 'maxProtocolVersion'],
  ['an old version without its ciphers', ServerTls.simple(SECRET, { minProtocolVersion: TlsProtocolVersion.TLSV1_1 }), 'TlsVersionsConflict', 'cipherSuites'],
])('refuses %s', (_mistake, tls, code, place) => {
  expect(codeOf(() => rendered(tls))).toBe(code);
  expect(messageOf(() => rendered(tls))).toContain(`: servers[0].tls.${place} must `);
});
