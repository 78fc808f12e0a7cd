import { anyStatus, httpStatus, redirectStatus, retriableStatus } from '../../src/istio/http-status';

describe('the status of a fault or a direct response', () => {
  test.each([200, 201, 404, 503, 599])('may be %p', (value) => {
    expect(httpStatus.accepts(value)).toBe(true);
  });

  test.each([-100, 0, 100, 199, 600, 601, 200.5, NaN, Infinity])('cannot be %p', (value) => {
    expect(httpStatus.accepts(value)).toBe(false);
  });
});

describe('the status of a redirect', () => {
  test('is one of those for which Istio writes a redirect', () => {
    expect(Array.from({ length: 1000 }, (_, code) => code).filter((code) => redirectStatus.accepts(code))).toEqual([301, 302, 303, 307, 308]);
  });
});

describe('a status that a retry waits for', () => {
  test.each([100, 103, 200, 208, 226, 300, 305, 307, 308, 400, 418, 421, 426, 428, 429, 431, 451, 500, 503, 508, 510, 511])(
    'may be %p', (value) => {
      expect(retriableStatus.accepts(value)).toBe(true);
    });

  // 509 is known to Node, but not to Go.
  test.each([0, 99, 104, 209, 225, 227, 306, 309, 419, 420, 427, 430, 450, 452, 499, 509, 512, 599, 600, 500.5, NaN])(
    'cannot be %p', (value) => {
      expect(retriableStatus.accepts(value)).toBe(false);
    });

  test('is one of 62', () => {
    expect(Array.from({ length: 1000 }, (_, code) => code).filter((code) => retriableStatus.accepts(code))).toHaveLength(62);
  });
});

test('the status of any answer is from 100 to 599', () => {
  expect([99, 100, 429, 599, 600, 200.5, NaN].filter((value) => anyStatus.accepts(value))).toEqual([100, 429, 599]);
});
