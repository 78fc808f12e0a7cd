import { quantile } from '../../src/istio/quantile';

describe('a quantile', () => {
  test.each([0.5, 0.9, 0.99, 0.999, Number.MIN_VALUE])('may be %d', (value) => {
    expect(quantile.accepts(value)).toBe(true);
  });

  test.each([0, 1, -0.5, 1.5, 99, NaN, Infinity, '0.99' as unknown as number])('cannot be %j', (value) => {
    expect(quantile.accepts(value)).toBe(false);
  });
});
