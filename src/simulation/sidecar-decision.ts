import { isIP } from 'node:net';
import type { AskedRequest } from './asked-request';
import type { Configuration } from './configuration';
import { bestByServerName, meshConnection, meshRulesFor, tlsChains } from './connection';
import { type Decided, decided } from './decision';
import type { EgressScope } from './egress-scope';
import { MESH } from './gateway-name';
import { httpRoutesOf } from './http-routes';
import { type MeshPort, type MeshService, portOf } from './mesh-service';
import type { ProxyScope } from './proxy-scope';
import { isPossible } from './redirect';
import { failedCondition } from './route-match';
import { hostnamesCalled } from './service-domains';
import { SidecarVirtualHosts, type VirtualHost } from './sidecar-virtual-hosts';
import { longestPrefix } from './subnet';
import { nameOf } from './virtual-service-index';
import { type VirtualServiceModel } from './virtual-service-model';
import { isObject } from '../manifests/json';

/** What a sidecar does with a request of its pod. */
export class SidecarDecision {
  private readonly egress?: EgressScope;
  private readonly virtualHosts?: SidecarVirtualHosts;

  constructor(private readonly configuration: Configuration, private readonly scope: ProxyScope, private readonly request: AskedRequest) {
    this.egress = scope.egressAt(request.port);
    this.virtualHosts = this.egress && new SidecarVirtualHosts(configuration, scope, this.egress, request.port);
  }

  public decide(): Decided {
    const service = this.serviceCalled();
    const port = service && portOf(service, this.request.port);
    const alone = service && port && this.listensAlone(service, port) ? { service, port } : undefined;
    if (alone && (alone.port.protocol === 'tcp' || alone.port.protocol === 'tls' || this.request.isConnection && alone.port.protocol === 'sniffed')) {
      return this.connection(alone.service, alone.port);
    }
    const wantsTls = port?.protocol === 'tls' && this.request.serverName !== undefined;
    if (this.request.isConnection || wantsTls || !this.hasHttpListener(alone)) return this.sharedConnection();
    if (alone && port?.protocol === 'sniffed') return this.byVirtualHost(this.virtualHosts!.ofService(alone.service));
    return this.byHost();
  }

  private byHost(): Decided {
    if (this.request.isMalformed) return decided({ kind: 'malformed' });
    const refused = this.refusedRule();
    if (refused) {
      return decided({ kind: 'unknown-host' }, {
        notes: [`VirtualService ${nameOf(refused)} redirects with a status that Envoy does not know, so that it refuses all routes of port ${this.request.port}`],
      });
    }
    const virtualHost = this.virtualHosts!.forHost(this.request.host);
    return virtualHost ? this.byVirtualHost(virtualHost) : decided({ kind: 'catch-all', isAllowed: this.scope.allowsUnknownHosts }, {
      notes: [`no service that the caller sees, and no rule, is for ${this.request.host} at port ${this.request.port}`],
    });
  }

  private byVirtualHost({ name, service, routes, hidden }: VirtualHost): Decided {
    if (this.request.isMalformed) return decided({ kind: 'malformed' });
    const trace = { routes, hidden };
    if (routes.length === 0) return decided({ kind: 'service', virtualHost: name, service: service!, port: this.request.port }, trace);
    const route = routes.find(({ match }) => !failedCondition(match, this.request));
    return decided(route ? { kind: 'route', virtualHost: name, route } : { kind: 'unmatched', virtualHost: name }, trace);
  }

  /** The service whose address the host stands for in the caller's namespace. */
  private serviceCalled(): MeshService | undefined {
    const { host } = this.request;
    const { services, index } = this.configuration;
    const names = [host, ...hostnamesCalled(host, this.scope.proxy.namespace, index.clusterDomain)];
    for (const name of names) {
      const found = this.egress?.service(name);
      if (found) return found.resolution === 'alias' ? this.egress?.service(found.externalName!) : found;
    }
    const byAddress = services.at(host).find((one) => this.egress?.has(one));
    return byAddress ?? services.wildcardsFor(host).flatMap(({ values }) => values).find((one) => this.egress?.has(one));
  }

  /** Whether there is a listener for this service only: its address tells it from others, or there are pods that are called by theirs. */
  private listensAlone(service: MeshService, port: MeshPort): boolean {
    if (port.protocol === 'http' || port.protocol === 'udp') return false;
    return service.isHeadless ? this.configuration.endpoints.labelsBehind(service, port).length > 0 : service.hasOwnAddress;
  }

  private hasHttpListener(alone: { readonly port: MeshPort } | undefined): boolean {
    if (alone?.port.protocol === 'sniffed') return true;
    return this.egress !== undefined && this.configuration.services.withPort(this.request.port).some((service) => {
      const port = portOf(service, this.request.port)!;
      const isShared = port.protocol === 'http' || (port.protocol === 'sniffed' && isWide(service));
      return isShared && service.resolution !== 'alias' && this.egress!.has(service);
    });
  }

  /** A connection to an address that no listener has: services without addresses take what comes to their port. */
  private sharedConnection(): Decided {
    const wide = this.egress ? this.configuration.services.withPort(this.request.port)
      .filter((service) => isWide(service) && this.egress!.has(service)) : [];
    const withPorts = wide.map((service) => ({ service, port: portOf(service, this.request.port)! }));
    const chains = withPorts.filter(({ port }) => port.protocol === 'tls').flatMap(({ service, port }) => {
      const rules = this.rulesFor(service);
      const own = [{ serverNames: [service.hostname], decide: () => this.connection(service, port) }];
      const ruled = tlsChains(rules, { proxy: this.scope.proxy, gateway: MESH, port: port.number });
      return ruled.length === 0 ? own : ruled.map(({ serverNames }) => ({ serverNames, decide: () => this.connection(service, port) }));
    });
    const named = bestByServerName(chains, this.request.serverName);
    if (named) return named.decide();
    const plain = this.bestBySubnet(withPorts.filter(({ port }) => port.protocol === 'tcp' || port.protocol === 'sniffed'));
    if (plain) return this.connection(plain.service, plain.port);
    return decided({ kind: 'passthrough', isAllowed: this.scope.allowsUnknownHosts }, {
      notes: [`no service that the caller sees takes this connection to port ${this.request.port}, so nobody looks into it`],
    });
  }

  /** Of services that stand for subnets, the one with the smallest that the address called is in; the others are for all addresses. */
  private bestBySubnet<T extends { readonly service: MeshService }>(found: readonly T[]): T | undefined {
    const { host } = this.request;
    const ranked = found.map((one) => ({ one, length: one.service.addresses.length === 0 ? -1 : longestPrefix(one.service.addresses, host) }));
    return ranked.filter(({ length }) => length !== undefined).sort((a, b) => b.length! - a.length!)[0]?.one;
  }

  private rulesFor(service: MeshService): VirtualServiceModel[] {
    return meshRulesFor(this.configuration, this.scope, this.egress!, service);
  }

  private connection(called: MeshService, port: MeshPort): Decided {
    // Of several services at one address and port, the oldest has the listener.
    const [address] = called.addresses;
    const service = this.configuration.services.at(address).find((one) => portOf(one, port.number)?.protocol === port.protocol
      && this.egress!.has(one)) ?? called;
    const { host, serverName } = this.request;
    return meshConnection(this.configuration, this.scope, this.egress!, service, port, { serverName, address: isIP(host) ? host : address });
  }

  /** A rule with a redirect that Envoy cannot send costs the whole port its routes. */
  private refusedRule(): VirtualServiceModel | undefined {
    const place = { proxy: this.scope.proxy, gateway: MESH, port: this.request.port, isTls: false };
    return this.configuration.impossible.find((one) => (
      one.gateways.includes(MESH) && this.virtualHosts!.uses(one)
      && httpRoutesOf(one, place).some(({ rule }) => isObject(rule.spec.redirect) && !isPossible(rule.spec.redirect))
    ));
  }
}

/** Whether nothing tells connections to a service from others but their port. */
function isWide({ hasOwnAddress, isHeadless, resolution }: MeshService): boolean {
  return !hasOwnAddress && !isHeadless && resolution !== 'alias';
}
