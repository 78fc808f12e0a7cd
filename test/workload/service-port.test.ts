import { ServicePort } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { reviews, specOf } from '../support/chart';
import { codeOf } from '../support/messages';

function portsOf(...ports: ServicePort[]) {
  const chart = bookinfo();
  reviews({ ports }, chart);
  return specOf(chart, 'Service').ports;
}

test.each([
  ['HTTP', ServicePort.http(8080), { name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }],
  ['HTTP/2', ServicePort.http2(8080), { name: 'http2', port: 8080, protocol: 'TCP', targetPort: 8080 }],
  ['gRPC', ServicePort.grpc(9090), { name: 'grpc', port: 9090, protocol: 'TCP', targetPort: 9090 }],
])('says in its name that it speaks %s', (_protocol, port, expected) => {
  expect(portsOf(port)).toEqual([expected]);
});

test.each([
  ['TCP', ServicePort.tcp(5432), { name: 'tcp', port: 5432, protocol: 'TCP', targetPort: 5432 }],
  ['TLS', ServicePort.tls(443), { name: 'tls', port: 443, protocol: 'TCP', targetPort: 443 }],
])('says in its name that it speaks %s, beside a port that speaks HTTP', (_protocol, port, expected) => {
  expect(portsOf(port, ServicePort.http(80))).toEqual([expected, { name: 'http', port: 80, protocol: 'TCP', targetPort: 80 }]);
});

test.each([
  ['http', ServicePort.http(80, { name: 'http-web', targetPort: 8080 })],
  ['http2', ServicePort.http2(80, { name: 'http2-web', targetPort: 8080 })],
  ['grpc', ServicePort.grpc(80, { name: 'grpc-web', targetPort: 8080 })],
])('of %s takes a name and a target port', (protocol, port) => {
  expect(portsOf(port)).toEqual([{ name: `${protocol}-web`, port: 80, protocol: 'TCP', targetPort: 8080 }]);
});

test.each([
  ['tcp', ServicePort.tcp(81, { name: 'tcp-db', targetPort: 8081 })],
  ['tls', ServicePort.tls(81, { name: 'tls-db', targetPort: 8081 })],
])('of %s takes a name and a target port as well', (protocol, port) => {
  expect(portsOf(ServicePort.http(80), port)[1]).toEqual({ name: `${protocol}-db`, port: 81, protocol: 'TCP', targetPort: 8081 });
});

test('takes its number into its name if it is the second of its protocol', () => {
  expect(portsOf(ServicePort.http(80), ServicePort.grpc(81), ServicePort.http(82), ServicePort.http(83)).map(({ name }: { name: string }) => name))
    .toEqual(['http', 'grpc', 'http-82', 'http-83']);
});

test('may be named by its protocol alone', () => {
  expect(portsOf(ServicePort.http(80, { name: 'http' }))).toEqual([{ name: 'http', port: 80, protocol: 'TCP', targetPort: 80 }]);
});

test('may lead to the same target port as another', () => {
  expect(portsOf(ServicePort.http(80, { targetPort: 8080 }), ServicePort.http(81, { targetPort: 8080 }))).toEqual([
    { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 },
    { name: 'http-81', port: 81, protocol: 'TCP', targetPort: 8080 },
  ]);
});

test.each([
  ['no ports', [], 'PortsMissing'],
  ['port 0', [ServicePort.http(0)], 'InvalidPort'],
  ['a port beyond 65535', [ServicePort.grpc(65536)], 'InvalidPort'],
  ['a port with a fraction', [ServicePort.http2(80.5)], 'InvalidPort'],
  ['a port that is no number', [ServicePort.http(NaN)], 'InvalidPort'],
  ['a target port beyond 65535', [ServicePort.http(80, { targetPort: 65536 })], 'InvalidPort'],
  ['a name that says no protocol', [ServicePort.http(80, { name: 'web' })], 'InvalidPortName'],
  ['a name that says another protocol', [ServicePort.http(80, { name: 'grpc-web' })], 'InvalidPortName'],
  ['a name that only begins with the protocol', [ServicePort.http(80, { name: 'http2' })], 'InvalidPortName'],
  ['a name that ends with a hyphen', [ServicePort.http(80, { name: 'http-' })], 'InvalidPortName'],
  ['a name in upper case', [ServicePort.http(80, { name: 'http-Web' })], 'InvalidPortName'],
  ['a name of more than 63 characters', [ServicePort.http(80, { name: `http-${'a'.repeat(59)}` })], 'InvalidPortName'],
  ['a number twice', [ServicePort.http(80), ServicePort.grpc(80)], 'DuplicatePort'],
  ['a name twice', [ServicePort.http(80, { name: 'http-a' }), ServicePort.http(81, { name: 'http-a' })], 'DuplicatePort'],
  ['the name that a later port would be given', [ServicePort.http(80, { name: 'http-81' }), ServicePort.http(81)], 'DuplicatePort'],
])('refuses %s', (_mistake, ports, code) => {
  expect(codeOf(() => portsOf(...ports))).toBe(code);
});
