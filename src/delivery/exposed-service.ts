import type { Construct } from 'constructs';
import { ConnectionSplit, ruleInMesh } from './connection-rule';
import { exposeConnections } from './exposed-connections';
import { DelegateExposureOptions, Exposure } from './exposure';
import { claimBehindGateway, overlap } from './gateway-claims';
import { failWithoutHttpPort } from './http-port-demand';
import { actingBehindGateway, actingInDelegate, actingInMesh } from './match-scope';
import { PathBelow } from './path-below';
import type { ServiceRoute } from './service-route';
import type { HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';
import { rejectUnserved, validateGateway } from '../resources/gateway';
import { VirtualService } from '../resources/virtual-service';
import type { RoutedService } from '../routing/destination';
import { gatewayReference, IGateway } from '../routing/gateway-reference';
import type { ResolvedPort } from '../workload/service-port';

/** What is exposed. */
export interface ExposureContext {
  /** The name of the VirtualService for the mesh. */
  readonly name: string;
  readonly host: string;
  readonly ports: ResolvedPort[];
  readonly httpPorts: ResolvedPort[];
  /** What stands behind a port, for callers in the mesh, or for those who see it below a path. */
  readonly behind: (port: ResolvedPort, outsidePath?: string) => RoutedService;
  readonly split: ConnectionSplit;
}

/** A service as it is seen from one place, with the VirtualService that stands there. */
export class ExposedService {
  /** All exposures of a service. */
  public static all(scope: Construct, place: Place, exposures: Exposure[], context: ExposureContext): ExposedService[] {
    if (exposures.length === 0) {
      place.fail('ExposuresMissing', { must: 'have at least one exposure', got: [], fix: 'add Exposure.mesh(), or leave exposures out' });
    }
    rejectUnexposed(place, exposures, context);
    rejectOverlaps(place, exposures);
    const names = new Set<string>();
    return exposures.map((exposure, index) => {
      const suffix = suffixOf(exposure);
      const twin = names.has(suffix) ? `${suffix}-${index + 1}` : suffix;
      names.add(twin);
      return new ExposedService(scope, place.item(index), exposure, context, twin);
    });
  }

  public readonly virtualService: VirtualService;
  /** The rules that a route of the service becomes here; none if none of its requests can come from here. */
  public readonly translate: (route: ServiceRoute) => HttpRouteSpec[];
  /** The rules that each added route has become. */
  private readonly added: HttpRouteSpec[][] = [];

  private constructor(scope: Construct, place: Place, exposure: Exposure, context: ExposureContext, suffix: string) {
    const id = `VirtualService${suffix}`;
    if (exposure._connections) {
      this.translate = () => [];
      this.virtualService = exposeConnections({ scope, id, place, name: context.name + suffix }, exposure._connections, context);
      return;
    }
    if (exposure._delegated) {
      const { virtualServiceName: name = `${context.name}${suffix}`, exportTo } = exposure._delegated;
      this.translate = ruleBelow(place, exposure._delegated, context, actingInDelegate);
      this.virtualService = VirtualService.delegate(scope, id, { name, exportTo });
      return;
    }
    if (!exposure._behind) {
      this.translate = (route) => onEachPort(context, route);
      this.virtualService = new VirtualService(scope, id, { name: context.name, hosts: [context.host] });
      context.ports.filter(({ isHttp }) => !isHttp)
        .forEach((port) => this.virtualService._addConnectionRule(ruleInMesh(port, context.host, context.split)));
      return;
    }
    const { gateway, options } = exposure._behind;
    validateGateway(place.at('gateway'), gateway);
    validateHosts(place.at('hosts'), gateway, options.hosts);
    claimBehindGateway(place, exposure._behind);
    this.translate = ruleBelow(place, options, context, (rule) => actingBehindGateway(rule, gatewayReference(gateway)));
    const name = options.virtualServiceName ?? `${context.name}${suffix}`;
    this.virtualService = new VirtualService(scope, id, { name, hosts: options.hosts, gateways: [gateway] });
  }

  /** Adds a route, with what is taken from it, behind those that are there. */
  public add(routes: ServiceRoute[]): void {
    const rules = routes.flatMap(this.translate);
    this.added.push(rules);
    this.virtualService._addRules(rules);
  }

  /** Puts these rules in the place of one that was added. */
  public rewrite(index: number, routes: ServiceRoute[]): void {
    const rules = this.added[index];
    rules.splice(0, rules.length, ...routes.flatMap(this.translate));
  }

  /** Puts these rules behind all others, those still to be added included. */
  public closeWith(routes: ServiceRoute[]): void {
    this.virtualService._closeWith(routes.flatMap(this.translate));
  }
}

/**
 * One rule for each HTTP port. The port to send to has to be explicit, so several ports cannot share a rule; with a single one there is
 * nothing to tell apart.
 */
function onEachPort({ httpPorts, behind }: ExposureContext, route: ServiceRoute): HttpRouteSpec[] {
  const rules = httpPorts.map((port) => actingInMesh(route.render(behind(port)), port.port));
  if (httpPorts.length === 1) {
    return definedOf(rules);
  }
  return definedOf(rules.map((rule, index) => {
    const { port, name } = httpPorts[index];
    const match = (rule?.match ?? [{}]).map((one) => ({ ...one, port }));
    return rule && { ...rule, name: rule.name && `${rule.name}-${name}`, match };
  }));
}

/** The rule for the port and the path of an exposure, with what of it acts there. */
function ruleBelow(
  place: Place, options: DelegateExposureOptions, context: ExposureContext, acting: (rule: HttpRouteSpec) => HttpRouteSpec | undefined,
): (route: ServiceRoute) => HttpRouteSpec[] {
  const port = portOf(place, options, context);
  const below = pathOf(place, options);
  return (route) => {
    const rule = acting(route.render(context.behind(port, options.pathPrefix ?? '/')));
    return definedOf([rule && below ? below.move(route.place, rule) : rule]);
  };
}

function suffixOf({ _behind, _connections, _delegated }: Exposure): string {
  if (_delegated) {
    return '-delegate';
  }
  const { gateway } = _behind ?? _connections ?? {};
  return gateway ? `-${gateway.gatewayName}` : '';
}

function definedOf(rules: (HttpRouteSpec | undefined)[]): HttpRouteSpec[] {
  return rules.filter((rule) => rule !== undefined);
}

function portOf(place: Place, { port }: DelegateExposureOptions, { httpPorts, ports }: ExposureContext): ResolvedPort {
  if (httpPorts.length === 0) {
    failWithoutHttpPort(place, ports);
  }
  const found = port === undefined ? httpPorts[0] : httpPorts.find((one) => one.port === port);
  return found ?? place.at('port').fail('ExposurePortUnknown', {
    must: `be an HTTP port of the service (${httpPorts.map((one) => one.port).join(', ')})`, got: port, fix: 'name one of them, or leave it out for the first',
  });
}

function pathOf(place: Place, { pathPrefix, strip = false }: DelegateExposureOptions): PathBelow | undefined {
  if (pathPrefix === undefined) {
    return strip ? place.at('pathPrefix').fail('PathPrefixMissing', {
      must: 'be given where it is to be stripped', got: pathPrefix, fix: 'name the prefix to cut off, or leave strip out',
    }) : undefined;
  }
  if (!/^\/[^?#]*$/.test(pathPrefix)) {
    place.at('pathPrefix').fail('InvalidPath', {
      must: 'begin with a slash and have no query', got: pathPrefix, fix: 'write it as it stands in the URL behind the host, such as /reviews',
    });
  }
  return new PathBelow(pathPrefix, strip);
}

function validateHosts(place: Place, gateway: IGateway, hosts: string[]): void {
  if (hosts.length === 0) {
    place.fail('HostsMissing', { must: 'name at least one host', got: [], fix: 'name the hosts that callers use, or "*" for all of the gateway' });
  }
  rejectUnserved(place, hosts, [gateway]);
}

/** Complains of HTTP ports whose rules would act nowhere. */
function rejectUnexposed(place: Place, exposures: Exposure[], { httpPorts }: ExposureContext): void {
  if (httpPorts.length > 0 && exposures.every(({ _connections }) => _connections)) {
    place.fail('ExposuresMissing', {
      must: 'have one for the requests to the HTTP ports', found: 'exposures of connections alone', fix: 'add Exposure.mesh() or Exposure.gateway()',
    });
  }
}

function rejectOverlaps(place: Place, exposures: Exposure[]): void {
  exposures.forEach((exposure, index) => {
    const other = exposures.slice(0, index).findIndex((earlier) => takesSame(earlier, exposure));
    if (other >= 0) {
      place.item(index).fail('ExposuresOverlap', {
        must: 'take other requests than every other exposure',
        found: exposure._behind ? `hosts and paths that exposures[${other}] has on the same gateway` : `the mesh, as exposures[${other}]`,
        fix: 'give it another host or path prefix, or remove one of them',
      });
    }
  });
}

/** Who delegates to a service sees to it that no other rule takes its requests; connections are told apart elsewhere. */
function takesSame(a: Exposure, b: Exposure): boolean {
  if (a._delegated || b._delegated || a._connections || b._connections) {
    return false;
  }
  return a._behind && b._behind ? overlap(a._behind, b._behind) : !a._behind && !b._behind;
}
