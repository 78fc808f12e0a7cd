import type { Duration } from 'cdk8s';
import { count } from '../istio/count';
import { percentRange } from '../istio/percentage';
import type { TrafficPolicySpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTimeOrZero } from '../private/time';

/**
 * How many retries may be in progress at a time, in proportion to the requests: so that retries cannot bring down who is overloaded already. It takes
 * the place of `maxRetries` in the connection pool, and holds for one client proxy.
 *
 * @throws InvalidCount, InvalidDuration, PercentOutOfRange (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
 */
export interface RetryBudget {
  /**
   * The retries in progress at most, as a percentage of the requests in progress and waiting, 0 to 100.
   *
   * @default 20
   */
  readonly percent?: number;
  /**
   * The retries that may be in progress however few requests there are, from 1. Istio takes 0 for the default, so it is refused.
   *
   * @default 3
   */
  readonly minRetryConcurrency?: number;
  /**
   * For how long requests that have begun are counted; 0 counts those in progress and waiting alone.
   *
   * @default Duration.millis(0)
   */
  readonly budgetInterval?: Duration;
}

/** The `retryBudget` of a traffic policy. */
export function renderRetryBudget(place: Place, budget: RetryBudget): TrafficPolicySpec['retryBudget'] {
  const { percent, minRetryConcurrency, budgetInterval } = budget;
  if (percent !== undefined) {
    place.at('percent').check('PercentOutOfRange', percentRange, percent, 'write 20 for one retry to five requests');
  }
  if (minRetryConcurrency !== undefined) {
    place.at('minRetryConcurrency').check('InvalidCount', count, minRetryConcurrency, 'leave it out for 3');
  }
  return { percent, minRetryConcurrency, budgetInterval: budgetInterval && renderTimeOrZero(place.at('budgetInterval'), budgetInterval) };
}
