import type { AskedRequest } from './asked-request';
import type { HttpRoute } from './http-routes';
import { rewrittenPath } from './rewrite';
import { type JsonObject, numberIn, textIn } from '../manifests/json';

/** These Envoy can send; with another, it refuses all routes of the port. */
const CODES = new Set([0, 301, 302, 303, 307, 308]);

const DEFAULT_PORTS: { readonly [scheme: string]: number } = { http: 80, https: 443 };

export function isPossible(redirect: JsonObject): boolean {
  return CODES.has(numberIn(redirect.redirectCode) ?? 0);
}

/** Where a redirect sends a request. */
export function redirectOf(redirect: JsonObject, route: HttpRoute, request: AskedRequest): { readonly status: number; readonly location: string } {
  const scheme = textIn(redirect.scheme) || request.scheme;
  const port = portIn(redirect, route);
  const host = textIn(redirect.authority) || ownHost(request, scheme, port !== undefined);
  const location = `${scheme}://${host}${port === undefined ? '' : `:${port}`}${pathIn(redirect, route, request)}`;
  return { status: numberIn(redirect.redirectCode) || 301, location };
}

/** Where a gateway sends what should come by TLS. */
export function toHttps({ authority, path, query }: AskedRequest): string {
  return `https://${authority}${path}${query}`;
}

function portIn(redirect: JsonObject, { place }: HttpRoute): number | undefined {
  const port = numberIn(redirect.port) ?? (redirect.derivePort === 'FROM_REQUEST_PORT' ? place.port : undefined);
  const scheme = textIn(redirect.scheme) || (place.isTls ? 'https' : 'http');
  return port === undefined || port === 0 || port === DEFAULT_PORTS[scheme] ? undefined : port;
}

/** The port that the client wrote goes where another one is set, and where it would say the scheme that is left. */
function ownHost({ authority, scheme: came }: AskedRequest, scheme: string, hasPort: boolean): string {
  const written = /:(\d+)$/.exec(authority);
  const isLeft = scheme !== came && written && Number(written[1]) === DEFAULT_PORTS[came];
  return written && (hasPort || isLeft) ? authority.slice(0, -written[0].length) : authority;
}

function pathIn(redirect: JsonObject, route: HttpRoute, { path, query }: AskedRequest): string {
  const prefix = textIn(redirect.prefixRewrite);
  if (prefix !== '') return rewrittenPath({ uri: prefix }, route.match, path) + query;
  const uri = textIn(redirect.uri);
  if (uri === '') return path + query;
  return uri.includes('?') ? uri : uri + query;
}
