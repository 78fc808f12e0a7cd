/** A route configuration of istiod's, made fit to be asked: every route says which one it was. */
export interface AskableRoutes {
  /** The listener for it. */
  readonly listener: any;
  /** The routes by the names that Envoy reports. */
  readonly routes: ReadonlyMap<string, { readonly route?: any; readonly virtualHost: any }>;
}

/** Which of the destinations of a split gets a request, a header says. */
export const RANDOM_HEADER = 'x-traffic-random';
export const ROUTE_HEADER = 'x-answered-route';
export const CLUSTER_HEADER = 'x-answered-cluster';
export const FLAGS_HEADER = 'x-answered-flags';

/** Of this the runtime says that it is always so. */
export const ALWAYS = 'asked.always';
export const FAULT = 'envoy.filters.http.fault';

/** Extensions that change the answer; the others of istiod's report or trace. */
const FILTERS = [FAULT, 'envoy.filters.http.cors', 'envoy.filters.http.router'];
const NOT_NEEDED = ['rds', 'tracing', 'accessLog', 'useRemoteAddress', 'requestIdExtension', 'setCurrentClientCertDetails', 'forwardClientCertDetails', 'serverName'];

/**
 * @param clusterName what a cluster is called among those of all cases
 * @param isAborting whether all aborts happen that can, or none
 */
export function askableRoutes(name: string, socket: string, manager: any, configuration: any, clusterName: (own: string) => string,
  isAborting = false): AskableRoutes {
  const routes = new Map<string, { route?: any; virtualHost: any }>();
  const virtualHosts = (configuration.virtualHosts ?? []).map((virtualHost: any, host: number) => {
    const own = (virtualHost.routes ?? []).map((route: any, at: number) => {
      const id = `${host}/${at}`;
      routes.set(id, { route, virtualHost });
      return askable(isAborting ? aborting(route) : route, id, clusterName);
    });
    const last = `${host}/none`;
    routes.set(last, { virtualHost });
    return { ...virtualHost, routes: [...own, { name: last, match: { prefix: '' }, directResponse: { status: 404 } }] };
  });
  const answered = [[ROUTE_HEADER, '%ROUTE_NAME%'], [CLUSTER_HEADER, '%UPSTREAM_CLUSTER_RAW%'], [FLAGS_HEADER, '%RESPONSE_FLAGS%']]
    .map(([key, value]) => ({ header: { key, value }, appendAction: 'OVERWRITE_IF_EXISTS_OR_ADD' }));
  const own = Object.fromEntries(Object.entries(manager).filter(([key]) => !NOT_NEEDED.includes(key)));
  const httpFilters = manager.httpFilters.filter((filter: any) => FILTERS.includes(filter.name));
  const listener = {
    name,
    address: { pipe: { path: socket } },
    filterChains: [{
      filters: [{
        name: 'envoy.filters.network.http_connection_manager',
        typedConfig: { ...own, statPrefix: 'asked', httpFilters, routeConfig: { ...configuration, name, virtualHosts, responseHeadersToAdd: answered } },
      }],
    }],
  };
  return { listener, routes };
}

/** Whether an abort can happen anywhere. */
export function hasAborts({ virtualHosts = [] }: any): boolean {
  return virtualHosts.some(({ routes = [] }: any) => routes.some((route: any) => route.typedPerFilterConfig?.[FAULT]?.abort));
}

function aborting(route: any): any {
  const { [FAULT]: fault, ...others } = route.typedPerFilterConfig ?? {};
  return fault ? { ...route, typedPerFilterConfig: { ...others, [FAULT]: { ...fault, abortPercentRuntime: ALWAYS } } } : route;
}

function askable(route: any, id: string, clusterName: (own: string) => string): any {
  const { decorator: _, metadata: __, route: action, ...kept } = route;
  return { ...kept, name: id, ...action && { route: askableAction(action, clusterName) } };
}

/** Without copies and further tries, which would only blur who answered. */
function askableAction(action: any, clusterName: (own: string) => string): any {
  const { requestMirrorPolicies: _, retryPolicy: __, cluster, weightedClusters, ...kept } = action;
  return {
    ...kept,
    ...cluster !== undefined && { cluster: clusterName(cluster) },
    ...weightedClusters && {
      weightedClusters: {
        ...weightedClusters,
        headerName: RANDOM_HEADER,
        clusters: weightedClusters.clusters.map((one: any) => ({ ...one, name: clusterName(one.name) })),
      },
    },
  };
}
