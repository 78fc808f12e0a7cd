import { failTwoAuthorities, HeaderOperations, hostsWritten, renderHeaderOperations } from './header-operations';
import { joinHeaders } from './joined-headers';
import { laneEdits, LaneHeader } from './lane-header';
import { dnsLabel } from '../istio/dns-label';
import { destinationHost } from '../istio/host';
import { wholePercent } from '../istio/percentage';
import { portNumber } from '../istio/port-number';
import type { HeadersSpec, RouteDestinationSpec } from '../private/imports';
import type { Place } from '../private/place';
import type { HostAddress } from '../workload/pods';
import type { ServiceVersion } from '../workload/service-version';

/** What stands behind the versions that a rule may name. */
export interface RoutedService {
  readonly host: string;
  /** The port to send to. */
  readonly port: number;
  readonly versions: ServiceVersion[];
  readonly retiring: ServiceVersion[];
  /** Where those of them are called that are not behind the host. */
  readonly elsewhere: Map<ServiceVersion, HostAddress>;
  /**
   * The path below which callers outside of the mesh see the service.
   *
   * @default - the callers are in the mesh
   */
  readonly outsidePath?: string;
  /**
   * The headers of lanes of which the service is a member.
   *
   * @default - none
   */
  readonly laneHeaders?: LaneHeader[];
}

/** Where at a host requests go. */
export interface HostDestinationOptions {
  /**
   * The subset, as a DestinationRule for the host names it.
   *
   * @default - all pods of the service
   */
  readonly subset?: string;
  /**
   * The port of the service, 1 to 65535. Say it wherever the caller may have called another port.
   *
   * @default - the port that the caller called; on a gateway, the service's only port
   */
  readonly port?: number;
  /**
   * The share of the requests, 0 to 100; all weights of a rule sum to 100.
   *
   * @default - all requests, if the rule has no other destination
   */
  readonly weight?: number;
  /**
   * Changes of headers for the requests that go here, after those of the rule. The host that is called may be set either here or by the rule.
   *
   * @default - none but those of the rule
   */
  readonly headers?: HeaderOperations;
}

/** What else happens to requests that go to a version. */
export interface VersionDestinationOptions {
  /**
   * Changes of headers for the requests that go here, after those of the rule. The host that is called may be set either here or by the rule.
   *
   * @default - none but those of the rule
   */
  readonly headers?: HeaderOperations;
}

/**
 * Where a rule sends requests, and how many of them.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export class Destination {
  /**
   * A version of the service that the rule belongs to.
   *
   * @param version one of the service's versions, and not one that is retiring
   * @param weight the share of the requests, a whole number from 0 to 100; all weights of a rule sum to 100. Leave it out where
   * the rule has no other destination
   * @param options changes of headers
   * @throws UnknownVersion, VersionRetiring, VersionWithoutService, WeightOutOfRange, InvalidHeaderName, InvalidHeaderValue, RewriteConflict (when a
   * construct receives it)
   */
  public static version(version: ServiceVersion, weight?: number, options: VersionDestinationOptions = {}): Destination {
    return new Destination(weight, { version }, options.headers);
  }

  /**
   * A host of any kind, for a `VirtualService` of one's own.
   *
   * @param host a DNS name. Istio completes a name without dots with the namespace of the VirtualService, and takes any other as it stands:
   * `reviews.prod` is not completed, write `reviews.prod.svc.cluster.local`
   * @param options subset, port, weight and changes of headers
   * @throws InvalidHost, InvalidSubsetName, InvalidPort, WeightOutOfRange, InvalidHeaderName, InvalidHeaderValue, RewriteConflict (when a construct
   * receives it)
   */
  public static host(host: string, options: HostDestinationOptions = {}): Destination {
    return new Destination(options.weight, { host, subset: options.subset, port: options.port }, options.headers);
  }

  private constructor(
    /** @internal */
    public readonly _weight: number | undefined,
    private readonly target: Target,
    private readonly headers?: HeaderOperations,
    private readonly answer?: AnswerHeaders,
  ) {}

  /**
   * The version, if it names one.
   *
   * @internal
   */
  public get _version(): ServiceVersion | undefined {
    return 'version' in this.target ? this.target.version : undefined;
  }

  /**
   * The same destination, whose answers carry headers that depend on where the callers are.
   *
   * @internal
   */
  public _answering(answer: AnswerHeaders): Destination {
    return new Destination(this._weight, this.target, this.headers, answer);
  }

  /**
   * An entry of a rule's `route`.
   *
   * @internal
   */
  public _render(place: Place, service?: RoutedService): RouteDestinationSpec {
    if (this._weight !== undefined) {
      place.at('weight').check('WeightOutOfRange', wholePercent, this._weight, 'write 10 for ten of a hundred requests');
    }
    const headers = this.headers && renderHeaderOperations(place.at('headers'), this.headers);
    const hosts = hostsWritten(place.at('headers'), headers);
    if (hosts.length > 1) {
      failTwoAuthorities(hosts[1], hosts[0]);
    }
    const added = service ? [this.answer?.(service), laneEdits(service, this._version)] : [];
    return { destination: renderTarget(place, this.target, service), weight: this._weight, headers: joinHeaders([headers, ...added]) };
  }
}

/** Changes of the headers of answers that go to callers of a service. */
type AnswerHeaders = (service: RoutedService) => HeadersSpec;

/** What requests, or copies of them, are sent to. */
export type Target = VersionTarget | HostTarget;

interface VersionTarget {
  readonly version: ServiceVersion;
}

interface HostTarget {
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
}

/** The `destination` of a rule's route or mirror. */
export function renderTarget(place: Place, target: Target, service?: RoutedService): RouteDestinationSpec['destination'] {
  return 'version' in target ? renderVersion(place, target.version, service) : renderHost(place, target);
}

function renderVersion(place: Place, version: ServiceVersion, service?: RoutedService): RouteDestinationSpec['destination'] {
  if (!service) {
    return place.fail('VersionWithoutService', {
      must: 'name a host',
      found: `version ${version.name}`,
      fix: 'a VirtualService does not know versions: use host() in place of version(), or addRoute() of a VersionedService',
    });
  }
  if (service.retiring.includes(version)) {
    place.fail('VersionRetiring', {
      must: 'lead to a version that is in use',
      found: `version ${version.name}, which is retiring`,
      fix: 'a retiring version gets no requests: send them elsewhere, or take it back among the versions',
    });
  }
  if (!service.versions.includes(version)) {
    place.fail('UnknownVersion', {
      must: `lead to a version of this service (${service.versions.map(({ name }) => name).join(', ')})`,
      found: `version ${version.name}`,
      fix: 'pass the same ServiceVersion object that is listed in versions, or list this one there',
    });
  }
  const { host, port = service.port } = service.elsewhere.get(version) ?? {};
  return host === undefined
    ? { host: service.host, subset: version.name, port: { number: service.port } }
    : { host, port: { number: port } };
}

function renderHost(place: Place, { host, subset, port }: HostTarget): RouteDestinationSpec['destination'] {
  place.at('host').check('InvalidHost', destinationHost, host, 'write the name of a Service, or its full DNS name');
  if (subset !== undefined) {
    place.at('subset').check('InvalidSubsetName', dnsLabel, subset, 'write it as the DestinationRule does');
  }
  if (port !== undefined) {
    place.at('port').check('InvalidPort', portNumber, port, 'name the port of the service');
  }
  return { host, subset, port: port === undefined ? undefined : { number: port } };
}
