import {
  CertificateFiles, CipherSuite, GatewayProtocol, GatewayServer, MutualServerTlsOptions, ServerCertificate, ServerTls, ServerTlsOptions,
  TlsProtocolVersion,
} from '../../src';

const SECRET = ServerCertificate.secret('example-com.tls');
const PAIR: CertificateFiles = { serverCertificate: '/etc/web.pem', privateKey: '/etc/web.key' };
const FILES = ServerCertificate.files(PAIR);

const CIPHERS = [
  CipherSuite.ECDHE_ECDSA_AES128_GCM_SHA256, CipherSuite.ECDHE_RSA_AES128_GCM_SHA256, CipherSuite.ECDHE_ECDSA_AES256_GCM_SHA384,
  CipherSuite.ECDHE_RSA_AES256_GCM_SHA384, CipherSuite.ECDHE_ECDSA_CHACHA20_POLY1305, CipherSuite.ECDHE_RSA_CHACHA20_POLY1305,
  CipherSuite.ECDHE_ECDSA_AES128_SHA, CipherSuite.ECDHE_RSA_AES128_SHA, CipherSuite.ECDHE_ECDSA_AES256_SHA, CipherSuite.ECDHE_RSA_AES256_SHA,
  CipherSuite.AES128_GCM_SHA256, CipherSuite.AES256_GCM_SHA384, CipherSuite.AES128_SHA, CipherSuite.AES256_SHA, CipherSuite.DES_CBC3_SHA,
];

const VERSIONS: ServerTlsOptions[] = [
  {},
  { cipherSuites: [] },
  { minProtocolVersion: TlsProtocolVersion.TLS_AUTO, maxProtocolVersion: TlsProtocolVersion.TLS_AUTO },
  { minProtocolVersion: TlsProtocolVersion.TLSV1_0, maxProtocolVersion: TlsProtocolVersion.TLSV1_0, cipherSuites: CIPHERS },
  { minProtocolVersion: TlsProtocolVersion.TLSV1_1, maxProtocolVersion: TlsProtocolVersion.TLSV1_1, cipherSuites: [CIPHERS[0], CIPHERS[0]] },
  { minProtocolVersion: TlsProtocolVersion.TLSV1_2, maxProtocolVersion: TlsProtocolVersion.TLSV1_3 },
  { minProtocolVersion: TlsProtocolVersion.TLSV1_3, maxProtocolVersion: TlsProtocolVersion.TLSV1_3 },
  { maxProtocolVersion: TlsProtocolVersion.TLSV1_2 },
];

const CLIENTS: MutualServerTlsOptions = { subjectAltNames: ['a.example.com', 'spiffe://cluster.local/ns/a/sa/b'], insecureSkipVerify: true };
const CLIENTS_OF_FILES: MutualServerTlsOptions = { ...CLIENTS, caCertificates: '/etc/ca.pem', caCrl: '/etc/ca.crl' };
const CLIENTS_OF_SECRETS: MutualServerTlsOptions = {
  ...CLIENTS,
  caCertCredentialName: 'clients',
  verifyCertificateSpki: [`${'a'.repeat(43)}=`],
  verifyCertificateHash: ['0'.repeat(64), Array(32).fill('aB').join(':')],
};

const SERVER_TLS: ServerTls[] = [
  ...VERSIONS.map((options) => ServerTls.simple(SECRET, options)),
  ServerTls.simple(ServerCertificate.secrets(['one'])),
  ServerTls.simple(ServerCertificate.secrets(['rsa', 'ecdsa'])),
  ServerTls.simple(FILES),
  ServerTls.simple(ServerCertificate.filesOfSeveral([PAIR])),
  ServerTls.simple(ServerCertificate.filesOfSeveral([PAIR, PAIR])),
  ServerTls.mutual(SECRET),
  ServerTls.mutual(SECRET, CLIENTS_OF_SECRETS),
  ServerTls.mutual(ServerCertificate.secrets(['rsa', 'ecdsa']), { caCertCredentialName: 'configmap://istio-ingress/clients', insecureSkipVerify: false }),
  ServerTls.mutual(FILES, { ...VERSIONS[3], ...CLIENTS_OF_FILES }),
  ServerTls.optionalMutual(SECRET, { ...VERSIONS[3], ...CLIENTS_OF_SECRETS }),
  ServerTls.optionalMutual(ServerCertificate.filesOfSeveral([PAIR, PAIR]), CLIENTS_OF_FILES),
  ServerTls.istioMutual(),
  ServerTls.istioMutual({ subjectAltNames: ['a'] }),
  ServerTls.passthrough(),
  ServerTls.autoPassthrough(),
];

const PLAIN = [
  GatewayProtocol.HTTP, GatewayProtocol.HTTP2, GatewayProtocol.GRPC, GatewayProtocol.GRPC_WEB, GatewayProtocol.TCP, GatewayProtocol.MONGO,
  GatewayProtocol.MYSQL, GatewayProtocol.REDIS,
];

/** Servers of every kind; no two share a port. */
export const GATEWAY_SERVERS: GatewayServer[] = [
  ...SERVER_TLS.flatMap((tls, index) => [
    GatewayServer.of({ protocol: GatewayProtocol.HTTPS, hosts: ['*'], port: 1000 + index, tls }),
    GatewayServer.of({ protocol: GatewayProtocol.TLS, hosts: ['*.example.com'], port: 2000 + index, tls }),
  ]),
  ...PLAIN.map((protocol, index) => GatewayServer.of({ protocol, hosts: ['*'], port: 3000 + index })),
  GatewayServer.of({ protocol: GatewayProtocol.HTTP, hosts: ['*'] }),
  GatewayServer.of({ protocol: GatewayProtocol.HTTPS, hosts: ['*'], tls: ServerTls.simple(SECRET) }),
  GatewayServer.http(['*'], { port: 4000, bind: '127.0.0.1', name: 'inner-1', portName: 'http-inner' }),
  GatewayServer.http(['*'], { port: 4000, bind: '::1' }),
  GatewayServer.http(['*'], { bind: 'unix:///run/web.sock' }),
  GatewayServer.of({ protocol: GatewayProtocol.TCP, hosts: ['*'], bind: 'unix://@tcp' }),
];
