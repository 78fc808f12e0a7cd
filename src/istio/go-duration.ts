const NANOSECONDS: { readonly [unit: string]: bigint } = {
  ns: 1n, us: 1000n, µs: 1000n, μs: 1000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n,
};
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const PART = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g;
const LONGEST = 2n ** 63n - 1n;

/** The nanoseconds of a duration as Go writes it (`1m30s`, `0.5s`), or nothing if it is none. */
export function goDuration(text: string): bigint | undefined {
  if (!DURATION.test(text)) return undefined;
  let sum = 0n;
  for (const [, whole, fraction, unit] of text.matchAll(PART)) {
    const size = NANOSECONDS[unit];
    sum += BigInt(whole || '0') * size;
    if (fraction !== '') sum += BigInt(fraction) * size / 10n ** BigInt(fraction.length);
  }
  if (sum > LONGEST) return undefined;
  return text.startsWith('-') ? -sum : sum;
}
