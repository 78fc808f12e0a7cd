import type { AskedRequest } from './asked-request';
import { bestByServerName, gatewayConnection, passedChains, servesConnections } from './connection';
import { type Decided, decided } from './decision';
import { endsHttps, type GatewayServerModel, isTls, passesTls } from './gateway-model';
import type { GatewayPorts } from './gateway-ports';
import { GatewayVirtualHosts } from './gateway-virtual-hosts';
import type { ProxyScope } from './proxy-scope';
import { isPossible } from './redirect';
import { failedCondition } from './route-match';
import { nameOf } from './virtual-service-index';
import { dnsHostOf } from '../istio/gateway-host';
import { isObject } from '../manifests/json';

/** Connections whose server name is one of these, and what becomes of them. */
interface Chain {
  readonly serverNames: readonly string[];
  decide(): Decided;
}

/** What a gateway does with requests; its virtual hosts are made once for each port. */
export class GatewayDecision {
  private readonly virtualHosts = new Map<readonly GatewayServerModel[], GatewayVirtualHosts>();
  private readonly single = new Map<GatewayServerModel, readonly GatewayServerModel[]>();

  constructor(private readonly scope: ProxyScope, private readonly ports: GatewayPorts) {}

  public decide(request: AskedRequest): Decided {
    const ports = this.ports.called(request.port);
    if (ports.length === 0) return decided({ kind: 'closed' }, { notes: [`no Gateway for these pods opens port ${request.port}`, ...this.skippedInWords()] });
    const plain = ports.find(({ isPlainHttp }) => isPlainHttp);
    const wantsTls = request.scheme === 'https' || request.isConnection || !plain;
    const byTls = wantsTls ? this.byServerName(ports.flatMap(({ servers }) => servers).filter(isTls), request) : undefined;
    if (byTls) return byTls;
    if (plain) return this.byServers(plain.servers, request, false);
    const tcp = ports.flatMap(({ servers }) => servers).filter((server) => !isTls(server));
    if (tcp.length > 0) return gatewayConnection(this.scope, tcp);
    return decided({ kind: 'closed' }, { notes: [`no server at port ${request.port} is for the server name ${request.host}`, ...this.skippedInWords()] });
  }

  /** The most specific server name decides: of a server that ends TLS its hosts count, of one that passes it on those of the rules. */
  private byServerName(servers: readonly GatewayServerModel[], request: AskedRequest): Decided | undefined {
    const { host } = request;
    const chains = servers.flatMap((server): Chain[] => {
      if (passesTls(server)) {
        return passedChains(this.scope, server).map(({ serverNames, virtualService, route }) => (
          { serverNames, decide: () => decided({ kind: 'connection', virtualService, route, port: server.port }) }
        ));
      }
      const serverNames = server.hosts.map(dnsHostOf);
      if (endsHttps(server)) return [{ serverNames, decide: () => this.byServers(this.alone(server), { ...request, scheme: 'https' }, true) }];
      return servesConnections(this.scope, server) ? [{ serverNames, decide: () => gatewayConnection(this.scope, [server]) }] : [];
    });
    return bestByServerName(chains, host)?.decide();
  }

  private skippedInWords(): string[] {
    return this.ports.skipped.map(({ server, reason }) => `a server of Gateway ${server.gateway} is left out: ${reason}`);
  }

  private byServers(servers: readonly GatewayServerModel[], request: AskedRequest, endsTls: boolean): Decided {
    if (request.isMalformed) return decided({ kind: 'malformed' });
    const virtualHosts = this.virtualHosts.get(servers) ?? new GatewayVirtualHosts(this.scope, servers);
    this.virtualHosts.set(servers, virtualHosts);
    const refused = virtualHosts.all.flatMap(({ routes }) => routes)
      .find(({ rule }) => isObject(rule.spec.redirect) && !isPossible(rule.spec.redirect));
    if (refused) {
      return decided({ kind: 'unknown-host' }, { notes: [`VirtualService ${nameOf(refused.virtualService)} redirects with a status that Envoy does not know, so that it refuses all routes of the port`] });
    }
    const found = virtualHosts.forHost(request.host);
    if (!found) return decided({ kind: 'unknown-host' }, { notes: [`no VirtualService bound to the gateway is for ${request.host}`] });
    if (found.requiresTls && !endsTls && request.scheme !== 'https') return decided({ kind: 'https', virtualHost: found.name });
    const route = found.routes.find(({ match }) => !failedCondition(match, request));
    return decided(route ? { kind: 'route', virtualHost: found.name, route } : { kind: 'unmatched', virtualHost: found.name }, { routes: found.routes });
  }

  private alone(server: GatewayServerModel): readonly GatewayServerModel[] {
    const list = this.single.get(server) ?? [server];
    this.single.set(server, list);
    return list;
  }
}
