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
import { HttpMatch } from '../routing/http-match';
import { ServiceVersion } from '../workload/service-version';

/** One of the two places that a blue-green service has for a version. */
export enum BlueGreenSlot {
  /** The slot `blue`. */
  BLUE = 'blue',
  /** The slot `green`. */
  GREEN = 'green',
}

/** A service with one version that gets all requests and, while a release is under way, another one that stands by. */
export interface BlueGreenServiceProps extends DeliveryServiceProps {
  /**
   * The version in the blue slot.
   *
   * @default - none: the slot is empty
   */
  readonly blue?: ServiceVersion;
  /**
   * The version in the green slot.
   *
   * @default - none: the slot is empty
   */
  readonly green?: ServiceVersion;
  /** The slot whose version gets all requests. The version in the other one is the standby. */
  readonly active: BlueGreenSlot;
  /**
   * Requests that reach the standby, whichever slot that is; any of these matches is enough. After a switch that is the old version, so
   * take them out in the edit that switches.
   *
   * @default - none
   */
  readonly previewers?: HttpMatch[];
}

/**
 * A service of which a new version stands ready beside the old one, and gets all requests at once.
 *
 * Defines a Service, a DestinationRule with a subset for each version, a VirtualService with the rules `previewers` and `default`, and the
 * workloads of the versions whose pods are made here. A release is a series of edits, each of them applied before the next: put the new version
 * into the empty slot; let `previewers` see it; switch `active` and take out the previewers; move the old version from its slot to `retiring`;
 * remove it. To roll back while the old version is in its slot, switch `active` back.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { BlueGreenService, BlueGreenSlot, HeaderMatch, HttpMatch, ServicePort, ServiceVersion } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new BlueGreenService(chart, 'reviews', {
 *   ports: [ServicePort.http(8080)],
 *   blue: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
 *   green: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0'),
 *   active: BlueGreenSlot.BLUE,
 *   previewers: [HttpMatch.header(HeaderMatch.exact('x-preview', 'true'))],
 * });
 */
export class BlueGreenService extends Construct implements IDeliveryService {
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
   * @throws SlotEmpty, StandbyMissing, DuplicateVersion, VersionRetiring, and what `VersionedService` raises
   */
  public constructor(scope: Construct, id: string, props: BlueGreenServiceProps) {
    super(scope, id);
    presentAsWhole(this);
    const { blue: _blue, green: _green, active: _active, previewers = [], ...common } = props;
    const filled = Object.values(BlueGreenSlot).filter((slot) => props[slot] !== undefined);
    const { live, standby } = rolesOf(Place.of(this), filled, props);
    this.versioned = new VersionedService(this, 'Resource', {
      ...common,
      name: props.name ?? props.service?.name ?? id,
      versions: filled.map((slot) => props[slot]!),
      defaultRoute: [Destination.version(live)],
      _measure: standby,
      diversions: standby && previewers.length > 0 ? [{ name: 'previewers', match: previewers, to: [Destination.version(standby)] }] : [],
      _propNames: {
        'versions[0]': filled[0], 'versions[1]': filled[1], 'diversions[0]': 'previewers', 'diversions[0].match': 'previewers',
      },
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

/** Which version gets all requests, and which one stands by. */
function rolesOf(place: Place, filled: BlueGreenSlot[], { active, previewers = [], ...slots }: BlueGreenServiceProps) {
  if (!filled.includes(active)) {
    place.at('active').fail('SlotEmpty', {
      must: `name a slot that holds a version (${filled.join(' or ') || 'none does'})`,
      got: active,
      fix: 'put the version that gets all requests into that slot, or name the other one',
    });
  }
  const standby = active === BlueGreenSlot.BLUE ? slots.green : slots.blue;
  if (!standby && previewers.length > 0) {
    place.at('previewers').fail('StandbyMissing', {
      must: 'come with a version in the other slot', found: 'no standby', fix: 'put one there, or leave this out until there is one',
    });
  }
  return { live: slots[active]!, standby };
}
