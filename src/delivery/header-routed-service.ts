import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { IDeliveryService } from './delivery-service';
import { DeliveryServiceProps } from './delivery-service-props';
import { VersionedService } from './versioned-service';
import { presentAsWhole } from '../private/configuration-error';
import type { DestinationRule } from '../resources/destination-rule';
import type { VirtualService } from '../resources/virtual-service';
import { Destination } from '../routing/destination';
import { HttpMatch } from '../routing/http-match';
import { ServiceVersion } from '../workload/service-version';

/**
 * Requests that a version of their own answers.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/#route-based-on-user-identity
 */
export interface HeaderRoute {
  /**
   * A name, which becomes part of the names of rules: lower-case, short. No other route has it.
   *
   * @default - `route-1` for the first, and so on
   */
  readonly name?: string;
  /** Which requests; any of these matches is enough, and there is at least one. */
  readonly match: HttpMatch[];
  /** Who answers them: one of the service's versions. */
  readonly version: ServiceVersion;
}

/** A service whose requests say which version answers them. */
export interface HeaderRoutedServiceProps extends DeliveryServiceProps {
  /** The versions in use, at least one. One to which no route leads gets no requests yet. */
  readonly versions: ServiceVersion[];
  /** The version that answers all requests that no route takes. */
  readonly defaultVersion: ServiceVersion;
  /**
   * Which requests reach another version. The first route that takes a request decides, whatever of `rules` takes it too.
   *
   * @default - none: all requests go to the default version
   */
  readonly routes?: HeaderRoute[];
}

/**
 * A service with several versions at once, of which a header, a cookie or anything else in the request chooses one.
 *
 * Defines a Service, a DestinationRule with a subset for each version, a VirtualService with a rule for each route and the rule `default`, and
 * the workloads of the versions whose pods are made here. A release is a series of edits, each of them applied before the next: add the
 * version; lead routes to it; make it the default version; list the old version as `retiring`; remove it.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { HeaderMatch, HeaderRoutedService, HttpMatch, ServicePort, ServiceVersion } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
 * const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
 * new HeaderRoutedService(chart, 'reviews', {
 *   ports: [ServicePort.http(8080)],
 *   versions: [v1, v2],
 *   defaultVersion: v1,
 *   routes: [{ match: [HttpMatch.header(HeaderMatch.cookie('beta_user', 'true'))], version: v2 }],
 * });
 */
export class HeaderRoutedService extends Construct implements IDeliveryService {
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
   * @throws UnknownVersion, VersionRetiring, RouteHidden, InvalidRuleName, and what `VersionedService` raises
   */
  public constructor(scope: Construct, id: string, props: HeaderRoutedServiceProps) {
    super(scope, id);
    presentAsWhole(this);
    const { defaultVersion, routes = [], ...common } = props;
    this.versioned = new VersionedService(this, 'Resource', {
      ...common,
      name: props.name ?? props.service?.name ?? id,
      defaultRoute: [Destination.version(defaultVersion)],
      diversions: routes.map(({ name, match, version }, index) => ({ name: name ?? `route-${index + 1}`, match, to: [Destination.version(version)] })),
      _propNames: {
        'defaultRoute[0]': 'defaultVersion',
        'diversions': 'routes',
        ...Object.fromEntries(routes.map((_, index) => [`diversions[${index}].to[0]`, `routes[${index}].version`])),
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
