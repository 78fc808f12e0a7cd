import type { ConnectionExposure } from './exposure';
import type { TcpRouteSpec, TlsRouteSpec } from '../private/imports';
import type { ResolvedPort } from '../workload/service-port';

/** Where connections to a port of the service go. */
export type ConnectionSplit = (port: ResolvedPort) => TcpRouteSpec['route'];

/** The rules of a VirtualService for connections. */
export interface ConnectionRule {
  readonly tls?: TlsRouteSpec;
  readonly tcp?: TcpRouteSpec;
}

/**
 * The rule for a port in the mesh. It names the port even where there is no other: the port to send to is explicit, and an existing Service may
 * have ports that nobody listed. On a port that speaks TLS, Istio takes no notice of TCP rules.
 */
export function ruleInMesh(port: ResolvedPort, host: string, split: ConnectionSplit): ConnectionRule {
  const route = split(port);
  return port.protocol === 'tls'
    ? { tls: { match: [{ sniHosts: [host], port: port.port }], route } }
    : { tcp: { match: [{ port: port.port }], route } };
}

/** The rule for a port behind a gateway, where the port that clients call is that of the gateway's server. */
export function ruleBehindGateway({ protocol, hosts, gatewayPort }: ConnectionExposure, port: ResolvedPort, split: ConnectionSplit): ConnectionRule {
  const route = split(port);
  return protocol === 'tls'
    ? { tls: { match: [{ sniHosts: [...hosts], port: gatewayPort }], route } }
    : { tcp: { match: [{ port: gatewayPort }], route } };
}
