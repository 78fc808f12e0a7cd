import { ApiObject, JsonPatch } from 'cdk8s';
import { WorkloadEntry, WorkloadEntryProps } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { codeOf } from '../support/messages';

function workload(props: WorkloadEntryProps, scope = bookinfo()): WorkloadEntry {
  return new WorkloadEntry(scope, 'ratings-db', props);
}

test('is one object', () => {
  const chart = bookinfo();
  workload({ address: '10.1.2.3', labels: { app: 'ratings-db' }, serviceAccount: 'ratings-db' }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { name: 'ratings-db', namespace: 'bookinfo' },
    spec: { address: '10.1.2.3', labels: { app: 'ratings-db' }, serviceAccount: 'ratings-db' },
  }]);
});

test.each(['10.1.2.3', '2001:db8::1', 'db.example.com', 'unix:///var/run/db.sock', 'unix://@db'])('answers at %s', (address) => {
  const chart = bookinfo();
  workload({ address }, chart);
  expect(specOf(chart, 'WorkloadEntry')).toEqual({ address });
});

test('is called through the gateway of its network', () => {
  const chart = bookinfo();
  workload({ network: 'on-premises', ports: [{ name: 'mysql', port: 3306 }] }, chart);
  expect(specOf(chart, 'WorkloadEntry')).toEqual({ network: 'on-premises', ports: { mysql: 3306 } });
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = workload({ address: '10.1.2.3' }, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'WorkloadEntry')).toEqual({ address: '10.1.2.3', aFieldOfTomorrow: 1 });
});

const address = '10.1.2.3';

test.each<[string, WorkloadEntryProps, string]>([
  ['a name with an underscore', { address, name: 'a_b' }, 'InvalidObjectName'],
  ['neither address nor network', { labels: { a: 'b' } }, 'AddressMissing'],
  ['an address with a port', { address: '10.1.2.3:80' }, 'InvalidEndpointAddress'],
  ['a socket in no folder', { address: 'unix://a' }, 'InvalidEndpointAddress'],
  ['a folder as a socket', { address: 'unix:///a/' }, 'InvalidEndpointAddress'],
  ['a socket with ports', { address: 'unix:///a', ports: [{ name: 'a', port: 1 }] }, 'EndpointPortConflict'],
  ['a port of 0', { address, ports: [{ name: 'a', port: 0 }] }, 'InvalidPort'],
  ['a port with an underscore', { address, ports: [{ name: 'a_b', port: 1 }] }, 'InvalidPortName'],
  ['a port with a name of 63 characters', { address, ports: [{ name: 'a'.repeat(63), port: 1 }] }, 'InvalidPortName'],
  ['a name of two ports', { address, ports: [{ name: 'a', port: 1 }, { name: 'a', port: 2 }] }, 'EndpointPortConflict'],
  ['a key that is no label', { address, labels: { 'a b': 'c' } }, 'InvalidLabel'],
  ['a value that is no label', { address, labels: { a: '/' } }, 'InvalidLabel'],
  ['no network in particular', { address, network: '' }, 'ValueMissing'],
  ['no locality in particular', { address, locality: '' }, 'ValueMissing'],
  ['no weight at all', { address, weight: 0 }, 'InvalidCount'],
  ['a service account with a slash', { address, serviceAccount: 'a/b' }, 'InvalidObjectName'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => workload(props))).toBe(code);
});
