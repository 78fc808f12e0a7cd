import { ApiObject, JsonPatch } from 'cdk8s';
import {
  Destination, HttpRoute, MeshSettings, NetworkingApiVersion, PortProtocol, ServiceEntry, ServiceEntryLocation, ServiceEntryProps,
  ServiceEntryResolution, VirtualService,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf } from '../support/messages';

const { NONE, STATIC, DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS } = ServiceEntryResolution;
const TLS = [{ number: 443, protocol: PortProtocol.TLS }];
const TCP = [{ number: 5432, protocol: PortProtocol.TCP }];

function entry(props: Partial<ServiceEntryProps>, scope = bookinfo()): ServiceEntry {
  return new ServiceEntry(scope, 'books-api', { hosts: ['books.example.com'], ports: TLS, resolution: DNS, ...props });
}

function specFrom(props: Partial<ServiceEntryProps>) {
  const chart = bookinfo();
  entry(props, chart);
  return specOf(chart, 'ServiceEntry');
}

test('is one object, whose ports are named by protocol and number', () => {
  const chart = bookinfo();
  entry({ location: ServiceEntryLocation.MESH_EXTERNAL }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'books-api', namespace: 'bookinfo' },
    spec: {
      hosts: ['books.example.com'],
      ports: [{ name: 'tls-443', number: 443, protocol: 'TLS' }],
      resolution: 'DNS',
      location: 'MESH_EXTERNAL',
    },
  }]);
});

test('has the API version of the settings', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { apiVersion: NetworkingApiVersion.V1BETA1 });
  entry({}, chart);
  expect(only(synthesised(chart), 'ServiceEntry').apiVersion).toBe('networking.istio.io/v1beta1');
});

test('has a host that rules can send to', () => {
  const chart = bookinfo();
  const { host } = entry({}, chart);
  new VirtualService(chart, 'books', { hosts: ['books'], http: [HttpRoute.forward({ to: [Destination.host(host)] })] });
  expect(specOf(chart, 'VirtualService').http[0].route).toEqual([{ destination: { host: 'books.example.com' } }]);
});

test('names ports whose protocol is unknown or has an underscore', () => {
  const ports = [{ number: 9000 }, { number: 3128, protocol: PortProtocol.HTTP_PROXY }, { number: 80, protocol: PortProtocol.GRPC_WEB, targetPort: 8080, name: 'web' }];
  expect(specFrom({ ports }).ports).toEqual([
    { name: 'port-9000', number: 9000 },
    { name: 'http-proxy-3128', number: 3128, protocol: 'HTTP_PROXY' },
    { name: 'web', number: 80, protocol: 'GRPC-WEB', targetPort: 8080 },
  ]);
});

test('knows where it answers', () => {
  const endpoints = [{ address: '10.0.0.1', ports: [{ name: 'tls-443', port: 8443 }], labels: { version: 'v1' }, weight: 2 }, { address: '10.0.0.2', locality: 'a/b' }];
  expect(specFrom({ resolution: STATIC, endpoints }).endpoints).toEqual([
    { address: '10.0.0.1', ports: { 'tls-443': 8443 }, labels: { version: 'v1' }, weight: 2 }, { address: '10.0.0.2', locality: 'a/b' },
  ]);
});

test('selects workloads', () => {
  expect(specFrom({ resolution: STATIC, workloadSelector: { app: 'books' } }).workloadSelector).toEqual({ labels: { app: 'books' } });
});

test('is exported to its own namespace under one name, and to nobody by a tilde', () => {
  expect(specFrom({ exportTo: ['bookinfo', 'shop'] }).exportTo).toEqual(['.', 'shop']);
  expect(specFrom({ exportTo: ['~'] }).exportTo).toEqual(['~']);
});

test('tells connections of TCP by their addresses where nothing is looked up', () => {
  expect(specFrom({ resolution: NONE, ports: TCP, addresses: ['10.5.0.0/16'] }).addresses).toEqual(['10.5.0.0/16']);
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = entry({}, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'ServiceEntry').aFieldOfTomorrow).toBe(1);
});

test.each<[string, Partial<ServiceEntryProps>, string]>([
  ['a name with an underscore', { name: 'books_api' }, 'InvalidObjectName'],
  ['no host', { hosts: [] }, 'HostsMissing'],
  ['257 hosts', { hosts: Array.from({ length: 257 }, (_, index) => `h${index}.example.com`) }, 'HostsMissing'],
  ['every host', { hosts: ['*'], resolution: NONE }, 'InvalidHost'],
  ['a wildcard within a label', { hosts: ['*books.example.com'], resolution: NONE }, 'InvalidHost'],
  ['a host twice', { hosts: ['a.example.com', 'a.example.com'] }, 'DuplicateHost'],
  ['a wildcard to look up', { hosts: ['*.example.com'] }, 'InvalidHost'],
  ['a single host to look up for each request', { resolution: DYNAMIC_DNS }, 'InvalidHost'],
  ['no port', { ports: [] }, 'PortsMissing'],
  ['a port of 0', { ports: [{ number: 0 }] }, 'InvalidPort'],
  ['a target port of 0', { ports: [{ number: 80, targetPort: 0 }] }, 'InvalidPort'],
  ['a port with a bad name', { ports: [{ number: 80, name: 'a_b' }] }, 'InvalidPortName'],
  ['one number twice', { ports: [{ number: 80, name: 'a' }, { number: 80, name: 'b' }] }, 'DuplicatePort'],
  ['one name twice', { ports: [{ number: 80, name: 'a' }, { number: 81, name: 'a' }] }, 'DuplicatePort'],
  ['an address that is none', { addresses: ['10.0.0'] }, 'InvalidIpRange'],
  ['a range that is looked up', { addresses: ['10.0.0.0/8'] }, 'ServiceEntryConflict'],
  ['an address of a host that is looked up for each request', { hosts: ['*.example.com'], resolution: DYNAMIC_DNS, addresses: ['10.0.0.1'] }, 'ServiceEntryConflict'],
  ['another protocol of such a host', { hosts: ['*.example.com'], resolution: DYNAMIC_DNS, ports: TCP }, 'ServiceEntryConflict'],
  ['a selector beside endpoints', { resolution: STATIC, endpoints: [{ address: '10.0.0.1' }], workloadSelector: { a: 'b' } }, 'ServiceEntryConflict'],
  ['endpoints that nobody looks at', { resolution: NONE, endpoints: [{ address: '10.0.0.1' }] }, 'ServiceEntryConflict'],
  ['a selector that nobody looks at', { resolution: NONE, workloadSelector: { a: 'b' } }, 'ServiceEntryConflict'],
  ['fixed endpoints without any', { resolution: STATIC, endpoints: [] }, 'EndpointsMissing'],
  ['two endpoints by turns', { resolution: DNS_ROUND_ROBIN, endpoints: [{ address: 'a.b' }, { address: 'c.d' }] }, 'ServiceEntryConflict'],
  ['a fixed endpoint with a name', { resolution: STATIC, endpoints: [{ address: 'a.b' }] }, 'InvalidEndpointAddress'],
  ['a socket to look up', { endpoints: [{ address: 'unix:///a' }] }, 'InvalidEndpointAddress'],
  ['an endpoint to look up that is only in a network', { endpoints: [{ network: 'a' }] }, 'AddressMissing'],
  ['a socket of two ports', { resolution: STATIC, ports: [{ number: 1 }, { number: 2 }], endpoints: [{ address: 'unix:///a' }] }, 'ServiceEntryConflict'],
  ['an endpoint with a foreign port', { resolution: STATIC, endpoints: [{ address: '10.0.0.1', ports: [{ name: 'http', port: 80 }] }] }, 'EndpointPortConflict'],
  ['TCP that nothing tells from others', { resolution: NONE, ports: TCP }, 'AddressMissing'],
  ['two hosts of one TCP port', { hosts: ['a.b', 'c.d'], ports: TCP }, 'ServiceEntryConflict'],
  ['a selector without labels', { resolution: STATIC, workloadSelector: {} }, 'LabelsMissing'],
  ['an export to nobody and somebody', { exportTo: ['~', '.'] }, 'InvalidExportTo'],
  ['an empty name of a certificate', { subjectAltNames: [''] }, 'ValueMissing'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => entry(props))).toBe(code);
});
