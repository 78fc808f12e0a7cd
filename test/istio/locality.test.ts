import * as fc from 'fast-check';
import { covers, locality, region } from '../../src/istio/locality';

test.each(['us-east1', 'us-east1/b', 'us-east1/b/1', 'us-east1/b/1/2', '*', 'us-east1/*', 'us-east1/b/*', 'a b'])('%j is a locality', (text) => {
  expect(locality.accepts(text)).toBe(true);
});

// What Istio's webhook takes beside, such as "us-*", matches nothing.
test.each(['', '/', 'us-east1/', '/b', 'us-east1//1', '*/b', 'us-east1/*/1', 'us-*', 'us-east1/b*', 'us-east1/b/1*', '**', undefined, 1])(
  '%j is no locality', (text) => {
    expect(locality.accepts(text as string)).toBe(false);
  });

test.each(['us-east1', 'a b'])('%j is a region', (text) => {
  expect(region.accepts(text)).toBe(true);
});

test.each(['', '*', 'us-*', 'us-east1/b', undefined])('%j is no region', (text) => {
  expect(region.accepts(text as string)).toBe(false);
});

test.each([
  ['*', 'us-east1/b/1'],
  ['us-east1', 'us-east1/b/1'],
  ['us-east1/*', 'us-east1'],
  ['us-east1/b', 'us-east1/b/*'],
  ['us-east1/b/1', 'us-east1/b/1'],
])('%j covers %j', (wide, narrow) => {
  expect(covers(wide, narrow)).toBe(true);
});

test.each([
  ['us-east1', '*'],
  ['us-east1/b', 'us-east1/*'],
  ['us-east1/b', 'us-east1'],
  ['us-east1/b/1', 'us-east1/b'],
  ['us-east1/b', 'us-east1/c'],
  ['us-east1/b', 'us-west1/b'],
])('%j does not cover %j', (wide, narrow) => {
  expect(covers(wide, narrow)).toBe(false);
});

const localities = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('', '/x', '/y', '/*'), fc.constantFrom('', '/1', '/2', '/*'))
  .map(([first, zone, subzone]) => first + zone + (zone === '' || zone === '/*' ? '' : subzone));

test('covering is an order: of three, the widest covers the narrowest', () => {
  fc.assert(fc.property(localities, localities, localities, (one, other, third) => {
    expect(covers(one, one)).toBe(true);
    fc.pre(covers(one, other) && covers(other, third));
    expect(covers(one, third)).toBe(true);
  }));
});
