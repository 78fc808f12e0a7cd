import { dnsLabel } from './dns-label';
import { wildcardHost } from './host';
import { isText, Primitive } from './primitive';

/**
 * A host that callers can reach, behind the namespace that offers it. The rule is that of Istio's webhook.
 * See https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export const egressHost: Primitive<string> = {
  allowed: '<namespace>/<host>: the namespace a name, "*" or ".", perhaps behind "~" to leave it out; the host "*", or a DNS name with a dot whose first label may be "*"',
  accepts: (value) => {
    if (!isText(value) || !value.includes('/')) return false;
    const { namespace, host } = partsOf(value);
    return isNamespace(namespace) && (host === '*' || (host.includes('.') && !/^\*[^.]/.test(host) && wildcardHost.accepts(host)));
  },
};

/** The namespace and the host. */
export function partsOf(value: string): { namespace: string; host: string } {
  const slash = value.indexOf('/');
  return { namespace: value.slice(0, slash), host: value.slice(slash + 1) };
}

function isNamespace(value: string): boolean {
  const name = value.replace(/^~/, '');
  return ['*', '.'].includes(name) || dnsLabel.accepts(name) || value === '~';
}
