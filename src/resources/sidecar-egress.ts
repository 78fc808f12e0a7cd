import { CaptureMode, renderSidecarPort, SidecarPort } from './sidecar-port';
import { egressHost, partsOf } from '../istio/egress-host';
import { isSocket, unixSocket } from '../istio/endpoint-address';
import { ipAddress } from '../istio/host';
import type { SidecarEgressSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * What pods can call through their proxy, on one port or on all others.
 *
 * @throws HostsMissing, InvalidEgressHost, DuplicateHost, InvalidPort, InvalidPortName, SidecarListenerConflict (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export interface SidecarEgress {
  /**
   * The hosts that can be called, at least one, as `<namespace>/<host>`: `./*` for all of the own namespace, `shop/*`, `shop/www.example.com`; the namespace may be
   * `*` for any, and with `~` before it is left out.
   */
  readonly hosts: string[];
  /**
   * The port on which the proxy listens for them.
   *
   * @default - all ports that no other listener has; one listener, the last, can be so
   */
  readonly port?: SidecarPort;
  /**
   * The IP address, or the socket such as `unix:///var/run/app.sock`, on which the proxy listens. It comes with a port only.
   *
   * @default - that of the service, or all addresses
   */
  readonly bind?: string;
  /**
   * Whether packets reach it without the application knowing of it.
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
}

/** The `egress` of a Sidecar in this namespace. */
export function renderEgress(place: Place, listeners: SidecarEgress[], namespace?: string): SidecarEgressSpec[] {
  return listeners.map((listener, index) => {
    const here = place.item(index);
    const { hosts, port, bind, captureMode } = listener;
    validateEgressHosts(here.at('hosts'), hosts, namespace);
    validateListener(here, listener, index === listeners.length - 1);
    const key = keyOf(listener);
    if (key !== undefined && listeners.findIndex((other) => keyOf(other) === key) < index) {
      here.at('port').fail('SidecarListenerConflict', { must: 'be a port or a socket that no other listener has', got: key, fix: 'give the hosts of both to one of them' });
    }
    return { hosts: [...hosts], port: port && renderSidecarPort(here.at('port'), port, isSocket(bind)), bind, captureMode };
  });
}

/** What no two listeners may have in common. */
function keyOf({ port, bind }: SidecarEgress): string | undefined {
  return port && (port.number === undefined ? bind : String(port.number));
}

function validateListener(place: Place, { port, bind, captureMode }: SidecarEgress, isLast: boolean): void {
  if (!port && !isLast) {
    place.at('port').fail('SidecarListenerConflict', { must: 'be given but for the last listener', got: port, fix: 'one without a port has all that the others leave: put it last' });
  }
  if (bind === undefined) return;
  if (!port) {
    place.at('bind').fail('SidecarListenerConflict', { must: 'come with a port', got: bind, fix: 'name what is spoken there: port: { protocol: PortProtocol.HTTP }' });
  }
  const address = isSocket(bind) ? unixSocket : ipAddress;
  if (!address.accepts(bind)) {
    place.at('bind').fail('SidecarListenerConflict', { must: `be an IP address, or ${unixSocket.allowed}`, got: bind, fix: 'leave it out, or write where the proxy listens' });
  }
  if (isSocket(bind) && captureMode === CaptureMode.IPTABLES) {
    place.at('captureMode').fail('SidecarListenerConflict', { must: 'be DEFAULT or NONE for a socket', got: captureMode, fix: 'packets are redirected to ports only' });
  }
}

/** Hosts of which Istio would not warn that one says what another says already. */
function validateEgressHosts(place: Place, hosts: string[], own = '.'): void {
  if (hosts.length === 0) {
    place.fail('HostsMissing', { must: 'name at least one host', got: [], fix: 'name what is called, as "./*"; for nothing at all "~/*"' });
  }
  hosts.forEach((host, index) => {
    place.item(index).check('InvalidEgressHost', egressHost, host, 'write ./* for the own namespace, shop/* for another, */* for all');
    const other = hosts.slice(0, index).find((earlier) => overlaps(partsIn(earlier, own), partsIn(host, own)));
    if (other !== undefined) {
      place.item(index).fail('DuplicateHost', { must: `be a host that ${JSON.stringify(other)} does not have already`, got: host, fix: 'keep the wider one' });
    }
  });
}

type Parts = ReturnType<typeof partsOf>;

function partsIn(value: string, own: string): Parts {
  const { namespace, host } = partsOf(value);
  return { namespace: namespace === '.' ? own : namespace, host };
}

function overlaps(a: Parts, b: Parts): boolean {
  if ([a, b].some(({ namespace }) => namespace.startsWith('~'))) return false;
  const isAll = ({ namespace, host }: Parts) => namespace === '*' && host === '*';
  const sameNamespace = a.namespace === b.namespace && (a.host === b.host || a.host === '*' || b.host === '*');
  return sameNamespace || isAll(a) || isAll(b);
}
