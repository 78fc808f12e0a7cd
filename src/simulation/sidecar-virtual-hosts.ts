import type { Configuration } from './configuration';
import { compareText } from './creation-order';
import type { EgressScope } from './egress-scope';
import { MESH } from './gateway-name';
import { isWildcard } from './host-map';
import { type DroppedMatch, type HttpRoute, httpRoutesOf, type RoutePlace } from './http-routes';
import { type MeshService, portOf, speaksHttp } from './mesh-service';
import type { Proxy, ProxyScope } from './proxy-scope';
import { domainNamesOf, hostnamesCalled } from './service-domains';
import { nameOf } from './virtual-service-index';
import { type VirtualServiceModel } from './virtual-service-model';
import { hostsOverlap, standsFor } from '../istio/host';

/** A virtual host as Envoy has it. */
export interface VirtualHost {
  readonly name: string;
  /** Nothing if the service has no rules, so that all goes to it. */
  readonly virtualService?: VirtualServiceModel;
  /** Nothing if Istio knows no such host. */
  readonly service?: MeshService;
  readonly routes: readonly HttpRoute[];
  /** Rules for the same host that do not count, and why. */
  readonly hidden: readonly { readonly virtualService: VirtualServiceModel; readonly reason: string }[];
}

interface Claim extends VirtualHost {
  /** Who comes first gets the domain. */
  readonly place?: VirtualServiceModel;
}

/** The virtual hosts of a sidecar at a port: found by the host called, never listed. */
export class SidecarVirtualHosts {
  private readonly place: RoutePlace;
  private readonly proxy: Proxy;

  constructor(private readonly configuration: Configuration, scope: ProxyScope, private readonly egress: EgressScope, private readonly port: number) {
    this.proxy = scope.proxy;
    this.place = { proxy: scope.proxy, gateway: MESH, port, isTls: false };
  }

  /** The virtual host that takes a host, as Envoy looks for it: the host itself, then the longest wildcard. */
  public forHost(host: string): VirtualHost | undefined {
    return this.first(this.exactClaims(host)) ?? this.wildcardClaim(host);
  }

  /** The virtual host of a service, with the rules that count for it. */
  public ofService(service: MeshService): Claim {
    const name = `${service.hostname}:${this.port}`;
    const candidates = this.rulesFor(service);
    const hidden: { virtualService: VirtualServiceModel; reason: string }[] = [];
    let chosen: Claim | undefined;
    for (const virtualService of candidates) {
      if (chosen) {
        hidden.push({ virtualService, reason: `VirtualService ${nameOf(chosen.virtualService!)} comes first, and only one counts for a host` });
        continue;
      }
      const dropped: DroppedMatch[] = [];
      const routes = httpRoutesOf(virtualService, this.place, dropped);
      if (routes.length > 0) chosen = { name, service, virtualService, routes, hidden, place: virtualService };
      else hidden.push({ virtualService, reason: dropped[0]?.reason ?? 'it has no rule for HTTP' });
    }
    return chosen ?? { name, service, routes: [], hidden };
  }

  /** Whether Envoy gets any route of a VirtualService at this port. */
  public uses(virtualService: VirtualServiceModel): boolean {
    return this.egress.importsRule(virtualService) && (this.port === 80 || this.attachesSomewhere(virtualService));
  }

  /** A service that can be called at the port by HTTP. */
  public callable(hostname: string): MeshService | undefined {
    const service = this.egress.service(hostname);
    const port = service && portOf(service, this.port);
    return port && speaksHttp(port) ? service : undefined;
  }

  private exactClaims(host: string): Claim[] {
    const named = this.callable(host);
    const services = named ? [named, ...this.aliased(host)] : this.servicesCalled(host);
    return [...services.flatMap((service) => this.claimsOf(service)), ...this.literalClaims(host)];
  }

  /** A mere name for another host has a virtual host only if there are rules for it. */
  private claimsOf(service: MeshService): Claim[] {
    const claim = this.ofService(service);
    return service.resolution === 'alias' && !claim.virtualService ? [] : [claim];
  }

  private servicesCalled(host: string): MeshService[] {
    const byName = hostnamesCalled(host, this.proxy.namespace, this.configuration.index.clusterDomain)
      .map((hostname) => this.callable(hostname))
      .filter((service) => service !== undefined);
    const byAddress = this.configuration.services.at(host).filter((service) => this.callable(service.hostname)?.manifest === service.manifest);
    const byAlias = this.aliased(host);
    return [...new Set([...byName, ...byAddress, ...byAlias])];
  }

  private aliased(host: string): MeshService[] {
    const { clusterDomain } = this.configuration.index;
    return [host, ...hostnamesCalled(host, this.proxy.namespace, clusterDomain)]
      .flatMap((hostname) => this.configuration.services.named(hostname))
      .filter(({ resolution }) => resolution === 'alias')
      .flatMap((alias) => this.configuration.services.all.filter(({ aliases }) => aliases.includes(alias.hostname)))
      .map(({ hostname }) => this.callable(hostname))
      .filter((service) => service !== undefined);
  }

  /** VirtualServices for a host that is of no service at this port. */
  private literalClaims(host: string): Claim[] {
    const { virtualServices } = this.configuration;
    const found = isWildcard(host) ? virtualServices.meshAt(host) : virtualServices.meshAtLower(host);
    if (found.length === 0 || this.isRegistered(host)) return [];
    const name = `${host}:${this.port}`;
    const hidden: { virtualService: VirtualServiceModel; reason: string }[] = [];
    for (const virtualService of this.egress.ordered(found)) {
      const routes = httpRoutesOf(virtualService, this.place);
      if (!this.uses(virtualService)) hidden.push({ virtualService, reason: `none of its hosts is a service with port ${this.port}` });
      else if (routes.length > 0) return [{ name, virtualService, routes, hidden, place: virtualService }];
    }
    return [];
  }

  private wildcardClaim(host: string): VirtualHost | undefined {
    const suffixes = new Set<string>();
    this.configuration.virtualServices.meshWildcardsFor(host).forEach(({ suffix }) => suffixes.add(suffix));
    this.configuration.services.wildcardsFor(host).forEach(({ suffix }) => suffixes.add(suffix));
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) suffixes.add(host.slice(dot));
    for (const suffix of [...suffixes].filter((one) => one.length < host.length).sort((a, b) => b.length - a.length || compareText(a, b))) {
      const found = this.first([...this.wildcardServices(suffix), ...this.literalClaims(`*${suffix}`)]);
      if (found) return found;
    }
    return undefined;
  }

  private wildcardServices(suffix: string): Claim[] {
    const entry = this.callable(`*${suffix}`);
    const headless = suffix.startsWith('.') ? this.headlessCalled(suffix.slice(1)) : [];
    return [...entry ? [entry] : [], ...headless].flatMap((service) => this.claimsOf(service));
  }

  /** Pods of a headless Service are called by names in front of its own. */
  private headlessCalled(host: string): MeshService[] {
    const named = this.callable(host);
    const services = named ? [named] : this.servicesCalled(host);
    return services.filter((service) => service.isHeadless && domainNamesOf(service, this.proxy.namespace,
      this.configuration.index.clusterDomain).includes(host));
  }

  private isRegistered(host: string): boolean {
    if (!isWildcard(host)) return this.hasPort(this.egress.service(host));
    return this.configuration.services.withPort(this.port).some((service) => hostsOverlap(service.hostname, host) && this.egress.has(service));
  }

  private hasPort(service: MeshService | undefined): boolean {
    return service !== undefined && portOf(service, this.port) !== undefined;
  }

  private attachesSomewhere(virtualService: VirtualServiceModel): boolean {
    return virtualService.hosts.some((host) => {
      if (!isWildcard(host)) return this.callable(host.toLowerCase()) !== undefined;
      return this.configuration.services.withPort(this.port).some((service) => (
        standsFor(host, service.hostname) && this.callable(service.hostname) !== undefined && this.rulesFor(service).includes(virtualService)
      ));
    });
  }

  /** Those that attach to a service, in order: exact hosts leave no room for wildcards, and of these only the longest counts. */
  private rulesFor({ hostname }: MeshService): VirtualServiceModel[] {
    const { virtualServices } = this.configuration;
    if (!isWildcard(hostname)) {
      const exact = this.egress.ordered(virtualServices.meshAtLower(hostname));
      if (exact.length > 0) return exact;
    }
    const wildcards = [...isWildcard(hostname) ? [virtualServices.meshAt(hostname)]
      : [], ...virtualServices.meshWildcardsFor(hostname).map(({ values }) => values)];
    for (const rules of wildcards) {
      const found = this.egress.ordered(rules);
      if (found.length > 0) return found.slice(0, 1);
    }
    return [];
  }

  private first(claims: readonly Claim[]): VirtualHost | undefined {
    if (claims.length < 2) return claims[0];
    return [...claims].sort((a, b) => (
      a.place && b.place ? this.configuration.virtualServices.compare(a.place, b.place, this.proxy.namespace) : Number(!a.place) - Number(!b.place)
    ))[0];
  }
}
