import { type HttpMatchModel, isCatchAll } from './http-match-model';
import { isSubset, type Proxy } from './proxy-scope';
import type { HttpRuleModel, VirtualServiceModel } from './virtual-service-model';

/** Where a VirtualService is used. */
export interface RoutePlace {
  readonly proxy: Proxy;
  /** `mesh`, or the gateway as `namespace/name`. */
  readonly gateway: string;
  /** The port called; at a gateway that of the server. */
  readonly port: number;
  readonly isTls: boolean;
}

/** A route as a proxy has it: a rule with one of its matches. */
export interface HttpRoute {
  readonly virtualService: VirtualServiceModel;
  readonly rule: HttpRuleModel;
  /** Nothing if the rule has none. */
  readonly match?: HttpMatchModel;
  readonly place: RoutePlace;
}

/** A match that a proxy does not even get, and why. */
export interface DroppedMatch {
  readonly rule: HttpRuleModel;
  readonly match?: HttpMatchModel;
  readonly reason: string;
}

/** The routes that a proxy gets for a VirtualService. Behind one that takes every request, nothing is written. */
export function httpRoutesOf(virtualService: VirtualServiceModel, place: RoutePlace, dropped?: DroppedMatch[]): HttpRoute[] {
  const routes: HttpRoute[] = [];
  let isComplete = false;
  for (const rule of virtualService.http) {
    for (const match of rule.matches.length > 0 ? rule.matches : [undefined]) {
      const reason = isComplete ? 'a rule before it takes every request' : match && reasonToDrop(match, place);
      if (reason === undefined) {
        routes.push({ virtualService, rule, match, place });
        isComplete = match === undefined || isCatchAll(match);
      } else {
        dropped?.push({ rule, match, reason });
      }
    }
    if (isComplete && !dropped) break;
  }
  return routes;
}

/** What rules out a match before any request is seen. */
function reasonToDrop(match: HttpMatchModel, { port, gateway, proxy }: RoutePlace): string | undefined {
  if (match.port !== undefined && match.port !== port) return `it is for port ${match.port}, and port ${port} is called`;
  if (match.gateways.length > 0) {
    // The labels and the namespace of the caller are not looked at any more.
    return match.gateways.includes(gateway) ? undefined : `it is for ${match.gateways.join(', ')}, and the call comes by ${gateway}`;
  }
  if (!isSubset(match.sourceLabels, proxy.labels)) return `it is for callers with the labels ${labelsInWords(match.sourceLabels)}`;
  return match.sourceNamespace === '' || match.sourceNamespace === proxy.namespace ? undefined
    : `it is for callers in the namespace ${match.sourceNamespace}, and the caller is in ${proxy.namespace}`;
}

export function labelsInWords(labels: { readonly [key: string]: string }): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
}

/** As Envoy and its access log know the route; empty if nobody named it. */
export function routeName({ rule, match }: HttpRoute): string {
  return match && match.name !== '' ? `${rule.name}.${match.name}` : rule.name;
}
