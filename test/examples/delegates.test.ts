import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Manifest, named } from '../support/manifests';
import { ask } from '../support/requests';

const FOLDER = join(__dirname, '..', '..', 'examples', 'delegates');
const MANIFESTS = readdirSync(FOLDER).filter((file) => file.endsWith('.k8s.yaml'))
  .flatMap((file) => parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => document.toJS() as Manifest));
const SHOP = named(MANIFESTS, 'VirtualService', 'shop');

/** What a caller of shop.example.com gets: by which rule, from whom, the path that the service sees, and the timeout. */
function answer(path: string, headers: { [name: string]: string } = {}) {
  const found = ask(SHOP, { path, headers, gateway: 'istio-ingress/public' })!;
  return [found.rule.name, found.rule.route?.[0].destination.host.split('.')[0], found.shares, found.path, found.rule.timeout];
}

test.each([
  ['/reviews', ['reviews-default', 'reviews', { v1: 90, v2: 10 }, '/', '10s']],
  ['/reviews/1', ['reviews-default', 'reviews', { v1: 90, v2: 10 }, '/1', '10s']],
  ['/ratings', ['ratings-default', 'ratings', { v1: 100 }, '/ratings', '10s']],
  ['/ratings/1', ['ratings-default', 'ratings', { v1: 100 }, '/ratings/1', '10s']],
  ['/ratings/stars/5', ['ratings-stars', 'ratings', { v1: 100 }, '/ratings/stars/5', '1s']],
])('a request for %s goes by the rules of the team whose path it is', (path, expected) => {
  expect(answer(path)).toEqual(expected);
});

test('the testers of a team are so behind the shared host as well', () => {
  expect(answer('/reviews/1', { 'x-canary': 'true' })).toEqual(['reviews-testers', 'reviews', { v2: 100 }, '/1', '10s']);
  expect(answer('/ratings/1', { 'x-canary': 'true' })[0]).toBe('ratings-default');
});

test.each(['/', '/reviewsx', '/ratingsx/1', '/Reviews'])('a request for %s, which belongs to nobody, is answered by the rule of the root', (path) => {
  expect(ask(SHOP, { path })!.rule.directResponse.status).toBe(404);
});

test('callers in the mesh get a service by its own VirtualService, if it has one', () => {
  expect(ask(named(MANIFESTS, 'VirtualService', 'reviews'), { path: '/1' })).toMatchObject({ shares: { v1: 90, v2: 10 }, path: '/1' });
});
