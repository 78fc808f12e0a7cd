import type { Duration } from 'cdk8s';
import type { Place } from './place';
import { duration, renderDuration } from '../istio/duration';

/** A duration as Istio writes it. */
export function renderTime(place: Place, time: Duration): string {
  const milliseconds = time.toMilliseconds();
  place.check('InvalidDuration', duration, milliseconds, 'to switch a limit off, leave it out');
  return renderDuration(milliseconds);
}
