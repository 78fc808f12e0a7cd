import { Primitive } from './primitive';

const HTTP = ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'];
const TLS = ['https', 'tls'];
const OTHERS = ['tcp', 'udp', 'mongo', 'redis', 'mysql'];

/**
 * The protocol of a port of a Gateway, a service entry or a Sidecar, in whatever case.
 * See https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
export const portProtocol: Primitive<string> = {
  allowed: 'HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS or MYSQL',
  accepts: (value) => [HTTP, TLS, OTHERS].some((names) => names.includes(value.toLowerCase())),
};

export function isHttpProtocol(protocol: string): boolean {
  return HTTP.includes(protocol.toLowerCase());
}

export function isTlsProtocol(protocol: string): boolean {
  return TLS.includes(protocol.toLowerCase());
}

/** Whether Istio treats a port as one of plain connections: TLS that it does not end is one. */
export function isTcpProtocol(protocol: string): boolean {
  return isTlsProtocol(protocol) || ['tcp', 'mongo', 'redis', 'mysql'].includes(protocol.toLowerCase());
}
