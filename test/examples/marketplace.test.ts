import { join } from 'path';
import { Manifests } from '../../src/manifests/manifests';
import { Caller } from '../../src/simulation/caller';
import { Simulation } from '../../src/simulation/simulation';

const SIMULATION = Simulation.of(Manifests.fromFiles([join(__dirname, '../../examples/marketplace')]));
const EDGE = Caller.gateway('edge/public');
const SHOPPER = Caller.pod('web');
const TESTER = { 'x-canary': 'true' };

/** What becomes of a request: where to with which share, or the status of an answer. */
function shares(caller: Caller, host: string, port: number, scheme: string, path: string, headers = {}) {
  const { outcomes } = SIMULATION.ask({ caller, host, port, scheme, path, headers });
  return Object.fromEntries(outcomes.map(({ share, kind, status, location, host: to, subset, port: toPort }) => [
    kind === 'forward' ? `${to!.split('.')[0]} ${subset} ${toPort}` : `${kind} ${location ?? status}`, Math.round(100 * share),
  ]));
}

describe('a request to the public host', () => {
  test.each([
    ['/catalogue', {}, { 'catalogue v1 8080': 80, 'catalogue v2 8080': 20 }],
    ['/catalogue/items', TESTER, { 'catalogue v2 8080': 100 }],
    ['/checkout/cart', TESTER, { 'checkout v1 8080': 100 }],
    ['/catalogues', {}, { 'respond 404': 100 }],
    ['/', {}, { 'respond 404': 100 }],
  ])('for %s with %p goes to the team whose path it is', (path, headers, expected) => {
    expect(shares(EDGE, 'shop.example.com', 443, 'https', path, headers)).toEqual(expected);
  });

  test('in plain HTTP is sent to HTTPS', () => {
    expect(shares(EDGE, 'shop.example.com', 80, 'http', '/catalogue')).toEqual({ 'redirect https://shop.example.com/catalogue': 100 });
  });
});

test.each([['8080', 8080], ['9090, which speaks gRPC,', 9090]])('a request in the mesh on port %s is split by the same weight', (_port, port) => {
  const host = 'catalogue.catalogue.svc.cluster.local';
  expect(shares(SHOPPER, host, port, 'http', '/')).toEqual({ [`catalogue v1 ${port}`]: 80, [`catalogue v2 ${port}`]: 20 });
  expect(shares(SHOPPER, host, port, 'http', '/', TESTER)).toEqual({ [`catalogue v2 ${port}`]: 100 });
});

test('a connection to the prices is split, from the mesh and from outside', () => {
  const expected = { 'prices v1 9000': 90, 'prices v2 9000': 10 };
  expect(shares(SHOPPER, 'prices.prices.svc.cluster.local', 9000, 'tcp', '/')).toEqual(expected);
  expect(shares(EDGE, 'prices.example.com', 31400, 'tcp', '/')).toEqual(expected);
});
