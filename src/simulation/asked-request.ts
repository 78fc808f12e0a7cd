import { isIP } from 'node:net';
import { normalisedPath } from './path-normalisation';

/** A request as Envoy sees it before it chooses a route. */
export interface AskedRequest {
  /** What a client calls, in lower case and without the port. */
  readonly host: string;
  readonly port: number;
  /** As it is sent, with its port unless that goes without saying. */
  readonly authority: string;
  readonly method: string;
  /** `http` or `https`. */
  readonly scheme: string;
  /** Whether the client does not speak HTTP, or nobody is meant to look into it. */
  readonly isConnection: boolean;
  /** The server name, if the connection begins with TLS where the port speaks that; a plain one has none. */
  readonly serverName?: string;
  /** As the client wrote it, with the query. */
  readonly saidPath: string;
  /** As Envoy compares it, without the query. */
  readonly path: string;
  /** With its question mark; empty if there is none. */
  readonly query: string;
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of a token that the gateway has checked, each with all of its values. */
  readonly claims: { readonly [claim: string]: readonly string[] };
  /** Whether Envoy refuses the request before it looks for a route. */
  readonly isMalformed: boolean;
}

/** What a client says. */
export interface SaidRequest {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly method: string;
  /** `http`, `https`, `tls` or `tcp`; nothing for what the port speaks. */
  readonly scheme?: string;
  readonly headers: { readonly [name: string]: string };
  /** Several values of one have blanks between them. */
  readonly claims?: { readonly [claim: string]: string };
}

/** Clients do not write these ports. */
const UNWRITTEN = new Set([80, 443]);

export function askedRequest({ host, port, path, method, scheme, headers, claims = {} }: SaidRequest, normalisation: string): AskedRequest {
  const named = isIP(host) === 6 ? `[${host}]` : host;
  const authority = UNWRITTEN.has(port) || hasPort(named) ? named : `${named}:${port}`;
  const question = path.indexOf('?');
  const query = question < 0 ? '' : path.slice(question);
  const normalised = normalisedPath(question < 0 ? path : path.slice(0, question), normalisation);
  const all = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    const separator = key === 'cookie' ? '; ' : ',';
    const earlier = all.get(key);
    all.set(key, earlier === undefined ? value : earlier + separator + value);
  }
  const written = all.get('host') ?? authority;
  all.delete('host');
  const calledHost = withoutPort(written).toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return {
    host: calledHost,
    port,
    authority: written,
    method,
    scheme: scheme ?? 'http',
    isConnection: scheme === 'tcp' || scheme === 'tls',
    ...scheme !== 'http' && scheme !== 'tcp' && { serverName: calledHost },
    saidPath: path,
    path: normalised ?? path,
    query,
    headers: all,
    claims: Object.fromEntries(Object.entries(claims).map(([name, values]) => [name, values.split(' ').filter((one) => one !== '')])),
    isMalformed: normalised === undefined || path.includes('#'),
  };
}

/** A host as virtual hosts have it. */
export function withoutPort(authority: string): string {
  return hasPort(authority) ? authority.slice(0, authority.lastIndexOf(':')) : authority;
}

function hasPort(authority: string): boolean {
  return /:\d+$/.test(authority) && (!/:.*:/.test(authority) || authority.startsWith('['));
}

/** The values of a query, of which Envoy compares the first of each name, as it is written. */
export function queryValues(query: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of query.slice(1).split('&')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (part !== '' && !values.has(name)) values.set(name, equals < 0 ? '' : part.slice(equals + 1));
  }
  return values;
}
