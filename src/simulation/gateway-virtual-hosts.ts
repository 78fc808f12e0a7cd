import { type GatewayServerModel } from './gateway-model';
import { compareSpecificity, HostMap } from './host-map';
import { isCatchAll } from './http-match-model';
import { type HttpRoute, httpRoutesOf } from './http-routes';
import type { ProxyScope } from './proxy-scope';
import { nameOf } from './virtual-service-index';
import type { VirtualServiceModel } from './virtual-service-model';
import { standsFor } from '../istio/host';

/** A virtual host of a gateway: rules of several VirtualServices may be in it. */
export interface GatewayVirtualHost {
  readonly name: string;
  readonly routes: readonly HttpRoute[];
  /** Whether all that does not come by TLS is sent there. */
  readonly requiresTls: boolean;
}

interface Draft {
  readonly host: string;
  readonly port: number;
  /** The lists of which the routes are made; two hosts with the same lists are one virtual host. */
  readonly lists: (readonly HttpRoute[])[];
  requiresTls: boolean;
}

/** The virtual hosts of one route configuration of a gateway. */
export class GatewayVirtualHosts {
  private readonly drafts = new Map<string, Draft>();
  private readonly hosts = new HostMap<GatewayVirtualHost>();
  private readonly lists = new Map<string, readonly HttpRoute[]>();
  private readonly blackHole?: GatewayVirtualHost;
  public readonly all: GatewayVirtualHost[] = [];

  constructor(private readonly scope: ProxyScope, servers: readonly GatewayServerModel[]) {
    servers.forEach((server) => this.addServer(server));
    if (this.drafts.size === 0) this.blackHole = { name: `blackhole:${servers[0].port}`, routes: [], requiresTls: false };
    this.collapse();
  }

  /** The one that takes a host: the host itself, then the longest wildcard. */
  public forHost(host: string): GatewayVirtualHost | undefined {
    return this.hosts.at(host)[0] ?? this.hosts.wildcardsFor(host).find(({ suffix }) => suffix.length < host.length || suffix === '')?.values[0] ?? this.blackHole;
  }

  private addServer(server: GatewayServerModel): void {
    for (const virtualService of this.scope.boundTo(server.gateway)) {
      const hosts = intersection(hostsFor(server, virtualService), virtualService.hosts);
      if (hosts.length === 0) continue;
      const routes = this.routesOf(server, virtualService);
      if (routes.length > 0) hosts.forEach((host) => this.addHost(host.toLowerCase(), server, routes));
    }
    if (!server.redirectsToHttps) return;
    for (const host of server.hosts.map((one) => one.toLowerCase())) {
      const draft = this.drafts.get(host) ?? { host, port: server.port, lists: [], requiresTls: true };
      draft.requiresTls = true;
      this.drafts.set(host, draft);
    }
  }

  private addHost(host: string, server: GatewayServerModel, routes: readonly HttpRoute[]): void {
    const draft = this.drafts.get(host) ?? { host, port: server.port, lists: [], requiresTls: false };
    draft.lists.push(routes);
    draft.requiresTls ||= server.redirectsToHttps;
    this.drafts.set(host, draft);
  }

  /** The same list for every server of a Gateway: istiod makes it for the first one. */
  private routesOf(server: GatewayServerModel, virtualService: VirtualServiceModel): readonly HttpRoute[] {
    const key = `${server.gateway} ${nameOf(virtualService)}`;
    const known = this.lists.get(key);
    if (known && known.length > 0) return known;
    const place = { proxy: this.scope.proxy, gateway: server.gateway, port: server.port, isTls: server.tlsMode !== undefined };
    const routes = httpRoutesOf(virtualService, place);
    this.lists.set(key, routes);
    return routes;
  }

  private collapse(): void {
    const merged: { readonly draft: Draft; readonly virtualHost: GatewayVirtualHost }[] = [];
    const buckets = new Map<string, typeof merged>();
    for (const draft of [...this.drafts.values()].sort((a, b) => compareSpecificity(a.host, b.host))) {
      const bucketKey = draft.lists[0]?.[0] ? nameOf(draft.lists[0][0].virtualService) : '';
      const bucket = buckets.get(bucketKey) ?? [];
      buckets.set(bucketKey, bucket);
      // Only the latest one with the same routes is looked at.
      const latest = bucket.filter((one) => sameLists(one.draft.lists, draft.lists)).at(-1);
      const same = latest?.draft.requiresTls === draft.requiresTls ? latest : undefined;
      const virtualHost = same?.virtualHost ?? { name: `${draft.host}:${draft.port}`, routes: catchAllsLast(draft.lists.flat()), requiresTls: draft.requiresTls };
      if (!same) {
        bucket.push({ draft, virtualHost });
        this.all.push(virtualHost);
      }
      this.hosts.add(draft.host, virtualHost);
    }
  }
}

function sameLists(a: Draft['lists'], b: Draft['lists']): boolean {
  return a.length === b.length && a.every((list, place) => list === b[place]);
}

function catchAllsLast(routes: readonly HttpRoute[]): HttpRoute[] {
  const takesAll = ({ match }: HttpRoute) => match === undefined || isCatchAll(match);
  return [...routes.filter((route) => !takesAll(route)), ...routes.filter(takesAll)];
}

/** The hosts of a server that the rules of a namespace may serve. */
export function hostsFor({ hosts }: GatewayServerModel, { manifest }: VirtualServiceModel): string[] {
  return hosts.flatMap((host) => {
    const slash = host.indexOf('/');
    if (slash < 0) return [host];
    const namespace = host.slice(0, slash);
    return namespace === '*' || namespace === manifest.namespace ? [host.slice(slash + 1)] : [];
  });
}

/** Of each pair the more specific host. */
function intersection(hosts: readonly string[], others: readonly string[]): string[] {
  const found = new Set<string>();
  for (const host of hosts) {
    for (const other of others) {
      if (isWithin(host, other)) found.add(host);
      else if (isWithin(other, host)) found.add(other);
    }
  }
  return [...found];
}

/** Whether all that a host stands for, the other stands for as well. */
function isWithin(host: string, other: string): boolean {
  return standsFor(other, host) && !(other.startsWith('*') && host.startsWith('*') && host.length < other.length);
}
