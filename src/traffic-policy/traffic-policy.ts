import { ConnectionPool, renderConnectionPool } from './connection-pool';
import { OutlierDetection, renderOutlierDetection } from './outlier-detection';
import type { TrafficPolicySpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * How clients call a destination, whatever rule sent them there.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicy {
  /**
   * Limits on connections and requests.
   *
   * @default - Istio's
   */
  readonly connectionPool?: ConnectionPool;
  /**
   * When pods that fail are left out.
   *
   * @default - never
   */
  readonly outlierDetection?: OutlierDetection;
}

/** The `trafficPolicy` of a DestinationRule. */
export function renderTrafficPolicy(place: Place, policy: TrafficPolicy): TrafficPolicySpec {
  const { connectionPool, outlierDetection } = policy;
  return {
    connectionPool: connectionPool && renderConnectionPool(place.at('connectionPool'), connectionPool),
    outlierDetection: outlierDetection && renderOutlierDetection(place.at('outlierDetection'), outlierDetection),
  };
}
