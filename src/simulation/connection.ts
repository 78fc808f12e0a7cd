import type { Configuration } from './configuration';
import { type Decided, decided } from './decision';
import type { EgressScope } from './egress-scope';
import type { GatewayServerModel } from './gateway-model';
import { MESH } from './gateway-name';
import { hostsFor } from './gateway-virtual-hosts';
import type { MeshPort, MeshService } from './mesh-service';
import { isSubset, type Proxy, type ProxyScope } from './proxy-scope';
import { type L4MatchModel, type L4RuleModel, type RouteDestination, type VirtualServiceModel } from './virtual-service-model';
import { hostsOverlap, standsFor } from '../istio/host';

/** What a sidecar does with a connection to a service at a port of TCP or TLS. */
export function meshConnection(configuration: Configuration, scope: ProxyScope, egress: EgressScope, service: MeshService, port: MeshPort,
  serverName: string | undefined): Decided {
  const rules = meshRulesFor(configuration, scope, egress, service);
  const place = { proxy: scope.proxy, gateway: MESH, port: port.number };
  const own: RouteDestination[] = [{ destination: { host: service.hostname, subset: '', port: port.number }, weight: 0, headers: {} }];
  const asService = { kind: 'connection', route: own, port: port.number } as const;
  if (port.protocol !== 'tls') {
    const found = tcpRule(rules, place);
    return decided(found ? { kind: 'connection', ...found, port: port.number } : asService);
  }
  const chains = tlsChains(rules, place);
  if (chains.length === 0) return decided(asService);
  const chain = bestByServerName(chains, serverName);
  if (chain) return decided({ kind: 'connection', virtualService: chain.virtualService, route: chain.route, port: port.number });
  return decided({ kind: 'passthrough', isAllowed: scope.allowsUnknownHosts }, { notes: [serverName === undefined ? 'the connection is not TLS, and all rules are' : `no rule for TLS is for the server name ${serverName}`] });
}

/** The VirtualServices that a sidecar uses for connections to a service, in order. */
export function meshRulesFor(configuration: Configuration, { proxy }: ProxyScope, egress: EgressScope,
  { hostname }: MeshService): VirtualServiceModel[] {
  return egress.ordered(configuration.virtualServices.boundTo(MESH, proxy.namespace)
    .filter(({ hosts }) => hosts.some((host) => hostsOverlap(host, hostname))));
}

/** What a gateway does with a connection at servers that do not pass TLS on. */
export function gatewayConnection(scope: ProxyScope, servers: readonly GatewayServerModel[]): Decided {
  for (const server of servers) {
    const found = tcpRule(rulesAt(scope, server), { gateway: server.gateway, port: server.port });
    if (found) return decided({ kind: 'connection', ...found, port: server.port });
  }
  return decided({ kind: 'closed' }, { notes: ['no rule for TCP of a VirtualService is for this server'] });
}

/** Whether there is a rule for the connections to a server. */
export function servesConnections(scope: ProxyScope, server: GatewayServerModel): boolean {
  return tcpRule(rulesAt(scope, server), { gateway: server.gateway, port: server.port }) !== undefined;
}

/** What a server does with connections whose TLS it passes on. */
export function passedChains(scope: ProxyScope, server: GatewayServerModel): readonly Chain[] {
  return tlsChains(rulesAt(scope, server), { gateway: server.gateway, port: server.port });
}

function rulesAt(scope: ProxyScope, server: GatewayServerModel): VirtualServiceModel[] {
  return scope.boundTo(server.gateway).filter((one) => servesHosts(server, one));
}

/** What is found by the server name of a connection. */
interface Named {
  readonly serverNames: readonly string[];
}

const ANY = '*';

export interface Chain extends Named {
  readonly virtualService: VirtualServiceModel;
  readonly route: readonly RouteDestination[];
}

/** Where a rule is used; a gateway does not look at the caller. */
interface ConnectionPlace {
  readonly proxy?: Proxy;
  readonly gateway: string;
  readonly port: number;
}

function servesHosts(server: GatewayServerModel, virtualService: VirtualServiceModel): boolean {
  return hostsFor(server, virtualService).some((host) => virtualService.hosts.some((one) => hostsOverlap(host, one)));
}

function tcpRule(rules: readonly VirtualServiceModel[], place: ConnectionPlace): { virtualService: VirtualServiceModel; route: L4RuleModel['route'] } | undefined {
  for (const virtualService of rules) {
    for (const { matches, route } of virtualService.tcp) {
      const holds = matches.length === 0 || matches.some((match) => match.destinationSubnets.length === 0 && isFor(match, place));
      if (route.length > 0 && holds) return { virtualService, route };
    }
  }
  return undefined;
}

/** The first rule of several for the same server names counts. */
export function tlsChains(rules: readonly VirtualServiceModel[], place: ConnectionPlace): Chain[] {
  const seen = new Set<string>();
  return rules.flatMap((virtualService) => virtualService.tls.flatMap(({ matches, route }) => matches.flatMap((match) => {
    const key = `${match.sniHosts.join()}|${match.destinationSubnets.join()}`;
    if (route.length === 0 || !isFor(match, place) || seen.has(key)) return [];
    seen.add(key);
    return [{ serverNames: match.sniHosts, virtualService, route }];
  })));
}

/** Of what is found by server names, the one with the most specific name. */
export function bestByServerName<T extends Named>(chains: readonly T[], serverName: string | undefined): T | undefined {
  if (serverName === undefined) return undefined;
  const fitting = chains.flatMap((chain) => {
    // Beside a star, istiod writes no other name, so that they all count as little as the star.
    const names = chain.serverNames.includes(ANY) ? [ANY] : chain.serverNames;
    return names.filter((name) => standsFor(name, serverName)).map((name) => ({ chain, name }));
  });
  return fitting.sort((a, b) => Number(a.name.startsWith('*')) - Number(b.name.startsWith('*')) || b.name.length - a.name.length)[0]?.chain;
}

function isFor({ port, gateways, sourceLabels, sourceNamespace }: L4MatchModel, place: ConnectionPlace): boolean {
  return (port === undefined || port === 0 || port === place.port)
    && (gateways.length === 0 || gateways.includes(place.gateway))
    && (!place.proxy || (isSubset(sourceLabels, place.proxy.labels) && (sourceNamespace === '' || sourceNamespace === place.proxy.namespace)));
}
