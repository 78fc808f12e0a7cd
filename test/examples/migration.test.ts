import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest, only } from '../support/manifests';
import { ROOT } from '../support/public-api';

const FOLDER = join(ROOT, 'examples/migration');

const STEPS = readdirSync(FOLDER).filter((name) => /^\d/.test(name)).sort().map((name): [string, Manifest[]] => {
  const text = readFileSync(join(FOLDER, name, 'bookinfo.k8s.yaml'), 'utf8');
  return [name, parseAllDocuments(text).map((document) => document.toJS())];
});

const EDITS = STEPS.slice(1).map(([name, after], index): [string, Manifest[], Manifest[]] => [name, STEPS[index][1], after]);

function deployments(manifests: Manifest[]): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'Deployment');
}

/** Manifests of a kind that are there before and after. */
function kept(before: Manifest[], after: Manifest[], kind: string): [Manifest, Manifest][] {
  const same = (one: Manifest) => after.filter((other) => other.kind === one.kind && other.metadata.name === one.metadata.name);
  return before.filter((one) => one.kind === kind).flatMap((one) => same(one).map((other): [Manifest, Manifest] => [one, other]));
}

/** The Deployments with pods that carry these labels. */
function withPods(manifests: Manifest[], labels: { [key: string]: string }): string[] {
  return deployments(manifests)
    .filter(({ spec }) => spec.replicas > 0 && Object.entries(labels).every(([key, value]) => spec.template.metadata.labels[key] === value))
    .map(({ metadata }) => metadata.name);
}

/** The labels of the subsets to which rules send requests. */
function routed(routes: Manifest[], rules: Manifest[]): { [key: string]: string }[] {
  const destinations: any[] = only(routes, 'VirtualService').spec.http.flatMap(({ route }: any) => route);
  const reached = destinations.filter(({ weight = 100 }) => weight > 0).map(({ destination }) => destination.subset);
  const subsets: any[] = only(rules, 'DestinationRule').spec.subsets;
  return reached.map((name) => subsets.find((subset) => subset.name === name)?.labels ?? { missing: name });
}

const hasRules = (manifests: Manifest[]) => manifests.some(({ kind }) => kind === 'VirtualService');

/** Where a caller with a proxy gets: without rules, to all pods of the Service. */
function reachedFromTheMesh(manifests: Manifest[]): string[] {
  const { selector } = only(manifests, 'Service').spec;
  const labels = hasRules(manifests) ? routed(manifests, manifests) : [{}];
  return labels.flatMap((subset) => withPods(manifests, { ...selector, ...subset })).sort();
}

test('leads callers in the mesh from the old pods to the new ones in one step, after the routes are there', () => {
  expect(STEPS.map(([name, manifests]) => [name, reachedFromTheMesh(manifests), hasRules(manifests)])).toEqual([
    ['0-as-it-was', ['reviews'], false],
    ['1-labelled', ['reviews'], false],
    ['2-routed', ['reviews'], true],
    ['3-beside', ['reviews'], true],
    ['4-moved', ['reviews-v1'], true],
    ['5-retiring', ['reviews-v1'], true],
    ['6-without-the-old', ['reviews-v1'], true],
    ['7-under-the-library', ['reviews-v1'], true],
  ]);
});

test('leads callers without a proxy to nothing but the same image all the time', () => {
  const images = STEPS.map(([, manifests]) => {
    const names = withPods(manifests, only(manifests, 'Service').spec.selector);
    return deployments(manifests).filter(({ metadata }) => names.includes(metadata.name)).map(({ spec }) => spec.template.spec.containers[0].image);
  });
  expect(images.every((some) => some.length > 0)).toBe(true);
  expect(new Set(images.flat())).toEqual(new Set(['myregistry.io/reviews:v1.0.0']));
});

test.each(EDITS)('%s: no selector changes', (_name, before, after) => {
  for (const kind of ['Deployment', 'Service']) {
    for (const [old, next] of kept(before, after, kind)) expect(next.spec.selector).toEqual(old.spec.selector);
  }
});

test('replaces running pods once, to give them their label', () => {
  const replacing = EDITS.filter(([, before, after]) => kept(before, after, 'Deployment')
    .some(([old, next]) => JSON.stringify(old.spec.template) !== JSON.stringify(next.spec.template)));
  expect(replacing.map(([name]) => name)).toEqual(['1-labelled']);
});

test.each(EDITS)('%s: whatever is applied first, requests are led to pods that are there already and stay', (_name, before, after) => {
  const old = [before, after].filter(hasRules);
  for (const routes of old) {
    for (const rules of old) {
      for (const pods of [before, after]) expect(routed(routes, rules).flatMap((labels) => withPods(pods, labels))).not.toEqual([]);
    }
  }
});

test.each(EDITS)('%s: the Service keeps its ports', (_name, before, after) => {
  const [[old, next]] = kept(before, after, 'Service');
  const numbers = ({ spec }: Manifest) => spec.ports.map(({ port, targetPort }: any) => [port, targetPort]);
  expect(numbers(next)).toEqual(numbers(old));
});

test('is documented with what changes in the files', () => {
  const shown = [...readFileSync(join(ROOT, 'docs/migration.md'), 'utf8').matchAll(/^```diff\n([^]*?)^```$/gm)].map(([, block]) => block.trimEnd().split('\n'));
  const files = STEPS.map(([name]) => readFileSync(join(FOLDER, name, 'bookinfo.k8s.yaml'), 'utf8').split('\n'));
  expect(shown).toHaveLength(EDITS.length);
  shown.forEach((lines, index) => {
    const of = (sign: string) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
    const [before, after] = [files[index], files[index + 1]];
    expect(after.length - before.length).toBe(of('+').length - of('-').length);
    expect(before).toEqual(expect.arrayContaining(of('-')));
    expect(after).toEqual(expect.arrayContaining(of('+')));
  });
});
