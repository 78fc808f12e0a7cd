import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConnectionRules } from './connection-rules';
import { rejectUnserved, validateGateway } from './gateway';
import { claimHosts } from './mesh-hosts';
import { subdomainName } from '../istio/dns-label';
import { hostsOverlap, ipAddress, resolveHost, wildcardHost } from '../istio/host';
import { defineObject } from '../private/api-object';
import { HttpMatchSpec, HttpRouteSpec, TcpRouteSpec, TlsRouteSpec, virtualServiceManifest } from '../private/imports';
import { Place } from '../private/place';
import { gatewayReference, IGateway, isMesh, MESH_REFERENCE } from '../routing/gateway-reference';
import { failHidden, failWithoutMatch, HttpRoute } from '../routing/http-route';
import { hiddenBy } from '../routing/match-coverage';
import { rejectUnbound } from '../routing/request-source';
import type { TcpRoute } from '../routing/tcp-route';
import type { TlsRoute } from '../routing/tls-route';
import { rejectClaims } from '../routing/token-claims';
import { MeshSettings } from '../settings/mesh-settings';

/** A VirtualService. It has at least one rule of any kind, or one is added. */
export interface VirtualServiceProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The hosts whose callers obey the rules; `*`, which is all of them, only on gateways. Istio completes a name without dots with the namespace of the VirtualService, and takes any
   * other as it stands.
   */
  readonly hosts: string[];
  /**
   * The gateways on which the rules act, and nowhere else. `Gateway.mesh()` among them stands for the mesh.
   *
   * @default - none: the rules act in the mesh
   */
  readonly gateways?: IGateway[];
  /**
   * The rules for requests, in order. Only the last may be without a match.
   *
   * @default - none
   */
  readonly http?: HttpRoute[];
  /**
   * The rules for ports that speak TLS which Istio does not decrypt. The one with the most exact SNI host decides.
   *
   * @default - none
   */
  readonly tls?: TlsRoute[];
  /**
   * The rules for ports that speak anything else, in order. Only the last may be without a match.
   *
   * @default - none
   */
  readonly tcp?: TcpRoute[];
}

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
export class VirtualService extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;
  private readonly hosts: string[];
  private readonly connections: ConnectionRules;
  /** Where the rules act, as it stands in the object. */
  private readonly bound: string[];
  private readonly rules: HttpRouteSpec[] = [];
  /** Rules that stay behind all others, whenever those are added. */
  private lastRules: HttpRouteSpec[] = [];
  private catchAll = false;

  /**
   * @throws InvalidObjectName, HostsMissing, InvalidHost, DuplicateHost, HostClaimedTwice, GatewayUnknown, HostNotOnGateway, RouteAfterCatchAll,
   * RouteHidden, ClaimsOutsideGateway, GatewayNotBound, SniHostUnknown, ConnectionMatchesOverlap, and what the rules raise; at synth RoutesMissing,
   * UnreadableText
   */
  public constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id);
    const place = Place.of(this);
    const name = props.name ?? id;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the VirtualService, or another id');
    const { gateways = [] } = props;
    this.bound = boundTo(place.at('gateways'), gateways);
    const inMesh = this.bound.includes(MESH_REFERENCE);
    validateHosts(place.at('hosts'), props.hosts, !inMesh);
    if (!inMesh) {
      rejectUnserved(place.at('hosts'), props.hosts, gateways);
    }
    this.hosts = [...props.hosts];
    this.connections = new ConnectionRules(this.hosts);
    const { apiVersion, clusterDomain, exportTo } = MeshSettings._at(this);
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
        hosts: this.hosts,
        gateways: gateways.length > 0 ? this.bound : undefined,
        exportTo,
        http: inUse([...this.rules, ...this.lastRules]),
        tls: inUse(this.connections.tls),
        tcp: inUse(this.connections.tcp),
      }),
    });
    if (inMesh) {
      claimHosts(place.at('hosts'), this.hosts.map((host) => resolveHost(host, Chart.of(this).namespace, clusterDomain)));
    }
    this.node.addValidation({ validate: () => this.findProblems() });
  }

  /**
   * Adds a rule behind those that are there.
   *
   * @param route the rule
   * @throws RouteHidden if earlier rules leave no request to it, RouteAfterCatchAll if an earlier rule has no match and so takes every request, RouteWithoutMatch if it belongs to a
   * delivery construct and the rule has no match, and what the rule raises
   */
  public addHttpRoute(route: HttpRoute): void {
    this.append(Place.of(this).at('http').item(this.rules.length), route);
  }

  /**
   * Adds a rule for TLS connections behind those that are there.
   *
   * @param route the rule
   * @throws RouteHidden, SniHostUnknown, ConnectionMatchesOverlap, and what the rule raises
   */
  public addTlsRoute(route: TlsRoute): void {
    this.connections.addTls(Place.of(this).at('tls').item(this.connections.tls.length), route);
  }

  /**
   * Adds a rule for TCP connections behind those that are there.
   *
   * @param route the rule
   * @throws RouteHidden, RouteAfterCatchAll if an earlier rule has no match and so takes every connection, ConnectionMatchesOverlap, and what the
   * rule raises
   */
  public addTcpRoute(route: TcpRoute): void {
    this.connections.addTcp(Place.of(this).at('tcp').item(this.connections.tcp.length), route);
  }

  /**
   * Adds rules that are rendered already.
   *
   * @internal
   */
  public _addRules(rules: HttpRouteSpec[]): void {
    this.rules.push(...rules);
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
    this.validateMatches(place.at('match'), rule.match);
    const hiding = hiddenBy(this.rules, rule);
    if (hiding >= 0) {
      failHidden(place, `http[${hiding}]`);
    }
    this.rules.push(rule);
    this.catchAll = route._takesAll;
  }

  private validateMatches(place: Place, matches: HttpMatchSpec[] = []): void {
    if (this.bound.includes(MESH_REFERENCE)) {
      rejectClaims(place, matches, 'ask for no claim of a token where the rule acts in the mesh');
    }
    matches.forEach(({ gateways }, index) => rejectUnbound(place.item(index), gateways, this.bound));
  }

  private findProblems(): string[] {
    const { tls, tcp } = this.connections;
    const isEmpty = [this.rules, this.lastRules, tls, tcp].every(({ length }) => length === 0);
    return isEmpty ? ['RoutesMissing: http, tls or tcp must have at least one rule, got none; add one, or remove the VirtualService'] : [];
  }
}

/** Istio has no use for an empty list. */
function inUse<T>(rules: T[]): T[] | undefined {
  return rules.length === 0 ? undefined : rules;
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
