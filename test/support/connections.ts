import type { Manifest } from './manifests';

/** A connection to a host of a VirtualService. */
export interface Connection {
  readonly port: number;
  /** The host that a TLS client names. */
  readonly sni?: string;
}

/**
 * Where Istio leads a connection, read from the VirtualService as Istio documents it: of TLS the rule with the most exact SNI host, of others the
 * first rule that holds. The share in percent that each subset gets, or each host without one; nothing if no rule takes it.
 */
export function connect(virtualService: Manifest, { port, sni }: Connection): { readonly [subset: string]: number } | undefined {
  const { tls = [], tcp = [] } = virtualService.spec;
  const matches = (sni === undefined ? tcp : tls).flatMap(({ match = [{}], route }: any) => match.map((one: any) => ({ ...one, route })));
  const held = matches
    .filter((one: any) => one.port === undefined || one.port === port)
    .filter((one: any) => sni === undefined || exactness(one.sniHosts, sni) >= 0);
  const [first] = sni === undefined ? held : held.sort((a: any, b: any) => exactness(b.sniHosts, sni) - exactness(a.sniHosts, sni));
  return first && sharesOf(first.route);
}

/** How many characters of a host stand in the longest entry that is the host or a wildcard for it; -1 if none is. */
function exactness(hosts: string[], host: string): number {
  return Math.max(-1, ...hosts.filter((one) => one === host || (one.startsWith('*') && host.endsWith(one.slice(1)))).map(({ length }) => length));
}

function sharesOf(route: any[]): { readonly [subset: string]: number } {
  const sum = route.reduce((total, { weight = 0 }) => total + weight, 0);
  const nameOf = ({ subset, host }: any) => subset ?? host;
  return route.length === 1 ? { [nameOf(route[0].destination)]: 100 } : Object.fromEntries(
    route.filter(({ weight = 0 }) => weight > 0).map(({ destination, weight }) => [nameOf(destination), 100 * weight / sum]),
  );
}
