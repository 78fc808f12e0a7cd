import { wildcardHost } from './host';
import { isText, Primitive } from './primitive';

/**
 * A host that TLS clients name when they open a connection. Istio's webhook takes more: upper case, which never matches because Envoy compares with
 * the host in lower case, and wildcards for a part of a label, for which Envoy refuses the whole listener.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes
 */
export const sniHost: Primitive<string> = {
  allowed: 'a host name of at most 255 characters in lower case, whose whole first label may be "*"',
  accepts: (value) => isText(value) && wildcardHost.accepts(value) && value === value.toLowerCase() && (!value.startsWith('*') || /^\*(?:\.|$)/.test(value)),
};
