import { join } from 'node:path';
import { App, Chart, Include, JsonPatch } from 'cdk8s';
import { ConfigMap, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ServiceVersion, WorkloadConfig } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews } from '../support/chart';
import { Manifest, only } from '../support/manifests';
import { codeOf } from '../support/messages';
import { run } from '../support/run';

/** The hash in the template of the pods. */
function hashIn(manifests: Manifest[]): string {
  return only(manifests, 'Deployment').spec.template.metadata.annotations['checksum/config'];
}

function hashOf(...config: WorkloadConfig[]): string {
  return hashIn(run({ config }));
}

/** What is written for pods that read what this program makes. */
function reading(configure: (chart: Chart) => WorkloadConfig[]): Manifest[] {
  const chart = bookinfo();
  reviews({ versions: [ServiceVersion.image('v1', 'reviews:1', { config: configure(chart) })] }, chart);
  return synthesised(chart);
}

function hashOfMap(data: { [key: string]: string }, metadata: object = {}): string {
  return hashIn(reading((chart) => [WorkloadConfig.of(new k8s.KubeConfigMap(chart, 'config', { metadata, data }))]));
}

test('is the SHA-256 of the content, in the template of the pods', () => {
  expect(hashOf(WorkloadConfig.text('a'))).toMatch(/^[0-9a-f]{64}$/);
});

test('is another one for every other content, the order included', () => {
  const text = WorkloadConfig.text;
  const hashes = [[text('a')], [text('b')], [text('a'), text('b')], [text('b'), text('a')], [text('ab')]].map((config) => hashOf(...config));
  expect(new Set(hashes).size).toBe(hashes.length);
});

describe('an object', () => {
  test('changes it with its content', () => {
    expect(hashOfMap({ LOG: 'debug' })).not.toBe(hashOfMap({ LOG: 'info' }));
    expect(hashOfMap({ LOG: 'debug' })).not.toBe(hashOfMap({ LOGS: 'debug' }));
  });

  test('does not change it with the order of its keys, with its name or with its labels', () => {
    const hash = hashOfMap({ a: '1', b: '2' });
    expect(hashOfMap({ b: '2', a: '1' })).toBe(hash);
    expect(hashOfMap({ a: '1', b: '2' }, { name: 'renamed', labels: { team: 'reviews' } })).toBe(hash);
  });

  test('counts as it is when the app is synthesised', () => {
    const chart = bookinfo();
    const map = new k8s.KubeConfigMap(chart, 'config', { data: { LOG: 'info' } });
    reviews({ versions: [ServiceVersion.image('v1', 'reviews:1', { config: [WorkloadConfig.of(map)] })] }, chart);
    map.addJsonPatch(JsonPatch.replace('/data/LOG', 'debug'));
    expect(hashIn(synthesised(chart))).toBe(hashOfMap({ LOG: 'debug' }));
  });

  test('may be one of cdk8s-plus, or a file with several', () => {
    expect(hashIn(reading((chart) => [WorkloadConfig.of(new ConfigMap(chart, 'config', { data: { LOG: 'debug' } }))]))).toHaveLength(64);
    const url = join(__dirname, '../../examples/adoption/reviews-v2.yaml');
    const manifests = reading((chart) => [WorkloadConfig.of(new Include(new Chart(chart, 'other'), 'file', { url }))]);
    expect(hashIn(manifests)).toHaveLength(64);
  });

  test('stands before the Deployment in the output, wherever it is defined', () => {
    const chart = bookinfo();
    const earlier = new Construct(chart, 'earlier');
    const map = new k8s.KubeConfigMap(chart, 'config', { data: { LOG: 'debug' } });
    reviews({ versions: [ServiceVersion.image('v1', 'reviews:1', { config: [WorkloadConfig.of(map)] })] }, earlier);
    const kinds = synthesised(chart).map(({ kind }) => kind);
    expect(kinds.indexOf('ConfigMap')).toBeLessThan(kinds.indexOf('Deployment'));
  });

  test('of another chart brings no order between the charts', () => {
    const app = new App();
    const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
    const map = new k8s.KubeConfigMap(new Chart(app, 'config'), 'config', { data: { LOG: 'debug' } });
    reviews({ versions: [ServiceVersion.image('v1', 'reviews:1', { config: [WorkloadConfig.of(map)] })] }, chart);
    expect(app.charts.map(({ node }) => node.id)).toEqual(['bookinfo', 'config']);
  });
});

test.each<[string, (chart: Chart) => unknown]>([
  ['a construct without an object', (chart) => new Chart(chart, 'empty')],
  ['what holds the service itself', (chart) => {
    new k8s.KubeConfigMap(chart, 'config', {});
    return chart;
  }],
  ['a manifest', () => ({ kind: 'ConfigMap' })],
])('refuses %s', (_mistake, make) => {
  expect(codeOf(() => reading((chart) => [WorkloadConfig.of(make(chart) as Chart)]))).toBe('ConfigUnreadable');
});
