import { PortProtocol } from './port-protocol';
import { dnsLabel } from '../istio/dns-label';
import { portNumber } from '../istio/port-number';
import type { Place } from '../private/place';

/** Whether packets reach a listener without the application knowing of it. */
export enum CaptureMode {
  /** As the proxy was set up. */
  DEFAULT = 'DEFAULT',
  /** They are redirected to it. */
  IPTABLES = 'IPTABLES',
  /** The application itself connects to it. */
  NONE = 'NONE',
}

/**
 * A port of a listener of a Sidecar.
 *
 * @throws InvalidPort, InvalidPortName (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort
 */
export interface SidecarPort {
  /**
   * The number of the port, 1 to 65535.
   *
   * @default - none: then `bind` is a socket
   */
  readonly number?: number;
  /**
   * What is spoken there.
   *
   * @default - unknown: told by the first bytes
   */
  readonly protocol?: PortProtocol;
  /**
   * The port's name: a DNS label of at most 63 characters.
   *
   * @default - none
   */
  readonly name?: string;
}

/** A port as it stands in a manifest, with its number unless a socket is meant. */
export function renderSidecarPort(place: Place, { number, protocol, name }: SidecarPort, isSocket: boolean): SidecarPort {
  if (isSocket !== (number === undefined)) {
    place.at('number').fail('InvalidPort', {
      must: isSocket ? 'be left out where bind is a socket' : 'be given, or bind be a socket', got: number, fix: 'a listener has either a port or a socket',
    });
  }
  if (number !== undefined) place.at('number').check('InvalidPort', portNumber, number, 'name the port on which the proxy listens');
  if (name !== undefined) place.at('name').check('InvalidPortName', dnsLabel, name, 'leave it out, or write a name such as http');
  return { number, protocol, name };
}
