import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import {
  CaptureMode, OutboundTraffic, PortProtocol, Sidecar, SidecarEgress, SidecarIngress, SidecarProps, SidecarTls, SidecarTlsOptions, SidecarTlsVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { codeOf } from '../support/messages';

const { HTTP, TCP, TLS } = PortProtocol;
const ALL = { hosts: ['./*'] };

function sidecar(props: SidecarProps, scope = bookinfo()): Sidecar {
  return new Sidecar(scope, 'default', props);
}

function specFrom(props: SidecarProps) {
  const chart = bookinfo();
  sidecar(props, chart);
  return specOf(chart, 'Sidecar');
}

test('is one object', () => {
  const chart = bookinfo();
  sidecar({ workloadSelector: { app: 'reviews' }, egress: [{ hosts: ['./*', 'istio-system/*'] }], outboundTraffic: OutboundTraffic.registryOnly() }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'default', namespace: 'bookinfo' },
    spec: {
      workloadSelector: { labels: { app: 'reviews' } },
      egress: [{ hosts: ['./*', 'istio-system/*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    },
  }]);
});

test('sends what the mesh does not know to a proxy', () => {
  expect(specFrom({ outboundTraffic: OutboundTraffic.allowAnyThrough('egress.istio-system.svc.cluster.local', { port: 8443, subset: 'v1' }) })).toEqual({
    outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'egress.istio-system.svc.cluster.local', port: { number: 8443 }, subset: 'v1' } },
  });
});

test('listens on ports and sockets', () => {
  const egress = [
    { port: { number: 3306, protocol: PortProtocol.MYSQL, name: 'mysql' }, bind: '127.0.0.1', captureMode: CaptureMode.NONE, hosts: ['*/mysql.example.com'] },
    { port: { protocol: HTTP }, bind: 'unix://@http', hosts: ['~test/*', 'shop/*'] },
    ALL,
  ];
  expect(specFrom({ egress }).egress).toEqual(egress);
});

test('takes connections port by port', () => {
  expect(specFrom({
    ingress: [
      { port: { number: 8080, protocol: HTTP }, defaultEndpoint: 'unix:///var/run/app.sock', connectionPool: { http: { http2MaxRequests: 10 } } },
      { port: { number: 8443, protocol: TLS }, bind: '0.0.0.0', defaultEndpoint: '127.0.0.1:8444', tls: SidecarTls.mutual('/cert', '/key', { caCertificates: '/ca' }) },
    ],
    inboundConnectionPool: { tcp: { connectTimeout: Duration.seconds(1) } },
  })).toEqual({
    ingress: [
      { port: { number: 8080, protocol: 'HTTP' }, defaultEndpoint: 'unix:///var/run/app.sock', connectionPool: { http: { http2MaxRequests: 10 } } },
      {
        port: { number: 8443, protocol: 'TLS' },
        bind: '0.0.0.0',
        defaultEndpoint: '127.0.0.1:8444',
        tls: { mode: 'MUTUAL', serverCertificate: '/cert', privateKey: '/key', caCertificates: '/ca' },
      },
    ],
    inboundConnectionPool: { tcp: { connectTimeout: '1s' } },
  });
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = sidecar({ egress: [ALL] }, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'Sidecar')).toEqual({ egress: [ALL], aFieldOfTomorrow: 1 });
});

test.each<[string, SidecarProps, string]>([
  ['a name with an underscore', { name: 'a_b', egress: [ALL] }, 'InvalidObjectName'],
  ['one that says nothing', {}, 'SidecarEmpty'],
  ['one that only selects', { workloadSelector: { a: 'b' }, egress: [], ingress: [], inboundConnectionPool: {} }, 'SidecarEmpty'],
  ['a selector without labels', { workloadSelector: {}, egress: [ALL] }, 'LabelsMissing'],
  ['a proxy without a name', { outboundTraffic: OutboundTraffic.allowAnyThrough('', { port: 80 }) }, 'InvalidHost'],
  ['a proxy at port 0', { outboundTraffic: OutboundTraffic.allowAnyThrough('a.b', { port: 0 }) }, 'InvalidPort'],
  ['a subset of a proxy with an underscore', { outboundTraffic: OutboundTraffic.allowAnyThrough('a.b', { port: 80, subset: 'a_b' }) }, 'InvalidSubsetName'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => sidecar(props))).toBe(code);
});

test.each<[string, SidecarEgress[], string]>([
  ['no host', [{ hosts: [] }], 'HostsMissing'],
  ['a host without a namespace', [{ hosts: ['a.example.com'] }], 'InvalidEgressHost'],
  ['a host without a dot', [{ hosts: ['./reviews'] }], 'InvalidEgressHost'],
  ['a wildcard within a label', [{ hosts: ['./*a.example.com'] }], 'InvalidEgressHost'],
  ['a namespace with an underscore', [{ hosts: ['a_b/*'] }], 'InvalidEgressHost'],
  ['no host of a namespace', [{ hosts: ['shop/'] }], 'InvalidEgressHost'],
  ['a host of a namespace that is there', [{ hosts: ['shop/*', 'shop/a.b'] }], 'DuplicateHost'],
  ['the own namespace under two names', [{ hosts: ['./a.b', 'bookinfo/a.b'] }], 'DuplicateHost'],
  ['a namespace beside all', [{ hosts: ['*/*', 'shop/*'] }], 'DuplicateHost'],
  ['all beside a namespace', [{ hosts: ['shop/*', '*/*'] }], 'DuplicateHost'],
  ['a listener for the rest before another', [ALL, { ...ALL, port: { number: 80 } }], 'SidecarListenerConflict'],
  ['two listeners for one port', [{ ...ALL, port: { number: 80 } }, { ...ALL, port: { number: 80 } }], 'SidecarListenerConflict'],
  ['two listeners for one socket', [{ ...ALL, port: {}, bind: 'unix:///a' }, { ...ALL, port: {}, bind: 'unix:///a' }], 'SidecarListenerConflict'],
  ['an address without a port', [{ ...ALL, bind: '127.0.0.1' }], 'SidecarListenerConflict'],
  ['an address that is none', [{ ...ALL, port: { number: 80 }, bind: 'localhost' }], 'SidecarListenerConflict'],
  ['a socket that is a folder', [{ ...ALL, port: {}, bind: 'unix:///a/' }], 'SidecarListenerConflict'],
  ['a redirected socket', [{ ...ALL, port: {}, bind: 'unix:///a', captureMode: CaptureMode.IPTABLES }], 'SidecarListenerConflict'],
  ['a port without a number', [{ ...ALL, port: { protocol: HTTP } }], 'InvalidPort'],
  ['a socket with a number', [{ ...ALL, port: { number: 80 }, bind: 'unix:///a' }], 'InvalidPort'],
  ['a port beyond all ports', [{ ...ALL, port: { number: 65_536 } }], 'InvalidPort'],
  ['a port with an underscore', [{ ...ALL, port: { number: 80, name: 'a_b' } }], 'InvalidPortName'],
])('refuses to let pods call %s', (_mistake, egress, code) => {
  expect(codeOf(() => sidecar({ egress }))).toBe(code);
});

const PORT = { number: 8443, protocol: TLS };

test.each<[string, SidecarIngress[], string]>([
  ['on no port', [{ port: {} }], 'InvalidPort'],
  ['on one port twice', [{ port: { number: 80 } }, { port: { number: 80 } }], 'SidecarListenerConflict'],
  ['on a name', [{ port: PORT, bind: 'localhost' }], 'SidecarListenerConflict'],
  ['for an application elsewhere', [{ port: PORT, defaultEndpoint: '10.0.0.1:80' }], 'SidecarListenerConflict'],
  ['for an application beyond all ports', [{ port: PORT, defaultEndpoint: ':65536' }], 'SidecarListenerConflict'],
  ['with TLS on a port of HTTP', [{ port: { number: 80, protocol: HTTP }, tls: SidecarTls.simple('/c', '/k') }], 'SidecarListenerConflict'],
  ['with TLS on a port of anything', [{ port: { number: 80 }, tls: SidecarTls.simple('/c', '/k') }], 'SidecarListenerConflict'],
  ['with limits of HTTP on a port of TCP', [{ port: { number: 80, protocol: TCP }, connectionPool: { http: { maxRetries: 1 } } }], 'SidecarListenerConflict'],
  ['with limits of HTTP on a port of anything', [{ port: { number: 80 }, connectionPool: { http: { maxRetries: 1 } } }], 'SidecarListenerConflict'],
  ['with limits below 1', [{ port: PORT, connectionPool: { tcp: { maxConnections: 0 } } }], 'InvalidCount'],
])('refuses to take connections %s', (_mistake, ingress, code) => {
  expect(codeOf(() => sidecar({ ingress }))).toBe(code);
});

function decrypting(tls: SidecarTls) {
  return () => sidecar({ ingress: [{ port: PORT, tls }] });
}

test.each<[string, SidecarTlsOptions, string]>([
  ['an unknown cipher suite', { cipherSuites: ['ROT13'] }, 'SidecarTlsConflict'],
  ['a cipher suite twice', { cipherSuites: ['AES128-SHA', 'AES128-SHA'] }, 'SidecarTlsConflict'],
  ['an old version with the ciphers of new ones', { minProtocolVersion: SidecarTlsVersion.TLSV1_1 }, 'SidecarTlsConflict'],
  ['no version', { minProtocolVersion: SidecarTlsVersion.TLSV1_3, maxProtocolVersion: SidecarTlsVersion.TLSV1_2 }, 'SidecarTlsConflict'],
  ['an empty hash', { verifyCertificateHash: [''] }, 'ValueMissing'],
])('refuses to agree to %s', (_mistake, options, code) => {
  expect(codeOf(decrypting(SidecarTls.simple('/c', '/k', options)))).toBe(code);
});

test('names the files that TLS needs', () => {
  expect(codeOf(decrypting(SidecarTls.simple('', '/k')))).toBe('ValueMissing');
  expect(codeOf(decrypting(SidecarTls.simple('/c', '')))).toBe('ValueMissing');
  expect(codeOf(decrypting(SidecarTls.mutual('/c', '/k', { caCertificates: '' })))).toBe('ValueMissing');
  expect(codeOf(decrypting(SidecarTls.optionalMutual('/c', '/k', { caCertificates: '/ca', caCrl: '' })))).toBe('ValueMissing');
});
