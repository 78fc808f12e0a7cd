import { percentage, percentRange, wholePercent, wholePercentFromOne } from '../../src/istio/percentage';

describe('a percentage', () => {
  test.each([0, 0.0001, 0.5, 33.3333, 99.9999, 100])('may be %p', (value) => {
    expect(percentage.accepts(value)).toBe(true);
  });

  test.each([-1, -0.0001, 0.00001, 0.00009999, 100.0001, 101, NaN, Infinity])('cannot be %p', (value) => {
    expect(percentage.accepts(value)).toBe(false);
  });
});

describe('a whole percentage', () => {
  test.each([0, 1, 50, 100])('may be %p', (value) => {
    expect(wholePercent.accepts(value)).toBe(true);
  });

  test.each([-1, 0.5, 99.9, 101, NaN, Infinity])('cannot be %p', (value) => {
    expect(wholePercent.accepts(value)).toBe(false);
  });
});

test('a whole percentage of which 0 means nothing begins with 1', () => {
  expect([0, 1, 100, 101, 1.5].filter((value) => wholePercentFromOne.accepts(value))).toEqual([1, 100]);
});

test('a percentage that is not drawn may be as small as one likes', () => {
  expect([-0.1, 0, 0.00001, 12.5, 100, 100.1, NaN].filter((value) => percentRange.accepts(value))).toEqual([0, 0.00001, 12.5, 100]);
});
