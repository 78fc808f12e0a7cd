import { fqdn, ipAddress } from '../istio/host';
import { portNumber } from '../istio/port-number';
import type { TrafficPolicySpec } from '../private/imports';
import type { Place } from '../private/place';

/** How a tunnel is asked for. */
export enum TunnelProtocol {
  /** By HTTP CONNECT. */
  CONNECT = 'CONNECT',
  /** By HTTP POST. */
  POST = 'POST',
}

/**
 * A tunnel through the destination, which is a forward proxy: connections go to it, and it passes them on. Only TCP and TLS rules act by it.
 *
 * @throws InvalidHost, InvalidPort (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export interface Tunnel {
  /**
   * How the proxy is asked to pass a connection on.
   *
   * @default TunnelProtocol.CONNECT
   */
  readonly protocol?: TunnelProtocol;
  /** Where the proxy passes connections on to: a DNS name or an IP address. */
  readonly targetHost: string;
  /** The port there, 1 to 65535. */
  readonly targetPort: number;
}

/** The version of the PROXY protocol by which the address of the caller is told to a destination. */
export enum ProxyProtocolVersion {
  /** Readable text. */
  V1 = 'V1',
  /** Binary. */
  V2 = 'V2',
}

/** The `tunnel` of a traffic policy. */
export function renderTunnel(place: Place, { protocol, targetHost, targetPort }: Tunnel): TrafficPolicySpec['tunnel'] {
  if (!ipAddress.accepts(targetHost)) {
    place.at('targetHost').check('InvalidHost', fqdn, targetHost, 'write the DNS name or the IP address alone');
  }
  place.at('targetPort').check('InvalidPort', portNumber, targetPort, 'name the port of the target, not that of the proxy');
  return { protocol, targetHost, targetPort };
}
