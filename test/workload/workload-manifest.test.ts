import { ApiObject, JsonPatch } from 'cdk8s';
import { Deployment, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Place } from '../../src/private/place';
import { readWorkload } from '../../src/workload/workload-manifest';
import { bookinfo } from '../support/bookinfo';
import { messageOf } from '../support/messages';
import { existingWorkload } from '../support/workloads';

const read = (construct: Construct) => readWorkload(Place.of(bookinfo()).at('workload'), construct);

test('reads what a workload is, and what its pods carry and declare', () => {
  const object = existingWorkload(bookinfo(), 'legacy', { ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }, { containerPort: 81, protocol: 'TCP' }] });
  expect(read(object)).toEqual({
    object,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'legacy',
    namespace: 'bookinfo',
    selector: { app: 'reviews', version: 'v1' },
    labelSelector: { matchLabels: { app: 'reviews', version: 'v1' } },
    podLabels: { app: 'reviews', version: 'v1' },
    containerPorts: [80, 81],
  });
});

test('reads the name and the namespace as they are written in the end', () => {
  const object = existingWorkload(bookinfo(), 'legacy');
  object.addJsonPatch(JsonPatch.replace('/metadata/name', 'renamed'), JsonPatch.replace('/metadata/namespace', 'prod'));
  expect(read(object)).toMatchObject({ name: 'renamed', namespace: 'prod' });
});

test('reads a workload that says as little as Kubernetes lets it', () => {
  const object = new ApiObject(bookinfo(), 'bare', { apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template: {} } });
  expect(read(object)).toMatchObject({ selector: {}, podLabels: {}, containerPorts: [] });
});

test('finds the single workload among other objects, however deep', () => {
  const chart = bookinfo();
  const team = new Construct(chart, 'team');
  new ApiObject(team, 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
  const object = existingWorkload(new Construct(team, 'deep'), 'legacy');
  expect(read(team).object).toBe(object);
});

describe('refuses', () => {
  test.each<[string, () => Construct, string]>([
    ['several workloads', () => {
      const chart = bookinfo();
      existingWorkload(chart, 'a');
      existingWorkload(chart, 'b', { kind: 'StatefulSet' });
      return chart;
    }, 'must hold a single workload, got Deployment a, StatefulSet b; '],
    ['what runs no pods', () => new Service(bookinfo(), 'web', { ports: [{ port: 80 }] }), 'must be a Deployment, StatefulSet, DaemonSet or Rollout, or hold one, got Service '],
    ['a Deployment of another API group', () => existingWorkload(bookinfo(), 'old', { apiVersion: 'extensions/v1beta1' }), 'got Deployment old; '],
    ['a Rollout whose template is elsewhere', () => new ApiObject(bookinfo(), 'r', {
      apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'r' }, spec: { workloadRef: {} },
    }), 'must have a pod template at spec.template, got Rollout r without one; '],
    ['a workload without a spec', () => new ApiObject(bookinfo(), 'd', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' } }), 'got Deployment d without one; '],
    ['a workload that is not finished', () => new Deployment(bookinfo(), 'empty'), 'must be complete when the service is made, got Deployment '],
    ['an empty construct', () => new Construct(bookinfo(), 'nothing'), 'got bookinfo/nothing, which holds no object; '],
  ])('%s', (_mistake, make, text) => {
    const message = messageOf(() => read(make()));
    expect(message).toContain('[bookinfo] WorkloadUnreadable: workload must ');
    expect(message).toContain(text);
  });
});
