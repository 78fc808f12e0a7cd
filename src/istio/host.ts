import { isIP } from 'node:net';
import { dnsLabel } from './dns-label';
import { isText, Primitive, textPrimitive } from './primitive';

const MAX_LENGTH = 255;

/** The first label of a host that may be a wildcard: `*`, or a label with `*` or `*-` in front. */
const wildcardLabel = textPrimitive('a DNS label or a wildcard', /^(?:\*|(?:\*-?)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/, 63);

/**
 * A host name without wildcard: at most 255 characters, DNS labels joined by dots, and perhaps a dot at the end. The last label
 * cannot be a number, so an IP address is no host name. The rule is that of Istio's webhook, as are the others in this file.
 */
export const fqdn: Primitive<string> = {
  allowed: 'a host name: DNS labels joined by dots, at most 255 characters, the last label not a number',
  accepts: (value) => isText(value) && value.length > 0 && value.length <= MAX_LENGTH && areLabels(value),
};

/**
 * A host of a VirtualService or a DestinationRule: a host name or a short name, whose first label may be `*` or begin with `*`.
 * Where an IP address may stand as well, ask `ipAddress` too.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export const wildcardHost: Primitive<string> = {
  allowed: 'a host name of at most 255 characters, in which only the first label may be or begin with "*"',
  accepts: (value) => {
    if (!isText(value)) return false;
    const dot = value.indexOf('.');
    if (value.length > MAX_LENGTH) return false;
    // Istio looks for a number at the end only behind a first dot: the short name "123" passes.
    return dot < 0 ? wildcardLabel.accepts(value) : wildcardLabel.accepts(value.slice(0, dot)) && areLabels(value.slice(dot + 1));
  },
};

/**
 * The host a route sends to: as `wildcardHost`, but never `*` alone.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export const destinationHost: Primitive<string> = {
  allowed: `${wildcardHost.allowed}, and which is not "*" alone`,
  accepts: (value) => value !== '*' && wildcardHost.accepts(value),
};

/**
 * A host as it is written into requests or redirects, perhaps with a port. Istio's webhook takes any text, a URL too.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export const authority: Primitive<string> = textPrimitive(
  'a host, perhaps with a port, such as www.example.com or www.example.com:8443',
  /^[^\s\p{Cc}/?#@]+$/u,
);

/** An IPv4 or IPv6 address, which Istio takes as a host of a VirtualService beside a name, but not as a destination. */
export const ipAddress: Primitive<string> = {
  allowed: 'an IPv4 or IPv6 address',
  accepts: (value) => isIP(value) !== 0,
};

/**
 * The host that Istio means by a host of a VirtualService, a DestinationRule or a destination. A name without dots belongs to the
 * namespace of the object that holds it; without a known namespace it stays as it is.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export function resolveHost(host: string, namespace: string | undefined, clusterDomain: string): string {
  const literal = host === '' || host === '*' || host.includes('.') || ipAddress.accepts(host);
  return literal || namespace === undefined ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

/** Whether a host, perhaps a wildcard, stands for every host for which another one stands. */
export function standsFor(host: string, other: string): boolean {
  return host.startsWith('*') ? other.endsWith(host.slice(1)) : host === other;
}

/**
 * Whether two hosts stand for some host in common: they are equal, or one is a wildcard for the other. Of one VirtualService, Istio's webhook
 * refuses such hosts.
 */
export function hostsOverlap(a: string, b: string): boolean {
  return standsFor(a, b) || standsFor(b, a);
}

function areLabels(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.length - 1;
  return !/^\d+$/.test(labels[last]) && labels.every((label, i) => dnsLabel.accepts(label) || (label === '' && i === last));
}
