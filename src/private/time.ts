import type { Duration } from 'cdk8s';
import type { ErrorCode } from './error-codes';
import type { Place } from './place';
import { duration, idleDuration, renderDuration, wholeSeconds } from '../istio/duration';
import type { Primitive } from '../istio/primitive';
import { queryWindow } from '../istio/query-window';
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

/** The window of a query, which PromQL writes as Istio writes a duration. */
export function renderWindow(place: Place, time: Duration): string {
  return render(place, time, queryWindow, 'a rate needs several samples in it: four times the scrape interval is a good length', 'InvalidWindow');
}

/** A duration that Kubernetes takes in whole seconds. */
export function inSeconds(place: Place, time: Duration): number {
  render(place, time, wholeSeconds, 'leave it out for the default');
  return time.toSeconds();
}

function render(place: Place, time: Duration, allowed: Primitive<number>, fix: string, code: ErrorCode = 'InvalidDuration'): string {
  // In plain JavaScript '3s' gets here as well.
  const milliseconds = time.toMilliseconds?.({ integral: false });
  if (!allowed.accepts(milliseconds)) {
    const found = milliseconds === undefined ? JSON.stringify(time) : `${milliseconds} ms`;
    place.fail(code, { must: `be a Duration of ${allowed.allowed}`, found, fix });
  }
  return renderDuration(milliseconds);
}
