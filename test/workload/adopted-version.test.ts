import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Include, JsonPatch, Yaml } from 'cdk8s';
import { DaemonSet, Deployment, k8s, Service, StatefulSet } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import {
  BackendService, CanaryService, Destination, MeshSettings, ServicePort, ServiceVersion, VersionedServiceProps,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, specOf, V2 } from '../support/chart';
import { named, only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import '../support/random-objects';
import { ask } from '../support/requests';
import { existingWorkload, WorkloadShape } from '../support/workloads';

const LABELS = { app: 'reviews', version: '1.4.2' };
const POD_METADATA = { labels: LABELS };
const CONTAINER = { image: 'myregistry.io/reviews:1.4.2', portNumber: 8080 };
const TEMPLATE = { metadata: POD_METADATA, spec: { containers: [{ name: 'app', image: 'reviews:1' }] } };

const YAML = `apiVersion: v1
kind: ConfigMap
metadata:
  name: legacy
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: legacy
spec:
  selector:
    matchLabels: {app: reviews, version: 1.4.2}
  template:
    metadata:
      labels: {app: reviews, version: 1.4.2}
    spec:
      containers: [{name: app, image: 'reviews:1', ports: [{containerPort: 8080}]}]
`;

function include(scope: Construct): Include {
  const folder = mkdtempSync(join(tmpdir(), 'include-'));
  try {
    writeFileSync(join(folder, 'legacy.yaml'), YAML);
    return new Include(scope, 'legacy', { url: join(folder, 'legacy.yaml') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const FORMS: [string, (scope: Construct) => Construct][] = [
  ['a Deployment of cdk8s-plus', (scope) => new Deployment(scope, 'legacy', { podMetadata: POD_METADATA, containers: [CONTAINER] })],
  ['a DaemonSet of cdk8s-plus', (scope) => new DaemonSet(scope, 'legacy', { podMetadata: POD_METADATA, containers: [CONTAINER] })],
  ['a StatefulSet of cdk8s-plus', (scope) => new StatefulSet(scope, 'legacy', {
    podMetadata: POD_METADATA, containers: [CONTAINER], service: new Service(scope, 'headless', { ports: [{ port: 8080 }] }),
  })],
  ['a generated Deployment', (scope) => new k8s.KubeDeployment(scope, 'legacy', { spec: { selector: { matchLabels: LABELS }, template: TEMPLATE } })],
  ['a plain object', (scope) => existingWorkload(scope, 'legacy', { labels: LABELS })],
  ['an Argo Rollout', (scope) => existingWorkload(scope, 'legacy', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', labels: LABELS })],
  ['an included file that holds a single workload', include],
  ['the object of an included file', (scope) => include(scope).apiObjects.find(({ kind }) => kind === 'Deployment')!],
];

/** What a chart writes of everything that is not of the service. */
function others(chart: Chart): string[] {
  return synthesised(chart).filter(({ metadata }) => metadata.name !== 'reviews').map((manifest) => Yaml.stringify(manifest));
}

/** A service of which the first version is run by a workload of this shape. */
function adopted(shape: WorkloadShape, props: Partial<VersionedServiceProps> = {}, chart = bookinfo()) {
  const v1 = ServiceVersion.workload('v1', existingWorkload(chart, 'legacy', shape));
  return reviews({ ...props, versions: [v1, ...props.versions ?? []] }, chart);
}

describe.each(FORMS)('%s', (_form, make) => {
  test('is a version by the label that its pods carry, whatever the version is called', () => {
    const chart = bookinfo();
    reviews({ versions: [ServiceVersion.workload('v1', make(chart)), V2] }, chart);
    expect(specOf(chart, 'DestinationRule').subsets).toEqual([{ name: 'v1', labels: { version: '1.4.2' } }, { name: 'v2', labels: { version: 'v2' } }]);
  });

  test('stands in the output byte for byte as without the service', () => {
    const [alone, chart] = [bookinfo(), bookinfo()];
    make(alone);
    reviews({ versions: [ServiceVersion.workload('v1', make(chart))] }, chart);
    expect(others(chart)).toEqual(others(alone));
  });

  test('is handed out by the service, though it was made elsewhere', () => {
    const chart = bookinfo();
    const version = ServiceVersion.workload('v1', make(chart));
    const { kind, apiVersion } = reviews({ versions: [version] }, chart).workload(version);
    expect(`${apiVersion} ${kind}`).toMatch(/^(apps\/v1 (Deployment|StatefulSet|DaemonSet)|argoproj\.io\/v1alpha1 Rollout)$/);
  });
});

test('gets the share of a stable version beside a canary', () => {
  const chart = bookinfo();
  const stable = ServiceVersion.workload('v1', new Deployment(chart, 'legacy', { podMetadata: POD_METADATA, containers: [CONTAINER] }));
  const canary = new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable, canary: V2 });
  expect(ask(only(synthesised(chart), 'VirtualService'))!.shares).toEqual({ v1: 100 });
  expect(canary.workload(stable)).toBe(ApiObject.of(chart.node.findChild('legacy')));
});

test('stays a subset while it retires, and then goes without a trace', () => {
  const chart = bookinfo();
  const v1 = ServiceVersion.workload('v1', existingWorkload(chart, 'legacy'));
  reviews({ versions: [V2], retiring: [v1] }, chart);
  expect(specOf(chart, 'DestinationRule').subsets.map(({ name }: any) => name)).toEqual(['v1', 'v2']);
  expect(ask(only(synthesised(chart), 'VirtualService'))!.shares).toEqual({ v2: 100 });
});

test('may be called as it likes: neither like the service nor short', () => {
  const chart = bookinfo();
  const v1 = ServiceVersion.workload('v'.repeat(60), existingWorkload(chart, 'x'.repeat(63)));
  expect(() => reviews({ versions: [v1] }, chart)).not.toThrow();
});

test('is known by the label that the settings name', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { appLabel: 'app.kubernetes.io/name', versionLabel: 'app.kubernetes.io/version' });
  adopted({ labels: { 'app.kubernetes.io/name': 'reviews', 'app.kubernetes.io/version': '7' } }, {}, chart);
  expect(specOf(chart, 'DestinationRule').subsets).toEqual([{ name: 'v1', labels: { 'app.kubernetes.io/version': '7' } }]);
});

test('is selected by the labels that an existing Service has', () => {
  const service = BackendService.existing('web', { selector: { tier: 'web' } });
  expect(() => adopted({ labels: { tier: 'web', version: 'v1' } }, { service })).not.toThrow();
  expect(messageOf(() => adopted({ labels: { tier: 'back', version: 'v1' } }, { service })))
    .toContain('LabelsNotSelected: versions[0].workload.labels["tier"] must be "web", by which the Service selects its pods, got "back"; ');
});

test('tells of patches that came before', () => {
  const chart = bookinfo();
  const legacy = existingWorkload(chart, 'legacy', { labels: { app: 'reviews' } });
  legacy.addJsonPatch(JsonPatch.add('/spec/template/metadata/labels/version', 'patched'));
  reviews({ versions: [ServiceVersion.workload('v1', legacy)] }, chart);
  expect(specOf(chart, 'DestinationRule').subsets[0].labels).toEqual({ version: 'patched' });
});

describe('a workload is refused', () => {
  test.each<[string, WorkloadShape, string]>([
    ['whose pods carry no version', { labels: { app: 'reviews' } }, 'VersionLabelMissing'],
    ['whose pods the Service does not select', { labels: { version: 'v1' } }, 'LabelsNotSelected'],
    ['whose pods are those of another service', { labels: { app: 'ratings', version: 'v1' } }, 'LabelsNotSelected'],
    ['in another namespace', { namespace: 'prod' }, 'WorkloadElsewhere'],
    ['whose version is a number in YAML', { labels: { app: 'reviews', version: 2 } }, 'InvalidLabel'],
    ['that is no workload', { kind: 'Job', apiVersion: 'batch/v1' }, 'WorkloadUnreadable'],
    ['that listens on another port', { ports: [{ containerPort: 9080 }] }, 'TargetPortUnknown'],
  ])('%s', (_mistake, shape, code) => {
    expect(codeOf(() => adopted(shape))).toBe(code);
  });

  test.each<[string, unknown]>([['nothing', undefined], ['a manifest', { kind: 'Deployment', spec: {} }]])('that is %s', (_kind, value) => {
    expect(codeOf(() => reviews({ versions: [ServiceVersion.workload('v1', value as Construct)] }))).toBe('WorkloadUnreadable');
  });

  test('with the version of another one, given later', () => {
    expect(messageOf(() => adopted({}, { versions: [ServiceVersion.labels('v2', { version: 'v1' })] })))
      .toContain('SubsetsOverlap: versions[1] must have labels that the pods of version v1 do not carry');
  });
});

describe('the namespace of a workload', () => {
  test.each<[string, string | undefined, string | undefined]>([
    ['may be said by itself', 'bookinfo', 'bookinfo'],
    ['may be unknown where that of the service is', undefined, undefined],
    ['may be said where that of the service is not', undefined, 'prod'],
  ])('%s', (_case, ofChart, own) => {
    expect(() => adopted({ namespace: own }, {}, bookinfo({ namespace: ofChart }))).not.toThrow();
  });

  test('may be said by another chart', () => {
    const chart = bookinfo();
    const here = new Chart(chart, 'here', { namespace: 'bookinfo' });
    const there = new Chart(chart, 'there', { namespace: 'prod' });
    expect(() => reviews({ versions: [ServiceVersion.workload('v1', existingWorkload(here, 'legacy'))] }, chart)).not.toThrow();
    expect(codeOf(() => reviews({ versions: [ServiceVersion.workload('v1', existingWorkload(there, 'other'))] }, new Construct(chart, 'x')))).toBe('WorkloadElsewhere');
  });
});

describe('a selector that takes the pods of another version is refused', () => {
  const WIDE = { matchLabels: { app: 'reviews' } };

  test.each<[string, () => ServiceVersion]>([
    ['made of an image', () => V2],
    ['made of containers', () => ServiceVersion.containers('v2', [CONTAINER])],
    ['known by its labels', () => ServiceVersion.labels('v2', { release: '2' })],
  ])('%s', (_form, other) => {
    expect(codeOf(() => adopted({ selector: WIDE }, { versions: [other()] }))).toBe('SelectorsOverlap');
  });

  test.each([[0, 1], [1, 0]])('and adopted too, in either order', (...order) => {
    const chart = bookinfo();
    const all = [
      ServiceVersion.workload('v1', existingWorkload(chart, 'wide', { selector: WIDE })),
      ServiceVersion.workload('v2', existingWorkload(chart, 'narrow', { labels: { app: 'reviews', version: 'v2' } })),
    ];
    expect(codeOf(() => reviews({ versions: order.map((index) => all[index]) }, chart))).toBe('SelectorsOverlap');
  });

  test('and retiring', () => {
    expect(codeOf(() => adopted({ selector: WIDE }, { retiring: [V2] }))).toBe('SelectorsOverlap');
  });

  test.each<[string, object, boolean]>([
    ['a version among others', { key: 'version', operator: 'In', values: ['v1', 'v2'] }, true],
    ['a version of its own', { key: 'version', operator: 'In', values: ['v1'] }, false],
    ['any version', { key: 'version', operator: 'Exists' }, true],
    ['no version', { key: 'version', operator: 'DoesNotExist' }, false],
    ['all versions but some', { key: 'version', operator: 'NotIn', values: ['v3'] }, true],
    ['all versions but that one', { key: 'version', operator: 'NotIn', values: ['v2'] }, false],
    ['what Kubernetes does not know', { key: 'version', operator: 'Gt', values: ['v0'] }, false],
  ])('by expressions too: %s', (_kind, expression, isRefused) => {
    const program = () => adopted({ selector: { ...WIDE, matchExpressions: [expression] } }, { versions: [V2] });
    if (isRefused) {
      expect(codeOf(program)).toBe('SelectorsOverlap');
    } else {
      expect(program).not.toThrow();
    }
  });

  test('but not where there is no other version, nor where the other one is behind a host of its own', () => {
    expect(() => adopted({ selector: WIDE })).not.toThrow();
    expect(() => adopted({ selector: WIDE }, { versions: [ServiceVersion.host('v2', 'reviews-v2')] })).not.toThrow();
  });
});

describe('one workload', () => {
  test('is of one version', () => {
    const chart = bookinfo();
    const legacy = existingWorkload(chart, 'legacy');
    expect(messageOf(() => reviews({ versions: ['v1', 'v2'].map((name) => ServiceVersion.workload(name, legacy)) }, chart)))
      .toContain('WorkloadAdoptedTwice: versions[1].workload must be a workload that no other version has, got Deployment legacy, which version v1 of bookinfo/reviews has; ');
  });

  test('is of one service, whether it stands for its object or is it', () => {
    const chart = bookinfo();
    const legacy = new Deployment(chart, 'legacy', { podMetadata: POD_METADATA, containers: [CONTAINER] });
    reviews({ versions: [ServiceVersion.workload('v1', legacy)] }, chart);
    const again = () => reviews({ name: 'again', versions: [ServiceVersion.workload('v1', ApiObject.of(legacy))] }, new Construct(chart, 'other'));
    expect(messageOf(again)).toContain('version v1 of bookinfo/reviews has');
  });
});

describe('a workload that changes behind the service', () => {
  function changed(change: (legacy: ApiObject) => void): () => unknown {
    const chart = bookinfo();
    const legacy = existingWorkload(chart, 'legacy');
    reviews({ versions: [ServiceVersion.workload('v1', legacy)] }, chart);
    change(legacy);
    return () => synthesised(chart);
  }

  test.each([
    ['in the labels of its pods', JsonPatch.replace('/spec/template/metadata/labels/version', 'v3')],
    ['by losing a label', JsonPatch.remove('/spec/template/metadata/labels/version')],
    ['in its selector', JsonPatch.replace('/spec/selector', { matchLabels: { app: 'reviews' } })],
    ['in its name', JsonPatch.replace('/metadata/name', 'other')],
    ['in its namespace', JsonPatch.replace('/metadata/namespace', 'prod')],
  ])('%s is complained of when the app is synthesised', (_kind, patch) => {
    expect(messageOf(changed((legacy) => legacy.addJsonPatch(patch)))).toContain('[bookinfo/reviews] WorkloadChanged: versions[0].workload must stay');
  });

  test('in anything else is left alone', () => {
    const harmless = [
      JsonPatch.add('/spec/replicas', 3), JsonPatch.add('/metadata/annotations', { a: 'b' }), JsonPatch.add('/spec/template/metadata/labels/team', 'x'),
    ];
    expect(changed((legacy) => legacy.addJsonPatch(...harmless))).not.toThrow();
  });
});

test('any set of labels that tells two workloads apart makes two subsets, of which none takes pods of the other', () => {
  // No octal numbers as 0o7.
  const value = fc.stringMatching(/^[a-z1-9]([a-z0-9.]{0,6}[a-z0-9])?$/);
  fc.assert(fc.property(fc.uniqueArray(value, { minLength: 2, maxLength: 4 }), fc.dictionary(fc.stringMatching(/^x[a-z]{1,4}$/), value), (values, common) => {
    const chart = bookinfo();
    const pods = values.map((version) => ({ ...common, app: 'reviews', version }));
    const versions = pods.map((labels, index) => ServiceVersion.workload(`v${index}`, existingWorkload(chart, `w${index}`, { labels })));
    reviews({ versions, defaultRoute: [Destination.version(versions[0])] }, chart);
    for (const { labels } of specOf(chart, 'DestinationRule').subsets as { labels: { [key: string]: string } }[]) {
      const taken = pods.filter((one) => Object.entries(labels).every(([key, wanted]) => (one as { [key: string]: string })[key] === wanted));
      expect(taken).toHaveLength(1);
    }
    expect(named(synthesised(chart), 'Service', 'reviews').spec.selector).toEqual({ app: 'reviews' });
  }));
});
