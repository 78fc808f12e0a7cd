import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { ReadinessProbe, WorkloadGroup, WorkloadGroupProps } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { codeOf } from '../support/messages';

function group(props: Partial<WorkloadGroupProps>, scope = bookinfo()): WorkloadGroup {
  return new WorkloadGroup(scope, 'ratings-db', { template: {}, ...props });
}

function renderedProbe(probe: ReadinessProbe) {
  const chart = bookinfo();
  group({ probe }, chart);
  return specOf(chart, 'WorkloadGroup').probe;
}

test('is one object, whose template needs no address', () => {
  const chart = bookinfo();
  group({ labels: { app: 'ratings-db' }, annotations: { 'example.com/owner': 'us' }, template: { serviceAccount: 'db', network: 'on-premises' } }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadGroup',
    metadata: { name: 'ratings-db', namespace: 'bookinfo' },
    spec: {
      metadata: { labels: { app: 'ratings-db' }, annotations: { 'example.com/owner': 'us' } },
      template: { serviceAccount: 'db', network: 'on-premises' },
    },
  }]);
});

test('asks whether a workload is ready', () => {
  expect(renderedProbe(ReadinessProbe.httpGet(8080, {
    path: '/ready', https: true, headers: { 'x-probe': 'yes' }, initialDelay: Duration.seconds(5), timeout: Duration.seconds(2), period: Duration.minutes(1), failureThreshold: 2,
  }))).toEqual({
    httpGet: { port: 8080, path: '/ready', scheme: 'HTTPS', httpHeaders: [{ name: 'x-probe', value: 'yes' }] },
    initialDelaySeconds: 5,
    timeoutSeconds: 2,
    periodSeconds: 60,
    failureThreshold: 2,
  });
  expect(renderedProbe(ReadinessProbe.tcpSocket(3306, { host: 'localhost' }))).toEqual({ tcpSocket: { port: 3306, host: 'localhost' } });
  expect(renderedProbe(ReadinessProbe.exec(['/bin/ready', '--now']))).toEqual({ exec: { command: ['/bin/ready', '--now'] } });
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = group({}, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'WorkloadGroup')).toEqual({ template: {}, aFieldOfTomorrow: 1 });
});

test.each<[string, Partial<WorkloadGroupProps>, string]>([
  ['a name with an underscore', { name: 'a_b' }, 'InvalidObjectName'],
  ['a key that is no label', { labels: { 'a b': 'c' } }, 'InvalidLabel'],
  ['a key that is no annotation', { annotations: { 'a b': 'c' } }, 'InvalidLabel'],
  ['a mistake in the template', { template: { address: 'a b' } }, 'InvalidEndpointAddress'],
  ['a probe of port 0', { probe: ReadinessProbe.httpGet(0) }, 'InvalidPort'],
  ['a probe of no path', { probe: ReadinessProbe.httpGet(80, { path: 'ready' }) }, 'InvalidPath'],
  ['a probe of no host', { probe: ReadinessProbe.tcpSocket(80, { host: '' }) }, 'ValueMissing'],
  ['a header with an underscore', { probe: ReadinessProbe.httpGet(80, { headers: { a_b: 'c' } }) }, 'InvalidHeaderName'],
  ['no command', { probe: ReadinessProbe.exec([]) }, 'ValueMissing'],
  ['half a second', { probe: ReadinessProbe.exec(['a'], { period: Duration.millis(500) }) }, 'InvalidProbeTime'],
  ['no time for an answer', { probe: ReadinessProbe.exec(['a'], { timeout: Duration.seconds(0) }) }, 'InvalidProbeTime'],
  ['no answer at all', { probe: ReadinessProbe.exec(['a'], { successThreshold: 0 }) }, 'InvalidCount'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => group(props))).toBe(code);
});
