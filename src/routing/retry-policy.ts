import type { Duration } from 'cdk8s';
import { RetryOn } from './retry-on';
import { count } from '../istio/count';
import type { RetriesSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime } from '../private/time';

/** How often a request is tried again. */
export interface RetryOptions {
  /**
   * How many times at most, after the first try: a whole number from 1. 3 means up to 4 requests.
   *
   * @default 2
   */
  readonly attempts?: number;
  /**
   * How long one try may take, at least 1 ms. Without it the first try that hangs takes the whole timeout.
   *
   * @default - the timeout of the whole request
   */
  readonly perTryTimeout?: Duration;
  /**
   * How long Envoy waits before the first retry, at least 1 ms. It waits longer before each further one, up to ten times as long, and draws the time
   * at random.
   *
   * @default - 25 ms
   */
  readonly backoff?: Duration;
  /**
   * Whether retries may go to other localities than that of the first try.
   *
   * @default false
   */
  readonly retryRemoteLocalities?: boolean;
  /**
   * Whether retries avoid the pods that were tried already.
   *
   * @default - true; for a destination with a consistent hash false
   */
  readonly retryIgnorePreviousHosts?: boolean;
}

/**
 * Whether, when and how often Envoy tries a failed request again. Retries stay in the version that was chosen first.
 * A service without a policy gets that of the mesh: 2 retries if the connection fails, a stream is refused, or gRPC says
 * unavailable or cancelled.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export class RetryPolicy {
  /**
   * Tries again on these conditions; any of them is enough.
   *
   * @param conditions at least one
   * @param options how often
   * @throws RetryConditionsMissing, RetryAttemptsMissing, InvalidCount, InvalidStatus, InvalidDuration (when a construct receives it)
   */
  public static on(conditions: RetryOn[], options: RetryOptions = {}): RetryPolicy {
    return new RetryPolicy(options, conditions);
  }

  /**
   * Tries again on the conditions that the mesh has by default, but as often as is said here.
   *
   * @param options how often
   * @throws RetryAttemptsMissing, InvalidCount, InvalidDuration (when a construct receives it)
   */
  public static meshConditions(options: RetryOptions): RetryPolicy {
    return new RetryPolicy(options);
  }

  /** Never tries again: for requests that must not be repeated. */
  public static none(): RetryPolicy {
    return new RetryPolicy();
  }

  private constructor(private readonly options?: RetryOptions, private readonly conditions?: RetryOn[]) {}

  /**
   * The `retries` of a rule.
   *
   * @internal
   */
  public _render(place: Place): RetriesSpec {
    if (!this.options) {
      return { attempts: 0 };
    }
    const { attempts = 2, perTryTimeout, backoff, retryRemoteLocalities, retryIgnorePreviousHosts } = this.options;
    if (attempts === 0) {
      place.at('attempts').fail('RetryAttemptsMissing', {
        must: 'be at least 1 in a policy that says when to retry', got: 0, fix: 'for no retries at all write RetryPolicy.none()',
      });
    }
    place.at('attempts').check('InvalidCount', count, attempts, 'say how many tries may follow the first');
    return {
      attempts,
      perTryTimeout: perTryTimeout && renderTime(place.at('perTryTimeout'), perTryTimeout),
      retryOn: this.conditions && this.renderConditions(place.at('conditions'), this.conditions),
      backoff: backoff && renderTime(place.at('backoff'), backoff),
      retryRemoteLocalities,
      retryIgnorePreviousHosts,
    };
  }

  private renderConditions(place: Place, conditions: RetryOn[]): string {
    if (conditions.length === 0) {
      place.fail('RetryConditionsMissing', {
        must: 'name at least one condition', got: [], fix: 'add one, such as RetryOn.CONNECT_FAILURE, or use RetryPolicy.meshConditions()',
      });
    }
    return conditions.map((condition, index) => condition._render(place.item(index))).join(',');
  }
}
