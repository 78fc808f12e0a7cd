import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkCapacity } from './capacity';
import type { IDeliveryService } from './delivery-service';
import { DeliveryServiceProps } from './delivery-service-props';
import { ExposedService } from './exposed-service';
import { Exposure } from './exposure';
import { failWithoutHttpPort, rejectRequestProps } from './http-port-demand';
import type { MeasuredService } from './measured-service';
import { RuleNames } from './rule-names';
import { rejectContradiction, ServiceLane } from './service-lane';
import { divertedFrom, divertRoutes, planRoutes, rejectHidden, RoutePlan, ServiceRoute, takenByLanes } from './service-route';
import { Diversion } from './service-rule';
import { policiesByVersion } from './version-policy';
import { VersionSet } from './version-set';
import { serviceName, subdomainName } from '../istio/dns-label';
import { resolveHost } from '../istio/host';
import { presentAsWhole } from '../private/configuration-error';
import { Place, PropNames } from '../private/place';
import { DestinationRule } from '../resources/destination-rule';
import { VirtualService } from '../resources/virtual-service';
import { Destination, RoutedService } from '../routing/destination';
import { failWithoutMatch, HttpRoute, renderDestinations } from '../routing/http-route';
import { renderManners } from '../routing/route-manners';
import { MeshSettings } from '../settings/mesh-settings';
import type { LabelMap } from '../workload/pods';
import { defineService } from '../workload/service';
import { ResolvedPort, resolvePorts } from '../workload/service-port';
import { ServiceVersion } from '../workload/service-version';

/** A service with several versions and rules of one's own. */
export interface VersionedServiceProps extends DeliveryServiceProps {
  /** The versions in use, at least one. */
  readonly versions: ServiceVersion[];
  /** Where requests go that no rule takes: one version, or several with weights that sum to 100. */
  readonly defaultRoute: Destination[];
  /**
   * Rules with destinations of their own, in order; they come before `rules` and the default route. Each has a match.
   *
   * @default - none
   */
  readonly routes?: HttpRoute[];
  /**
   * Requests that go elsewhere, whatever rule or default route takes them; the first of them that holds decides.
   *
   * @default - none
   */
  readonly diversions?: Diversion[];
  /**
   * The version whose pods are taken to suffice for all requests.
   *
   * @default - the first of the default route
   * @internal
   */
  readonly _measure?: ServiceVersion;
  /**
   * What the user of the construct above calls these props, so that complaints name his.
   *
   * @internal
   */
  readonly _propNames?: PropNames;
}

/**
 * A service with several versions: under all delivery constructs, and the one to use for a strategy of one's own.
 *
 * Defines a Service that selects the pods of all versions, a DestinationRule with a subset for each version, the workloads of the versions
 * that have their pods made here, and a VirtualService with the rules. On TCP and TLS ports the default route splits connections; all else acts on
 * requests, and so on HTTP ports only. The objects stand in the output in the order in which they have to
 * be applied when a version is added.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { Destination, HttpMatch, HttpRoute, ServicePort, ServiceVersion, VersionedService } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
 * const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
 * const reviews = new VersionedService(chart, 'reviews', {
 *   ports: [ServicePort.http(8080)],
 *   versions: [v1, v2],
 *   defaultRoute: [Destination.version(v1)],
 * });
 * reviews.addRoute(HttpRoute.forward({
 *   match: [HttpMatch.pathPrefix('/reports')],
 *   to: [Destination.version(v1, 70), Destination.version(v2, 30)],
 * }));
 */
export class VersionedService extends Construct implements IDeliveryService {
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

  /**
   * How the Service selects its pods, and the ports that it has.
   *
   * @internal
   */
  public readonly _backend: { readonly selector: LabelMap; readonly ports: ResolvedPort[] };

  private readonly versions: VersionSet;
  private readonly httpPorts: ResolvedPort[];
  private readonly exposed: ExposedService[];
  private readonly names: RuleNames;
  private readonly lanes: ServiceLane[] = [];
  private readonly plan: RoutePlan;
  private readonly added: ServiceRoute[] = [];
  /** The rules and the default route, without what is diverted from them. */
  private readonly planned: ServiceRoute[];

  /**
   * @throws InvalidServiceName, InvalidObjectName, PortsMissing, HttpPortMissing, TargetPortUnknown, VersionsMissing, DuplicateVersion,
   * VersionRetiring, LabelsNotSelected, SubsetsOverlap, NameTooLong, InvalidRuleName, RouteHidden, MatchesIncompatible, MirrorAnswers,
   * CapacityInsufficient, ExposuresMissing, HostClaimedTwice, SplitBypassed, PolicyIneffective, UnknownVersion, DuplicateVersionPolicy, and what
   * ports, versions, rules, exposures and policies raise
   */
  public constructor(scope: Construct, id: string, props: VersionedServiceProps) {
    super(scope, id);
    presentAsWhole(this);
    // What the default route does on the way, the service says.
    const place = Place.of(this, { 'defaultRoute.rewrite': 'rewrite', ...props._propNames });
    const { appLabel, versionLabel, clusterDomain, defaultRetries } = MeshSettings._at(this);
    props.service?._validate(place.at('service'));
    const name = props.name ?? props.service?.name ?? id;
    const backend = props.service?.name ?? name;
    const selector = props.service?._selector ?? { [appLabel]: backend };
    validateNames(place, name, props);
    const { namespace } = Chart.of(this);
    this.host = resolveHost(backend, namespace, clusterDomain);
    const ports = resolvePorts(place.at('ports'), props.ports);
    const { versions, retiring = [], rules = [], diversions = [], defaultRoute } = props;
    const known = { selector, versionLabel, namespace, clusterDomain, host: this.host, ports };
    this.versions = new VersionSet(place, { service: name, versions: [...versions], retiring: [...retiring], ...known });
    const policies = policiesByVersion(place, props, this.versions, ports);
    this._backend = { selector, ports };
    this.httpPorts = ports.filter(({ isHttp }) => isHttp);
    if (this.httpPorts.length === 0) rejectRequestProps(place, props, ports);
    const manners = { ...props, retries: props.retries ?? defaultRetries };
    const service = this.behind(this.httpPorts[0] ?? ports[0]);
    this.names = new RuleNames(place, rules, diversions);
    this.plan = { place, rules, diversions, lanes: this.lanes, defaultRoute, manners: (from) => renderManners(place, manners, from) };
    this.planned = planRoutes(this.plan, service);
    const closing = divertRoutes(this.plan, this.planned, service);
    this.validateCapacity(props);

    this.service = props.service ? undefined : defineService(this, 'Service', { name, labels: selector, ports });
    this.destinationRule = new DestinationRule(this, 'DestinationRule', {
      name: props.destinationRuleName ?? name, host: this.host, subsets: this.versions.subsets(policies), trafficPolicy: props.trafficPolicy,
    });
    this.versions.makeWorkloads(this);
    this.exposed = this.expose(place, props.virtualServiceName ?? name, props);
    [...this.planned, ...divertedFrom(this.plan, this.planned.at(-1)!, service)].forEach((route) => this.rejectUnreachable(route));
    this.exposed.forEach((exposed) => exposed.closeWith(closing));
    this.virtualServices = this.exposed.map(({ virtualService }) => virtualService);
    this.virtualService = this.virtualServices[0];
    (props.routes ?? []).forEach((route) => this.addRoute(route));
  }

  /**
   * Adds a rule behind those that were added or given as `routes`, and before `rules` and the default route.
   *
   * @param route a rule with a match; what it does not say of the way, the service says
   * @throws RouteWithoutMatch, RouteHidden, InvalidRuleName, UnknownVersion, VersionRetiring, MirrorAnswers, and what the rule raises
   */
  public addRoute(route: HttpRoute): void {
    const place = Place.of(this).at('routes').item(this.added.length);
    if (this.httpPorts.length === 0) failWithoutHttpPort(place, this._backend.ports);
    if (route._takesAll) {
      failWithoutMatch(place);
    }
    const added: ServiceRoute = { place, render: (service) => route._render(place, service, this.plan.manners(service)) };
    const service = this.behind(this.httpPorts[0]);
    rejectHidden([...this.added, added, ...this.planned], service);
    this.rejectUnreachable(added);
    this.added.push(added);
    this.inLanes(added).forEach((one) => this.takeName(place.at('name'), one));
    this.exposed.forEach((exposed) => exposed.add(this.inLanes(added)));
  }

  /**
   * Makes the service a member of a lane, whose requests all rules leave to a version.
   *
   * @internal
   */
  public _enterLane(lane: ServiceLane): void {
    if (this.httpPorts.length === 0) failWithoutHttpPort(lane.place.at('service'), this._backend.ports);
    const service = this.behind(this.httpPorts[0]);
    Destination.version(lane.version)._render(lane.place.at('version'), service);
    rejectContradiction(lane, this.lanes);
    this.lanes.push(lane);
    const routes = [...this.added, ...this.planned];
    routes.flatMap((route) => takenByLanes([lane], route)).forEach((route) => this.takeName(lane.place.at('service'), route));
    const closing = divertRoutes(this.plan, this.planned, service);
    for (const exposed of this.exposed) {
      this.added.forEach((route, index) => exposed.rewrite(index, this.inLanes(route)));
      exposed.closeWith(closing);
    }
  }

  /**
   * What metrics say of its versions.
   *
   * @internal
   */
  public get _measured(): MeasuredService {
    const speaksHttp = this.httpPorts.length > 0;
    const speaksTcp = this._backend.ports.length > this.httpPorts.length;
    const speaksGrpc = this.httpPorts.some(({ protocol }) => protocol === 'grpc');
    return { host: this.host, speaksHttp, speaksTcp, speaksGrpc, versions: this.versions.measured };
  }

  /**
   * The workload of a version, made here or adopted, for patches.
   *
   * @param version one of this service's versions, retiring ones included, that is made of an image, of containers or of a workload
   * @throws WorkloadMissing if the version is not one of this service's, or no more is known of its pods than labels or a host
   */
  public workload(version: ServiceVersion): ApiObject {
    return this.versions.workload(Place.of(this).at('workload'), version);
  }

  private expose(place: Place, name: string, { exposures = [Exposure.mesh()], defaultRoute }: VersionedServiceProps): ExposedService[] {
    return ExposedService.all(this, place.at('exposures'), exposures, {
      name,
      host: this.host,
      ports: this._backend.ports,
      httpPorts: this.httpPorts,
      behind: (port, outsidePath) => this.behind(port, outsidePath),
      split: (port) => renderDestinations(place.at('defaultRoute'), defaultRoute, this.behind(port)),
    });
  }

  private validateCapacity({ acknowledgeCapacity, defaultRoute, _measure }: VersionedServiceProps): void {
    if (!acknowledgeCapacity) {
      checkCapacity({ versions: this.versions.known, defaultRoute, measure: _measure });
    }
  }

  private rejectUnreachable(route: ServiceRoute): void {
    if (this.httpPorts.length > 0 && this.exposed.every((exposed) => exposed.translate(route).length === 0)) {
      route.place.fail('RouteHidden', {
        must: 'take some request that an exposure lets through',
        found: 'only paths outside the prefixes of all exposures, or callers that none of them has',
        fix: 'write paths as the service sees them, with the prefix unless the exposure strips it; labels and namespaces of callers hold in the mesh, claims at gateways',
      });
    }
  }

  /** A rule, behind what lanes take from it. */
  private inLanes(route: ServiceRoute): ServiceRoute[] {
    return [...takenByLanes(this.lanes, route), route];
  }

  private takeName(place: Place, route: ServiceRoute): void {
    const { name } = route.render(this.behind(this.httpPorts[0]));
    if (name !== undefined) {
      this.names.take(place, name);
    }
  }

  private behind({ port }: ResolvedPort, outsidePath?: string): RoutedService {
    const { inUse, retiring, elsewhere } = this.versions;
    const laneHeaders = this.lanes.map(({ header }) => header);
    return { host: this.host, port, versions: inUse, retiring, elsewhere, outsidePath, laneHeaders };
  }
}

/** What stands behind a delivery construct: itself, or the one that it owns for the same host. */
export function versionedServiceOf(service: IDeliveryService): VersionedService | undefined {
  return service.node.findAll().find((construct) => construct instanceof VersionedService && construct.host === service.host) as
    VersionedService | undefined;
}

function validateNames(place: Place, name: string, props: VersionedServiceProps): void {
  place.at('name').check('InvalidServiceName', serviceName, name, 'give a name for the Service, or another id');
  for (const key of ['virtualServiceName', 'destinationRuleName'] as const) {
    place.at(key).check('InvalidObjectName', subdomainName, props[key] ?? name, 'write a name such as reviews');
  }
}
