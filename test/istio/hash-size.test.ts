import * as fc from 'fast-check';
import { maglevTableSize, ringSize } from '../../src/istio/hash-size';

test.each([2, 3, 7, 65_537, 4_999_999])('a Maglev table may have %p entries', (size) => {
  expect(maglevTableSize.accepts(size)).toBe(true);
});

test.each([0, 1, 4, 9, 65_536, 5_000_011, 7.5, NaN, -7])('a Maglev table may not have %p entries', (size) => {
  expect(maglevTableSize.accepts(size)).toBe(false);
});

test('a Maglev table has no size that is a product', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 2000 }), fc.integer({ min: 2, max: 2000 }), (one, other) => {
    expect(maglevTableSize.accepts(one * other)).toBe(false);
  }));
});

test.each([1, 1024, 8_388_608])('a ring may have %p places', (size) => {
  expect(ringSize.accepts(size)).toBe(true);
});

test.each([0, 0.5, 8_388_609, NaN])('a ring may not have %p places', (size) => {
  expect(ringSize.accepts(size)).toBe(false);
});
