import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest, named, only } from '../support/manifests';
import { ROOT } from '../support/public-api';

const FOLDER = join(ROOT, 'examples/environments');

/** The output for each cluster. */
const CLUSTERS = new Map(readdirSync(FOLDER).filter((name) => !name.endsWith('.ts')).map((name): [string, Manifest[]] => (
  [name, parseAllDocuments(readFileSync(join(FOLDER, name, 'shop.k8s.yaml'), 'utf8')).map((document) => document.toJS())]
)));

/** In what the clusters are meant to differ. */
function differences(manifests: Manifest[]) {
  const mesh = named(manifests, 'VirtualService', 'reviews').spec;
  const gateway = manifests.find(({ kind, spec }) => kind === 'VirtualService' && spec.gateways)!.spec;
  return {
    host: mesh.hosts[0],
    publicHost: gateway.hosts,
    replicas: manifests.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.replicas),
    weights: mesh.http.at(-1).route.map(({ weight }: any) => weight),
  };
}

test('one program serves three clusters, each with its domain, its public host, its size and its progress', () => {
  expect(Object.fromEntries([...CLUSTERS].map(([name, manifests]) => [name, differences(manifests)]))).toEqual({
    'staging': { host: 'reviews.shop.svc.cluster.local', publicHost: ['shop.staging.example.com'], replicas: [1, 1], weights: [50, 50] },
    'production-eu': { host: 'reviews.shop.svc.eu.example.internal', publicHost: ['shop.example.com'], replicas: [6, 6], weights: [90, 10] },
    'production-us': { host: 'reviews.shop.svc.us.example.internal', publicHost: ['shop.example.com'], replicas: [4, 4], weights: [100, 0] },
  });
});

test('everything else is the same in all of them', () => {
  const rest = [...CLUSTERS.values()].map((manifests) => manifests.map(({ kind, metadata: { name }, spec }) => {
    const text = JSON.stringify({ kind, name, spec }).replace(/svc\.[a-z.]+/g, 'svc').replace(/shop\.[a-z.]*example\.com/g, 'shop');
    return text.replace(/"(replicas|weight)":\d+/g, '"$1":0');
  }));
  expect(rest).toEqual([rest[0], rest[0], rest[0]]);
});

test('no cluster refers to the domain of another', () => {
  for (const [name, manifests] of CLUSTERS) {
    const domains = [...JSON.stringify(manifests).matchAll(/\.svc\.([a-z.]+)/g)].map(([, domain]) => domain);
    expect([name, [...new Set(domains)]]).toEqual([name, [differences(manifests).host.replace('reviews.shop.svc.', '')]]);
    expect(only(manifests, 'DestinationRule').spec.host).toBe(differences(manifests).host);
  }
});
