import { kubernetesName } from '../istio/dns-label';
import { portNumber } from '../istio/port-number';
import type { Place } from '../private/place';

/** What may be said of a port besides its number. */
export interface ServicePortOptions {
  /**
   * The port's name. Istio reads the protocol from it, so it is the protocol's name, alone or followed by a hyphen and
   * anything: `http`, `http-admin`. At most 63 lower-case letters, digits and hyphens.
   *
   * @default - the protocol's name; of several ports with one protocol, the second and later ones add their number: `http-9090`
   */
  readonly name?: string;
  /**
   * The port on which the containers listen, 1 to 65535.
   *
   * @default - the same as the port of the service
   */
  readonly targetPort?: number;
}

/**
 * A port of a service, with the protocol spoken there. On HTTP, HTTP/2 and gRPC ports Istio sees requests: each of them is split by weight, and rules
 * (matches, retries, faults, ...) act on it. On TCP and TLS ports it sees connections, and nothing else but weights acts on them.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export class ServicePort {
  /**
   * A port that speaks HTTP/1.1, or HTTP/2 if the client asks for it.
   *
   * @param port 1 to 65535
   * @param options name and target port
   * @throws InvalidPort, InvalidPortName, DuplicatePort (when a construct receives it)
   */
  public static http(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('http', true, port, options);
  }

  /**
   * A port that speaks HTTP/2.
   *
   * @param port 1 to 65535
   * @param options name and target port
   * @throws InvalidPort, InvalidPortName, DuplicatePort (when a construct receives it)
   */
  public static http2(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('http2', true, port, options);
  }

  /**
   * A port that speaks gRPC. A timeout cuts streams too.
   *
   * @param port 1 to 65535
   * @param options name and target port
   * @throws InvalidPort, InvalidPortName, DuplicatePort (when a construct receives it)
   */
  public static grpc(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('grpc', true, port, options);
  }

  /**
   * A port that speaks TCP of any kind. Connections are split by weight when they are opened, and stay where they are.
   *
   * @param port 1 to 65535
   * @param options name and target port
   * @throws InvalidPort, InvalidPortName, DuplicatePort (when a construct receives it)
   */
  public static tcp(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('tcp', false, port, options);
  }

  /**
   * A port that speaks TLS, encrypted by the application itself. Connections are split by weight when they are opened, if the client names the
   * service's `host` then (SNI). Other connections reach pods of any version: where clients call by other names, declare the port by `tcp`.
   *
   * @param port 1 to 65535
   * @param options name and target port
   * @throws InvalidPort, InvalidPortName, DuplicatePort (when a construct receives it)
   */
  public static tls(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('tls', false, port, options);
  }

  private constructor(
    private readonly protocol: string,
    private readonly isHttp: boolean,
    private readonly port: number,
    private readonly options: ServicePortOptions,
  ) {}

  /**
   * The port with its name and target port filled in.
   *
   * @internal
   */
  public _resolve(place: Place, firstOfProtocol: boolean): ResolvedPort {
    const { targetPort = this.port, name = firstOfProtocol ? this.protocol : `${this.protocol}-${this.port}` } = this.options;
    place.at('port').check('InvalidPort', portNumber, this.port, 'name the port that clients call');
    place.at('targetPort').check('InvalidPort', portNumber, targetPort, 'name the port on which the containers listen');
    if (!kubernetesName.accepts(name) || !(name === this.protocol || name.startsWith(`${this.protocol}-`))) {
      place.at('name').fail('InvalidPortName', {
        must: `be "${this.protocol}", or "${this.protocol}-" and at most 63 lower-case letters, digits and hyphens in all`,
        got: name,
        fix: 'Istio reads the protocol from the name; leave it out to have one made',
      });
    }
    return { protocol: this.protocol, isHttp: this.isHttp, name, port: this.port, targetPort };
  }
}

/** A port as it stands in the Service. */
export interface ResolvedPort {
  readonly protocol: string;
  readonly isHttp: boolean;
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

/** The ports of a service: at least one, with different numbers and names. */
export function resolvePorts(place: Place, ports: ServicePort[]): ResolvedPort[] {
  const resolved: ResolvedPort[] = [];
  ports.forEach((port, index) => {
    const protocols = resolved.map(({ protocol }) => protocol);
    const candidate = port._resolve(place.item(index), true);
    const next = protocols.includes(candidate.protocol) ? port._resolve(place.item(index), false) : candidate;
    for (const key of ['port', 'name'] as const) {
      if (resolved.some((other) => other[key] === next[key])) {
        place.item(index).at(key).fail('DuplicatePort', {
          must: `differ from the ${key === 'port' ? 'number' : 'name'} of every other port`, got: next[key], fix: 'remove or change one of them',
        });
      }
    }
    resolved.push(next);
  });
  if (resolved.length === 0) {
    place.fail('PortsMissing', { must: 'name at least one port', got: [], fix: 'add one, such as ServicePort.http(8080)' });
  }
  return resolved;
}
