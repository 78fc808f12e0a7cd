import type { Configuration } from './configuration';
import { type Decided, decided } from './decision';
import type { EgressScope } from './egress-scope';
import type { GatewayServerModel } from './gateway-model';
import { MESH } from './gateway-name';
import { hostsFor } from './gateway-virtual-hosts';
import type { MeshPort, MeshService } from './mesh-service';
import { isSubset, type Proxy, type ProxyScope } from './proxy-scope';
import { longestPrefix } from './subnet';
import { type L4MatchModel, type L4RuleModel, type RouteDestination, type VirtualServiceModel } from './virtual-service-model';
import { hostsOverlap, standsFor } from '../istio/host';

/** What tells one connection from another. */
export interface ConnectionSigns {
  /** Nothing for a connection that is not TLS. */
  readonly serverName?: string;
  /** Where it goes to; nothing if only the cluster will know. */
  readonly address?: string;
}

/** What a sidecar does with a connection to a service at a port of TCP or TLS. */
export function meshConnection(configuration: Configuration, scope: ProxyScope, egress: EgressScope, service: MeshService, port: MeshPort,
  signs: ConnectionSigns): Decided {
  const rules = meshRulesFor(configuration, scope, egress, service);
  const place = { proxy: scope.proxy, gateway: MESH, port: port.number };
  const own: RouteDestination[] = [{ destination: { host: service.hostname, subset: '', port: port.number }, weight: 0, headers: {} }];
  const asService: TcpChain = { subnets: [], route: own };
  if (port.protocol !== 'tls') return asDecided(bestByAddress([...tcpChains(rules, place), asService], signs.address)!, port);
  const chains = tlsChains(rules, place);
  if (chains.length === 0) return asDecided(asService, port);
  const chain = bestChain(chains, signs);
  if (chain) return asDecided(chain, port);
  const { serverName } = signs;
  return decided({ kind: 'passthrough', isAllowed: scope.allowsUnknownHosts }, { notes: [serverName === undefined ? 'the connection is not TLS, and all rules are' : `no rule for TLS is for the server name ${serverName}`] });
}

function asDecided({ virtualService, route }: TcpChain, { number }: MeshPort): Decided {
  return decided({ kind: 'connection', virtualService, route, port: number });
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

interface TcpChain {
  /** Of the addresses called; none for all. */
  readonly subnets: readonly string[];
  /** Nothing if the service has no rules. */
  readonly virtualService?: VirtualServiceModel;
  readonly route: readonly RouteDestination[];
}

export interface Chain extends Named, TcpChain {
  readonly virtualService: VirtualServiceModel;
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

/** The first rule of a gateway for TCP, which does not look at the address called. */
function tcpRule(rules: readonly VirtualServiceModel[], place: ConnectionPlace): { virtualService: VirtualServiceModel; route: L4RuleModel['route'] } | undefined {
  for (const virtualService of rules) {
    for (const { matches, route } of virtualService.tcp) {
      if (route.length > 0 && (matches.length === 0 || matches.some((match) => isFor(match, place)))) return { virtualService, route };
    }
  }
  return undefined;
}

/** The rules for TCP up to the first one for all addresses. */
function tcpChains(rules: readonly VirtualServiceModel[], place: ConnectionPlace): TcpChain[] {
  const chains: TcpChain[] = [];
  for (const virtualService of rules) {
    for (const { matches, route } of virtualService.tcp) {
      const fitting = matches.filter((match) => isFor(match, place));
      if (route.length === 0 || (matches.length > 0 && fitting.length === 0)) continue;
      const isForAll = fitting.length === 0 || fitting.some(({ destinationSubnets }) => destinationSubnets.length === 0);
      chains.push({ virtualService, route, subnets: isForAll ? [] : fitting.flatMap(({ destinationSubnets }) => destinationSubnets) });
      if (isForAll) return chains;
    }
  }
  return chains;
}

/** The first rule of several for the same server names counts. */
export function tlsChains(rules: readonly VirtualServiceModel[], place: ConnectionPlace): Chain[] {
  const seen = new Set<string>();
  // A match without subnets takes over those of the match before it.
  let subnets: readonly string[] = [];
  return rules.flatMap((virtualService) => virtualService.tls.flatMap(({ matches, route }) => matches.flatMap((match) => {
    if (route.length === 0 || !isFor(match, place)) return [];
    if (match.destinationSubnets.length > 0) subnets = match.destinationSubnets;
    const key = `${match.sniHosts.join()}|${match.destinationSubnets.join()}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ serverNames: match.sniHosts, subnets, virtualService, route }];
  })));
}

/** Envoy looks at the address before it looks at the server name, and does not come back. */
function bestChain(chains: readonly Chain[], { serverName, address }: ConnectionSigns): Chain | undefined {
  const best = bestByAddress(chains, address);
  return best && bestByServerName(chains.filter(({ subnets }) => longestOf(subnets, address) === longestOf(best.subnets, address)), serverName);
}

function bestByAddress<T extends Pick<TcpChain, 'subnets'>>(chains: readonly T[], address: string | undefined): T | undefined {
  const fitting = chains.filter(({ subnets }) => longestOf(subnets, address) !== undefined);
  return fitting.sort((a, b) => longestOf(b.subnets, address)! - longestOf(a.subnets, address)!)[0];
}

function longestOf(subnets: readonly string[], address: string | undefined): number | undefined {
  return subnets.length === 0 ? -1 : longestPrefix(subnets, address);
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
