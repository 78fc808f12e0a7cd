import { compareCreation } from './creation-order';
import { type DestinationRuleModel, destinationRuleIn, mergeInto } from './destination-rule-model';
import { HostMap } from './host-map';
import type { MeshService } from './mesh-service';
import { listAt } from '../manifests/list-map';
import type { Manifest } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';
import type { MeshConfig } from '../manifests/mesh-config';

type Hosts = HostMap<DestinationRuleModel>;

/** Rules by the namespaces that they are in, before those of one host are merged. */
interface Pools {
  readonly own: Map<string, DestinationRuleModel[]>;
  readonly exported: Map<string, DestinationRuleModel[]>;
  readonly rootOwn: DestinationRuleModel[];
}

/** The DestinationRules of a configuration, by the namespaces that look for them. */
export class DestinationRuleIndex {
  private readonly own = new Map<string, Hosts>();
  private readonly exported = new Map<string, Hosts>();
  /** The objects that were read. */
  public readonly all: readonly Manifest[];
  /** The names of all subsets. */
  public readonly subsetNames: readonly string[];
  private readonly rootOwn: Hosts;
  /** All that were read, the merged ones each for itself, by host. */
  private readonly byHost = new HostMap<DestinationRuleModel>();

  constructor(index: ManifestIndex, private readonly mesh: MeshConfig) {
    const models = index.ofKind('networking.istio.io', 'DestinationRule').map((one) => destinationRuleIn(one, index.clusterDomain));
    // Those for some pods only come first, as istiod sorts them.
    models.sort((a, b) => Number(a.workloadSelector === undefined) - Number(b.workloadSelector === undefined)
      || compareCreation(a.manifest, b.manifest));
    const pools: Pools = { own: new Map(), exported: new Map(), rootOwn: [] };
    this.all = models.map(({ manifest }) => manifest);
    this.subsetNames = models.flatMap(({ subsets }) => subsets.map(({ name }) => name));
    for (const model of models) {
      this.byHost.add(model.host, model);
      this.place(model, pools);
    }
    pools.own.forEach((rules, namespace) => this.own.set(namespace, hostsOf(rules)));
    pools.exported.forEach((rules, namespace) => this.exported.set(namespace, hostsOf(rules)));
    this.rootOwn = hostsOf(pools.rootOwn);
  }

  /**
   * The rules for a service as pods of a namespace find them. The caller's own namespace comes first: a rule there hides those of the
   * service's namespace, even if it is for a wildcard.
   */
  public forService({ hostname, namespace }: Pick<MeshService, 'hostname' | 'namespace'>, caller: string): readonly DestinationRuleModel[] {
    const { rootNamespace } = this.mesh;
    const own = mostSpecific(caller === rootNamespace ? this.rootOwn : this.own.get(caller), hostname);
    if (own) return own;
    const ofService = exportedTo(mostSpecific(this.exported.get(namespace), hostname), caller);
    return ofService.length > 0 ? ofService : exportedTo(mostSpecific(this.exported.get(rootNamespace), hostname), caller);
  }

  /** All rules that are for a host, whoever sees them. */
  public naming(hostname: string): readonly DestinationRuleModel[] {
    return [...this.byHost.at(hostname), ...this.byHost.wildcardsFor(hostname).flatMap(({ values }) => values)];
  }

  private place(model: DestinationRuleModel, pools: Pools): void {
    const { exportTo, manifest: { namespace } } = model;
    if (exportTo.size === 0 || ['*', '.', namespace].some((one) => exportTo.has(one))) listAt(pools.own, namespace).push(model);
    const isPrivate = exportTo.size === 0
      ? this.mesh.defaultDestinationRuleExportTo.includes('.')
      : exportTo.size === 1 && (exportTo.has('.') || exportTo.has(namespace));
    if (!isPrivate) listAt(pools.exported, namespace).push(model);
    else if (namespace === this.mesh.rootNamespace) pools.rootOwn.push(model);
  }
}

function hostsOf(rules: readonly DestinationRuleModel[]): Hosts {
  const byHost = new Map<string, DestinationRuleModel[]>();
  for (const rule of rules) {
    mergeInto(listAt(byHost, rule.host), rule);
  }
  const hosts = new HostMap<DestinationRuleModel>();
  for (const [host, merged] of byHost) {
    merged.forEach((rule) => hosts.add(host, rule));
  }
  return hosts;
}

function mostSpecific(hosts: Hosts | undefined, hostname: string): readonly DestinationRuleModel[] | undefined {
  const exact = hosts?.at(hostname) ?? [];
  return exact.length > 0 ? exact : hosts?.wildcardsFor(hostname)[0]?.values;
}

function exportedTo(rules: readonly DestinationRuleModel[] | undefined, namespace: string): readonly DestinationRuleModel[] {
  return (rules ?? []).filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(namespace));
}
