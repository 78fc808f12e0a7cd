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

/** The `trafficPolicy` of a DestinationRule; nothing if it says nothing, because Istio refuses an empty one. */
export function renderTrafficPolicy(place: Place, policy: TrafficPolicy): TrafficPolicySpec | undefined {
  const rendered = {
    connectionPool: policy.connectionPool && renderConnectionPool(place.at('connectionPool'), policy.connectionPool),
    outlierDetection: policy.outlierDetection && renderOutlierDetection(place.at('outlierDetection'), policy.outlierDetection),
  };
  return rendered.connectionPool || rendered.outlierDetection ? rendered : undefined;
}
