import type { IConstruct } from 'constructs';
import { kubernetesName } from '../istio/dns-label';
import type { Place } from '../private/place';
import type { LabelMap } from '../workload/pods';
import { readWorkload } from '../workload/workload-manifest';

/** How Flagger reads a workload. */
export interface FlaggerWorkloadOptions {
  /**
   * The keys of labels of which Flagger takes the first that the workload selects its pods by: what Flagger was started with (`-selector-labels`).
   *
   * @default ['app', 'name', 'app.kubernetes.io/name']
   */
  readonly selectorLabels?: string[];
}

const SELECTOR_LABELS = ['app', 'name', 'app.kubernetes.io/name'];
const PRIMARY_SUFFIX = '-primary';
const MAX_LABEL_LENGTH = 63;

/**
 * The workload that a `FlaggerCanary` releases. Its pods are the new version while a release is tried out; otherwise Flagger keeps it at no pods, and runs a copy
 * of it, `<name>-primary`.
 *
 * @see https://docs.flagger.app/usage/how-it-works#canary-target
 */
export class FlaggerTarget {
  /**
   * A Deployment that is defined elsewhere, in the namespace of the `FlaggerCanary`.
   *
   * @param name its name
   * @throws FlaggerTargetUnfit (when a construct receives it)
   */
  public static deployment(name: string): FlaggerTarget {
    return new FlaggerTarget(() => ({ kind: 'Deployment', name }));
  }

  /**
   * A DaemonSet that is defined elsewhere, in the namespace of the `FlaggerCanary`.
   *
   * @param name its name
   * @throws FlaggerTargetUnfit (when a construct receives it)
   */
  public static daemonSet(name: string): FlaggerTarget {
    return new FlaggerTarget(() => ({ kind: 'DaemonSet', name }));
  }

  /**
   * A Deployment or DaemonSet of this program. It is read when the `FlaggerCanary` is made, and never changed; what Flagger could not release is refused.
   *
   * @param workload an ApiObject, or a construct that stands for one, as those of cdk8s-plus do
   * @param options how Flagger reads it
   * @throws WorkloadUnreadable, FlaggerTargetUnfit, TargetPortUnknown (when a construct receives it)
   */
  public static workload(workload: IConstruct, options: FlaggerWorkloadOptions = {}): FlaggerTarget {
    const labels = options.selectorLabels ? [...options.selectorLabels] : SELECTOR_LABELS;
    return new FlaggerTarget((place) => read(place, workload, labels));
  }

  private constructor(private readonly find: (place: Place) => ResolvedTarget) {}

  /**
   * What is known of the workload.
   *
   * @internal
   */
  public _resolve(place: Place): ResolvedTarget {
    const target = this.find(place);
    if (!kubernetesName.accepts(target.name)) {
      place.at('name').fail('FlaggerTargetUnfit', { must: `be ${kubernetesName.allowed}`, got: target.name, fix: `name the ${target.kind} as it stands in the cluster` });
    }
    return target;
  }
}

/** A workload as Flagger finds it. */
export interface ResolvedTarget {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** The ports that its containers declare, if it is of this program. */
  readonly containerPorts?: number[];
  /** The number of pods that its manifest asks for. */
  readonly replicas?: number;
}

function read(place: Place, workload: IConstruct, labels: string[]): ResolvedTarget {
  const { kind, name, namespace, selector, containerPorts, object } = readWorkload(place, workload);
  if (kind !== 'Deployment' && kind !== 'DaemonSet') {
    place.fail('FlaggerTargetUnfit', {
      must: 'be a Deployment or a DaemonSet', found: `${kind} ${name}`, fix: 'Flagger releases no other workloads: for this one use CanaryService',
    });
  }
  validateSelector(place, `${kind} ${name}`, selector, labels);
  const { replicas } = object.toJson().spec;
  return { kind, name, namespace, containerPorts, replicas };
}

/** Flagger tells the two sets of pods apart by this label alone. */
function validateSelector(place: Place, workload: string, selector: LabelMap, labels: string[]): void {
  const key = labels.find((label) => label in selector);
  if (key === undefined) {
    place.fail('FlaggerTargetUnfit', {
      must: `select its pods by one of the labels ${labels.join(', ')}`,
      found: `${workload}, which selects by ${Object.keys(selector).join(', ') || 'no label'}`,
      fix: 'add one to its selector and its pods, or say selectorLabels if Flagger runs with others: it would never start a release',
    });
  }
  const value = selector[key];
  if (value.length + PRIMARY_SUFFIX.length > MAX_LABEL_LENGTH) {
    place.fail('FlaggerTargetUnfit', {
      must: `have a label ${key} of at most ${MAX_LABEL_LENGTH - PRIMARY_SUFFIX.length} characters`,
      got: value,
      fix: `shorten it: Flagger labels the copy ${PRIMARY_SUFFIX} behind it, and Kubernetes takes ${MAX_LABEL_LENGTH} characters`,
    });
  }
}
