import { Gateway, GatewayProtocol, GatewayServer, GatewayServerOptions, GatewayServerProps, ServerCertificate, ServerTls } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { specOf } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function serversOf(...servers: GatewayServer[]) {
  const chart = bookinfo();
  new Gateway(chart, 'public', { servers });
  return specOf(chart, 'Gateway').servers;
}

const of = (protocol: GatewayProtocol, props: Partial<GatewayServerProps> = {}) => GatewayServer.of({ protocol, hosts: ['*'], ...props });

const TLS = ServerTls.simple(ServerCertificate.secret('web'));

const PLAIN: [GatewayProtocol, string, number | undefined][] = [
  [GatewayProtocol.HTTP, 'HTTP', 80],
  [GatewayProtocol.HTTP2, 'HTTP2', 80],
  [GatewayProtocol.GRPC, 'GRPC', 80],
  [GatewayProtocol.GRPC_WEB, 'GRPC-WEB', 80],
  [GatewayProtocol.TCP, 'TCP', undefined],
  [GatewayProtocol.MONGO, 'MONGO', undefined],
  [GatewayProtocol.MYSQL, 'MYSQL', undefined],
  [GatewayProtocol.REDIS, 'REDIS', undefined],
];

test.each(PLAIN)('speaks %s in plain text', (protocol, word, port = 4000) => {
  expect(serversOf(of(protocol, { port: port === 4000 ? port : undefined }))).toEqual([
    { hosts: ['*'], port: { number: port, name: `${word.toLowerCase()}-${port}`, protocol: word } },
  ]);
});

test.each([[GatewayProtocol.HTTPS, 'HTTPS'], [GatewayProtocol.TLS, 'TLS']])('speaks %s', (protocol, word) => {
  expect(serversOf(of(protocol, { hosts: ['a.example.com'], tls: TLS }))).toEqual([{
    hosts: ['a.example.com'],
    port: { number: 443, name: `${word.toLowerCase()}-443`, protocol: word },
    tls: { mode: 'SIMPLE', credentialName: 'web' },
  }]);
});

test('has a name, an address and a name of its port', () => {
  const all: Required<GatewayServerOptions> = { port: 8080, bind: '127.0.0.1', name: 'inner', portName: 'web' };
  const expected = { hosts: ['a.b'], name: 'inner', bind: '127.0.0.1', port: { number: 8080, name: 'web', protocol: 'HTTP' } };
  expect(serversOf(GatewayServer.http(['a.b'], all))).toEqual([expected]);
  expect(serversOf(GatewayServer.redirectToHttps(['a.b'], all))).toEqual([{ ...expected, tls: { httpsRedirect: true } }]);
  expect(serversOf(of(GatewayProtocol.HTTP, { ...all, hosts: ['a.b'] }))).toEqual([expected]);
  expect(serversOf(GatewayServer.https(['a.b'], 'web', all))).toEqual([
    { ...expected, port: { ...expected.port, protocol: 'HTTPS' }, tls: { mode: 'SIMPLE', credentialName: 'web' } },
  ]);
});

test('listens at a Unix socket, which has no port', () => {
  expect(serversOf(GatewayServer.http(['*'], { bind: 'unix:///run/web.sock' }), of(GatewayProtocol.TCP, { bind: 'unix://@tcp', port: 0 }))).toEqual([
    { hosts: ['*'], bind: 'unix:///run/web.sock', port: { number: 0, name: 'http-0', protocol: 'HTTP' } },
    { hosts: ['*'], bind: 'unix://@tcp', port: { number: 0, name: 'tcp-0', protocol: 'TCP' } },
  ]);
});

test("names a port so that it differs from names of the user's own", () => {
  const server = (portName?: string) => GatewayServer.http(['*'], { portName });
  expect(serversOf(server(), server('http-80'), server('http-80-2'), server()).map(({ port }: any) => port.name)).toEqual([
    'http-80-3', 'http-80', 'http-80-2', 'http-80-4',
  ]);
});

test.each<[string, GatewayServer[], string, string]>([
  ['HTTPS in plain text', [of(GatewayProtocol.HTTPS)], 'GatewayTlsMismatch', 'servers[0].tls'],
  ['TLS in plain text', [of(GatewayProtocol.TLS)], 'GatewayTlsMismatch', 'servers[0].tls'],
  ...PLAIN.map(([protocol, word]): [string, GatewayServer[], string, string] => (
    [`${word} in TLS`, [of(protocol, { port: 1, tls: TLS })], 'GatewayTlsMismatch', 'servers[0].tls']
  )),
  ['TCP on no port', [of(GatewayProtocol.TCP)], 'InvalidPort', 'servers[0].port'],
  ['a host name for an address', [GatewayServer.http(['*'], { bind: 'localhost' })], 'InvalidBind', 'servers[0].bind'],
  ['a socket without a path', [GatewayServer.http(['*'], { bind: 'unix://' })], 'InvalidBind', 'servers[0].bind'],
  ['a port of a socket', [GatewayServer.http(['*'], { bind: 'unix://@a', port: 80 })], 'InvalidBind', 'servers[0].port'],
  ['an empty name', [GatewayServer.http(['*'], { name: '' })], 'InvalidServerName', 'servers[0].name'],
  ['a name of a port with a space', [GatewayServer.http(['*'], { portName: 'my port' })], 'InvalidServerName', 'servers[0].portName'],
  ['a name twice', [GatewayServer.http(['*'], { name: 'a' }), GatewayServer.http(['*'], { name: 'a', port: 81 })], 'InvalidServerName', 'servers[1].name'],
  ['a name of a port twice', [GatewayServer.http(['*'], { portName: 'a' }), GatewayServer.http(['*'], { portName: 'a' })], 'InvalidServerName',
    'servers[1].portName'],
  ['two protocols that share no port', [of(GatewayProtocol.TCP, { port: 80 }), of(GatewayProtocol.HTTP)], 'GatewayServerConflict', 'servers[1].port'],
  ['plain text and TLS on one port', [of(GatewayProtocol.TLS, { tls: TLS, port: 80 }), of(GatewayProtocol.GRPC)], 'GatewayServerConflict',
    'servers[1].port'],
  ['TCP twice on one port', [of(GatewayProtocol.TCP, { port: 1 }), of(GatewayProtocol.TCP, { port: 1, hosts: ['a.b'] })], 'GatewayServerConflict',
    'servers[1].port'],
  ['a host decrypted and passed through', [of(GatewayProtocol.HTTPS, { tls: TLS }), of(GatewayProtocol.TLS, { tls: ServerTls.passthrough() })],
    'GatewayServerConflict', 'servers[1].hosts'],
])('refuses %s', (_mistake, servers, code, place) => {
  expect(codeOf(() => serversOf(...servers))).toBe(code);
  expect(messageOf(() => serversOf(...servers))).toContain(`: ${place} must `);
});

// Istio keeps all of them.
test.each<[string, GatewayServer, GatewayServer]>([
  ['speak kinds of plain HTTP', of(GatewayProtocol.HTTP), of(GatewayProtocol.GRPC)],
  ['decrypt a host and pass another one through', of(GatewayProtocol.HTTPS, { hosts: ['a.b'], tls: TLS }),
    of(GatewayProtocol.TLS, { hosts: ['c.d'], tls: ServerTls.passthrough() })],
  ['listen at different addresses', of(GatewayProtocol.TCP, { port: 80, bind: '10.0.0.1' }), of(GatewayProtocol.HTTP, { bind: '10.0.0.2' })],
])('takes two servers on one port that %s', (_kind, first, second) => {
  expect(serversOf(first, second)).toHaveLength(2);
});
