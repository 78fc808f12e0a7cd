import { ipAddress } from './host';
import { isText, Primitive } from './primitive';

const SOCKET = 'unix://';

/**
 * Where a server of a gateway listens: at an IP address, or at a Unix socket. The rule is that of Istio's webhook.
 * See https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export const bindAddress: Primitive<string> = {
  allowed: 'an IP address, or unix:// and the absolute path of a socket, or unix://@ and a name',
  accepts: (value) => isText(value) && (isSocket(value) ? /^(?:@|\/.*[^/]$)/.test(value.slice(SOCKET.length)) : ipAddress.accepts(value)),
};

/** Whether an address is a Unix socket, which has no port. */
export function isSocket(address: string | undefined): boolean {
  return isText(address) && address.startsWith(SOCKET);
}
