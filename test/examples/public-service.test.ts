import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Manifest, named, only } from '../support/manifests';
import { ask } from '../support/requests';

const FILE = join(__dirname, '..', '..', 'examples', 'public-service', 'bookinfo.k8s.yaml');
const MANIFESTS = parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => document.toJS() as Manifest);

const SPLIT = { v1: 75, v2: 25 };
const CANARY = { v2: 100 };
const tester = { 'x-canary': 'true' };

/** What a caller gets: the versions, the path that the service sees, the timeout, and the headers added to the answer. */
function answer(virtualService: string, path: string, headers: { [name: string]: string }) {
  const found = ask(named(MANIFESTS, 'VirtualService', virtualService), { path, headers });
  return found && [found.shares, found.path, found.rule.timeout, found.rule.headers?.response.set];
}

describe('requests for the public service', () => {
  test.each([
    // by the mesh
    ['reviews', '/', {}, [SPLIT, '/', '3s', undefined]],
    ['reviews', '/1', tester, [CANARY, '/1', '3s', undefined]],
    ['reviews', '/reports/2026', {}, [SPLIT, '/reports/2026', '30s', undefined]],
    ['reviews', '/reports/2026', tester, [CANARY, '/reports/2026', '30s', undefined]],
    ['reviews', '/api/reviews', {}, [SPLIT, '/api/reviews', '3s', { 'cache-control': 'no-store' }]],
    ['reviews', '/api/reviews', tester, [CANARY, '/api/reviews', '3s', { 'cache-control': 'no-store' }]],
    // by the gateway
    ['reviews-public', '/reviews', {}, [SPLIT, '/', '3s', undefined]],
    ['reviews-public', '/reviews/', {}, [SPLIT, '/', '3s', undefined]],
    ['reviews-public', '/reviews/1', tester, [CANARY, '/1', '3s', undefined]],
    ['reviews-public', '/reviews/reports/2026', {}, [SPLIT, '/reports/2026', '30s', undefined]],
    ['reviews-public', '/reviews/reports/2026', tester, [CANARY, '/reports/2026', '30s', undefined]],
    ['reviews-public', '/reviews/api/reviews', {}, [SPLIT, '/api/reviews', '3s', { 'cache-control': 'no-store' }]],
    ['reviews-public', '/reviews/api/reviews', tester, [CANARY, '/api/reviews', '3s', { 'cache-control': 'no-store' }]],
    // what belongs to somebody else
    ['reviews-public', '/', {}, undefined],
    ['reviews-public', '/reviewsx', {}, undefined],
    ['reviews-public', '/reports/2026', tester, undefined],
  ])('%s: %s %j', (virtualService, path, headers: { [name: string]: string }, expected) => {
    expect(answer(virtualService, path, headers)).toEqual(expected);
  });

  test('reach both hosts through the gateway, by TLS, and are sent there from HTTP', () => {
    const hosts = ['shop.example.com', 'www.example.com'];
    expect(named(MANIFESTS, 'VirtualService', 'reviews-public').spec).toMatchObject({ hosts, gateways: ['bookinfo/public'] });
    expect(only(MANIFESTS, 'Gateway').spec.servers).toEqual([
      { hosts, port: { name: 'https-443', number: 443, protocol: 'HTTPS' }, tls: { mode: 'SIMPLE', credentialName: 'example-com-tls' } },
      { hosts, port: { name: 'http-80', number: 80, protocol: 'HTTP' }, tls: { httpsRedirect: true } },
    ]);
  });

  test('are retried by nobody, as is set for the mesh', () => {
    for (const name of ['reviews', 'reviews-public']) {
      for (const rule of named(MANIFESTS, 'VirtualService', name).spec.http) {
        expect(rule.retries).toEqual({ attempts: 0 });
      }
    }
  });
});
