import type { HttpRouteOptions } from './route-manners';
import type { Place } from '../private/place';

/** What only a rule that forwards has. */
const FORWARDING: Record<keyof HttpRouteOptions | 'to', true> = {
  to: true, timeout: true, retries: true, fault: true, mirrors: true, headers: true, rewrite: true, cors: true,
};

/** Complains of what a rule that does not forward cannot have. Only programs in plain JavaScript can write it, and Istio refuses some of it. */
export function rejectForwarding(place: Place, kind: string, props: object, allowed: string[] = []): void {
  const wrong = Object.entries(props).find(([key, value]) => value !== undefined && key in FORWARDING && !allowed.includes(key));
  if (wrong) {
    place.at(wrong[0]).fail('RedirectConflict', {
      must: `be left out of ${kind}`, got: wrong[1], fix: 'it forwards no requests: remove one of the two, or write a rule with HttpRoute.forward()',
    });
  }
}
