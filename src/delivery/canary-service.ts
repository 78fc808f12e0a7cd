import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CanaryTraffic } from './canary-traffic';
import type { IDeliveryService } from './delivery-service';
import { DeliveryServiceProps } from './delivery-service-props';
import { VersionedService } from './versioned-service';
import { presentAsWhole } from '../private/configuration-error';
import { Place } from '../private/place';
import type { DestinationRule } from '../resources/destination-rule';
import type { VirtualService } from '../resources/virtual-service';
import { Destination } from '../routing/destination';
import { HttpMatch } from '../routing/http-match';
import { ServiceVersion } from '../workload/service-version';

/** A service and, while a release is under way, its canary. */
export interface CanaryServiceProps extends DeliveryServiceProps {
  /** The version that gets all requests, but those of the canary. */
  readonly stable: ServiceVersion;
  /**
   * The version that is tried out.
   *
   * @default - none: all requests go to stable
   */
  readonly canary?: ServiceVersion;
  /**
   * How much of the traffic the canary gets.
   *
   * @default CanaryTraffic.weight(0)
   */
  readonly traffic?: CanaryTraffic;
  /**
   * Requests that always reach the canary, whatever its weight; any of these matches is enough.
   *
   * @default - none
   */
  readonly testers?: HttpMatch[];
}

/**
 * A service of which a new version is tried out on a share of the requests.
 *
 * Defines a Service, a DestinationRule with a subset for each version, a VirtualService with the rules `testers` and `default`, and the
 * workloads of the versions whose pods are made here. A release is a series of edits, each of them applied before the next: add a `canary`;
 * raise its weight; make it `stable` and list the old version as `retiring`; remove the old version. To roll back while the old
 * version is there, make it `stable` again and list the new one as `retiring`.
 *
 * @see https://istio.io/latest/blog/2017/0.1-canary/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { CanaryService, CanaryTraffic, HeaderMatch, HttpMatch, ServicePort, ServiceVersion } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new CanaryService(chart, 'reviews', {
 *   ports: [ServicePort.http(8080)],
 *   stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
 *   canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0'),
 *   traffic: CanaryTraffic.steps([10, 25, 50, 100], { at: 10 }),
 *   testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
 * });
 */
export class CanaryService extends Construct implements IDeliveryService {
  /** The host that clients in the mesh call. */
  public readonly host: string;
  /**
   * The Kubernetes Service.
   *
   * @default - nothing, if it exists already
   */
  public readonly service?: ApiObject;
  /** The DestinationRule. */
  public readonly destinationRule: DestinationRule;
  /** The VirtualService of the first exposure. */
  public readonly virtualService: VirtualService;
  /** The VirtualServices of all exposures. */
  public readonly virtualServices: VirtualService[];

  private readonly versioned: VersionedService;

  /**
   * @throws CanaryMissing, CanaryWeightOutOfRange, CanaryStepsNotAscending, CanaryStepUnknown, DuplicateVersion, VersionRetiring, and what
   * `VersionedService` raises
   */
  public constructor(scope: Construct, id: string, props: CanaryServiceProps) {
    super(scope, id);
    presentAsWhole(this);
    const place = Place.of(this);
    const { stable, canary, traffic, testers = [], ...common } = props;
    if (!canary) {
      requireNone(place.at('traffic'), traffic !== undefined);
      requireNone(place.at('testers'), testers.length > 0);
    }
    this.versioned = new VersionedService(this, 'Resource', {
      ...common,
      name: props.name ?? props.service?.name ?? id,
      versions: canary ? [stable, canary] : [stable],
      defaultRoute: canary ? split(stable, canary, traffic?._weight(place.at('traffic')) ?? 0) : [Destination.version(stable)],
      diversions: canary && testers.length > 0 ? [{ name: 'testers', match: testers, to: [Destination.version(canary)] }] : [],
      _propNames: { 'versions[0]': 'stable', 'versions[1]': 'canary', 'diversions[0]': 'testers', 'diversions[0].match': 'testers' },
    });
    this.host = this.versioned.host;
    this.service = this.versioned.service;
    this.destinationRule = this.versioned.destinationRule;
    this.virtualService = this.versioned.virtualService;
    this.virtualServices = this.versioned.virtualServices;
  }

  /**
   * The workload of a version, made here or adopted, for patches.
   *
   * @param version one of this service's versions, retiring ones included, that is made of an image, of containers or of a workload
   * @throws WorkloadMissing if the version is not one of this service's, or no more is known of its pods than labels or a host
   */
  public workload(version: ServiceVersion): ApiObject {
    return this.versioned.workload(version);
  }
}

/** Both are listed at any weight, so that a step changes two numbers and nothing else; Istio drops the one whose weight is 0. */
function split(stable: ServiceVersion, canary: ServiceVersion, weight: number): Destination[] {
  return [Destination.version(stable, 100 - weight), Destination.version(canary, weight)];
}

function requireNone(place: Place, given: boolean): void {
  if (given) {
    place.fail('CanaryMissing', { must: 'come with a canary', found: 'no canary', fix: 'add canary, or leave this out until there is one' });
  }
}
