import type { Duration } from 'cdk8s';
import type { Place } from '../private/place';

const LONGEST_SECONDS = 2_147_483_647;

/**
 * A time in seconds. Flagger counts in seconds, and its CRD takes seconds and minutes alone: it refuses hours, and reads 500 ms as 10 s.
 *
 * @param least the shortest that Flagger does not lengthen without a word
 * @param fix what to do about one that cannot be written
 */
export function secondsOf(place: Place, time: Duration, least: number, fix: string): number {
  // In plain JavaScript '1m', or nothing at all, gets here as well.
  const seconds = (time?.toMilliseconds?.({ integral: false }) ?? NaN) / 1000;
  if (!Number.isInteger(seconds) || seconds < least || seconds > LONGEST_SECONDS) {
    const found = Number.isNaN(seconds) ? undefined : `${seconds} s`;
    place.fail('InvalidFlaggerDuration', { must: `be a Duration of whole seconds, at least ${least}`, got: time, found, fix });
  }
  return seconds;
}

/** A time as Flagger reads it: `1m`, `90s`, and `60m` for an hour. */
export function renderSeconds(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
