import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CanaryShare, canarySplit } from './canary-split';
import { CanaryTraffic } from './canary-traffic';
import type { IDeliveryService } from './delivery-service';
import { DeliveryServiceProps } from './delivery-service-props';
import { LongLivedVersion } from './long-lived-version';
import { Diversion } from './service-rule';
import { SessionAffinity } from './session-affinity';
import { SessionCookie } from './session-cookie';
import { VersionedService } from './versioned-service';
import { presentAsWhole } from '../private/configuration-error';
import { Place, PropNames } from '../private/place';
import type { DestinationRule } from '../resources/destination-rule';
import type { VirtualService } from '../resources/virtual-service';
import { Destination } from '../routing/destination';
import { HttpMatch } from '../routing/http-match';
import { ServiceVersion } from '../workload/service-version';

/** A service and, while a release is under way, its canary. */
export interface CanaryServiceProps extends DeliveryServiceProps {
  /** The version that gets all requests, but those of the canary and of long-lived versions. */
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
  /**
   * How users stay with the version that answered them. Testers do not need it, and get no cookie.
   *
   * @default - every request is drawn anew
   */
  readonly sessionAffinity?: SessionAffinity;
  /**
   * Versions that stay beside stable and canary, each with a constant share of all requests, requests of its own, or both. The canary's weight is a share of
   * all requests too, and stable gets what is left. Promotion and rollback do not touch them.
   *
   * @default - none
   */
  readonly longLived?: LongLivedVersion[];
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
   * @throws CanaryMissing, CanaryWeightOutOfRange, CanaryStepsNotAscending, CanaryStepUnknown, LongLivedUnreached, WeightsOverHundred, DuplicateVersion,
   * VersionRetiring, and what `VersionedService` and the session affinity raise
   */
  public constructor(scope: Construct, id: string, props: CanaryServiceProps) {
    super(scope, id);
    presentAsWhole(this);
    const place = Place.of(this);
    const { stable, canary, traffic, testers = [], sessionAffinity, longLived = [], ...common } = props;
    if (!canary) {
      requireNone(place.at('traffic'), traffic !== undefined);
      requireNone(place.at('testers'), testers.length > 0);
      requireNone(place.at('sessionAffinity'), sessionAffinity !== undefined);
    }
    const name = props.name ?? props.service?.name ?? id;
    const shares = canarySplit(place, { stable, canary, traffic, longLived });
    const cookie = cookieOf(place.at('sessionAffinity'), name, props, shares);
    const diversions = [...testersOf(props), ...matchedOf(longLived), ...keptBy(shares, cookie)];
    this.versioned = new VersionedService(this, 'Resource', {
      ...common,
      name,
      versions: [stable, ...(canary ? [canary] : []), ...longLived.map(({ version }) => version)],
      defaultRoute: destinations(shares, cookie),
      diversions: diversions.map(({ diversion }) => diversion),
      _propNames: { ...versionNames(canary !== undefined, longLived.length), ...diversionNames(diversions) },
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

/** Requests that go elsewhere, and the prop that says so. */
interface NamedDiversion {
  readonly prop: string;
  readonly diversion: Diversion;
}

function testersOf({ canary, testers = [] }: CanaryServiceProps): NamedDiversion[] {
  return canary && testers.length > 0 ? [{ prop: 'testers', diversion: { name: 'testers', match: testers, to: [Destination.version(canary)] } }] : [];
}

function matchedOf(longLived: LongLivedVersion[]): NamedDiversion[] {
  return longLived.flatMap(({ version, match = [] }, index) => match.length === 0 ? [] : [{
    prop: `longLived[${index}].match`, diversion: { name: `long-lived-${version.name}`, match, to: [Destination.version(version)] },
  }]);
}

/** Nobody is kept anywhere before the canary has a share, and a weight of 0 takes everybody off it. */
function cookieOf(place: Place, name: string, props: CanaryServiceProps, shares: CanaryShare[]): SessionCookie | undefined {
  const cookie = props.sessionAffinity && new SessionCookie(place, props.sessionAffinity, name, props.exposures ?? []);
  return shares.some(({ role, weight }) => role === 'canary' && weight > 0) ? cookie : undefined;
}

/** Users who stay where they were; nobody does where no request goes. */
function keptBy(shares: CanaryShare[], cookie?: SessionCookie): NamedDiversion[] {
  return shares.filter(({ role, weight }) => cookie?.keeps(role) && weight > 0).map(({ role, version }) => ({
    prop: 'sessionAffinity', diversion: { name: `sticky-${role}`, match: [cookie!.match(version)], to: [Destination.version(version)] },
  }));
}

function destinations(shares: CanaryShare[], cookie?: SessionCookie): Destination[] {
  if (shares.length === 1) {
    return [Destination.version(shares[0].version)];
  }
  return shares.map(({ role, version, weight }) => (
    cookie?.keeps(role) ? cookie.destination(version, weight) : Destination.version(version, weight)
  ));
}

function versionNames(hasCanary: boolean, longLived: number): PropNames {
  const roles = ['stable', ...(hasCanary ? ['canary'] : []), ...Array.from({ length: longLived }, (_, index) => `longLived[${index}].version`)];
  return Object.fromEntries(roles.map((role, index) => [`versions[${index}]`, role]));
}

function diversionNames(diversions: NamedDiversion[]): PropNames {
  return Object.fromEntries(diversions.flatMap(({ prop }, index) => [[`diversions[${index}]`, prop], [`diversions[${index}].match`, prop]]));
}

function requireNone(place: Place, given: boolean): void {
  if (given) {
    place.fail('CanaryMissing', { must: 'come with a canary', found: 'no canary', fix: 'add canary, or leave this out until there is one' });
  }
}
