import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { CanaryService, ServicePort, ServiceVersion } from '../../src';
import { completeConstructMetadata, recordConstructPaths } from '../../src/private/construct-paths';

let outdir: string;
beforeEach(() => { outdir = mkdtempSync(join(tmpdir(), 'paths-')); });
afterEach(() => {
  rmSync(outdir, { recursive: true });
  delete process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
});

function reviews(namespace?: string): App {
  const app = new App({ outdir });
  new CanaryService(new Chart(app, 'bookinfo', { namespace }), 'reviews', { ports: [ServicePort.http(8080)], stable: ServiceVersion.image('v1', 'reviews:1') });
  return app;
}

const FILE = () => join(outdir, 'construct-metadata.json');
const resources = () => JSON.parse(readFileSync(FILE(), 'utf8')).resources;

test('objects that share a name have a path each, beside that which cdk8s records for the name', () => {
  writeFileSync(FILE(), JSON.stringify({ version: '1.0.0', resources: { reviews: { path: 'bookinfo/reviews' } } }));
  completeConstructMetadata(reviews('shop'));
  expect(resources()).toMatchObject({
    'reviews': { path: 'bookinfo/reviews' },
    'Service shop/reviews': { path: 'bookinfo/reviews/Resource/Service' },
    'VirtualService shop/reviews': { path: 'bookinfo/reviews/Resource/VirtualService/Resource' },
  });
});

test('an object without a namespace is recorded without one', () => {
  writeFileSync(FILE(), JSON.stringify({ version: '1.0.0', resources: {} }));
  completeConstructMetadata(reviews());
  expect(Object.keys(resources())).toContain('Service reviews');
});

test('nothing is written where cdk8s has recorded nothing', () => {
  completeConstructMetadata(reviews());
  expect(() => readFileSync(FILE())).toThrow('ENOENT');
});

describe('the end of the process is waited for', () => {
  test('only if validation plugins ask for paths, and once for all apps', () => {
    const waiting = () => process.listenerCount('exit');
    const before = waiting();
    recordConstructPaths(new Chart(new App({ outdir }), 'unasked'));
    expect(waiting()).toBe(before);
    process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
    recordConstructPaths(new Construct(undefined as unknown as Construct, 'no-app'));
    expect(waiting()).toBe(before);
    const listeners = process.listeners('exit');
    const app = reviews();
    reviews();
    expect(waiting()).toBe(before + 1);
    const [added] = process.listeners('exit').filter((listener) => !listeners.includes(listener));
    writeFileSync(FILE(), JSON.stringify({ version: '1.0.0', resources: {} }));
    process.off('exit', added);
    (added as () => void)();
    expect(resources()['Service reviews'].path).toBe(app.node.findChild('bookinfo').node.findChild('reviews').node.findAll().find(({ node }) => node.id === 'Service')!.node.path);
  });
});
