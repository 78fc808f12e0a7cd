import { JsonPatch } from 'cdk8s';
import { Cpu, EnvValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ServiceVersion } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, specOf } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf } from '../support/messages';

const CONTAINER = { image: 'myregistry.io/reviews:v1.0.0', portNumber: 8080 };
const VERSION = ServiceVersion.containers('v1', [CONTAINER]);

test('has its pods in a Deployment that selects by the names of the service and the version alone', () => {
  const chart = bookinfo();
  reviews({ versions: [VERSION] }, chart);
  const deployment = only(synthesised(chart), 'Deployment');
  expect(deployment.metadata).toEqual({ name: 'reviews-v1', namespace: 'bookinfo' });
  expect(deployment.spec.selector).toEqual({ matchLabels: { app: 'reviews', version: 'v1' } });
  expect(deployment.spec.template.metadata).toEqual({ labels: { app: 'reviews', version: 'v1' } });
});

test('bears no trace of the place of its construct', () => {
  const here = bookinfo();
  const there = bookinfo();
  reviews({ versions: [VERSION] }, here);
  reviews({ versions: [VERSION] }, new Construct(there, 'a'));
  expect(specOf(there, 'Deployment')).toEqual(specOf(here, 'Deployment'));
  expect(JSON.stringify(synthesised(here))).not.toContain('cdk8s.io/metadata.addr');
});

test('writes no number of pods unless one is said, so that an autoscaler may set it', () => {
  const chart = bookinfo();
  reviews({ versions: [VERSION] }, chart);
  expect(specOf(chart, 'Deployment')).not.toHaveProperty('replicas');
});

test.each([0, 4])('writes %i replicas if they are said', (replicas) => {
  const chart = bookinfo();
  reviews({ versions: [ServiceVersion.containers('v1', [CONTAINER], { replicas })] }, chart);
  expect(specOf(chart, 'Deployment').replicas).toBe(replicas);
});

test('keeps the containers as cdk8s-plus makes them', () => {
  const chart = bookinfo();
  reviews({
    versions: [ServiceVersion.containers('v1', [
      { ...CONTAINER, name: 'app', envVariables: { LOG: EnvValue.fromValue('debug') }, resources: { cpu: { request: Cpu.millis(100) } } },
      { name: 'helper', image: 'myregistry.io/helper:1', securityContext: { user: 1000 } },
    ])],
  }, chart);
  const containers = specOf(chart, 'Deployment').template.spec.containers;
  expect(containers).toHaveLength(2);
  expect(containers[0]).toMatchObject({
    name: 'app',
    image: 'myregistry.io/reviews:v1.0.0',
    ports: [{ containerPort: 8080 }],
    env: [{ name: 'LOG', value: 'debug' }],
    resources: { requests: { cpu: '100m' } },
    securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true },
  });
  expect(containers[1]).toMatchObject({ name: 'helper', image: 'myregistry.io/helper:1', securityContext: { runAsUser: 1000 } });
});

test('is a subset by its name', () => {
  const chart = bookinfo();
  reviews({ versions: [VERSION] }, chart);
  expect(specOf(chart, 'DestinationRule').subsets).toEqual([{ name: 'v1', labels: { version: 'v1' } }]);
});

test('lets patches change the workload', () => {
  const chart = bookinfo();
  reviews({ versions: [VERSION] }, chart).workload(VERSION).addJsonPatch(
    JsonPatch.replace('/spec/template/spec/containers/0/imagePullPolicy', 'IfNotPresent'),
    JsonPatch.add('/spec/template/metadata/labels/team', 'reviews'),
  );
  const spec = specOf(chart, 'Deployment');
  expect(spec.template.spec.containers[0].imagePullPolicy).toBe('IfNotPresent');
  expect(spec.template.metadata.labels).toEqual({ app: 'reviews', version: 'v1', team: 'reviews' });
  expect(spec.selector).toEqual({ matchLabels: { app: 'reviews', version: 'v1' } });
});

test('lets patches add fields that the library does not know', () => {
  const chart = bookinfo();
  reviews({ versions: [VERSION] }, chart).workload(VERSION).addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', { deep: true }));
  expect(specOf(chart, 'Deployment').aFieldOfTomorrow).toEqual({ deep: true });
});

test.each([
  ['no containers', ServiceVersion.containers('v1', []), 'ContainersMissing'],
  ['a name with an underscore', ServiceVersion.containers('v_1', [CONTAINER]), 'InvalidVersionName'],
  ['a name that is too long behind that of the service', ServiceVersion.containers('v'.repeat(56), [CONTAINER]), 'NameTooLong'],
  ['half a replica', ServiceVersion.containers('v1', [CONTAINER], { replicas: 0.5 }), 'InvalidReplicas'],
])('refuses %s', (_mistake, version, code) => {
  expect(codeOf(() => reviews({ versions: [version] }))).toBe(code);
});
