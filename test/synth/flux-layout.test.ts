import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import {
  ApplyOrder, CanaryService, CanaryTraffic, FluxLayout, FluxLayoutProps, FluxSource, MeshSettings, ServicePort, ServiceVersion, VirtualService,
} from '../../src';
import { judged } from '../support/istio-verdict';
import type { Manifest } from '../support/manifests';
import { messageOf } from '../support/messages';

const PROPS: FluxLayoutProps = { source: FluxSource.gitRepository('shop'), path: 'dist' };
const V1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
const V2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'flux-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

function reviews(scope: App, id = 'bookinfo', namespace = 'bookinfo'): Chart {
  const chart = new Chart(scope, id, { namespace });
  new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(8080)], stable: V1, canary: V2, traffic: CanaryTraffic.weight(25), acknowledgeCapacity: true,
  });
  return chart;
}

function written(): { [file: string]: Manifest[] } {
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort();
  return Object.fromEntries(files.map((file) => {
    const manifests = parseAllDocuments(readFileSync(join(outdir, file), 'utf8')).map((document) => document.toJS() as Manifest);
    return [file, judged(manifests)];
  }));
}

const names = (manifests: Manifest[]) => manifests.map(({ kind, metadata: { name } }) => `${kind} ${name}`);

function write(build: (app: App) => unknown, props: Partial<FluxLayoutProps> = {}): { [file: string]: Manifest[] } {
  const app = new App({ outdir });
  build(app);
  FluxLayout.write(app, { ...PROPS, ...props });
  return written();
}

/** Of each Kustomization, those for which it waits. */
function waits(files: { [file: string]: Manifest[] }): [string, string[]][] {
  const all = Object.entries(files).filter(([file]) => file.startsWith('kustomizations/')).flatMap(([, manifests]) => manifests);
  return all.map(({ metadata: { name }, spec: { dependsOn = [] } }) => [name, dependsOn.map((one: any) => one.name)]);
}

test('writes every object of a chart into the folder of its phase, in the order of sync waves', () => {
  const files = write((app) => {
    MeshSettings.of(app, { applyOrder: ApplyOrder.argoSyncWaves({ firstWave: 1 }) });
    reviews(app);
  });
  expect(Object.entries(files).filter(([file]) => file.startsWith('phases/')).map(([file, manifests]) => [file, names(manifests)])).toEqual([
    ['phases/bookinfo/1-destinations/bookinfo.k8s.yaml', ['Service reviews', 'DestinationRule reviews']],
    ['phases/bookinfo/2-workloads/bookinfo.k8s.yaml', ['Deployment reviews-v1', 'Deployment reviews-v2']],
    ['phases/bookinfo/3-routes/bookinfo.k8s.yaml', ['VirtualService reviews']],
  ]);
  for (const [file, manifests] of Object.entries(files)) {
    const [, phase] = /\/(\d)-/.exec(file) ?? [];
    if (phase) expect(manifests.map(({ metadata }: any) => metadata.annotations['argocd.argoproj.io/sync-wave'])).toEqual(manifests.map(() => phase));
  }
});

test('writes a Kustomization for each folder, which waits until what is in the one before it is ready', () => {
  const { 'kustomizations/bookinfo.k8s.yaml': kustomizations } = write((app) => reviews(app));
  const common = { interval: '10m', sourceRef: { kind: 'GitRepository', name: 'shop' }, prune: true, wait: true };
  const metadata = (name: string) => ({ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata: { name, namespace: 'flux-system' } });
  expect(kustomizations).toEqual([
    { ...metadata('bookinfo-destinations'), spec: { path: './dist/phases/bookinfo/1-destinations', ...common } },
    { ...metadata('bookinfo-workloads'), spec: { path: './dist/phases/bookinfo/2-workloads', dependsOn: [{ name: 'bookinfo-destinations' }], ...common } },
    { ...metadata('bookinfo-routes'), spec: { path: './dist/phases/bookinfo/3-routes', dependsOn: [{ name: 'bookinfo-workloads' }], ...common } },
  ]);
});

test.each<[string, Partial<FluxLayoutProps>, object, object]>([
  ['a source in another namespace', { source: FluxSource.gitRepository('shop', { namespace: 'sources' }) },
    { sourceRef: { kind: 'GitRepository', name: 'shop', namespace: 'sources' } }, {}],
  ['a registry', { source: FluxSource.ociRepository('shop') }, { sourceRef: { kind: 'OCIRepository', name: 'shop' } }, {}],
  ['a bucket', { source: FluxSource.bucket('shop') }, { sourceRef: { kind: 'Bucket', name: 'shop' } }, {}],
  ['the root of the source', { path: '.' }, { path: './phases/bookinfo/1-destinations' }, {}],
  ['a folder that is called as Flux does', { path: './clusters/production/' }, { path: './clusters/production/phases/bookinfo/1-destinations' }, {}],
  ['times', { interval: Duration.hours(1), timeout: Duration.minutes(5) }, { interval: '1h', timeout: '5m' }, {}],
  ['a namespace', { namespace: 'gitops' }, {}, { namespace: 'gitops' }],
])('takes %s', (_what, props, spec, metadata) => {
  const [first] = write((app) => reviews(app), props)['kustomizations/bookinfo.k8s.yaml'];
  expect(first).toMatchObject({ spec, metadata });
});

test('leaves out phases without objects, for Git keeps no empty folder, and removes what they held before', () => {
  write((app) => reviews(app));
  const files = write((app) => new CanaryService(new Chart(app, 'bookinfo', { namespace: 'bookinfo' }), 'reviews', {
    ports: [ServicePort.http(8080)], stable: ServiceVersion.labels('v1', { version: 'v1' }),
  }));
  expect(Object.keys(files).filter((file) => file.includes('2-workloads'))).toEqual([]);
  expect(waits(files)).toEqual([['bookinfo-destinations', []], ['bookinfo-routes', ['bookinfo-destinations']]]);
});

test('puts objects that the library does not make into the phase of their kind, with configuration before the pods that read it', () => {
  const files = write((app) => {
    const chart = new Chart(app, 'shop');
    const make = (apiVersion: string, kind: string) => new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'one' } });
    [['argoproj.io/v1alpha1', 'Rollout'], ['v1', 'ConfigMap'], ['v1', 'Pod'], ['batch/v1', 'Job'], ['v1', 'Namespace'], ['flagger.app/v1beta1', 'MetricTemplate']]
      .forEach(([apiVersion, kind]) => make(apiVersion, kind));
  });
  expect(names(files['phases/shop/1-destinations/shop.k8s.yaml'])).toEqual(['ConfigMap one', 'Namespace one', 'MetricTemplate one']);
  expect(names(files['phases/shop/2-workloads/shop.k8s.yaml'])).toEqual(['Rollout one', 'Pod one', 'Job one']);
});

test('lets a chart wait for those on which it depends, even through one without objects', () => {
  const files = write((app) => {
    const first = reviews(app, 'first', 'one');
    const empty = new Chart(app, 'empty');
    const last = reviews(app, 'last', 'two');
    empty.addDependency(first);
    last.addDependency(empty);
  });
  expect(waits(files).filter(([name]) => name.endsWith('destinations'))).toEqual([['first-destinations', []], ['last-destinations', ['first-routes']]]);
});

test('gives charts with long names Kustomizations whose names Flux can use as a label', () => {
  const files = write((app) => [`${'a'.repeat(60)}1`, `${'a'.repeat(60)}2`].forEach((id, index) => reviews(app, id, `namespace-${index}`)));
  const all = waits(files).map(([name]) => name);
  expect(new Set(all).size).toBe(6);
  expect(all.filter((name) => name.length > 63)).toEqual([]);
});

test.each<[string, Partial<FluxLayoutProps>, string]>([
  ['a path from the root of a machine', { path: '/dist' }, 'InvalidSourcePath: FluxLayout.path must be a folder below the root of the source, got "/dist"; '
    + 'write it without a slash in front and without "..", such as dist, or . for the root'],
  ['a path out of the source', { path: 'dist/../..' }, 'InvalidSourcePath: FluxLayout.path must be'],
  ['no path', { path: '' }, 'InvalidSourcePath: FluxLayout.path must be'],
  ['nothing, in JavaScript', { path: undefined }, 'InvalidSourcePath: FluxLayout.path must be'],
  ['a source without a name', { source: FluxSource.bucket('') }, 'InvalidObjectName: FluxLayout.source.name must be'],
  ['a namespace that is none', { namespace: 'Flux' }, 'InvalidObjectName: FluxLayout.namespace must be'],
  ['a namespace of the source that is none', { source: FluxSource.bucket('a', { namespace: '' }) }, 'InvalidObjectName: FluxLayout.source.namespace must be'],
  ['no interval', { interval: Duration.millis(0) }, 'InvalidDuration: FluxLayout.interval must be'],
  ['no timeout', { timeout: Duration.millis(0) }, 'InvalidDuration: FluxLayout.timeout must be'],
])('refuses %s, and writes nothing', (_mistake, props, message) => {
  expect(messageOf(() => write((app) => reviews(app), props))).toContain(`[the app] ${message}`);
  expect(written()).toEqual({});
});

test('refuses what the app refuses, and writes nothing', () => {
  const build = (app: App) => {
    reviews(app);
    new VirtualService(new Chart(app, 'other'), 'cart', { hosts: ['cart'] });
  };
  expect(messageOf(() => write(build))).toContain('RoutesMissing');
  expect(written()).toEqual({});
});
