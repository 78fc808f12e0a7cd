/** What is spoken on a port of a ServiceEntry or a Sidecar. */
export enum PortProtocol {
  /** HTTP/1.1, or HTTP/2 if the client asks for it. */
  HTTP = 'HTTP',
  /** HTTP/2. */
  HTTP2 = 'HTTP2',
  /** TLS that the application encrypts itself, with HTTP within; connections are told apart by the host in their beginning (SNI). */
  HTTPS = 'HTTPS',
  /** HTTP to a proxy, for listeners of a Sidecar. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** Calls of gRPC. */
  GRPC = 'GRPC',
  /** Calls of gRPC from browsers. */
  GRPC_WEB = 'GRPC-WEB',
  /** TLS that the application encrypts itself; connections are told apart by the host in their beginning (SNI). */
  TLS = 'TLS',
  /** Connections of any kind, which only their address and port tell apart. */
  TCP = 'TCP',
  /** MongoDB. */
  MONGO = 'MONGO',
  /** MySQL. */
  MYSQL = 'MYSQL',
  /** Redis. */
  REDIS = 'REDIS',
}

const OF_HTTP = [PortProtocol.HTTP, PortProtocol.HTTP2, PortProtocol.HTTP_PROXY, PortProtocol.GRPC, PortProtocol.GRPC_WEB];
const OF_TLS = [PortProtocol.HTTPS, PortProtocol.TLS];

/** Whether requests of HTTP are seen on the port. */
export function speaksHttp(protocol?: PortProtocol): boolean {
  return protocol !== undefined && OF_HTTP.includes(protocol);
}

/** Whether connections begin with the host that they are for. */
export function speaksTls(protocol?: PortProtocol): boolean {
  return protocol !== undefined && OF_TLS.includes(protocol);
}
