/** What a server of a gateway speaks. By it Istio tells which rules act: HTTP rules, TLS rules or TCP rules. */
export enum GatewayProtocol {
  /** HTTP/1.1 and HTTP/2 in plain text. */
  HTTP = 'HTTP',
  /** HTTP/2 in plain text; Istio does the same as for `HTTP`. */
  HTTP2 = 'HTTP2',
  /** gRPC in plain text; Istio does the same as for `HTTP`. */
  GRPC = 'GRPC',
  /** gRPC of browsers in plain text; Istio does the same as for `HTTP`. */
  GRPC_WEB = 'GRPC-WEB',
  /** HTTP in TLS, which the gateway decrypts, so that HTTP rules act; with passthrough TLS rules. */
  HTTPS = 'HTTPS',
  /** Anything in TLS: TLS rules act if it is passed through, TCP rules if the gateway decrypts it. */
  TLS = 'TLS',
  /** Any bytes; TCP rules act. */
  TCP = 'TCP',
  /** MongoDB; TCP rules act. */
  MONGO = 'MONGO',
  /** MySQL; TCP rules act. */
  MYSQL = 'MYSQL',
  /** Redis; TCP rules act. */
  REDIS = 'REDIS',
}

/** How much two servers on one port have to have in common for Istio to keep both: none of the third kind shares a port at all. */
export type ProtocolFamily = 'plain HTTP' | 'TLS' | 'plain TCP';

export function familyOf(protocol: string): ProtocolFamily {
  switch (protocol) {
    case GatewayProtocol.HTTPS:
    case GatewayProtocol.TLS: return 'TLS';
    case GatewayProtocol.HTTP:
    case GatewayProtocol.HTTP2:
    case GatewayProtocol.GRPC:
    case GatewayProtocol.GRPC_WEB: return 'plain HTTP';
    default: return 'plain TCP';
  }
}

/** The port on which clients expect it. */
export function usualPort(protocol: string): number | undefined {
  return { 'plain HTTP': 80, 'TLS': 443, 'plain TCP': undefined }[familyOf(protocol)];
}
