import type { Cluster } from './cluster';
import type { DestinationRuleModel } from './destination-rule-model';
import { type DroppedMatch, type HttpRoute, httpRoutesOf } from './http-routes';
import { failedCondition } from './route-match';
import type { Simulated } from './route-simulator';
import { effectivePolicy } from './traffic-policy';
import { nameOf } from './virtual-service-index';
import { describe } from '../manifests/manifest';
import type { MeshConfig } from '../manifests/mesh-config';

/** A rule with one of its matches, and why it does or does not take the request. */
export interface ConsideredData {
  readonly virtualService: string;
  /** Of the rule, in `http` of the object that has it. */
  readonly rule: number;
  /** Of the match in the rule; nothing if the rule has none, or if it is made of two. */
  readonly match?: number;
  readonly route?: string;
  readonly isTaken: boolean;
  /** Why it does not take the request. */
  readonly reason?: string;
  readonly file?: string;
  readonly line?: number;
}

/** An object that does not count for the request, and why. */
export interface HiddenData {
  readonly object: string;
  readonly reason: string;
}

/** What a destination comes to. */
export interface DestinationData {
  readonly cluster: string;
  readonly labels: { readonly [key: string]: string };
  /** Why Envoy answers itself. */
  readonly reason?: string;
  /** DestinationRules by which it is called. */
  readonly rules: readonly string[];
  /** Blocks of the policy, each with the object that it is from. */
  readonly policy: { readonly [block: string]: string };
}

export interface ExplanationData {
  readonly considered: readonly ConsideredData[];
  readonly hidden: readonly HiddenData[];
  readonly destinations: readonly DestinationData[];
  readonly notes: readonly string[];
}

/** Says why a request goes where it goes. */
export class Explanation {
  constructor(private readonly simulated: Simulated, private readonly mesh: MeshConfig) {}

  public get data(): ExplanationData {
    const { trace, answered } = this.simulated;
    const clusters = answered.clusters.filter((cluster) => cluster !== undefined);
    return {
      considered: this.considered(),
      hidden: [
        ...trace.hidden.map(({ virtualService, reason }) => ({ object: `VirtualService ${nameOf(virtualService)}`, reason })),
        ...clusters.flatMap((cluster) => this.hiddenRules(cluster)),
      ].filter(({ object }, at, all) => all.findIndex((one) => one.object === object) === at),
      destinations: clusters.map((cluster) => this.destination(cluster)),
      notes: [...trace.notes, ...answered.missingMirrors.map(({ name, reason }) => `copies to ${name} are lost: ${reason}`)],
    };
  }

  private considered(): ConsideredData[] {
    const { decision, trace } = this.simulated;
    const taken = decision.kind === 'route' ? decision.route : undefined;
    const own = [...new Set(trace.routes.map(({ virtualService }) => virtualService))];
    const dropped = own.flatMap((virtualService) => {
      const found: DroppedMatch[] = [];
      httpRoutesOf(virtualService, trace.routes.find((route) => route.virtualService === virtualService)!.place, found);
      return found.map((one) => ({ ...one, virtualService }));
    });
    const end = taken ? trace.routes.indexOf(taken) : trace.routes.length - 1;
    const asked = trace.routes.map((route, at) => this.consideredRoute(route, at <= end, route === taken));
    const never = dropped.map(({ virtualService, rule, match, reason }) => (
      this.entry({ virtualService, rule, match, place: trace.routes[0].place }, false, reason)
    ));
    // Where several VirtualServices are joined, their order is that of the routes.
    return own.length > 1 ? [...asked, ...never] : [...asked, ...never].sort((a, b) => a.rule - b.rule || (a.match ?? -1) - (b.match ?? -1));
  }

  private consideredRoute(route: HttpRoute, isAsked: boolean, isTaken: boolean): ConsideredData {
    if (isTaken) return this.entry(route, true);
    if (!isAsked) return this.entry(route, false, 'a rule before it has taken the request');
    const { condition, seen } = failedCondition(route.match, this.simulated.request)!;
    return this.entry(route, false, `${condition}, and the request has ${seen === undefined ? 'none' : JSON.stringify(seen)}`);
  }

  private entry({ virtualService, rule, match }: HttpRoute, isTaken: boolean, reason?: string): ConsideredData {
    const path = ['spec', 'http', rule.index, ...match?.index === undefined ? [] : ['match', match.index]];
    const { location } = rule.manifest;
    const line = location.lineOf(path);
    const name = match && match.name !== '' ? `${rule.name}.${match.name}` : rule.name;
    return {
      virtualService: nameOf(virtualService),
      rule: rule.index,
      ...match?.index !== undefined && { match: match.index },
      ...name !== '' && { route: name },
      isTaken,
      ...reason !== undefined && { reason },
      ...location.file !== undefined && { file: location.file },
      ...line !== undefined && { line },
    };
  }

  private destination(cluster: Cluster): DestinationData {
    const rule = cluster.service && this.simulated.scope.destinationRule(cluster.service);
    const subset = rule?.subsets.find(({ name }) => name === cluster.subset);
    const { policy } = effectivePolicy(rule, cluster.port, subset, this.mesh.defaultTrafficPolicy);
    return {
      cluster: cluster.name,
      labels: cluster.labels ?? {},
      ...cluster.reason !== undefined && { reason: cluster.reason },
      rules: rule?.from.map(({ namespace, name }) => `${namespace}/${name}`) ?? [],
      policy: Object.fromEntries(Object.entries(policy).flatMap(([block, one]) => one ? [[block, one.from]] : [])),
    };
  }

  private hiddenRules({ service }: Cluster): HiddenData[] {
    if (!service) return [];
    const { scope } = this.simulated;
    const used = scope.destinationRule(service);
    const others = scope.destinationRulesNaming(service.hostname).filter(({ manifest }) => !used?.from.includes(manifest));
    return others.map((other) => ({ object: describe(other.manifest), reason: this.reasonToHide(other, used, service.namespace) }));
  }

  private reasonToHide({ manifest, host, exportTo, workloadSelector }: DestinationRuleModel, used: DestinationRuleModel | undefined,
    owner: string): string {
    const { namespace } = this.simulated.scope.proxy;
    if (workloadSelector) return 'it is for other callers';
    if (![namespace, owner, this.mesh.rootNamespace].includes(manifest.namespace)) {
      return `DestinationRules are looked for in ${namespace}, ${owner} and ${this.mesh.rootNamespace} only`;
    }
    const isExported = exportTo.size === 0 || exportTo.has('*') || exportTo.has(namespace) || manifest.namespace === namespace;
    if (!isExported) return `it is not exported to ${namespace}`;
    if (!used) return 'it is not exported to the caller';
    const first = describe(used.manifest);
    if (used.manifest.namespace !== manifest.namespace) return `${first}, in the namespace ${used.manifest.namespace}, comes first`;
    return used.host === host ? `${first} has the same host and is exported to others, so that they are not joined` : `${first} is for a more specific host`;
  }
}
