import type { Duration } from 'cdk8s';
import { percentRange } from '../istio/percentage';
import type { LoadBalancerSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime } from '../private/time';

/**
 * How a new pod gets its full share of the requests little by little.
 *
 * @throws InvalidDuration, PercentOutOfRange, InvalidAggression (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration
 */
export interface Warmup {
  /** How long it takes from the pod's start to its full share, at least 1 ms. */
  readonly duration: Duration;
  /**
   * The part of its full share with which a pod begins, 0 to 100.
   *
   * @default 10
   */
  readonly minimumPercent?: number;
  /**
   * How the share grows, above 0: evenly with 1, late with less, early with more.
   *
   * @default 1
   */
  readonly aggression?: number;
}

/** The `warmup` of a load balancer. */
export function renderWarmup(place: Place, warmup: Warmup): LoadBalancerSpec['warmup'] {
  const { duration, minimumPercent, aggression } = warmup;
  if (minimumPercent !== undefined) {
    place.at('minimumPercent').check('PercentOutOfRange', percentRange, minimumPercent, 'write 50 for half of the share');
  }
  if (aggression !== undefined && !(Number.isFinite(aggression) && aggression > 0)) {
    place.at('aggression').fail('InvalidAggression', { must: 'be a number above 0', got: aggression, fix: 'write 1 for a share that grows evenly' });
  }
  return { minimumPercent, aggression, duration: renderTime(place.at('duration'), duration) };
}
