import { isIP } from 'node:net';

/** A connection as a listener sees it. */
export interface Connection {
  readonly address: string;
  readonly port: number;
  /** Of TLS; nothing for plain connections. */
  readonly serverName?: string;
  readonly isHttp: boolean;
}

/** The filter chain that Envoy picks for a connection, from the listeners that istiod sent. */
export function filterChainFor(listeners: readonly any[], connection: Connection): any | undefined {
  const listener = listenerFor(listeners, connection);
  if (!listener) return undefined;
  const fitting = (listener.filterChains ?? []).map((chain: any) => ({ chain, rank: rankOf(chain.filterChainMatch ?? {}, connection) }))
    .filter(({ rank }: { rank?: number[] }) => rank !== undefined)
    .sort((a: any, b: any) => a.rank.map((one: number, at: number) => b.rank[at] - one).find((difference: number) => difference !== 0) ?? 0);
  return fitting[0]?.chain ?? listener.defaultFilterChain;
}

/** By the address, or else by all addresses; what nobody listens for goes to the virtual outbound listener. */
function listenerFor(listeners: readonly any[], { address, port }: Connection): any | undefined {
  const at = (ip: string) => listeners.find((one) => one.address?.socketAddress?.address === ip && one.address.socketAddress.portValue === port && one.name !== 'virtualOutbound');
  return at(address) ?? at('0.0.0.0') ?? listeners.find(({ name }) => name === 'virtualOutbound');
}

/** How well a chain fits, in the order in which Envoy compares; nothing if it does not. */
function rankOf(match: any, { address, port, serverName, isHttp }: Connection): number[] | undefined {
  if (match.destinationPort !== undefined && match.destinationPort !== port) return undefined;
  const ranges: any[] = match.prefixRanges ?? [];
  const prefix = ranges.length === 0 ? -1 : Math.max(...ranges.map((range) => isIn(address, range) ? range.prefixLen ?? 0 : -2));
  const names: string[] = match.serverNames ?? [];
  const name = names.length === 0 ? -1 : Math.max(...names.map((one) => nameRank(one, serverName)));
  const transport = match.transportProtocol as string | undefined;
  const isTransport = transport === undefined || transport === (serverName === undefined ? 'raw_buffer' : 'tls');
  const protocols: string[] = match.applicationProtocols ?? [];
  const isProtocol = protocols.length === 0 || (isHttp && serverName === undefined && protocols.includes('http/1.1'));
  if (prefix === -2 || name === -2 || !isTransport || !isProtocol) return undefined;
  return [match.destinationPort === undefined ? 0 : 1, prefix, name, transport === undefined ? 0 : 1, protocols.length === 0 ? 0 : 1];
}

function nameRank(pattern: string, serverName: string | undefined): number {
  if (serverName === undefined) return -2;
  if (pattern === serverName) return 1000;
  return pattern.startsWith('*.') && serverName.endsWith(pattern.slice(1)) ? pattern.length : -2;
}

function isIn(address: string, { addressPrefix, prefixLen = 0 }: any): boolean {
  if (isIP(address) !== 4 || isIP(addressPrefix) !== 4) return false;
  const bits = (ip: string) => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - prefixLen);
  return Math.floor(bits(address) / size) === Math.floor(bits(addressPrefix) / size);
}
