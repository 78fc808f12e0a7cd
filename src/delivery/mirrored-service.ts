import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { IDeliveryService } from './delivery-service';
import { DeliveryServiceProps } from './delivery-service-props';
import { VersionedService } from './versioned-service';
import { presentAsWhole } from '../private/configuration-error';
import { Place } from '../private/place';
import type { DestinationRule } from '../resources/destination-rule';
import type { VirtualService } from '../resources/virtual-service';
import { Destination } from '../routing/destination';
import { Mirror } from '../routing/mirror';
import { ServiceVersion } from '../workload/service-version';

/** A service and, while it is tried out, a version that gets copies of the requests. */
export interface MirroredServiceProps extends DeliveryServiceProps {
  /** The version that answers all requests. */
  readonly stable: ServiceVersion;
  /**
   * The version that gets copies of the requests and answers nobody. What it writes is written twice: give it data of its own, or keep
   * requests that must not be done twice from it by a rule with `mirrors: []`.
   *
   * @default - none: no requests are copied
   */
  readonly shadow?: ServiceVersion;
  /**
   * The share of the requests that are copied: 0, or 0.0001 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
}

/**
 * A service of which a new version is tried out on copies of the requests, so that nobody gets its answers.
 *
 * Defines a Service, a DestinationRule with a subset for each version, a VirtualService with the rule `default`, and the workloads of the
 * versions whose pods are made here. A rule whose `mirrors` are given has those instead of the copies to the shadow.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { HttpMatch, HttpRouteMethod, MirroredService, ServicePort, ServiceVersion } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new MirroredService(chart, 'reviews', {
 *   ports: [ServicePort.http(8080)],
 *   stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
 *   shadow: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0'),
 *   percent: 10,
 *   rules: [{ name: 'orders', match: [HttpMatch.method(HttpRouteMethod.POST)], mirrors: [] }],
 * });
 */
export class MirroredService extends Construct implements IDeliveryService {
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
   * @throws ShadowMissing, PercentOutOfRange, DuplicateVersion, VersionRetiring, and what `VersionedService` raises
   */
  public constructor(scope: Construct, id: string, props: MirroredServiceProps) {
    super(scope, id);
    presentAsWhole(this);
    const { stable, shadow, percent, ...common } = props;
    if (!shadow && percent !== undefined) {
      Place.of(this).at('percent').fail('ShadowMissing', {
        must: 'come with a shadow', found: 'no shadow', fix: 'add shadow, or leave this out until there is one',
      });
    }
    const { mirrors = [] } = props;
    const copies = `mirrors[${mirrors.length}]`;
    this.versioned = new VersionedService(this, 'Resource', {
      ...common,
      name: props.name ?? props.service?.name ?? id,
      versions: shadow ? [stable, shadow] : [stable],
      defaultRoute: [Destination.version(stable)],
      mirrors: shadow ? [...mirrors, Mirror.version(shadow, percent)] : mirrors,
      _propNames: { 'versions[0]': 'stable', 'versions[1]': 'shadow', [copies]: 'shadow', [`${copies}.percent`]: 'percent' },
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
