import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Manifest, only } from '../support/manifests';
import { ask } from '../support/requests';
import { randomNumbers, Site, Visitor } from '../support/visitors';

const FILE = join(__dirname, '..', '..', 'examples', 'sticky-canary', 'shop.k8s.yaml');
const MANIFESTS = parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => document.toJS() as Manifest);
const VIRTUAL_SERVICE = only(MANIFESTS, 'VirtualService');

test.each<[string, { [name: string]: string }, { [version: string]: number }]>([
  ['without cookies is drawn', {}, { v1: 90, v2: 10 }],
  ['of somebody whom the canary has answered goes there', { cookie: 'theme=dark; catalog-version=v2' }, { v2: 100 }],
  ['of somebody whom an earlier release has kept is drawn', { cookie: 'catalog-version=v0' }, { v1: 90, v2: 10 }],
  ['of a tester goes to the canary', { 'x-canary': 'true' }, { v2: 100 }],
])('a request %s', (_who, headers, shares) => {
  expect(ask(VIRTUAL_SERVICE, { path: '/catalog/1', headers })?.shares).toEqual(shares);
});

test('a user changes to the canary once, and stays on all pages below the path of the exposure', () => {
  const visitor = new Visitor(randomNumbers(3));
  const versions = Array.from({ length: 100 }, (_, page) => visitor.visit(new Site(VIRTUAL_SERVICE), `/catalog/${page}`));
  const changes = versions.filter((version, index) => index > 0 && version !== versions[index - 1]);
  expect(changes).toEqual(['v2']);
  expect(visitor.visit(new Site(VIRTUAL_SERVICE), '/catalog')).toBe('v2');
});
