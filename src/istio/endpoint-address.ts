import { fqdn, ipAddress } from './host';
import { isText, Primitive, textPrimitive } from './primitive';

const MOST_CHARACTERS = 256;

/** A Unix domain socket: the path of a file, or an abstract name behind `@`. */
export const unixSocket: Primitive<string> = textPrimitive('a socket such as unix:///var/run/app.sock or unix://@app', /^unix:\/\/(?:@\S*|\/\S*[^\s/])$/, MOST_CHARACTERS);

/**
 * Where a workload outside of Kubernetes answers.
 * See https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export const endpointAddress: Primitive<string> = {
  allowed: 'an IP address, a DNS name, or a socket such as unix:///var/run/app.sock',
  accepts: (value) => unixSocket.accepts(value) || ipAddress.accepts(value) || isName(value),
};

/** Where a workload answers that needs no DNS. */
export const staticAddress: Primitive<string> = {
  allowed: 'an IP address, or a socket such as unix:///var/run/app.sock',
  accepts: (value) => unixSocket.accepts(value) || ipAddress.accepts(value),
};

/** Where a workload answers whose name is looked up. */
export const resolvedAddress: Primitive<string> = {
  allowed: 'a DNS name or an IP address',
  accepts: (value) => ipAddress.accepts(value) || isName(value),
};

/** Whether an address is one of a socket. */
export function isSocket(address = ''): boolean {
  return address.startsWith('unix://');
}

/**
 * Where an application listens beside its sidecar.
 * See https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export const defaultEndpoint: Primitive<string> = {
  allowed: 'one of 127.0.0.1:<port>, 0.0.0.0:<port>, [::1]:<port>, [::]:<port>, :<port>, or a socket such as unix:///var/run/app.sock',
  accepts: (value) => isText(value) && (unixSocket.accepts(value) || isLocal(value)),
};

function isLocal(value: string): boolean {
  const [, port] = /^(?:127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\[::\])?:([1-9]\d{0,4})$/.exec(value) ?? [];
  return port !== undefined && Number(port) <= 65_535;
}

function isName(value: string): boolean {
  return fqdn.accepts(value) && value.length <= MOST_CHARACTERS;
}
