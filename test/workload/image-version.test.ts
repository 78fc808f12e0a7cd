import { JsonPatch } from 'cdk8s';
import { ServicePort, ServiceVersion } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, specOf, V1, V2 } from '../support/chart';
import { named, only } from '../support/manifests';
import { codeOf } from '../support/messages';

const IMAGE = 'myregistry.io/reviews:v1.0.0';

test('has its pods in a Deployment that holds nothing but what is needed', () => {
  const chart = bookinfo();
  reviews({ versions: [ServiceVersion.image('v1', IMAGE, { replicas: 3 })] }, chart);
  expect(only(synthesised(chart), 'Deployment')).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'reviews-v1', namespace: 'bookinfo' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'reviews', version: 'v1' } },
      template: {
        metadata: { labels: { app: 'reviews', version: 'v1' } },
        spec: { containers: [{ name: 'reviews', image: IMAGE, ports: [{ containerPort: 8080 }] }] },
      },
    },
  });
});

test('writes no number of pods unless one is said, so that an autoscaler may set it', () => {
  const chart = bookinfo();
  reviews({}, chart);
  expect(specOf(chart, 'Deployment')).not.toHaveProperty('replicas');
});

test('may have no pods for now', () => {
  const chart = bookinfo();
  reviews({ versions: [ServiceVersion.image('v1', IMAGE, { replicas: 0 })] }, chart);
  expect(specOf(chart, 'Deployment').replicas).toBe(0);
});

test('declares every target port once, in the order of the ports', () => {
  const chart = bookinfo();
  reviews({
    ports: [ServicePort.http(80, { targetPort: 9080 }), ServicePort.tcp(70), ServicePort.http(81, { targetPort: 9080 })],
  }, chart);
  expect(specOf(chart, 'Deployment').template.spec.containers[0].ports).toEqual([{ containerPort: 9080 }, { containerPort: 70 }]);
});

test('is a subset by its name', () => {
  const chart = bookinfo();
  reviews({ versions: [V2] }, chart);
  expect(specOf(chart, 'DestinationRule').subsets).toEqual([{ name: 'v2', labels: { version: 'v2' } }]);
});

test('gives the name of the service to its workload and its container', () => {
  const chart = bookinfo();
  reviews({ name: 'ratings' }, chart);
  const deployment = named(synthesised(chart), 'Deployment', 'ratings-v1');
  expect(deployment.spec.template.spec.containers[0].name).toBe('ratings');
});

test('lets patches change the workload of one version, in fields that the library does not know too', () => {
  const chart = bookinfo();
  reviews({ versions: [V1, V2] }, chart).workload(V2).addJsonPatch(
    JsonPatch.add('/spec/template/spec/containers/0/env', [{ name: 'TIER', value: 'canary' }]),
    JsonPatch.add('/spec/aFieldOfTomorrow', { deep: true }),
  );
  const manifests = synthesised(chart);
  const patched = named(manifests, 'Deployment', 'reviews-v2').spec;
  expect(patched.aFieldOfTomorrow).toEqual({ deep: true });
  expect(patched.template.spec.containers).toEqual([{
    name: 'reviews', image: 'myregistry.io/reviews:v2.0.0', ports: [{ containerPort: 8080 }], env: [{ name: 'TIER', value: 'canary' }],
  }]);
  expect(named(manifests, 'Deployment', 'reviews-v1').spec).not.toHaveProperty('aFieldOfTomorrow');
});

test.each([
  ['an empty name', ServiceVersion.image('', IMAGE), 'InvalidVersionName'],
  ['a name with a dot', ServiceVersion.image('v1.0', IMAGE), 'InvalidVersionName'],
  ['a name in upper case', ServiceVersion.image('V1', IMAGE), 'InvalidVersionName'],
  ['a name that ends with a hyphen', ServiceVersion.image('v1-', IMAGE), 'InvalidVersionName'],
  ['a name of more than 63 characters', ServiceVersion.image('v'.repeat(64), IMAGE), 'InvalidVersionName'],
  ['a name that is too long behind that of the service', ServiceVersion.image('v'.repeat(56), IMAGE), 'NameTooLong'],
  ['no image', ServiceVersion.image('v1', ''), 'InvalidImage'],
  ['an image with a space', ServiceVersion.image('v1', 'my registry/reviews'), 'InvalidImage'],
  ['replicas below 0', ServiceVersion.image('v1', IMAGE, { replicas: -1 }), 'InvalidReplicas'],
  ['half a replica', ServiceVersion.image('v1', IMAGE, { replicas: 0.5 }), 'InvalidReplicas'],
  ['replicas that are no number', ServiceVersion.image('v1', IMAGE, { replicas: NaN }), 'InvalidReplicas'],
])('refuses %s', (_mistake, version, code) => {
  expect(codeOf(() => reviews({ versions: [version] }))).toBe(code);
});

test('takes a name that is just short enough behind that of the service', () => {
  const chart = bookinfo();
  reviews({ versions: [ServiceVersion.image('v'.repeat(55), IMAGE)] }, chart);
  expect(only(synthesised(chart), 'Deployment').metadata.name).toHaveLength(63);
});
