import { queryWindow } from '../../src/istio/query-window';

describe('the window of a query', () => {
  test.each([30_000, 31_000, 60_000, 90_000, 300_000, 3_600_000, 30 * 24 * 3_600_000, 9_223_372_036_000])('may be %i ms', (value) => {
    expect(queryWindow.accepts(value)).toBe(true);
  });

  test.each([0, -60_000, 1000, 29_000, 29_999, 30_500, 30_000.5, 9_223_372_037_000, NaN, Infinity])('cannot be %d ms', (value) => {
    expect(queryWindow.accepts(value)).toBe(false);
  });
});
