import { isIP } from 'node:net';
import { isText, Primitive } from './primitive';

/**
 * An IP address, or a range of them in CIDR notation.
 * See https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export const ipRange: Primitive<string> = {
  allowed: 'an IP address, or a range of them such as 10.0.0.0/8 or 2001:db8::/32',
  accepts: (value) => {
    if (!isText(value)) return false;
    const [address, bits, ...rest] = value.split('/');
    const family = isIP(address);
    if (family === 0 || rest.length > 0) return false;
    return bits === undefined || (!address.includes('%') && isPrefixLength(bits, family === 4 ? 32 : 128));
  },
};

/** Whether this is written as a range. */
export function isRange(value: string): boolean {
  return value.includes('/');
}

function isPrefixLength(bits: string, most: number): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most;
}
