import { Construct } from 'constructs';
import type { IDeliveryService } from './delivery-service';
import { VersionedService, versionedServiceOf } from './versioned-service';
import { editableHeader } from '../istio/header-name';
import { laneValue } from '../istio/lane-value';
import { Place } from '../private/place';
import type { ServiceVersion } from '../workload/service-version';

/**
 * A service in a lane.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/
 */
export interface LaneMember {
  /** The service: any delivery construct. */
  readonly service: IDeliveryService;
  /** The version that gets the requests in the lane: one that the service has in use, with a weight or without. */
  readonly version: ServiceVersion;
  /**
   * Whether requests that reach this version by any other way, such as its weight, enter the lane: they get its header, and go on to the versions
   * of the other members.
   *
   * @default false
   */
  readonly entry?: boolean;
}

/** A chain of calls that stays on new versions. */
export interface LaneProps {
  /**
   * The header that tells requests in the lane. Applications have to copy it from each request that they get into all that they make for it.
   *
   * @default x-lane
   */
  readonly header?: string;
  /**
   * The value of the header: letters, digits, hyphens, underscores and dots.
   *
   * @default - the construct's id
   */
  readonly value?: string;
  /** The services of the lane, at least two, each with the version that belongs to it. */
  readonly members: LaneMember[];
  /**
   * Whether requests from outside, by the gateways of the members' exposures, lose the header instead of entering the lane by it. Without this everybody
   * who can call a gateway can choose the lane.
   *
   * @default false
   */
  readonly stripAtGateways?: boolean;
}

/**
 * A chain of calls that stays on new versions: a request with the lane's header goes to the member's version at every service that it passes, whatever
 * the weights are, and before testers are asked. It keeps the timeouts, retries and other manners of the rule that would take it, and what a rule
 * answers itself, such as a redirect, it answers here too.
 *
 * **Applications must propagate the header.** A proxy sees the requests of a service, but not which of them it makes because of which: each service has to
 * copy the header from the request that it gets into those that it makes for it, by a tracing library that carries it or by hand. Where one does not, the
 * lane ends, and its further requests follow the weights.
 *
 * Defines no objects; the rules are in the VirtualServices of the members, which may be in several charts of one app.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { CanaryService, CanaryTraffic, Lane, ServicePort, ServiceVersion } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * const ports = [ServicePort.http(9080)];
 * const pageV1 = ServiceVersion.image('v1', 'myregistry.io/productpage:v1.0.0');
 * const pageV2 = ServiceVersion.image('v2', 'myregistry.io/productpage:v2.0.0');
 * const page = new CanaryService(chart, 'productpage', { ports, stable: pageV1, canary: pageV2, traffic: CanaryTraffic.weight(10) });
 * const reviewsV1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
 * const reviewsV2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
 * const reviews = new CanaryService(chart, 'reviews', { ports, stable: reviewsV1, canary: reviewsV2 });
 * new Lane(chart, 'beta', {
 *   members: [{ service: page, version: pageV2, entry: true }, { service: reviews, version: reviewsV2 }],
 * });
 */
export class Lane extends Construct {
  /** The header that tells requests in the lane, in lower case. */
  public readonly header: string;
  /** Its value. */
  public readonly value: string;

  /**
   * @throws LaneMembersMissing, LaneMemberTwice, LaneMemberUnfit, LanesContradict, InvalidHeaderName, InvalidLaneValue, UnknownVersion, VersionRetiring,
   * InvalidRuleName, MatchesIncompatible
   */
  public constructor(scope: Construct, id: string, props: LaneProps) {
    super(scope, id);
    const place = Place.of(this);
    const { header = 'x-lane', value = id, members, stripAtGateways = false } = props;
    place.at('header').check('InvalidHeaderName', editableHeader, header, 'write the name alone, without colon or spaces');
    place.at('value').check('InvalidLaneValue', laneValue, value, 'give a value, or another id');
    this.header = header.toLowerCase();
    this.value = value;
    const services = behind(place.at('members'), members);
    members.forEach(({ version, entry = false }, index) => services[index]._enterLane({
      place: place.at('members').item(index), version, header: { name: this.header, value, isStripped: stripAtGateways, ...(entry && { entry: version }) },
    }));
  }
}

/** What stands behind the members, of which there are at least two. */
function behind(place: Place, members: LaneMember[]): VersionedService[] {
  if (members.length < 2) {
    place.fail('LaneMembersMissing', {
      must: 'have at least two members', found: String(members.length), fix: 'a lane leads from one service to another: add the others, or use testers',
    });
  }
  const services: VersionedService[] = [];
  members.forEach(({ service }, index) => {
    const here = place.item(index).at('service');
    const versioned = versionedServiceOf(service) ?? here.fail('LaneMemberUnfit', {
      must: `be or hold the delivery construct of ${service.host}`,
      found: 'a construct without one',
      fix: 'pass the CanaryService, VersionedService, ... itself, or make it below this construct',
    });
    if (services.includes(versioned)) {
      here.fail('LaneMemberTwice', {
        must: 'be another service than those before it',
        found: `${service.host}, as in members[${services.indexOf(versioned)}]`,
        fix: 'a request in the lane goes to one version: remove one of them',
      });
    }
    services.push(versioned);
  });
  return services;
}
