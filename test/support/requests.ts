import { RE2JS } from 're2js';
import { Manifest } from './manifests';
import { matchesFully } from '../../src/istio/re2';

/** A request to a host of a VirtualService. */
export interface Request {
  readonly path?: string;
  readonly method?: string;
  /** Lower-case names. */
  readonly headers?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string };
  readonly port?: number;
  readonly scheme?: string;
  readonly authority?: string;
  /** The claims of its token, by the names that stand between the brackets; each with all of its values. */
  readonly claims?: { readonly [path: string]: readonly string[] };
  /** The gateway through which it comes, or `mesh`. */
  readonly gateway?: string;
  /** Of the proxy that decides. */
  readonly labels?: { readonly [key: string]: string };
  /** Of the proxy that decides. */
  readonly namespace?: string;
}

/** What becomes of a request: the rule that takes it, and the share in percent that each subset gets, or each host without one. */
export interface Answer {
  readonly rule: any;
  readonly shares: { readonly [subset: string]: number };
  /** The path that the service sees. */
  readonly path: string;
}

interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/**
 * Where Istio sends a request, read from the VirtualService as Istio documents it: the first rule with a match that holds decides, a rule without
 * match takes everything, a single destination gets all, and of several each gets its weight divided by the sum. Nothing if no rule takes it.
 */
export function ask(virtualService: Manifest, request: Request = {}): Answer | undefined {
  for (const rule of virtualService.spec.http) {
    const match = (rule.match ?? [{}]).find((one: any) => holds(one, request));
    if (match) {
      return { rule, shares: sharesOf(rule.route ?? []), path: rewritten(request.path ?? '/', match.uri ?? { prefix: '/' }, rule.rewrite ?? {}) };
    }
  }
  return undefined;
}

/** A new `uri` takes the place of the matched prefix, or of the whole path for other matches; a regular expression changes all that it finds. */
function rewritten(path: string, matched: StringMatch, { uri, uriRegexRewrite }: any): string {
  if (uriRegexRewrite) {
    return RE2JS.compile(uriRegexRewrite.match).matcher(path).replaceAll(uriRegexRewrite.rewrite.replace(/\\(\d)/g, '$$$1'));
  }
  if (uri === undefined) {
    return path;
  }
  return matched.prefix === undefined ? uri : uri + path.slice(matched.prefix.length);
}

function sharesOf(route: any[]): Answer['shares'] {
  if (route.length === 1) {
    return { [nameOf(route[0].destination)]: 100 };
  }
  const sum = route.reduce((total, { weight = 0 }) => total + weight, 0);
  const reached = route.filter(({ weight = 0 }) => weight > 0);
  return Object.fromEntries(reached.map(({ destination, weight }) => [nameOf(destination), 100 * weight / sum]));
}

function nameOf({ subset, host }: any): string {
  return subset ?? host;
}

/** Whether a request meets all conditions of a match, as Istio's proxies compare them. */
export function holds(match: any, request: Request): boolean {
  const { path = '/', method = 'GET', headers = {}, query = {}, port, scheme = 'http', authority = '', claims = {} } = request;
  return (match.port === undefined || match.port === port)
    && comesFrom(match, request)
    && (match.uri === undefined || pathMatches(match, path))
    && (match.method === undefined || textMatches(match.method, method))
    && (match.scheme === undefined || textMatches(match.scheme, scheme))
    && (match.authority === undefined || textMatches(match.authority, authority))
    && Object.entries<StringMatch>(match.headers ?? {}).every(([name, condition]) => (
      name.startsWith('@') ? claimMatches(condition, claims[claimOf(name)]) : isThere(headers[name.toLowerCase()], condition)
    ))
    && Object.entries<StringMatch>(match.withoutHeaders ?? {}).every(([name, condition]) => (
      name.startsWith('@') ? !claimMatches(condition, claims[claimOf(name)]) : !isThereOrEmpty(headers[name.toLowerCase()], condition)
    ))
    && Object.entries<StringMatch>(match.queryParams ?? {}).every(([name, condition]) => isThere(query[name], condition));
}

/** Where gateways are named, Istio looks at nothing else. */
function comesFrom({ gateways = [], sourceLabels = {}, sourceNamespace }: any, { gateway = 'mesh', labels = {}, namespace }: Request): boolean {
  return gateways.length > 0
    ? gateways.includes(gateway)
    : Object.entries(sourceLabels).every(([key, value]) => labels[key] === value) && (sourceNamespace === undefined || sourceNamespace === namespace);
}

function pathMatches({ uri, ignoreUriCase = false }: any, path: string): boolean {
  if (ignoreUriCase && uri.regex === undefined) {
    return textMatches({ exact: uri.exact?.toLowerCase(), prefix: uri.prefix?.toLowerCase() }, path.toLowerCase());
  }
  return textMatches(uri, path);
}

function isThere(value: string | undefined, condition: StringMatch): boolean {
  return value !== undefined && textMatches(condition, value);
}

/** Of conditions that must not hold, Envoy compares a missing header as if it were empty, but not where it is asked whether it is there. */
function isThereOrEmpty(value: string | undefined, condition: StringMatch): boolean {
  return Object.keys(condition).length === 0 ? value !== undefined : textMatches(condition, value ?? '');
}

function claimMatches(condition: StringMatch, values: readonly string[] = []): boolean {
  return values.some((value) => textMatches(condition, value));
}

function claimOf(name: string): string {
  return name.replace('@request.auth.claims[', '').replace(/\]$/, '');
}

function textMatches({ exact, prefix, regex }: StringMatch, value: string): boolean {
  return (exact === undefined || value === exact)
    && (prefix === undefined || value.startsWith(prefix))
    && (regex === undefined || matchesFully(regex, value));
}
