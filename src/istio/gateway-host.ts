import { dnsLabel } from './dns-label';
import { ipAddress, wildcardHost } from './host';
import { isText, Primitive } from './primitive';

/**
 * A host of a server of a Gateway, perhaps behind the namespace whose rules may serve it. The rule is that of Istio's webhook.
 * See https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export const gatewayHost: Primitive<string> = {
  allowed: '"*", or a DNS name with a dot whose first label may be "*", or an IP address; perhaps behind a namespace, "." or "*" and a slash',
  accepts: (value) => {
    if (!isText(value)) return false;
    const slash = value.indexOf('/');
    return (slash < 0 || isNamespace(value.slice(0, slash))) && isServed(dnsHostOf(value));
  },
};

/** The host itself, without the namespace before it. */
export function dnsHostOf(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}

function isNamespace(value: string): boolean {
  return value === '*' || value === '.' || dnsLabel.accepts(value);
}

function isServed(host: string): boolean {
  const isPartialWildcard = host.startsWith('*') && !host.startsWith('*.');
  return host === '*' || (host.includes('.') && !isPartialWildcard && (wildcardHost.accepts(host) || ipAddress.accepts(host)));
}
