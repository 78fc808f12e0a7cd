import { isIP } from 'node:net';
import { ipAddress } from './host';
import { isText, Primitive } from './primitive';

/**
 * Addresses by which connections are told apart. The rule is that of Istio's webhook, but for zones (`fe80::1%eth0`), which Envoy cannot compare.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export const ipSubnet: Primitive<string> = {
  allowed: 'an IPv4 or IPv6 address, perhaps with the length of its network, such as 10.1.0.0/16',
  accepts: (value) => {
    if (!isText(value) || value.includes('%')) return false;
    const slash = value.indexOf('/');
    const version = isIP(slash < 0 ? value : value.slice(0, slash));
    return version !== 0 && (slash < 0 || isLength(value.slice(slash + 1), version === 4 ? 32 : 128));
  },
};

function isLength(text: string, longest: number): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= longest;
}

/** What Istio's webhook takes for a subnet: an address may have a zone. */
export const acceptedSubnet: Primitive<string> = {
  allowed: ipSubnet.allowed,
  accepts: (value) => ipAddress.accepts(value) || ipSubnet.accepts(value),
};
