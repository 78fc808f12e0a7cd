import { Primitive } from './primitive';

const UNITS = [['h', 3_600_000], ['m', 60_000], ['s', 1000]] as const;

/** The most milliseconds a duration in Go can hold: 2^63 - 1 nanoseconds. What is longer, Istio cannot read. */
const LONGEST = 9_223_372_036_854;

/**
 * A duration in milliseconds, for timeouts, delays and intervals. Istio's webhook refuses zero and fractions of a millisecond.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export const duration: Primitive<number> = {
  allowed: 'a whole number of milliseconds, at least 1 and at most 292 years',
  accepts: (milliseconds) => Number.isInteger(milliseconds) && milliseconds >= 1 && milliseconds <= LONGEST,
};

/**
 * The idle timeout of TCP connections in milliseconds: as `duration`, or zero for no timeout at all.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings
 */
export const idleDuration: Primitive<number> = {
  allowed: `0 or ${duration.allowed}`,
  accepts: (milliseconds) => milliseconds === 0 || duration.accepts(milliseconds),
};

/**
 * How long browsers may remember the answer to a preflight, in milliseconds: Istio's webhook refuses fractions of a second.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export const wholeSeconds: Primitive<number> = {
  allowed: 'a whole number of seconds, at least 1 and at most 292 years',
  accepts: (milliseconds) => milliseconds % 1000 === 0 && duration.accepts(milliseconds),
};

/** Writes a duration as Istio reads it, in the largest unit that needs no fraction: `90s`, `1m`, `500ms`. */
export function renderDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  const [unit, size] = UNITS.find((candidate) => milliseconds % candidate[1] === 0) ?? ['ms', 1];
  return `${milliseconds / size}${unit}`;
}
