import { PortProtocol } from './port-protocol';
import { dnsLabel } from '../istio/dns-label';
import { portNumber } from '../istio/port-number';
import type { ServiceEntryPortSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * A port of a ServiceEntry.
 *
 * @throws InvalidPort, InvalidPortName, DuplicatePort (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort
 */
export interface ServiceEntryPort {
  /** The port that clients call, 1 to 65535. */
  readonly number: number;
  /**
   * What is spoken there.
   *
   * @default - unknown: told by the first bytes
   */
  readonly protocol?: PortProtocol;
  /**
   * The port's name, by which endpoints know it: a DNS label of at most 63 characters.
   *
   * @default - the protocol and the number: `tls-443`
   */
  readonly name?: string;
  /**
   * The port on which the endpoints listen, 1 to 65535.
   *
   * @default - the same as `number`
   */
  readonly targetPort?: number;
}

/** The `ports` of a ServiceEntry. */
export function renderEntryPorts(place: Place, ports: ServiceEntryPort[]): ServiceEntryPortSpec[] {
  if (ports.length === 0) {
    place.fail('PortsMissing', { must: 'name at least one port', got: [], fix: 'name the port that clients call: [{ number: 443, protocol: PortProtocol.TLS }]' });
  }
  const rendered = ports.map(renderPort);
  rendered.forEach((port, index) => {
    const here = place.item(index);
    here.at('number').check('InvalidPort', portNumber, port.number, 'name the port that clients call');
    here.at('name').check('InvalidPortName', dnsLabel, port.name, 'leave it out to have one made');
    if (port.targetPort !== undefined) {
      here.at('targetPort').check('InvalidPort', portNumber, port.targetPort, 'name the port on which the endpoints listen');
    }
    for (const key of ['number', 'name'] as const) {
      if (rendered.findIndex((other) => other[key] === port[key]) < index) {
        here.at(key).fail('DuplicatePort', { must: `differ from the ${key} of every other port`, got: port[key], fix: 'remove or change one of them' });
      }
    }
  });
  return rendered;
}

function renderPort({ number, protocol, name, targetPort }: ServiceEntryPort): ServiceEntryPortSpec {
  const word = protocol === undefined ? 'port' : protocol.toLowerCase().replace('_', '-');
  return { name: name ?? `${word}-${number}`, number, protocol, targetPort };
}
