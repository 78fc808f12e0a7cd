import { Gateway, GatewayServer } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { specOf } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

const HOSTS = ['shop.example.com'];

function serversOf(...servers: GatewayServer[]) {
  const chart = bookinfo();
  new Gateway(chart, 'public', { servers });
  return specOf(chart, 'Gateway').servers;
}

function portsOf(...servers: GatewayServer[]) {
  return serversOf(...servers).map(({ port }: any) => port.name);
}

test('speaks plain HTTP on port 80', () => {
  expect(serversOf(GatewayServer.http(HOSTS))).toEqual([
    { port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts: HOSTS },
  ]);
});

test('speaks HTTPS on port 443, with the certificate of a Secret', () => {
  expect(serversOf(GatewayServer.https(HOSTS, 'shop-certificate'))).toEqual([{
    port: { number: 443, name: 'https-443', protocol: 'HTTPS' }, hosts: HOSTS, tls: { mode: 'SIMPLE', credentialName: 'shop-certificate' },
  }]);
});

test('redirects from HTTP on port 80 to HTTPS', () => {
  expect(serversOf(GatewayServer.redirectToHttps(HOSTS))).toEqual([
    { port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts: HOSTS, tls: { httpsRedirect: true } },
  ]);
});

test('listens on another port', () => {
  expect(portsOf(GatewayServer.http(HOSTS, { port: 8080 }), GatewayServer.https(HOSTS, 'a', { port: 8443 }),
    GatewayServer.redirectToHttps(HOSTS, { port: 8081 }))).toEqual(['http-8080', 'https-8443', 'http-8081']);
});

test('has a name of its own on a port that it shares, as Istio wants it', () => {
  const https = ['a', 'b', 'c'].map((name) => GatewayServer.https([`${name}.example.com`], name));
  expect(portsOf(https[0], GatewayServer.http(['a.example.com']), https[1], GatewayServer.redirectToHttps(['b.example.com']), https[2])).toEqual([
    'https-443', 'http-80', 'https-443-2', 'http-80-2', 'https-443-3',
  ]);
});

test('serves the hosts in their order, with the namespaces that may use them', () => {
  const hosts = ['b.example.com', '*', './a.example.com', 'shop/*.example.com', '*/c.example.com', '10.0.0.1'];
  expect(serversOf(GatewayServer.http(hosts))[0].hosts).toEqual(hosts);
});

test('does not change with the list that its hosts came from', () => {
  const hosts = ['a.example.com'];
  const server = GatewayServer.http(hosts);
  hosts.push('b.example.com');
  expect(serversOf(server)[0].hosts).toEqual(['a.example.com']);
});

test.each<[string, GatewayServer, string, string]>([
  ['no host', GatewayServer.http([]), 'HostsMissing', 'hosts'],
  ['a short name', GatewayServer.http(['*', 'shop']), 'InvalidGatewayHost', 'hosts[1]'],
  ['a wildcard for a part of a label', GatewayServer.https(['*shop.example.com'], 'a'), 'InvalidGatewayHost', 'hosts[0]'],
  ['a namespace without a host', GatewayServer.redirectToHttps(['shop/']), 'InvalidGatewayHost', 'hosts[0]'],
  ['a port beyond 65535', GatewayServer.http(HOSTS, { port: 65_536 }), 'InvalidPort', 'port'],
  ['port 0', GatewayServer.https(HOSTS, 'a', { port: 0 }), 'InvalidPort', 'port'],
  ['TCP without a port', GatewayServer.tcp(undefined as unknown as number), 'InvalidPort', 'port'],
  ['TLS without hosts', GatewayServer.tlsPassthrough([]), 'HostsMissing', 'hosts'],
  ['HTTPS without a Secret', GatewayServer.https(HOSTS, ''), 'InvalidObjectName', 'credentialName'],
  ['HTTPS with a Secret that is missing', GatewayServer.https(HOSTS, undefined as unknown as string), 'InvalidObjectName', 'credentialName'],
  ['a Secret with its namespace', GatewayServer.https(HOSTS, 'shop/certificate'), 'InvalidObjectName', 'credentialName'],
])('refuses %s', (_mistake, server, code, place) => {
  expect(codeOf(() => serversOf(server))).toBe(code);
  expect(messageOf(() => serversOf(server))).toContain(`: servers[0].${place} must `);
});

describe('two servers on one port', () => {
  const http = (...hosts: string[]) => GatewayServer.http(hosts);
  const redirect = (...hosts: string[]) => GatewayServer.redirectToHttps(hosts);
  const https = (...hosts: string[]) => GatewayServer.https(hosts, 'certificate');

  // Istio leaves one of them out, or redirects what is to be served.
  test.each<[string, GatewayServer, GatewayServer, string]>([
    ['speak different protocols', http('a.com'), GatewayServer.https(['b.com'], 'certificate', { port: 80 }), 'port'],
    ['speak different protocols, the other way round', https('b.com'), GatewayServer.http(['a.com'], { port: 443 }), 'port'],
    ['speak HTTPS for one host', https('a.com', 'b.com'), https('c.com', 'b.com'), 'hosts'],
    ['speak HTTPS for one host in different namespaces', https('shop/a.com'), https('*/a.com'), 'hosts'],
    ['speak HTTPS for one host in another case', https('a.com'), https('A.com'), 'hosts'],
    ['speak HTTPS for all hosts', https('*'), https('*'), 'hosts'],
    ['redirect one host', redirect('a.com'), redirect('a.com'), 'hosts'],
    ['serve and redirect one host', http('a.com'), redirect('a.com'), 'hosts'],
    ['redirect and serve one host', redirect('b.com', 'a.com'), http('c.com', 'a.com'), 'hosts'],
    ['serve one of the hosts that are redirected', http('a.com'), redirect('*.com'), 'hosts'],
    ['speak TCP', GatewayServer.tcp(80), GatewayServer.tcp(80), 'port'],
    ['speak TCP and HTTP', GatewayServer.tcp(80), http('a.com'), 'port'],
    ['pass TLS through and redirect', redirect('a.com'), GatewayServer.tlsPassthrough(['b.com'], { port: 80 }), 'port'],
    ['pass TLS through for one host', GatewayServer.tlsPassthrough(['a.com']), GatewayServer.tlsPassthrough(['b.com', 'a.com']), 'hosts'],
    ['pass TLS through and decrypt it for one host', https('a.com'), GatewayServer.tlsPassthrough(['a.com']), 'hosts'],
    ['redirect all hosts and serve one of them', redirect('*'), http('shop/a.com'), 'hosts'],
  ])('are refused if they %s', (_conflict, first, second, place) => {
    const program = () => serversOf(GatewayServer.http(['z.com'], { port: 81 }), first, second);
    expect(codeOf(program)).toBe('GatewayServerConflict');
    expect(messageOf(program)).toContain(`: servers[2].${place} must `);
  });

  test.each<[string, GatewayServer, GatewayServer]>([
    ['speak HTTPS for different hosts', https('a.com'), https('b.com')],
    ['speak HTTPS for a host and for all others', https('*.com'), https('a.com')],
    ['speak plain HTTP for one host', http('a.com'), http('a.com')],
    ['redirect one host of those that are served', http('*.com'), redirect('a.com')],
    ['pass TLS through and decrypt it for different hosts', https('a.com'), GatewayServer.tlsPassthrough(['b.com'])],
    ['speak TCP on different ports', GatewayServer.tcp(80), GatewayServer.tcp(81)],
    ['serve and redirect different hosts', redirect('a.com'), http('b.com')],
  ])('are taken if they %s', (_kind, first, second) => {
    expect(serversOf(first, second)).toHaveLength(2);
  });

  test('do not meet on different ports', () => {
    expect(serversOf(https('a.com'), GatewayServer.https(['a.com'], 'certificate', { port: 8443 }), http('a.com'),
      GatewayServer.redirectToHttps(['a.com'], { port: 8080 }))).toHaveLength(4);
  });
});
