import { Manifests } from '../../src/manifests/manifests';

function object(apiVersion: string, kind: string, name: string, spec: unknown = {}, namespace = 'shop', labels = {}): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name, namespace, labels }, spec });
}

function indexOf(...objects: string[]) {
  return Manifests.fromYaml(objects.join('\n---\n'))._index;
}

function workload(apiVersion: string, kind: string, name: string, labels: { [key: string]: string }, more = {}): string {
  return object(apiVersion, kind, name, { selector: { matchLabels: { app: labels.app } }, template: { metadata: { labels } }, ...more });
}

test('objects are found by kind whatever the version, by namespace and by name', () => {
  const index = indexOf(
    object('networking.istio.io/v1', 'Gateway', 'a'), object('networking.istio.io/v1beta1', 'Gateway', 'b', {}, 'other'),
    object('gateway.networking.k8s.io/v1', 'Gateway', 'c'),
  );
  expect(index.ofKind('networking.istio.io', 'Gateway').map(({ name }) => name)).toEqual(['a', 'b']);
  expect(index.inNamespace('shop').map(({ name }) => name)).toEqual(['a', 'c']);
  expect(index.find('networking.istio.io', 'Gateway', 'other', 'b')?.version).toBe('v1beta1');
  expect([index.find('', 'Gateway', 'other', 'b'), index.ofKind('', 'Pod'), index.inNamespace('none')]).toEqual([undefined, [], []]);
});

test('hosts are found as Istio resolves them: only a name without dots is one of the own namespace', () => {
  const { hosts } = indexOf(
    object('v1', 'Service', 'reviews'), object('networking.istio.io/v1', 'ServiceEntry', 'ext', { hosts: ['api.example.com', '*.example.com', '*.org'] }),
    object('networking.istio.io/v1', 'ServiceEntry', 'all', { hosts: ['*.com'] }),
  );
  expect(hosts.resolve('reviews', 'shop')).toBe('reviews.shop.svc.cluster.local');
  expect(hosts.resolve('reviews.shop', 'shop')).toBe('reviews.shop');
  expect(hosts.service('reviews.shop.svc.cluster.local')?.name).toBe('reviews');
  expect(hosts.service('reviews.shop')).toBeUndefined();
  expect(hosts.serviceEntries('api.example.com').map(({ name }) => name)).toEqual(['ext', 'all']);
  expect(hosts.serviceEntries('www.example.com').map(({ name }) => name)).toEqual(['ext', 'all']);
  expect(hosts.serviceEntries('example.com').map(({ name }) => name)).toEqual(['all']);
  expect(hosts.serviceEntries('example.net')).toEqual([]);
});

test('the domain of the cluster can be another', () => {
  const { hosts } = Manifests.fromYaml(object('v1', 'Service', 'reviews'), undefined, { clusterDomain: 'corp' })._index;
  expect(hosts.service(hosts.resolve('reviews', 'shop'))?.name).toBe('reviews');
  expect(hosts.resolve('reviews', 'shop')).toBe('reviews.shop.svc.corp');
});

test('pods are Pods and what workloads of every kind make of their templates', () => {
  const labels = { app: 'a', version: 'v1' };
  const { pods } = indexOf(
    object('v1', 'Pod', 'p', {}, 'shop', labels), workload('apps/v1', 'Deployment', 'd', labels, { replicas: 2 }),
    workload('apps/v1', 'StatefulSet', 's', labels), workload('apps/v1', 'DaemonSet', 'ds', labels), workload('argoproj.io/v1alpha1', 'Rollout', 'r', labels),
    workload('batch/v1', 'Job', 'j', labels), object('batch/v1', 'CronJob', 'c', { jobTemplate: { spec: { template: { metadata: { labels } } } } }),
    workload('apps/v1', 'Deployment', 'other', { app: 'b', version: 'v1' }), object('apps/v1', 'Deployment', 'broken'),
  );
  expect(pods.selectedBy({ app: 'a', version: 'v1' }).map(({ owner }) => owner.name)).toEqual(['p', 'd', 's', 'ds', 'j', 'c', 'r']);
  expect(pods.selectedBy({ app: 'a' }, 'elsewhere')).toEqual([]);
  expect(pods.selectedBy({ app: 'b' }, 'shop').map(({ owner, replicas }) => [owner.name, replicas])).toEqual([['other', undefined]]);
  expect(pods.selectedBy({ app: 'd' })).toEqual([]);
  expect(pods.selectedBy({})).toHaveLength(8);
});

test('a Rollout may take its template from a Deployment', () => {
  const { pods } = indexOf(
    workload('apps/v1', 'Deployment', 'd', { app: 'a' }),
    object('argoproj.io/v1alpha1', 'Rollout', 'r', { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } }),
    object('argoproj.io/v1alpha1', 'Rollout', 'lost', { workloadRef: { kind: 'Deployment', name: 'x' } }),
  );
  expect(pods.selectedBy({ app: 'a' }).map(({ owner }) => owner.name)).toEqual(['d', 'r']);
});

test('pods that Flagger will make are known by the label that it changes', () => {
  const canary = (name: string) => object('flagger.app/v1beta1', 'Canary', name, { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } });
  const { pods } = indexOf(workload('apps/v1', 'Deployment', 'web', { app: 'web', tier: 'front' }), canary('web'), canary('missing'));
  expect(pods.selectedBy({ app: 'web-primary' }).map(({ labels, flaggerPrimary }) => [labels, flaggerPrimary]))
    .toEqual([[{ app: 'web-primary', tier: 'front' }, 'web-primary']]);
});
