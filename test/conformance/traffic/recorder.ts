import { Envoy, Exchange } from './envoy';
import { AskableRoutes, CLUSTER_HEADER, FAULT, FLAGS_HEADER, RANDOM_HEADER, ROUTE_HEADER } from './envoy-listener';
import { RealAnswer, TrafficRequest } from './traffic-case';
import type { AnswerData, HeaderChangesData, OutcomeData } from '../../../src/simulation/answer';

const NOTHING = { virtualService: null, route: null, retries: null, mirrors: [] };
const PREFLIGHT = 'access-control-request-method';
const PASSTHROUGH = 'PassthroughCluster';
/** Clients leave these ports out. */
const UNWRITTEN = [80, 443];

/** Where to ask: one listener has the clusters of the proxy, behind another everything can be reached, and at the last one all aborts happen that can. */
export interface Sockets {
  readonly real: string;
  readonly reaching: string;
  readonly aborting: string;
}

/** Asks Envoy one request, as often as it takes to see every destination, and writes down what it did. */
export class HttpRecorder {
  constructor(private readonly envoy: Envoy, private readonly sockets: Sockets, private readonly routes: AskableRoutes) {}

  public async record(request: TrafficRequest): Promise<RealAnswer> {
    const first = await this.ask(request, 0);
    const id = first.headers[ROUTE_HEADER];
    if (first.status === 200 && typeof id !== 'string' && PREFLIGHT in (request.headers ?? {})) return this.preflight(request);
    if (first.status === 400 && isRefused(request)) return { ...NOTHING, outcomes: [{ share: 1, kind: 'respond', status: 400 }] };
    if (typeof id !== 'string') return this.withoutRoute(first, request);
    const found = this.routes.routes.get(id);
    if (!found) return { unanswered: `Envoy answers by a route ${id} that nobody wrote` };
    const { route, virtualHost } = found;
    if (!route) return { ...NOTHING, virtualHost: virtualHost.name, outcomes: [{ share: 1, kind: 'respond', status: 404, flag: 'NR' }] };
    const named = { virtualHost: virtualHost.name, virtualService: ruleOf(route), route: route.name || null };
    if (route.redirect) {
      const outcome: OutcomeData = { share: 1, kind: 'redirect', status: first.status, location: first.headers.location! };
      return { ...NOTHING, ...named, outcomes: [outcome], ...changes(route) };
    }
    const fault = route.typedPerFilterConfig?.[FAULT];
    if (route.directResponse) {
      return { ...NOTHING, ...named, outcomes: await this.withAbort([{ share: 1, kind: 'respond', status: first.status }], fault, request), ...changes(route), ...delayOf(fault) };
    }
    return { ...NOTHING, ...named, ...await this.forwarding(request, route, first, fault) };
  }

  /** Envoy's answer to a preflight does not say by which route, but the same route takes the request that is none. */
  private async preflight(request: TrafficRequest): Promise<RealAnswer> {
    const { headers: { [PREFLIGHT]: _, ...headers } = {} } = request;
    const { route, virtualHost } = this.routes.routes.get(String((await this.ask({ ...request, headers }, 0)).headers[ROUTE_HEADER])) ?? {};
    if (!route) return { unanswered: 'Envoy answers a preflight by a route that is not found again' };
    const fault = route.typedPerFilterConfig?.[FAULT];
    const outcomes = await this.withAbort([{ share: 1, kind: 'respond', status: 200 }], fault, request);
    return { ...NOTHING, virtualHost: virtualHost.name, virtualService: ruleOf(route), route: route.name || null, outcomes, ...delayOf(fault) };
  }

  private async forwarding(request: TrafficRequest, route: any, first: Exchange, fault: any): Promise<Omit<AnswerData, 'virtualService' | 'route'>> {
    const action = route.route;
    const weighted: any[] | undefined = action.weightedClusters?.clusters;
    const sum = (weighted ?? []).reduce((total, { weight = 0 }) => total + weight, 0);
    const outcomes: OutcomeData[] = [];
    let begin = 0;
    for (const one of weighted ?? [{ name: action.cluster, weight: 1 }]) {
      const exchange = weighted ? await this.ask(request, begin) : first;
      const last = weighted ? await this.ask(request, begin + one.weight - 1) : first;
      if (last.headers[CLUSTER_HEADER] !== exchange.headers[CLUSTER_HEADER]) throw new Error(`Envoy picks otherwise than by weights: ${one.name}`);
      outcomes.push({ share: weighted ? one.weight / sum : 1, ...this.outcome(one.name, exchange), ...weighted && changes(one) });
      begin += one.weight;
    }
    const retry = action.retryPolicy;
    const isPassedOn = action.cluster === PASSTHROUGH;
    return {
      outcomes: await this.withAbort(outcomes, fault, request),
      ...action.timeout && action.timeout !== '0s' && { timeout: seconds(action.timeout) },
      retries: retry ? retriesIn(retry) : null,
      ...isPassedOn ? {} : this.rewrite(request, route, (await this.ask(request, 0, this.sockets.reaching)).seen),
      ...changes(route),
      mirrors: (action.requestMirrorPolicies ?? []).map(mirrorIn),
      ...delayOf(fault),
    };
  }

  private outcome(cluster: string, { status, headers }: Exchange): Omit<OutcomeData, 'share'> {
    const flag = headers[FLAGS_HEADER];
    if (cluster === PASSTHROUGH) return { kind: 'passthrough', cluster };
    const [, port, subset, host] = cluster.split('|');
    const where = { cluster, host, ...subset && { subset }, port: Number(port) };
    return typeof flag === 'string' && flag !== '-' ? { kind: 'respond', status, flag, ...where } : { kind: 'forward', ...where };
  }

  private async withAbort(outcomes: OutcomeData[], fault: any, request: TrafficRequest): Promise<OutcomeData[]> {
    const share = fault?.abort ? percentOf(fault.abort.percentage) / 100 : 0;
    if (share === 0) return outcomes;
    const { status, headers } = await this.ask(request, 0, this.sockets.aborting);
    const left = outcomes.map((outcome) => ({ ...outcome, share: outcome.share * (1 - share) })).filter((outcome) => outcome.share > 0);
    return [{ share, kind: 'abort', status, flag: String(headers[FLAGS_HEADER]) }, ...left];
  }

  /** What the service would see. */
  private rewrite(request: TrafficRequest, route: any, seen: Exchange['seen']): { rewrite?: AnswerData['rewrite'] } {
    const action = route.route;
    const sent = authorityOf(request);
    const isWritten = action.prefixRewrite !== undefined || action.regexRewrite !== undefined;
    const path = isWritten ? seen?.path : undefined;
    const authority = action.hostRewriteLiteral;
    const rewrite = {
      ...path !== undefined && path !== (request.path ?? '/') && { path },
      ...authority !== undefined && authority !== sent && { authority },
    };
    return Object.keys(rewrite).length > 0 ? { rewrite } : {};
  }

  /** Envoy refused the request, found no virtual host, or wants TLS. */
  private withoutRoute({ status, headers }: Exchange, { host }: TrafficRequest): RealAnswer {
    if (status === 400) return { ...NOTHING, outcomes: [{ share: 1, kind: 'respond', status }] };
    if (status === 404) return { ...NOTHING, outcomes: [{ share: 1, kind: 'respond', status, flag: 'NR' }] };
    if (status === 301) {
      const virtualHosts = [...new Set([...this.routes.routes.values()].map((one) => one.virtualHost))];
      const called = host.replace(/:\d+$/, '');
      const virtualHost = virtualHosts.sort((a, b) => domainRank(b, called) - domainRank(a, called))[0];
      return { ...NOTHING, virtualHost: virtualHost?.name, outcomes: [{ share: 1, kind: 'redirect', status, location: headers.location! }] };
    }
    return { unanswered: `Envoy answers ${status} without a route` };
  }

  private ask(request: TrafficRequest, random: number, socket = this.sockets.real): Promise<Exchange> {
    const { path = '/', method = 'GET', scheme = 'http', headers = {} } = request;
    return this.envoy.ask(socket, {
      method,
      path,
      headers: { 'host': authorityOf(request), 'x-forwarded-proto': scheme, ...headers, [RANDOM_HEADER]: String(random) },
    });
  }
}

/** How well the best domain of a virtual host fits. */
function domainRank({ domains }: any, host: string): number {
  return Math.max(...domains.map((domain: string) => domain === host ? 1000 : domain.startsWith('*') && host.endsWith(domain.slice(1)) ? domain.length : -1));
}

/** Envoy takes no request with a fragment, whatever route there may be. */
function isRefused({ path = '/' }: TrafficRequest): boolean {
  return path.includes('#') || !path.startsWith('/');
}

/** What a filter chain for connections does. */
export function connectionAnswer(chain: any, endpointCount: (cluster: string) => number | undefined): RealAnswer {
  const proxy = chain?.filters?.find((filter: any) => filter.name === 'envoy.filters.network.tcp_proxy')?.typedConfig;
  if (!proxy) return { ...NOTHING, outcomes: [{ share: 1, kind: 'respond', flag: 'NR' }] };
  const weighted: any[] = proxy.weightedClusters?.clusters ?? [{ name: proxy.cluster, weight: 1 }];
  const sum = weighted.reduce((total, { weight }) => total + weight, 0);
  const outcomes = weighted.map(({ name, weight }): OutcomeData => ({ share: weight / sum, ...connectionOutcome(name, endpointCount(name)) }));
  return { ...NOTHING, virtualService: ruleOf(chain), outcomes };
}

function connectionOutcome(name: string, count: number | undefined): Omit<OutcomeData, 'share'> {
  if (name === PASSTHROUGH) return { kind: 'passthrough', cluster: name };
  if (name === 'BlackHoleCluster') return { kind: 'respond', flag: 'UH', cluster: name };
  const [, port, subset, host] = name.split('|');
  const where = { cluster: name, host, ...subset && { subset }, port: Number(port) };
  return count === undefined ? { kind: 'respond', flag: 'NC', ...where } : count === 0 ? { kind: 'respond', flag: 'UH', ...where } : { kind: 'forward', ...where };
}

function authorityOf({ host, port }: TrafficRequest): string {
  return UNWRITTEN.includes(port) ? host : `${host}:${port}`;
}

function ruleOf({ metadata }: any): string | null {
  const found = /\/namespaces\/([^/]+)\/virtual-service\/([^/]+)$/.exec(metadata?.filterMetadata?.istio?.config ?? '');
  return found ? `${found[1]}/${found[2]}` : null;
}

function changes(part: any): Pick<AnswerData, 'requestHeaders' | 'responseHeaders'> {
  const request = changesIn(part.requestHeadersToAdd, part.requestHeadersToRemove);
  const response = changesIn(part.responseHeadersToAdd, part.responseHeadersToRemove);
  return { ...request && { requestHeaders: request }, ...response && { responseHeaders: response } };
}

function changesIn(added: any[] = [], remove: string[] = []): HeaderChangesData | undefined {
  const those = (isSet: boolean) => Object.fromEntries(added.filter(({ appendAction }) => (appendAction === 'OVERWRITE_IF_EXISTS_OR_ADD') === isSet).map(({ header }) => [header.key, header.value ?? '']));
  const [set, add] = [those(true), those(false)];
  const all = { ...Object.keys(set).length > 0 && { set }, ...Object.keys(add).length > 0 && { add }, ...remove.length > 0 && { remove } };
  return Object.keys(all).length > 0 ? all : undefined;
}

function retriesIn({ numRetries, retryOn, perTryTimeout }: any): AnswerData['retries'] {
  return { attempts: numRetries, on: retryOn, ...perTryTimeout && { perTryTimeout: seconds(perTryTimeout) } };
}

function mirrorIn({ cluster, runtimeFraction }: any): AnswerData['mirrors'][number] {
  return { cluster, percent: percentOf(runtimeFraction.defaultValue) };
}

function delayOf(fault: any): Pick<AnswerData, 'delay'> {
  const percent = fault?.delay ? percentOf(fault.delay.percentage) : 0;
  return percent > 0 ? { delay: { percent, duration: seconds(fault.delay.fixedDelay) } } : {};
}

/** Protobuf fills up the fraction: `0.500s`. */
function seconds(duration: string): string {
  return `${parseFloat(duration)}s`;
}

function percentOf({ numerator = 0, denominator = 'HUNDRED' }: any = {}): number {
  return denominator === 'MILLION' ? numerator / 10_000 : denominator === 'TEN_THOUSAND' ? numerator / 100 : numerator;
}
