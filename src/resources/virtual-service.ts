import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConnectionRules } from './connection-rules';
import { registerService } from './delegation';
import { rejectUnserved, validateGateway } from './gateway';
import { claimHosts } from './mesh-hosts';
import type { DelegateVirtualServiceProps, ExistingVirtualServiceOptions, VirtualServiceProps } from './virtual-service-props';
import { subdomainName } from '../istio/dns-label';
import { hostsOverlap, ipAddress, resolveHost, wildcardHost } from '../istio/host';
import { defineObject } from '../private/api-object';
import { exportedFrom, validateExportTo } from '../private/export-to';
import { HttpMatchSpec, HttpRouteSpec, TcpRouteSpec, TlsRouteSpec, virtualServiceManifest } from '../private/imports';
import { Place } from '../private/place';
import { gatewayReference, IGateway, isMesh, MESH_REFERENCE } from '../routing/gateway-reference';
import { failHidden, failMisplaced, failWithoutMatch, HttpRoute } from '../routing/http-route';
import { hiddenBy } from '../routing/match-coverage';
import { rejectUnbound } from '../routing/request-source';
import type { TcpRoute } from '../routing/tcp-route';
import type { TlsRoute } from '../routing/tls-route';
import { rejectClaims } from '../routing/token-claims';
import type { IVirtualService } from '../routing/virtual-service-reference';
import { MeshSettings } from '../settings/mesh-settings';

/**
 * What happens to requests to a host, and to connections, in the mesh or on gateways. Defines one VirtualService. The delivery constructs, such as
 * `CanaryService`, make one of their own; use this for a service that has none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 *
 * @example
 *
 * import { App, Chart, Duration } from 'cdk8s';
 * import { Destination, HttpRoute, VirtualService } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new VirtualService(chart, 'ratings', {
 *   hosts: ['ratings.bookinfo.svc.cluster.local'],
 *   http: [HttpRoute.forward({
 *     to: [Destination.host('ratings.bookinfo.svc.cluster.local', { port: 9080 })],
 *     timeout: Duration.seconds(2),
 *   })],
 * });
 */
export class VirtualService extends Construct implements IVirtualService {
  /**
   * A VirtualService without hosts, whose rules act where others delegate to it: on their hosts and gateways, within their matches. Nobody obeys it
   * otherwise.
   *
   * @param scope the construct in which it stands
   * @param id its id there
   * @param props name, rules, and who may delegate to it
   * @throws what the constructor raises, and DelegateMisplaced, if a rule delegates itself
   */
  public static delegate(scope: Construct, id: string, props: DelegateVirtualServiceProps = {}): VirtualService {
    return new VirtualService(scope, id, { ...props, hosts: [], _isDelegate: true });
  }

  /**
   * A VirtualService that is defined elsewhere, to delegate to it.
   *
   * @param name the object's name
   * @param options its namespace
   * @throws DelegateUnknown (when a construct receives it)
   */
  public static fromName(name: string, options: ExistingVirtualServiceOptions = {}): IVirtualService {
    return { virtualServiceName: name, virtualServiceNamespace: options.namespace };
  }

  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;
  /** The object's name. */
  public readonly virtualServiceName: string;
  /**
   * The namespace of the object.
   *
   * @default - the chart has none
   */
  public readonly virtualServiceNamespace?: string;
  private readonly hosts: string[];
  private readonly connections: ConnectionRules;
  /** Where the rules act, as it stands in the object; nothing for a delegate, which acts where others do. */
  private readonly bound?: string[];
  /** Lists of rules, some of which belong to a delivery construct. */
  private readonly blocks: HttpRouteSpec[][] = [];
  /** Rules that stay behind all others, whenever those are added. */
  private lastRules: HttpRouteSpec[] = [];
  private catchAll = false;

  /**
   * @throws InvalidObjectName, HostsMissing, InvalidHost, DuplicateHost, HostClaimedTwice, GatewayUnknown, HostNotOnGateway, RouteAfterCatchAll,
   * RouteHidden, ClaimsOutsideGateway, GatewayNotBound, InvalidExportTo, SniHostUnknown, ConnectionMatchesOverlap, and what the rules raise; at synth
   * RoutesMissing, UnreadableText, and what its delegates raise
   */
  public constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id);
    const place = Place.of(this);
    const name = props.name ?? id;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the VirtualService, or another id');
    this.virtualServiceName = name;
    this.virtualServiceNamespace = Chart.of(this).namespace;
    this.hosts = [...props.hosts];
    this.bound = props._isDelegate ? undefined : this.bind(place, props);
    this.connections = new ConnectionRules(this.hosts, this.bound ?? []);
    const { apiVersion } = MeshSettings._at(this);
    const exportTo = renderExportTo(place.at('exportTo'), props.exportTo);
    for (const [index, route] of (props.http ?? []).entries()) {
      this.append(place.at('http').item(index), route);
    }
    props.tls?.forEach((route) => this.addTlsRoute(route));
    props.tcp?.forEach((route) => this.addTcpRoute(route));
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion,
      kind: 'VirtualService',
      name,
      spec: () => virtualServiceManifest({
        hosts: this.bound && this.hosts,
        gateways: props.gateways?.length ? this.bound : undefined,
        exportTo,
        http: inUse(this.allRules()),
        tls: inUse(this.connections.tls),
        tcp: inUse(this.connections.tcp),
      }),
    });
    const problemsOfDelegates = registerService({
      place, name, namespace: this.virtualServiceNamespace, hosts: this.hosts, bound: this.bound, exportTo, rules: () => this.allRules(),
    });
    this.node.addValidation({ validate: () => [...this.findProblems(), ...problemsOfDelegates()] });
  }

  /**
   * Adds a rule behind those that are there.
   *
   * @param route the rule
   * @throws RouteHidden if earlier rules leave no request to it, RouteAfterCatchAll if an earlier rule has no match and so takes every request, RouteWithoutMatch if it belongs to a
   * delivery construct and the rule has no match, and what the rule raises
   */
  public addHttpRoute(route: HttpRoute): void {
    this.append(Place.of(this).at('http').item(this.blocks.flat().length), route);
  }

  /**
   * Adds a rule for TLS connections behind those that are there.
   *
   * @param route the rule
   * @throws RouteHidden, SniHostUnknown, ConnectionMatchesOverlap, DelegateOfConnections, and what the rule raises
   */
  public addTlsRoute(route: TlsRoute): void {
    this.rejectConnections('tls');
    this.connections.addTls(Place.of(this).at('tls').item(this.connections.tls.length), route);
  }

  /**
   * Adds a rule for TCP connections behind those that are there.
   *
   * @param route the rule
   * @throws RouteHidden, RouteAfterCatchAll if an earlier rule has no match and so takes every connection, ConnectionMatchesOverlap,
   * DelegateOfConnections, and what the rule raises
   */
  public addTcpRoute(route: TcpRoute): void {
    this.rejectConnections('tcp');
    this.connections.addTcp(Place.of(this).at('tcp').item(this.connections.tcp.length), route);
  }

  /**
   * Adds rules that are rendered already. The list stays the caller's, who may change it until the object is written.
   *
   * @internal
   */
  public _addRules(rules: HttpRouteSpec[]): void {
    this.blocks.push(rules);
  }

  /**
   * Adds rules for connections that are rendered already.
   *
   * @internal
   */
  public _addConnectionRule({ tls, tcp }: { readonly tls?: TlsRouteSpec; readonly tcp?: TcpRouteSpec }): void {
    this.connections.tls.push(...tls ? [tls] : []);
    this.connections.tcp.push(...tcp ? [tcp] : []);
  }

  /**
   * Puts these rules behind all others, those still to be added included.
   *
   * @internal
   */
  public _closeWith(rules: HttpRouteSpec[]): void {
    this.lastRules = rules;
  }

  private append(place: Place, route: HttpRoute): void {
    if (this.catchAll) {
      place.fail('RouteAfterCatchAll', {
        must: 'stand before the rule without a match', found: 'a rule behind it', fix: 'that rule takes every request: put it last',
      });
    }
    if (this.lastRules.length > 0 && route._takesAll) {
      failWithoutMatch(place);
    }
    const rule = route._render(place);
    if (rule.delegate && !this.bound) {
      failMisplaced(place, 'a delegate', 'Istio follows no delegate of a delegate: name that one where this one is named');
    }
    this.validateMatches(place.at('match'), rule.match);
    const hiding = hiddenBy(this.blocks.flat(), rule);
    if (hiding >= 0) {
      failHidden(place, `http[${hiding}]`);
    }
    this.blocks.push([rule]);
    this.catchAll = route._takesAll;
  }

  /** Checks the hosts, takes them in the mesh, and says where the rules act. */
  private bind(place: Place, { hosts, gateways = [] }: VirtualServiceProps): string[] {
    const bound = boundTo(place.at('gateways'), gateways);
    const inMesh = bound.includes(MESH_REFERENCE);
    validateHosts(place.at('hosts'), hosts, !inMesh);
    if (inMesh) {
      const { clusterDomain } = MeshSettings._at(this);
      claimHosts(place.at('hosts'), hosts.map((host) => resolveHost(host, this.virtualServiceNamespace, clusterDomain)));
    } else {
      rejectUnserved(place.at('hosts'), hosts, gateways);
    }
    return bound;
  }

  private rejectConnections(kind: string): void {
    if (!this.bound) {
      Place.of(this).at(kind).fail('DelegateOfConnections', {
        must: 'be left out of a delegate', found: 'a rule', fix: 'Istio delegates requests alone: write it in the VirtualService that has the hosts',
      });
    }
  }

  private allRules(): HttpRouteSpec[] {
    return [...this.blocks.flat(), ...this.lastRules];
  }

  private validateMatches(place: Place, matches: HttpMatchSpec[] = []): void {
    if (!this.bound) {
      rejectClaims(place, matches, 'ask for no claim of a token in a delegate, of which Istio does not know where it acts');
      return;
    }
    if (this.bound.includes(MESH_REFERENCE)) {
      rejectClaims(place, matches, 'ask for no claim of a token where the rule acts in the mesh');
    }
    for (const [index, { gateways }] of matches.entries()) {
      rejectUnbound(place.item(index), gateways, this.bound);
    }
  }

  private findProblems(): string[] {
    const { tls, tcp } = this.connections;
    const isEmpty = [this.allRules(), tls, tcp].every(({ length }) => length === 0);
    return isEmpty ? ['RoutesMissing: http, tls or tcp must have at least one rule, got none; add one, or remove the VirtualService'] : [];
  }
}

/** Istio has no use for an empty list. */
function inUse<T>(rules: T[]): T[] | undefined {
  return rules.length === 0 ? undefined : rules;
}

function renderExportTo(place: Place, exportTo?: string[]): string[] | undefined {
  validateExportTo(place, exportTo ?? []);
  return exportTo ? exportedFrom(Chart.of(place.scope).namespace, exportTo) : MeshSettings._at(place.scope).exportTo;
}

/** Where the rules of a VirtualService with these gateways act: without any, in the mesh. */
function boundTo(place: Place, gateways: IGateway[]): string[] {
  for (const [index, gateway] of gateways.entries()) {
    if (!isMesh(gateway)) {
      validateGateway(place.item(index), gateway);
    }
  }
  return gateways.length > 0 ? gateways.map(gatewayReference) : [MESH_REFERENCE];
}

/** The hosts of a VirtualService. */
export function validateHosts(place: Place, hosts: string[], onGateway: boolean): void {
  if (hosts.length === 0) {
    place.fail('HostsMissing', { must: 'name at least one host', got: [], fix: 'name the host that clients call' });
  }
  hosts.forEach((host, index) => {
    if ((host === '*' && !onGateway) || !(wildcardHost.accepts(host) || ipAddress.accepts(host))) {
      place.item(index).fail('InvalidHost', {
        must: `be ${wildcardHost.allowed}, and "*" alone only on gateways`, got: host, fix: 'write the name of a Service, or its full DNS name',
      });
    }
    const other = hosts.slice(0, index).find((earlier) => hostsOverlap(earlier, host));
    if (other !== undefined) {
      place.item(index).fail('DuplicateHost', {
        must: `be a host for which ${JSON.stringify(other)} does not stand already`, got: host, fix: 'remove one of them: Istio refuses both together',
      });
    }
  });
}
