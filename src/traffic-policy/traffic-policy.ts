import { ClientTls } from './client-tls';
import { ConnectionPool, renderConnectionPool } from './connection-pool';
import { LoadBalancer } from './load-balancer';
import { OutlierDetection, renderOutlierDetection } from './outlier-detection';
import { PolicyBlocks, PortPolicies, rejectLoss } from './policy-inheritance';
import { renderRetryBudget, RetryBudget } from './retry-budget';
import { ProxyProtocolVersion, renderTunnel, Tunnel } from './tunnel';
import { portNumber } from '../istio/port-number';
import type { TrafficPolicySpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * How clients call a destination, as far as a port may have it for itself.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface BasicTrafficPolicy {
  /**
   * Limits on connections and requests.
   *
   * @default - inherited, or else Istio's
   */
  readonly connectionPool?: ConnectionPool;
  /**
   * When pods that fail are left out.
   *
   * @default - inherited, or else never
   */
  readonly outlierDetection?: OutlierDetection;
  /**
   * Which pod of the destination gets a request.
   *
   * @default - inherited, or else as the mesh is set up; unless somebody changed it, `LoadBalancer.leastRequest()`
   */
  readonly loadBalancer?: LoadBalancer;
  /**
   * How connections are secured.
   *
   * @default - inherited, or else by Istio itself: mutual TLS to pods that have a sidecar, plain text to others
   */
  readonly tls?: ClientTls;
}

/**
 * How clients call one port. What it does not say is inherited: each member as a whole from the policy of the subset, else from that of the host, there
 * from the one for the port first.
 *
 * @throws InvalidPort, DuplicatePortPolicy (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy
 */
export interface PortTrafficPolicy extends BasicTrafficPolicy {
  /** The port of the destination's Service, 1 to 65535. */
  readonly port: number;
}

/**
 * How clients call a destination, whatever rule sent them there.
 *
 * @throws TunnelConflict, PortPolicyLosesSetting, FailoverIneffective (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicy extends BasicTrafficPolicy {
  /**
   * How many retries may be in progress at a time, in proportion to the requests.
   *
   * @default - inherited, or else no limit but `maxRetries`
   */
  readonly retryBudget?: RetryBudget;
  /**
   * A tunnel through the destination, a forward proxy, for TCP and TLS rules.
   *
   * @default - inherited, or else none
   */
  readonly tunnel?: Tunnel;
  /**
   * The version of the PROXY protocol by which the destination, which must understand it, is told the address of the caller.
   *
   * @default - inherited, or else none
   */
  readonly proxyProtocol?: ProxyProtocolVersion;
  /**
   * What is different on single ports. What such an entry does not say is inherited; Istio itself would fall back to its defaults, so it is written
   * out for it.
   *
   * @default - all ports alike
   */
  readonly portLevelSettings?: PortTrafficPolicy[];
}

/** The `trafficPolicy` of a DestinationRule; nothing if it says nothing, because Istio refuses an empty one. */
export function renderTrafficPolicy(place: Place, policy: TrafficPolicy): TrafficPolicySpec | undefined {
  return renderInherited(place, policy);
}

/**
 * The `trafficPolicy` of a subset, which inherits from that of its DestinationRule. Istio merges them too, but forgets some of it: that is written out.
 */
export function renderSubsetPolicy(place: Place, policy: TrafficPolicy = {}, host?: TrafficPolicySpec): TrafficPolicySpec | undefined {
  return renderInherited(place, policy, host);
}

function renderInherited(place: Place, policy: TrafficPolicy, host: TrafficPolicySpec = {}): TrafficPolicySpec | undefined {
  const own = {
    ...renderBlocks(place, policy),
    retryBudget: policy.retryBudget && renderRetryBudget(place.at('retryBudget'), policy.retryBudget),
    // A subset does not inherit the tunnel of its host in Istio.
    tunnel: policy.tunnel ? renderTunnel(place.at('tunnel'), policy.tunnel) : host.tunnel,
    proxyProtocol: policy.proxyProtocol && { version: policy.proxyProtocol },
  };
  const settings = place.at('portLevelSettings');
  const ports = new PortPolicies(own, host);
  for (const [index, entry] of (policy.portLevelSettings ?? []).entries()) {
    const { port } = entry;
    settings.item(index).at('port').check('InvalidPort', portNumber, port, "name the port of the destination's Service");
    ports.add(settings.item(index), port, renderBlocks(settings.item(index), entry));
  }
  rejectLoss(place, own, host, ports);
  const rendered = { ...own, portLevelSettings: ports.rendered };
  return Object.values(rendered).some((part) => part !== undefined) ? rendered : undefined;
}

function renderBlocks(place: Place, policy: BasicTrafficPolicy): PolicyBlocks {
  return {
    connectionPool: policy.connectionPool && renderConnectionPool(place.at('connectionPool'), policy.connectionPool),
    outlierDetection: policy.outlierDetection && renderOutlierDetection(place.at('outlierDetection'), policy.outlierDetection),
    loadBalancer: policy.loadBalancer?._render(place.at('loadBalancer')),
    tls: policy.tls?._render(place.at('tls')),
  };
}
