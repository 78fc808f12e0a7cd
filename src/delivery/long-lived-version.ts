import type { HttpMatch } from '../routing/http-match';
import type { ServiceVersion } from '../workload/service-version';

/**
 * A version that stays beside stable and canary, whatever release is under way. It has a weight, or a match, or both.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 */
export interface LongLivedVersion {
  /** The version. */
  readonly version: ServiceVersion;
  /**
   * Its share of all requests: a whole number from 0 to 100.
   *
   * @default - none but those that are matched
   */
  readonly weight?: number;
  /**
   * Requests that always reach it; any of these matches is enough. Testers come before them.
   *
   * @default - none
   */
  readonly match?: HttpMatch[];
}
