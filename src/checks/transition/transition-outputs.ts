import { delegatesOf } from './routed-destination';
import { type Age, type Step, stepsOf } from './transition-step';
import { resolveHost } from '../../istio/host';
import { textsIn } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import { ManifestIndex } from '../../manifests/manifest-index';
import type { MeshConfig } from '../../manifests/mesh-config';
import { HostMap } from '../../simulation/host-map';

const NETWORKING = 'networking.istio.io';

/** Two outputs side by side. */
export class TransitionOutputs {
  public readonly old: ManifestIndex;
  public readonly new: ManifestIndex;
  public readonly virtualServices: readonly Step[];
  /** The hosts of all VirtualServices. */
  private readonly called: { readonly [age in Age]: ReadonlySet<string> };
  private readonly rules = new HostMap<Step>();
  private readonly services: ReadonlyMap<string, Step>;
  /** Those that hand requests over, by the delegates that get them. */
  private readonly roots = new Map<string, Step[]>();

  constructor(before: readonly Manifest[], after: readonly Manifest[], clusterDomain: string, public readonly mesh: MeshConfig) {
    this.old = new ManifestIndex(before, clusterDomain);
    this.new = new ManifestIndex(after, clusterDomain);
    this.virtualServices = this.steps(NETWORKING, 'VirtualService');
    const hostOf = ({ spec, namespace }: Manifest) => resolveHost(String(spec.host), namespace, clusterDomain);
    for (const step of this.steps(NETWORKING, 'DestinationRule')) {
      for (const host of agesOf(step, hostOf)) this.rules.add(host, step);
    }
    this.services = new Map(this.steps('', 'Service').map((step) => [this.new.hosts.hostOf((step.new ?? step.old)!), step]));
    const called = (index: ManifestIndex) => new Set(index.ofKind(NETWORKING, 'VirtualService').flatMap((one) => hostsOf(one, index)));
    this.called = { old: called(this.old), new: called(this.new) };
    for (const step of this.virtualServices) {
      for (const delegate of new Set([step.old, step.new].flatMap((one) => one ? delegatesOf(one) : []))) listAt(this.roots, delegate).push(step);
    }
  }

  /** The DestinationRules that are for a host before or after. */
  public rulesFor(host: string): Step[] {
    return [...new Set([...this.rules.at(host), ...this.rules.wildcardsFor(host).flatMap(({ values }) => values)])];
  }

  public serviceAt(host: string): Step | undefined {
    return this.services.get(host);
  }

  /** The VirtualServices that hand requests over to one, before or after. */
  public rootsOf({ namespace, name }: Manifest): readonly Step[] {
    return this.roots.get(`${namespace}/${name}`) ?? [];
  }

  /** The namespace in which DestinationRules for a host are looked up. */
  public namespaceOf(host: string): string {
    const service = this.services.get(host);
    const known = service?.new ?? service?.old ?? this.new.hosts.serviceEntries(host)[0] ?? this.old.hosts.serviceEntries(host)[0];
    return known?.namespace ?? /^[^.]+\.([^.]+)\.svc\./.exec(host)?.[1] ?? '';
  }

  /** Whether the hosts of a VirtualService that is added or removed are called without it, too. */
  public isCalledAtBothEnds({ old, new: now }: Step): boolean {
    if (old && now) return true;
    const [manifest, end] = old ? [old, 'new'] as const : [now!, 'old'] as const;
    const hosts = hostsOf(manifest, this[end]);
    if (hosts.length === 0) return this.rootsOf(manifest).some((root) => root[end]);
    return hosts.some((host) => this.called[end].has(host) || this[end].hosts.service(host) || this[end].hosts.serviceEntries(host).length > 0);
  }

  private steps(group: string, kind: string): Step[] {
    return [...stepsOf(this.old.ofKind(group, kind), this.new.ofKind(group, kind)).values()];
  }
}

function hostsOf({ spec, namespace }: Manifest, index: ManifestIndex): string[] {
  return textsIn(spec.hosts).map((host) => index.hosts.resolve(host, namespace));
}

function agesOf<T>({ old, new: now }: Step, of: (manifest: Manifest) => T): Set<T> {
  return new Set([old, now].flatMap((one) => one ? [of(one)] : []));
}
