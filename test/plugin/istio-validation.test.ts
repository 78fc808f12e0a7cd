import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Validation, ValidationContext } from 'cdk8s-cli/plugins';
import { IstioValidation } from '../../src';
import { deployment, destinationRule, httpRule, service, sidecar, together } from '../../src/checks/examples';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'plugin-')); });
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, yaml: string): string {
  const path = join(folder, name);
  writeFileSync(path, yaml);
  return path;
}

/** What cdk8s-cli's own report says, as `cdk8s synth` writes it. */
async function reportOf(files: string[], properties: object = {}, known: { [resource: string]: string } = {}) {
  const metadata = Object.fromEntries(Object.entries(known).map(([name, path]) => [name, { path }]));
  const context = new ValidationContext(files, 'cdk8s-istio', '1.0.0', metadata);
  const plugin: Validation = new IstioValidation(properties);
  await plugin.validate(context);
  const { summary, violations } = JSON.parse(JSON.stringify(context.report.toJson()).replaceAll(folder, 'DIR'));
  const constructs = violations.map(({ violatingConstructs: [{ constructPath }] }: any) => constructPath);
  return { summary, violations, constructs, text: context.report.toString() };
}

const V1 = 'subsets:\n- {name: v1, labels: {version: v1}}';
const PODS = deployment('reviews-v1', '{app: reviews, version: v1}');
const RIGHT = together(service(''), destinationRule(V1), httpRule('route:\n- destination: {host: reviews, subset: v1}'), PODS);
const WRONG = RIGHT.replace('subset: v1}', 'subset: v9}');
const WARNED = sidecar('egress:\n- hosts: ["./*", "./*"]');

test('a finding fails the validation, with its rule, its place, its fix and its construct', async () => {
  const { summary, violations, text } = await reportOf([written('shop.k8s.yaml', WRONG)], {}, { 'VirtualService shop/reviews': 'shop/reviews/VirtualService' });
  expect(summary).toMatchObject({ status: 'failure', metadata: { Result: '4 objects checked: 1 error' } });
  expect(violations).toEqual([{
    ruleName: 'error: IST0101 destination-subset-not-found',
    recommendation: expect.stringContaining('is a subset that no DestinationRule'),
    fix: 'add the subset to the DestinationRule, and apply that first',
    violatingConstructs: [{
      resourceName: 'VirtualService shop/reviews',
      constructPath: 'shop/reviews/VirtualService',
      manifestPath: 'DIR/shop.k8s.yaml',
      locations: [`DIR/shop.k8s.yaml:${WRONG.split('\n').findIndex((line) => line.includes('v9')) + 1} spec.http[0].route[0].destination.subset`],
    }],
  }]);
  expect(text).toContain('- Construct Path: shop/reviews/VirtualService');
});

test('what is right passes', async () => {
  const { summary, violations } = await reportOf([written('shop.k8s.yaml', RIGHT)]);
  expect(summary).toMatchObject({ status: 'success', metadata: { Result: '4 objects checked: nothing found' } });
  expect(violations).toEqual([]);
});

describe('of the path that cdk8s records for a name', () => {
  test('it is said that it is the construct of the last object of the name, and of no other', async () => {
    const rest = RIGHT.replace(httpRule('route:\n- destination: {host: reviews, subset: v1}'), '');
    const last = together(rest, WRONG.split('---\n')[2]);
    expect((await reportOf([written('shop.k8s.yaml', last)], {}, { reviews: 'shop/rules' })).constructs).toEqual(['shop/rules']);
    const first = together(WRONG.split('---\n')[2], rest);
    expect((await reportOf([written('shop.k8s.yaml', first)], {}, { reviews: 'shop/service' })).constructs).toEqual([undefined]);
  });

  test('nothing is said if several files have objects of the name', async () => {
    const [one, two] = [written('a.yaml', WRONG.split('---\n')[2]), written('b.yaml', together(service(''), destinationRule(V1), PODS))];
    expect((await reportOf([two, one], {}, { reviews: 'shop/rules' })).constructs).toEqual([undefined]);
  });
});

test('an object that names no namespace is found by its name alone', async () => {
  const file = written('shop.k8s.yaml', WARNED.replace('  namespace: shop\n', ''));
  const { constructs } = await reportOf([file], { namespace: 'team' }, { 'Sidecar default': 'shop/sidecar' });
  expect(constructs[0]).toBe('shop/sidecar');
});

test('a file that is no manifest has no construct', async () => {
  const { violations } = await reportOf([written('shop.k8s.yaml', 'a: b: c\n')]);
  expect(violations[0].violatingConstructs).toEqual([{ resourceName: '', manifestPath: 'DIR/shop.k8s.yaml', locations: ['DIR/shop.k8s.yaml:1'] }]);
});

describe('the properties', () => {
  test('say from which severity on the validation fails', async () => {
    const file = written('shop.k8s.yaml', WARNED);
    expect((await reportOf([file])).summary.status).toBe('success');
    expect((await reportOf([file], { failOn: 'warning' })).summary.status).toBe('failure');
  });

  test('name objects that live elsewhere, and the output that is replaced', async () => {
    const file = written('shop.k8s.yaml', together(...WRONG.split('---\n').slice(2)));
    expect((await reportOf([file])).violations).toHaveLength(2);
    const assume = written('elsewhere.yaml', together(service(''), destinationRule(V1.replaceAll('v1', 'v9'))));
    expect((await reportOf([file], { assume })).violations).toEqual([]);
    expect((await reportOf([file], { assume: [assume] })).violations).toEqual([]);
    const previous = written('released.yaml', RIGHT.replaceAll('v1', 'v0'));
    const { violations } = await reportOf([written('shop.k8s.yaml', RIGHT)], { previous });
    expect(violations.map(({ ruleName }: { ruleName: string }) => ruleName)).toContain('error: TransitionSubsetGap transition-subset-gap');
  });

  test('name the mesh-wide configuration', async () => {
    const policy = written('policy.yaml', 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: all, namespace: mesh}\nspec: {rules: [{}]}\n');
    const meshConfig = written('mesh.yml', 'rootNamespace: mesh\n');
    expect((await reportOf([policy])).violations).toHaveLength(1);
    expect((await reportOf([policy], { meshConfig })).violations).toEqual([]);
  });

  test('are complained of in one line if they are wrong', () => {
    const complaint = (properties: unknown) => { try { return new IstioValidation(properties); } catch (error) { return (error as Error).stack; } };
    const begin = 'Error: the validation IstioValidation in cdk8s.yaml: properties';
    expect(complaint(['warning'])).toBe(`${begin} must be a map, got ["warning"]`);
    expect(complaint({ failon: 'error' })).toBe(`${begin}.failon is not known; there are failOn, assume, meshConfig, namespace, previous`);
    expect(complaint({ failOn: 'info' })).toBe(`${begin}.failOn must be error or warning, got "info"`);
    expect(complaint({ assume: [1] })).toBe(`${begin}.assume must be a file, or a list of files, got [1]`);
    expect(complaint({ previous: true })).toBe(`${begin}.previous must be a text, got true`);
  });

  test('are complained of if they name what cannot be read', async () => {
    const file = written('shop.k8s.yaml', RIGHT);
    await expect(reportOf([file], { assume: 'nowhere.yaml' })).rejects.toThrow('nowhere.yaml cannot be read: there is no such file');
    await expect(reportOf([file], { meshConfig: 'nowhere.yaml' })).rejects.toThrow('nowhere.yaml cannot be read: there is no such file');
  });
});
