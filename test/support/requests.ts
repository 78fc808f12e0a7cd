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

function holds(match: any, { path = '/', method = 'GET', headers = {}, query = {}, port }: Request): boolean {
  return (match.port === undefined || match.port === port)
    && (match.uri === undefined || textMatches(match.uri, path))
    && (match.method === undefined || textMatches(match.method, method))
    && mapMatches(match.headers, headers, (name) => name.toLowerCase())
    && mapMatches(match.queryParams, query, (name) => name);
}

function mapMatches(conditions: { [name: string]: StringMatch } = {}, values: { readonly [name: string]: string }, key: (name: string) => string) {
  return Object.entries(conditions).every(([name, condition]) => {
    const value = values[key(name)];
    return value !== undefined && textMatches(condition, value);
  });
}

function textMatches({ exact, prefix, regex }: StringMatch, value: string): boolean {
  return (exact === undefined || value === exact)
    && (prefix === undefined || value.startsWith(prefix))
    && (regex === undefined || matchesFully(regex, value));
}
