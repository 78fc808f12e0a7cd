const UNITS: { readonly [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, µs: 1e-3, μs: 1e-3, ns: 1e-6 };
const PART = /(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s|us|µs|μs|ns)/g;
const WHOLE = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:h|ms|m|s|us|µs|μs|ns))+$/;

/** The milliseconds of a duration as Go writes it, `1m30s`; nothing for any other value. */
export function millisecondsIn(value: unknown): number | undefined {
  if (value === '0') return 0;
  if (typeof value !== 'string' || !WHOLE.test(value)) return undefined;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(PART)) {
    total += Number(amount) * UNITS[unit];
  }
  return value.startsWith('-') ? -total : total;
}

/** In seconds, as Envoy's own configuration has it: `0.3s`. */
export function inSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(9))}s`;
}
