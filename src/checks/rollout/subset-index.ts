import { labelsIn, objectIn, textIn } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import type { Labels, PodGroup } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';
import { Field } from '../field';

/** A subset, and the pods behind it. */
export interface Subset {
  readonly manifest: Manifest;
  readonly field: Field;
  readonly name: string;
  readonly labels: Labels;
  /** In full, as Istio resolves it. */
  readonly host: string;
  /** If one of Kubernetes is behind the host. */
  readonly service?: Manifest;
  /** Unknown for services that select none. */
  readonly pods?: readonly PodGroup[];
}

const known = new WeakMap<CheckContext, SubsetIndex>();

/** All subsets of DestinationRules; made once for a check. */
export class SubsetIndex {
  public static of(context: CheckContext): SubsetIndex {
    const before = known.get(context);
    if (before) return before;
    const index = new SubsetIndex(context.index);
    known.set(context, index);
    return index;
  }

  public readonly all: readonly Subset[];
  private readonly byName = new Map<string, Subset>();
  private readonly scaled: ReadonlySet<string>;

  private constructor(private readonly index: ManifestIndex) {
    this.scaled = new Set([...index.ofKind('autoscaling', 'HorizontalPodAutoscaler'), ...index.ofKind('keda.sh', 'ScaledObject')].map(({ spec, namespace }) => {
      const { kind, name } = objectIn(spec.scaleTargetRef);
      return `${textIn(kind) || 'Deployment'}/${namespace}/${textIn(name)}`;
    }));
    this.all = index.ofKind('networking.istio.io', 'DestinationRule').flatMap((manifest) => this.subsetsOf(manifest));
    // Of several with one name, the first is used.
    for (const subset of [...this.all].reverse()) this.byName.set(`${subset.host} ${subset.name}`, subset);
  }

  public find(host: string, name: string): Subset | undefined {
    return this.byName.get(`${host} ${name}`);
  }

  /** The pods of a service that selects some. */
  public podsOf({ spec, namespace }: Manifest): readonly PodGroup[] | undefined {
    const selector = labelsIn(spec.selector);
    return Object.keys(selector).length === 0 ? undefined : this.index.pods.selectedBy(selector, namespace);
  }

  /** How many pods there are meant to be; nothing if that is for an autoscaler to say, or for nobody. */
  public replicasOf(pods: readonly PodGroup[]): number | undefined {
    const counts = pods.map(({ owner, replicas }) => {
      if (owner.kind === 'Pod') return 1;
      return replicas !== 0 && this.scaled.has(`${owner.kind}/${owner.namespace}/${owner.name}`) ? undefined : replicas;
    });
    return counts.every((count) => count !== undefined) ? counts.reduce<number>((sum, count) => sum + count, 0) : undefined;
  }

  private subsetsOf(manifest: Manifest): Subset[] {
    const spec = new Field(manifest.spec, ['spec']);
    const host = this.index.hosts.resolve(spec.at('host').text, manifest.namespace);
    const service = this.index.hosts.service(host);
    const selector = labelsIn(service?.spec.selector);
    return spec.at('subsets').items.map((field) => {
      const labels = labelsIn(field.at('labels').value);
      const contradicts = Object.keys(selector).some((key) => key in labels && labels[key] !== selector[key]);
      const selected = contradicts ? [] : this.index.pods.selectedBy({ ...selector, ...labels }, service?.namespace);
      const pods = Object.keys(selector).length === 0 ? undefined : selected;
      return { manifest, field, name: field.at('name').text, labels, host, service, pods };
    });
  }
}

export function ownersOf(pods: readonly PodGroup[]): string {
  return pods.map(({ owner }) => `${owner.kind} ${owner.name}`).join(', ');
}
