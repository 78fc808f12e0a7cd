import type { AnswerData, OutcomeData } from './answer';
import type { AskedRequest } from './asked-request';
import { type Cluster, clusterOf } from './cluster';
import type { Configuration } from './configuration';
import type { Decision } from './decision';
import { faultIn } from './fault';
import { hashPolicyOf, serviceHashPolicy } from './hash-policy';
import { bothChanges, type HeaderChanges, headerChangesIn } from './header-changes';
import { type HttpRoute, routeName } from './http-routes';
import type { MeshService } from './mesh-service';
import { inSeconds, millisecondsIn } from './milliseconds';
import { isAnsweredPreflight } from './preflight';
import type { ProxyScope } from './proxy-scope';
import { redirectOf, toHttps } from './redirect';
import { retriesOf } from './retries';
import { rewrittenPath } from './rewrite';
import { nameOf } from './virtual-service-index';
import { type DestinationModel, mirrorsOf, type RouteDestination } from './virtual-service-model';
import { isObject, type JsonObject, numberIn, objectIn, textIn } from '../manifests/json';

/** What becomes of a request, with what JSON leaves out. */
export interface Answered {
  readonly data: AnswerData;
  /** Of the outcomes, in their order; nothing where no cluster is asked. */
  readonly clusters: readonly (Cluster | undefined)[];
  /** Statuses that are tried again. */
  readonly retriedStatuses: readonly number[];
  /** What decides which pod gets a request. */
  readonly hashPolicies: readonly JsonObject[];
  /** Copies that go nowhere, and why. */
  readonly missingMirrors: readonly Cluster[];
}

const PASSTHROUGH = 'PassthroughCluster';
const BLACK_HOLE = 'BlackHoleCluster';

/** Works out what a decision does to a request. */
export class Answering {
  constructor(private readonly configuration: Configuration, private readonly scope: ProxyScope, private readonly request: AskedRequest) {}

  public answer(decision: Decision): Answered {
    switch (decision.kind) {
      case 'route': return this.byRoute(decision.virtualHost, decision.route);
      case 'service': return this.toService(decision.virtualHost, decision.service, decision.port);
      case 'connection': return this.connection(decision.route, decision.port, decision.virtualService && nameOf(decision.virtualService));
      case 'unmatched': return plain({ virtualHost: decision.virtualHost, outcomes: [{ share: 1, kind: 'respond', status: 404, flag: 'NR' }] });
      case 'unknown-host': return plain({ outcomes: [{ share: 1, kind: 'respond', status: 404, flag: 'NR' }] });
      case 'catch-all': return catchAll(decision.isAllowed);
      case 'passthrough': return passthrough(decision.isAllowed);
      case 'closed': return plain({ outcomes: [{ share: 1, kind: 'respond', flag: 'NR' }] });
      case 'https': return plain({ virtualHost: decision.virtualHost, outcomes: [{ share: 1, kind: 'redirect', status: 301, location: toHttps(this.request) }] });
      case 'malformed': return plain({ outcomes: [{ share: 1, kind: 'respond', status: 400 }] });
    }
  }

  private byRoute(virtualHost: string, route: HttpRoute): Answered {
    const { rule, virtualService } = route;
    const { spec } = rule;
    const named = { virtualHost, virtualService: nameOf(virtualService), route: routeName(route) || null };
    const changes = headerChangesIn(spec.headers);
    if (isObject(spec.redirect)) {
      const outcome: OutcomeData = { share: 1, kind: 'redirect', ...redirectOf(spec.redirect, route, this.request) };
      return plain({ ...named, outcomes: [outcome], ...headersOf(changes) });
    }
    const isGrpc = this.request.headers.get('content-type')?.startsWith('application/grpc') === true;
    const { delay, abort } = faultIn(spec.fault, isGrpc);
    if (isObject(spec.directResponse)) {
      const outcomes: OutcomeData[] = [{ share: 1, kind: 'respond', status: numberIn(spec.directResponse.status) ?? 0 }];
      return plain({ ...named, outcomes: withAbort(outcomes, abort), ...headersOf(changes), ...delay && { delay } });
    }
    if (isAnsweredPreflight(spec.corsPolicy, this.request)) {
      return plain({ ...named, outcomes: withAbort([{ share: 1, kind: 'respond', status: 200 }], abort), ...delay && { delay } });
    }
    const forwarding = this.forwarding(route, changes);
    return {
      ...forwarding,
      clusters: [...abort ? [undefined] : [], ...forwarding.clusters],
      data: { ...forwarding.data, ...named, outcomes: withAbort(forwarding.data.outcomes, abort), ...delay && { delay } },
    };
  }

  private forwarding(route: HttpRoute, changes: HeaderChanges): Answered {
    const { rule, place } = route;
    const reached = reachedOf(rule.route);
    const single = reached.length === 1 && rule.route.length === 1;
    const own = single ? headerChangesIn(reached[0].headers) : {};
    const lookUp = (host: string) => this.portService(host, route);
    const clusters = reached.map(({ destination }) => this.cluster(destination, place.port, lookUp(destination.host)));
    const outcomes = outcomesOf(reached, clusters).map((outcome, at) => single ? outcome
      : { ...outcome, ...headersOf(headerChangesIn(reached[at].headers)) });
    const hashPolicies = reached.map(({ destination }) => this.hashPolicy(destination)).filter((hash) => hash !== undefined);
    const mirrors = mirrorsOf(rule).map(({ destination, percent }) => ({
      cluster: this.cluster(destination, place.port,
        lookUp(destination.host)),
      percent,
    }));
    const retries = retriesOf(rule.spec.retries, this.configuration.mesh.defaultHttpRetryPolicy);
    const timeout = millisecondsIn(rule.spec.timeout);
    const headers = headersOf({ request: bothChanges(changes.request, own.request), response: bothChanges(changes.response, own.response) });
    const rewrite = this.rewrite(route, changes.authority ?? own.authority);
    return {
      data: {
        virtualService: null,
        route: null,
        outcomes,
        ...timeout !== undefined && timeout > 0 && { timeout: inSeconds(timeout) },
        retries: retries?.data ?? null,
        ...rewrite && { rewrite },
        ...headers,
        mirrors: mirrors.map(({ cluster, percent }) => ({ cluster: cluster.name, percent })),
      },
      clusters,
      hashPolicies,
      retriedStatuses: retries?.statusCodes ?? [],
      missingMirrors: mirrors.map(({ cluster }) => cluster).filter(({ flag }) => flag),
    };
  }

  private rewrite({ rule, match }: HttpRoute, changed: string | undefined): { path?: string; authority?: string } | undefined {
    const { path, query, authority, saidPath } = this.request;
    const spec = objectIn(rule.spec.rewrite);
    const isWritten = spec.uri !== undefined || spec.uriRegexRewrite !== undefined;
    const newPath = isWritten ? rewrittenPath(spec, match, path) + query : saidPath;
    const newAuthority = textIn(spec.authority) || changed;
    const rewrite = {
      ...newPath !== saidPath && { path: newPath },
      ...newAuthority !== undefined && newAuthority !== authority && { authority: newAuthority },
    };
    return Object.keys(rewrite).length > 0 ? rewrite : undefined;
  }

  private toService(virtualHost: string, service: MeshService, port: number): Answered {
    const cluster = this.cluster({ host: service.hostname, subset: '', port }, port, undefined);
    const retries = retriesOf(undefined, this.configuration.mesh.defaultHttpRetryPolicy);
    const hash = serviceHashPolicy(this.scope.destinationRule(service), port);
    return {
      ...plain({ virtualHost, route: 'default', outcomes: outcomesOf([{ weight: 0 }], [cluster]), retries: retries?.data ?? null }),
      clusters: [cluster],
      retriedStatuses: retries?.statusCodes ?? [],
      hashPolicies: hash ? [hash] : [],
    };
  }

  private connection(route: readonly RouteDestination[], port: number, virtualService: string | undefined): Answered {
    const reached = reachedOf(route);
    const [first] = route;
    // Of several destinations each has its service looked up, and so has the only one.
    const clusters = reached.map(({ destination }) => this.cluster(destination, port, this.scope.service(destination.host)
      ?? (route.length === 1 ? this.scope.service(first.destination.host) : undefined)));
    return { ...plain({ virtualService: virtualService ?? null, outcomes: outcomesOf(reached, clusters).map(withoutStatus) }), clusters };
  }

  private cluster({ host, subset, port }: DestinationModel, listening: number, service: MeshService | undefined): Cluster {
    const target = service?.externalName ?? host;
    const number = port ?? (service?.ports.length === 1 ? service.ports[0].number : listening);
    return clusterOf(this.configuration, this.scope, { host: target, subset }, number);
  }

  /** The service from which a destination without a port takes it. A sidecar knows it only by the port called. */
  private portService(host: string, { place, virtualService }: HttpRoute): MeshService | undefined {
    if (place.proxy.kind === 'gateway') {
      const own = this.configuration.services.named(host).find(({ namespace, visibility }) => namespace === virtualService.manifest.namespace
        && visibility.includes(place.proxy.namespace));
      return own ?? this.scope.service(host);
    }
    const found = this.scope.egressAt(place.port)?.service(host);
    const port = found?.ports.find(({ number }) => number === place.port);
    return found && port && { ...found, ports: [port] };
  }

  private hashPolicy(destination: DestinationModel): JsonObject | undefined {
    const service = this.scope.service(destination.host);
    return service && hashPolicyOf(this.scope.destinationRule(service), destination);
  }
}

/** A single destination gets all, whatever its weight; of several, those with weight 0 get nothing. */
function reachedOf(route: readonly RouteDestination[]): readonly RouteDestination[] {
  return route.length === 1 ? route : route.filter(({ weight }) => weight > 0);
}

function outcomesOf(reached: readonly { readonly weight: number }[], clusters: readonly Cluster[]): OutcomeData[] {
  const sum = reached.reduce((total, { weight }) => total + weight, 0);
  return clusters.map(({ name, host, subset, port, flag }, at): OutcomeData => ({
    share: clusters.length === 1 ? 1 : reached[at].weight / sum,
    ...flag ? { kind: 'respond', status: 503, flag } : { kind: 'forward' },
    cluster: name,
    host,
    ...subset !== '' && { subset },
    port,
  }));
}

/** The abort comes first: what is left goes on. */
function withAbort(outcomes: readonly OutcomeData[], abort: { readonly percent: number; readonly status: number } | undefined): OutcomeData[] {
  if (!abort) return [...outcomes];
  const aborted = abort.percent / 100;
  const left = outcomes.map((outcome) => ({ ...outcome, share: outcome.share * (1 - aborted) })).filter(({ share }) => share > 0);
  return [{ share: aborted, kind: 'abort', status: abort.status, flag: 'FI' }, ...left];
}

/** A connection that is not HTTP has no status. */
function withoutStatus({ status: _, ...outcome }: OutcomeData): OutcomeData {
  return outcome;
}

function headersOf({ request, response }: HeaderChanges): Pick<OutcomeData, 'requestHeaders' | 'responseHeaders'> {
  return { ...request && { requestHeaders: request }, ...response && { responseHeaders: response } };
}

function catchAll(isAllowed: boolean): Answered {
  return isAllowed
    ? plain({ virtualHost: 'allow_any', route: 'allow_any', outcomes: [{ share: 1, kind: 'passthrough', cluster: PASSTHROUGH }] })
    : plain({ virtualHost: 'block_all', route: 'block_all', outcomes: [{ share: 1, kind: 'respond', status: 502 }] });
}

function passthrough(isAllowed: boolean): Answered {
  return plain({ outcomes: [isAllowed ? { share: 1, kind: 'passthrough', cluster: PASSTHROUGH } : { share: 1, kind: 'respond', flag: 'UH', cluster: BLACK_HOLE }] });
}

function plain(data: Partial<AnswerData> & Pick<AnswerData, 'outcomes'>): Answered {
  return {
    data: { virtualService: null, route: null, retries: null, mirrors: [], ...data },
    clusters: [],
    retriedStatuses: [],
    hashPolicies: [],
    missingMirrors: [],
  };
}

