import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Manifest, named } from '../support/manifests';
import { ask } from '../support/requests';
import { randomNumbers } from '../support/visitors';

const FILE = join(__dirname, '..', '..', 'examples', 'lane', 'bookinfo.k8s.yaml');
const MANIFESTS = parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => document.toJS() as Manifest);
const CHAIN = ['productpage', 'reviews', 'ratings'];

/** The versions that a call passes, if every application copies the headers that it gets. */
function passed(headers: { [name: string]: string }, draw: () => number, chain = CHAIN): string[] {
  let carried = headers;
  return chain.map((service) => {
    const { rule, shares } = ask(named(MANIFESTS, 'VirtualService', service), { headers: carried })!;
    let rest = draw() * 100;
    const [version] = Object.entries(shares).find(([, share]) => (rest -= share) < 0)!;
    carried = { ...carried, ...rule.route.find(({ destination }: any) => destination.subset === version).headers?.request?.set };
    return version;
  });
}

test('a request with the header passes the new versions alone', () => {
  expect(passed({ 'x-lane': 'beta' }, randomNumbers(1))).toEqual(['v2', 'v2', 'v5']);
});

test('one with another value passes as one without: drawn at the first service, and then never mixed', () => {
  const draw = randomNumbers(7);
  const outside: { [name: string]: string }[] = [{}, { 'x-lane': 'other' }];
  for (const headers of outside) {
    const ways = Array.from({ length: 1000 }, () => passed(headers, draw).join(' '));
    expect([...new Set(ways)].sort()).toEqual(['v1 v1 v4', 'v2 v2 v5']);
    expect(Math.abs(ways.filter((way) => way === 'v2 v2 v5').length - 100)).toBeLessThan(40);
  }
});

test('one that begins behind the first service passes the versions in use', () => {
  expect(passed({}, randomNumbers(1), ['reviews', 'ratings'])).toEqual(['v1', 'v4']);
});
