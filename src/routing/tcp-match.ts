import type { IGateway } from './gateway-reference';
import { renderSource } from './request-source';
import { ipSubnet } from '../istio/ip-subnet';
import type { TcpMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** The conditions of a match for connections; all of those given must hold. At least one is needed. */
export interface TcpMatchOptions {
  /**
   * The port that the client calls, 1 to 65535: that of the service, or on a gateway that of the gateway's server.
   *
   * @default - any port
   */
  readonly port?: number;
  /**
   * The addresses that the client calls, single ones or networks: `10.1.0.0/16`. At least one, if given.
   *
   * @default - those of the host
   */
  readonly destinationSubnets?: string[];
  /**
   * Labels of the client's pods; all of them must be there.
   *
   * @default - any pods
   */
  readonly sourceLabels?: { [key: string]: string };
  /**
   * The namespace of the client.
   *
   * @default - any namespace
   */
  readonly sourceNamespace?: string;
  /**
   * Those of the VirtualService's gateways on which the match holds. At least one, if given.
   *
   * @default - all of them
   */
  readonly gateways?: IGateway[];
}

/**
 * Which connections a rule takes, where nothing is known of what is said on them. All conditions of one match must hold; of a list of matches,
 * any one is enough.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export class TcpMatch {
  /**
   * Connections for which all of these conditions hold.
   *
   * @param conditions at least one
   * @throws MatchEmpty, InvalidPort, InvalidSubnet, LabelsMissing, InvalidLabel, InvalidObjectName, GatewayUnknown (when a construct receives it)
   */
  public static of(conditions: TcpMatchOptions): TcpMatch {
    return new TcpMatch(conditions);
  }

  /**
   * Connections to this port: short for `of({ port })`.
   *
   * @param port 1 to 65535
   * @throws InvalidPort (when a construct receives it)
   */
  public static port(port: number): TcpMatch {
    return TcpMatch.of({ port });
  }

  private constructor(private readonly conditions: TcpMatchOptions) {}

  /**
   * An entry of a rule's `match`.
   *
   * @internal
   */
  public _render(place: Place): TcpMatchSpec {
    if (!Object.values(this.conditions).some((condition) => condition !== undefined)) {
      place.fail('MatchEmpty', { must: 'have a condition', got: this.conditions, fix: 'name a port, subnets, or who the client is' });
    }
    return renderConnectionMatch(place, this.conditions);
  }
}

/** What a match may say of a connection, whatever protocol is spoken. */
export function renderConnectionMatch(place: Place, conditions: TcpMatchOptions): TcpMatchSpec {
  const { destinationSubnets } = conditions;
  rejectEmpty(place.at('destinationSubnets'), destinationSubnets);
  destinationSubnets?.forEach((subnet, index) => (
    place.at('destinationSubnets').item(index).check('InvalidSubnet', ipSubnet, subnet, 'write an address or a network, such as 10.1.0.0/16')
  ));
  return { ...renderSource(place, conditions), ...(destinationSubnets && { destinationSubnets: [...destinationSubnets] }) };
}

/** To Istio an empty list says nothing, which somebody who computed it does not expect. */
function rejectEmpty(place: Place, list?: unknown[]): void {
  if (list?.length === 0) {
    place.fail('MatchEmpty', { must: 'have an entry', got: list, fix: 'add one, or leave it out to take all' });
  }
}
