import type { Duration } from 'cdk8s';
import type { Place } from './place';
import { duration, idleDuration, renderDuration, wholeSeconds } from '../istio/duration';
import type { Primitive } from '../istio/primitive';
import { cookieLifetime } from '../istio/set-cookie';

/** A duration as Istio writes it. */
export function renderTime(place: Place, time: Duration): string {
  return render(place, time, duration, 'to switch a limit off, leave it out');
}

/** A duration of which 0 has a meaning: no limit. */
export function renderTimeOrZero(place: Place, time: Duration): string {
  return render(place, time, idleDuration, 'write 0 for no limit');
}

/** A duration that browsers keep in seconds. */
export function renderWholeSeconds(place: Place, time: Duration): string {
  return render(place, time, wholeSeconds, 'to leave it to the browser, leave it out');
}

/** How long a cookie lives; 0 has a meaning. */
export function renderLifetime(place: Place, time: Duration): string {
  return render(place, time, cookieLifetime, 'write 0 for a cookie that lives until the browser is closed');
}

function render(place: Place, time: Duration, allowed: Primitive<number>, fix: string): string {
  // In plain JavaScript '3s' gets here as well.
  const milliseconds = time.toMilliseconds?.({ integral: false });
  if (!allowed.accepts(milliseconds)) {
    const found = milliseconds === undefined ? JSON.stringify(time) : `${milliseconds} ms`;
    place.fail('InvalidDuration', { must: `be a Duration of ${allowed.allowed}`, found, fix });
  }
  return renderDuration(milliseconds);
}
