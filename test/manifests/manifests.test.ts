import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { Manifests } from '../../src/manifests/manifests';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: reviews\n  namespace: shop\nspec:\n  ports:\n  - port: 80\n    name: http\n';

function problemsOf(text: string) {
  const manifests = Manifests.fromYaml(text, 'a.yaml');
  return [...manifests._problems, ...manifests._repeated].map(({ code, location, line, path }) => [code, line ?? location.lineOf(path)]);
}

describe('a text', () => {
  test('may hold several documents, of which those without an object are passed over', () => {
    const manifests = Manifests.fromYaml(`# a comment\n---\n${SERVICE}---\n---\n# nothing\n--- # behind hyphens\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n...\n`);
    expect(manifests._manifests.map(({ kind, name, namespace }) => [kind, name, namespace])).toEqual([
      ['Service', 'reviews', 'shop'], ['Pod', 'p', 'default'],
    ]);
    expect(manifests.count).toBe(2);
    expect(manifests._problems).toEqual([]);
  });

  test('tells the line of an object and of every field, or of what is nearest', () => {
    const [, second] = Manifests.fromYaml(`---\n${SERVICE}\n---\n\n${SERVICE}`, 'a.yaml')._manifests;
    expect(second.location.file).toBe('a.yaml');
    expect(second.location.document).toBe(1);
    expect(second.location.line).toBe(14);
    expect(second.location.lineOf(['spec', 'ports', 0, 'name'])).toBe(22);
    expect(second.location.lineOf(['spec', 'ports', 0, 'targetPort'])).toBe(21);
    expect(second.location.lineOf(['spec', 'ports', 7])).toBe(20);
    expect(second.location.lineOf(['metadata', 'name', 'x'])).toBe(17);
  });

  test('may hold Lists, also in Lists, whose items have lines of their own', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: PodList\n  items:\n  - apiVersion: v1\n    kind: Pod\n    metadata:\n      name: p\n';
    const [pod] = Manifests.fromYaml(list)._manifests;
    expect([pod.kind, pod.name, pod.location.line, pod.location.lineOf(['metadata', 'name'])]).toEqual(['Pod', 'p', 7, 10]);
    expect(Manifests.fromYaml('apiVersion: v1\nkind: List\n')._manifests).toEqual([]);
  });

  test('may be JSON', () => {
    const [pod] = Manifests.fromYaml('{\n\t"apiVersion": "apps/v1",\n\t"kind": "Deployment",\n\t"metadata": {"name": "d"}\n}')._manifests;
    expect([pod.group, pod.version, pod.kind, pod.location.lineOf(['metadata', 'name'])]).toEqual(['apps', 'v1', 'Deployment', 4]);
  });

  test('finds the fields of an alias where they are written', () => {
    const [pod] = Manifests.fromYaml('apiVersion: v1\nkind: Pod\nmetadata:\n  labels: &l\n    a: b\n  annotations: *l\n')._manifests;
    expect(pod.annotations).toEqual({ a: 'b' });
    expect(pod.location.lineOf(['metadata', 'annotations', 'a'])).toBe(5);
  });

  test('has what cannot be read as problems, and everything else as objects', () => {
    expect(problemsOf('a: b: c\n')).toEqual([['YamlUnreadable', 1]]);
    expect(problemsOf(`${SERVICE}---\nkind: A\n  name: b\n`)).toEqual([['YamlUnreadable', 11]]);
    expect(problemsOf('{{ if .Values.x }}\nkind: A\n').map(([code]) => code)).toEqual(['YamlUnreadable']);
    expect(problemsOf('a: *b\n')).toEqual([['YamlUnreadable', 1]]);
    expect(problemsOf('- 1\n---\nkind: A\n---\ntext\n')).toEqual([['NotAnObject', 1], ['NotAnObject', 3], ['NotAnObject', 5]]);
    expect(problemsOf('apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  name: b\n')).toEqual([['KeyTwice', 5]]);
    expect(problemsOf(`${SERVICE}---\n${SERVICE}`)).toEqual([['ObjectTwice', 14]]);
  });

  test('takes what has the wrong type for absent', () => {
    const [strange] = Manifests.fromYaml('apiVersion: v1\nkind: Pod\nmetadata: {name: 1, labels: {a: 1, b: c}, annotations: []}\nspec: x\n')._manifests;
    expect([strange.name, strange.labels, strange.annotations, strange.spec]).toEqual(['', { b: 'c' }, {}, {}]);
  });

  test('does not take objects for the same whose names the cluster makes, or whose groups differ', () => {
    const generated = 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n';
    expect(problemsOf(`${generated}---\n${generated}`)).toEqual([]);
    expect(problemsOf(`${SERVICE}---\n${SERVICE.replace('v1', 'serving.knative.dev/v1')}`)).toEqual([]);
    expect(problemsOf('apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: a}\n---\napiVersion: networking.istio.io/v1beta1\nkind: Gateway\nmetadata: {name: a, namespace: default}\n'))
      .toEqual([['ObjectTwice', 7]]);
  });
});

describe('plain scalars are read as Kubernetes reads them', () => {
  test.each([
    ['y', true], ['on', true], ['No', false], ['OFF', false], ['yEs', 'yEs'], ['"on"', 'on'], ['~', null], ['', null],
    ['014', 12], ['0o14', 12], ['0x1F', 31], ['0b101', 5], ['1_000', 1000], ['-7', -7], ['-0x10', -16], ['0', 0], ['.5', 0.5], ['1e3', 1000], ['1.', 1],
    ['1:30', '1:30'], ['2001-01-01', '2001-01-01'], ['5s', '5s'], ['=', '='], ['-.inf', -Infinity], ['.inf', Infinity], ['.nan', NaN], ['!!str 12', '12'],
  ])('%s', (text, value) => {
    const [one] = Manifests.fromYaml(`apiVersion: v1\nkind: A\nspec:\n  x: ${text}\n`)._manifests;
    expect(one.spec.x).toEqual(value);
  });

  test('and maps are merged', () => {
    const [one] = Manifests.fromYaml('apiVersion: v1\nkind: A\nspec:\n  x: &a {b: 1, c: 2}\n  z: {<<: *a, b: 3}\n')._manifests;
    expect(one.spec.z).toEqual({ b: 3, c: 2 });
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifests-'));
    mkdirSync(join(folder, 'b/c'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'b/c/z.yml'), SERVICE);
    writeFileSync(join(folder, 'b/a.json'), '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}');
    writeFileSync(join(folder, 'b/values.yaml'), 'replicas: 3\n');
    writeFileSync(join(folder, 'b/readme.md'), 'kind: Nothing');
    writeFileSync(join(folder, 'node_modules/x.yaml'), SERVICE);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('below a folder are read in the order of their names, at any depth', () => {
    const manifests = Manifests.fromFiles([folder], { namespace: 'team' });
    expect(manifests._manifests.map(({ kind, namespace, location }) => [kind, namespace, location.file])).toEqual([
      ['Pod', 'team', join(folder, 'b/a.json')], ['Service', 'shop', join(folder, 'b/c/z.yml')],
    ]);
    expect(manifests._problems.map(({ code, harmless }) => [code, harmless])).toEqual([['NotAnObject', true]]);
  });

  test('that are named are meant to be manifests', () => {
    const { _problems } = Manifests.fromFiles([join(folder, 'b/values.yaml'), join(folder, 'missing.yaml')]);
    expect(_problems.map(({ code, harmless }) => [code, harmless])).toEqual([['NotAnObject', false], ['FileUnreadable', undefined]]);
    expect(_problems[1].message).toBe(`${join(folder, 'missing.yaml')} cannot be read: there is no such file`);
  });
});

describe('charts', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' }, spec: Lazy.any({ produce: () => ({ ports: [] }) }) });
  new ApiObject(new Chart(chart, 'inner'), 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } });

  test('give their objects as they are written, with the construct for a place', () => {
    const [service] = Manifests.fromChart(chart)._manifests;
    expect([service.namespace, service.spec, service.location.construct, service.location.line, service.location.lineOf(['spec'])])
      .toEqual(['shop', { ports: [] }, 'shop/service', undefined, undefined]);
  });

  test('of an app are read all', () => {
    expect(Manifests.fromApp(app)._manifests.map(({ kind }) => kind)).toEqual(['Service', 'Pod']);
  });
});

test('two configurations can be joined, and the second has the last word', () => {
  const joined = Manifests.fromYaml(SERVICE).joinedWith(Manifests.fromYaml(SERVICE.replace('80', '81')));
  expect(joined.count).toBe(2);
  expect(joined._index.all.map(({ spec }) => spec.ports)).toEqual([[{ port: 81, name: 'http' }]]);
});
