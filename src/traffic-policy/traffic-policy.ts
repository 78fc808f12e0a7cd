import { ClientTls } from './client-tls';
import { ConnectionPool, renderConnectionPool } from './connection-pool';
import { LoadBalancer } from './load-balancer';
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
  /**
   * Which pod of the destination gets a request.
   *
   * @default - as the mesh is set up; unless somebody changed it, `LoadBalancer.leastRequest()`
   */
  readonly loadBalancer?: LoadBalancer;
  /**
   * How connections are secured.
   *
   * @default - by Istio itself: mutual TLS to pods that have a sidecar, plain text to others
   */
  readonly tls?: ClientTls;
}

/** The `trafficPolicy` of a DestinationRule; nothing if it says nothing, because Istio refuses an empty one. */
export function renderTrafficPolicy(place: Place, policy: TrafficPolicy): TrafficPolicySpec | undefined {
  const rendered = {
    connectionPool: policy.connectionPool && renderConnectionPool(place.at('connectionPool'), policy.connectionPool),
    outlierDetection: policy.outlierDetection && renderOutlierDetection(place.at('outlierDetection'), policy.outlierDetection),
    loadBalancer: policy.loadBalancer?._render(place.at('loadBalancer')),
    tls: policy.tls?._render(place.at('tls')),
  };
  return Object.values(rendered).some((part) => part !== undefined) ? rendered : undefined;
}
