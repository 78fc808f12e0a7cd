import { count, countOrZero } from '../../src/istio/count';

/** The largest number that a field of type int32 holds. */
const LARGEST = 2_147_483_647;

test.each([1, 2, 1000, LARGEST])('may be %p', (value) => {
  expect(count.accepts(value)).toBe(true);
  expect(countOrZero.accepts(value)).toBe(true);
});

test.each([-1, 0.5, 1.5, LARGEST + 1, NaN, Infinity, -Infinity])('cannot be %p', (value) => {
  expect(count.accepts(value)).toBe(false);
  expect(countOrZero.accepts(value)).toBe(false);
});

test('is 0 only where 0 does not mean "not set"', () => {
  expect(count.accepts(0)).toBe(false);
  expect(countOrZero.accepts(0)).toBe(true);
});
