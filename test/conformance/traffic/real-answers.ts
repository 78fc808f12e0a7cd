import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, FOREIGN_ADDRESS, gatewayPort, proxyFor, ProxySpec, speaksTls } from './callers';
import { ClusterState, clusterStateOf } from './cluster-state';
import { Envoy } from './envoy';
import { AskableRoutes, askableRoutes, hasAborts } from './envoy-listener';
import { filterChainFor } from './filter-chain';
import { askIstiod, ProxyConfig } from './istiod';
import { connectionAnswer, HttpRecorder, Sockets } from './recorder';
import { AnsweredCase, RealAnswer, TrafficCase, TrafficRequest } from './traffic-case';

/** A request that Envoy has to answer, and where. */
interface Asked {
  readonly request: TrafficRequest;
  readonly sockets: Sockets;
  readonly routes: AskableRoutes;
  readonly settle: (answer: RealAnswer) => void;
}

/** The cluster that always answers. */
const ECHO = 'echo';

/** More than this in one Envoy costs more to start than it saves. */
const CASES_AN_ENVOY = 40;

/** What istiod and Envoy do with the requests of cases. */
export async function realAnswers(cases: readonly TrafficCase[]): Promise<AnsweredCase[]> {
  const questions = cases.map((one) => {
    const state = clusterStateOf(one.objects);
    const specs = one.requests.map((request) => proxyFor(request, one.objects, state));
    const proxies = [...new Map(specs.filter((spec) => spec !== undefined).map((spec) => [JSON.stringify(spec), spec])).values()];
    // What sidecars of a namespace see, istiod would give to its gateways as well if it was asked for those first.
    proxies.sort((a, b) => a.type === b.type ? 0 : a.type === 'router' ? -1 : 1);
    return { one, state, specs, proxies };
  });
  const answers = await askIstiod(questions);
  const answered: AnsweredCase[] = [];
  for (let at = 0; at < cases.length; at += CASES_AN_ENVOY) {
    const batch = questions.slice(at, at + CASES_AN_ENVOY).map((question, offset) => new CaseRun(question.one, question.state, question.specs,
      question.proxies, answers[at + offset], at + offset));
    await askEnvoy(batch);
    answered.push(...batch.map((run) => ({ ...run.one, answers: run.answers })));
  }
  return answered;
}

/** One case on its way through Envoy. */
class CaseRun {
  public readonly answers: RealAnswer[] = [];
  public readonly listeners: any[] = [];
  public readonly asked: Asked[] = [];
  private readonly askable = new Map<string, { routes: AskableRoutes; sockets: Sockets }>();
  private readonly clusterNames = new Map<string, { own: string; config: ProxyConfig }>();
  private folder = '';
  private isRefused = false;

  constructor(public readonly one: TrafficCase, private readonly state: ClusterState, private readonly specs: readonly (ProxySpec | undefined)[],
    private readonly proxies: readonly ProxySpec[], private readonly answer: { error?: string; refused?: string[]; proxies?: ProxyConfig[] },
    private readonly index: number) {}

  /** Works out which listener each request meets, and what else needs no Envoy. */
  public prepare(folder: string): void {
    this.folder = folder;
    this.listeners.length = 0;
    this.asked.length = 0;
    this.askable.clear();
    this.clusterNames.clear();
    this.one.requests.forEach((request, at) => {
      const spec = this.specs[at];
      if (this.answer.error || this.answer.refused) this.answers[at] = { unanswered: this.answer.error ?? `refused: ${this.answer.refused!.join('; ')}` };
      else if (!spec) this.answers[at] = { unanswered: 'no such gateway' };
      else this.prepareRequest(request, at, spec);
    });
  }

  /** Envoy takes no part of a route configuration that it refuses, so that it has none. Says whether there is more to try. */
  public refuse(): boolean {
    if (this.isRefused) {
      this.one.requests.forEach((_, at) => { this.answers[at] ??= { unanswered: 'Envoy refuses the configuration' }; });
      return false;
    }
    this.isRefused = true;
    return true;
  }

  public clusters(echo: string): any[] {
    return [...this.clusterNames].flatMap(([name, { own, config }]) => {
      const count = endpointCount(own, config);
      if (count === undefined) return [];
      return [echoCluster(name, echo, count)];
    });
  }

  private prepareRequest(request: TrafficRequest, at: number, spec: ProxySpec): void {
    const proxy = this.proxies.findIndex((one) => JSON.stringify(one) === JSON.stringify(spec));
    const config = this.answer.proxies![proxy];
    const isGateway = spec.type === 'router';
    const address = isGateway ? FOREIGN_ADDRESS : addressOf(request, spec.namespace, this.one.objects, this.state);
    const port = isGateway ? gatewayPort(request.port, spec, this.state) : request.port;
    const { scheme } = request;
    const isTls = scheme === 'tls' || ((scheme === 'https' || scheme === undefined) && (isGateway ? this.isTlsPort(config, address, port) : speaksTls(request, spec.namespace, this.one.objects)));
    const isHttp = scheme !== 'tcp' && scheme !== 'tls';
    const chain = filterChainFor(config.listeners, { address, port, isHttp, ...isTls && { serverName: request.host.toLowerCase() } });
    const manager = chain?.filters?.find((filter: any) => filter.name === 'envoy.filters.network.http_connection_manager')?.typedConfig;
    if (!manager) {
      this.answers[at] = connectionAnswer(chain, (name) => endpointCount(name, config));
      return;
    }
    const configuration = manager.rds ? config.routes.find(({ name }) => name === manager.rds.routeConfigName) : manager.routeConfig;
    const taken = configuration && !(this.isRefused && hasNoAction(configuration)) ? configuration
      : { name: manager.rds.routeConfigName, virtualHosts: [] };
    const { routes, sockets } = this.routesOf(`${proxy}`, manager, taken, config);
    this.asked.push({ request, sockets, routes, settle: (answer) => { this.answers[at] = answer; } });
  }

  private isTlsPort(config: ProxyConfig, address: string, port: number): boolean {
    const plain = filterChainFor(config.listeners, { address, port, isHttp: true });
    const isPlainHttp = plain && !plain.transportSocket && plain.filters?.some((filter: any) => filter.name === 'envoy.filters.network.http_connection_manager');
    return !isPlainHttp;
  }

  private routesOf(proxy: string, manager: any, configuration: any, config: ProxyConfig): { routes: AskableRoutes; sockets: Sockets } {
    const key = `${proxy}/${configuration.name}`;
    const known = this.askable.get(key);
    if (known) return known;
    const name = `${this.index}-${this.askable.size}`;
    const sockets = { real: join(this.folder, name), reaching: join(this.folder, `${name}-all`), aborting: join(this.folder, `${name}-aborting`) };
    const routes = askableRoutes(name, sockets.real, manager, configuration, (own) => {
      const full = `${this.index}/${proxy}/${own}`;
      this.clusterNames.set(full, { own, config });
      return full;
    });
    const reaching = (suffix: string, socket: string, isAborting: boolean) => (
      askableRoutes(`${name}-${suffix}`, socket, manager, configuration, () => ECHO, isAborting).listener
    );
    this.listeners.push(reaching('all', sockets.reaching, false), ...hasAborts(configuration) ? [reaching('aborting', sockets.aborting, true)] : [], routes.listener);
    const made = { routes, sockets };
    this.askable.set(key, made);
    return made;
  }
}

/** How many endpoints a cluster has; nothing if there is no such cluster. Where the address called is kept, there is one. */
export function endpointCount(name: string, { clusters, endpoints }: ProxyConfig): number | undefined {
  const cluster = clusters.find((one) => one.name === name);
  if (!cluster) return undefined;
  if (cluster.type === 'ORIGINAL_DST' || cluster.clusterType) return name === 'BlackHoleCluster' ? 0 : 1;
  const assignment = cluster.loadAssignment ?? endpoints.find(({ clusterName }) => clusterName === name);
  return (assignment?.endpoints ?? []).flatMap((locality: any) => locality.lbEndpoints ?? []).length;
}

/** What istiod makes of a redirect with a status that Envoy does not have. */
function hasNoAction({ virtualHosts = [] }: any): boolean {
  return virtualHosts.some(({ routes = [] }: any) => routes.some((route: any) => !route.route && !route.redirect && !route.directResponse));
}

function echoCluster(name: string, echo: string, count: number): any {
  const lbEndpoints = count > 0 ? [{ endpoint: { address: { pipe: { path: echo } } } }] : [];
  return { name, type: 'STATIC', connectTimeout: '5s', loadAssignment: { clusterName: name, endpoints: [{ lbEndpoints }] } };
}

/** A configuration that Envoy refuses would hide all others, so the cases are parted until it is found. */
async function askEnvoy(runs: readonly CaseRun[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'envoy-'));
  runs.forEach((run) => run.prepare(folder));
  const listeners = runs.flatMap((run) => run.listeners);
  if (listeners.length === 0) return;
  const envoy = await Envoy.started(listeners, (echo) => [echoCluster(ECHO, echo, 1), ...runs.flatMap((run) => run.clusters(echo))], folder);
  if (!envoy) {
    if (runs.length === 1) {
      if (runs[0].refuse()) await askEnvoy(runs);
      return;
    }
    const middle = Math.ceil(runs.length / 2);
    await askEnvoy(runs.slice(0, middle));
    await askEnvoy(runs.slice(middle));
    return;
  }
  try {
    for (const { request, sockets, routes, settle } of runs.flatMap((run) => run.asked)) {
      settle(await new HttpRecorder(envoy, sockets, routes).record(request));
    }
  } finally {
    envoy.stop();
  }
}
