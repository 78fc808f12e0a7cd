import { assert, bigInt, integer, oneof, property } from 'fast-check';
import { duration, idleDuration, renderDuration, wholeSeconds } from '../../src/istio/duration';

const LONGEST_IN_GO = 2n ** 63n - 1n;
const NANOSECONDS: Record<string, bigint> = { h: 3_600_000_000_000n, m: 60_000_000_000n, s: 1_000_000_000n, ms: 1_000_000n };

/** Reads a duration as Go does, as far as whole numbers go. */
function parseGoDuration(text: string): bigint {
  if (!/^(?:\d+(?:h|ms|m|s))+$/.test(text)) throw new Error(`not a Go duration: ${text}`);
  return [...text.matchAll(/(\d+)(h|ms|m|s)/g)].reduce((sum, [, digits, unit]) => sum + BigInt(digits) * NANOSECONDS[unit], 0n);
}

describe('a duration', () => {
  test.each([1, 999, 1000, 1500, 3_600_000, Number(LONGEST_IN_GO / 1_000_000n)])('may last %p ms', (milliseconds) => {
    expect(duration.accepts(milliseconds)).toBe(true);
    expect(idleDuration.accepts(milliseconds)).toBe(true);
  });

  test.each([-1, 0.5, 1.5, 0.999, NaN, Infinity, Number(LONGEST_IN_GO / 1_000_000n) + 1, 1e21])('cannot last %p ms', (milliseconds) => {
    expect(duration.accepts(milliseconds)).toBe(false);
    expect(idleDuration.accepts(milliseconds)).toBe(false);
  });

  test('is never zero, but for the idle timeout of TCP, which zero turns off', () => {
    expect(duration.accepts(0)).toBe(false);
    expect(idleDuration.accepts(0)).toBe(true);
  });
});

describe('a duration in seconds', () => {
  test.each([1000, 86_400_000])('may last %p ms', (milliseconds) => {
    expect(wholeSeconds.accepts(milliseconds)).toBe(true);
  });

  test.each([-1000, 0, 1, 999, 1500, NaN, Infinity, 1e21])('cannot last %p ms', (milliseconds) => {
    expect(wholeSeconds.accepts(milliseconds)).toBe(false);
  });
});

describe('a rendered duration', () => {
  test.each([
    [0, '0s'],
    [1, '1ms'],
    [500, '500ms'],
    [999, '999ms'],
    [1000, '1s'],
    [1001, '1001ms'],
    [1500, '1500ms'],
    [3000, '3s'],
    [59_000, '59s'],
    [60_000, '1m'],
    [61_000, '61s'],
    [90_000, '90s'],
    [3_599_000, '3599s'],
    [3_600_000, '1h'],
    [5_400_000, '90m'],
    [86_400_000, '24h'],
  ])('of %p ms is %s', (milliseconds, rendered) => {
    expect(renderDuration(milliseconds)).toBe(rendered);
  });

  test('is read by Go as the same number of milliseconds', () => {
    const longest = LONGEST_IN_GO / 1_000_000n;
    const anyLength = oneof(bigInt({ min: 0n, max: longest }), integer({ min: 0, max: 10_000 }).map((n) => BigInt(n) * 60_000n));
    assert(property(anyLength, (milliseconds) => {
      expect(idleDuration.accepts(Number(milliseconds))).toBe(true);
      expect(parseGoDuration(renderDuration(Number(milliseconds)))).toBe(milliseconds * 1_000_000n);
    }));
  });
});
