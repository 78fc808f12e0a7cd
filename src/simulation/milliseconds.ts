import { goDuration } from '../istio/go-duration';

const NANOSECONDS_A_MILLISECOND = 1e6;

/** The milliseconds of a duration as Go writes it, `1m30s`; nothing for any other value. */
export function millisecondsIn(value: unknown): number | undefined {
  const nanoseconds = typeof value === 'string' ? goDuration(value) : undefined;
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / NANOSECONDS_A_MILLISECOND;
}

/** In seconds, as Envoy's own configuration has it: `0.3s`. */
export function inSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(9))}s`;
}
