import { isObject, type JsonObject, labelsIn, numberIn, objectIn, textIn, valueAt } from './json';
import { listAt } from './list-map';
import type { Manifest } from './manifest';
import type { ManifestIndex } from './manifest-index';

/** Labels, or what selects by them. */
export interface Labels {
  readonly [key: string]: string;
}

/** Pods that are alike: one Pod, or all that a workload makes of its template. */
export interface PodGroup {
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: JsonObject;
  /** The Pod itself, or the workload. */
  readonly owner: Manifest;
  /** How many there are meant to be, if it is said. */
  readonly replicas?: number;
  /** The name of the Deployment that Flagger will make, if these are its pods. */
  readonly flaggerPrimary?: string;
}

/** Kinds with a pod template, and where it is. */
const TEMPLATES: { readonly group: string; readonly kind: string; readonly path: string[] }[] = [
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => ({ group: 'apps', kind, path: ['spec', 'template'] })),
  { group: '', kind: 'ReplicationController', path: ['spec', 'template'] },
  { group: 'batch', kind: 'Job', path: ['spec', 'template'] },
  { group: 'batch', kind: 'CronJob', path: ['spec', 'jobTemplate', 'spec', 'template'] },
  { group: 'argoproj.io', kind: 'Rollout', path: ['spec', 'template'] },
];

/** The labels by which Flagger tells workloads apart, in its own order. */
export const FLAGGER_SELECTORS = ['app', 'name', 'app.kubernetes.io/name'];

/** Argo Rollouts adds it to the pods of a Rollout, and to what selects those of one of its versions. */
const ROLLOUT_HASH = 'rollouts-pod-template-hash';

/** Which pods have which labels. */
export class PodIndex {
  public readonly all: readonly PodGroup[];
  private readonly byLabel = new Map<string, PodGroup[]>();

  constructor(index: ManifestIndex) {
    const own = [...index.ofKind('', 'Pod').map(podOf), ...TEMPLATES.flatMap(({ group, kind, path }) => (
      index.ofKind(group, kind).flatMap((workload) => podsOf(index, workload, path))
    ))];
    this.all = [...own, ...flaggerPods(index, own)];
    for (const pods of this.all) {
      for (const [key, value] of Object.entries(pods.labels)) {
        listAt(this.byLabel, `${key}=${value}`).push(pods);
      }
    }
  }

  /** All pods, of one namespace or of any, that have all of these labels; without labels all pods. */
  public selectedBy(selector: Labels, namespace?: string): PodGroup[] {
    return this.candidates(selector).filter((pods) => isSelected(pods, selector, namespace));
  }

  /** Whether there are any such pods. */
  public has(selector: Labels, namespace?: string): boolean {
    return this.candidates(selector).some((pods) => isSelected(pods, selector, namespace));
  }

  private candidates(selector: Labels): readonly PodGroup[] {
    const lists = Object.entries(selector).filter(([key]) => key !== ROLLOUT_HASH).map(([key, value]) => this.byLabel.get(`${key}=${value}`) ?? []);
    return lists.sort((a, b) => a.length - b.length)[0] ?? this.all;
  }
}

function isSelected(pods: PodGroup, selector: Labels, namespace?: string): boolean {
  if (namespace !== undefined && pods.namespace !== namespace) return false;
  return Object.entries(selector).every(([key, value]) => pods.labels[key] === value || (key === ROLLOUT_HASH && pods.owner.kind === 'Rollout'));
}

function podOf(pod: Manifest): PodGroup {
  return { namespace: pod.namespace, labels: pod.labels, annotations: pod.annotations, spec: pod.spec, owner: pod };
}

function podsOf(index: ManifestIndex, workload: Manifest, path: string[]): PodGroup[] {
  const template = workload.spec.workloadRef === undefined ? valueAt(workload.object, ...path) : podTemplateOf(workload, index);
  if (!isObject(template)) return [];
  const metadata = objectIn(template.metadata);
  return [{
    namespace: workload.namespace,
    labels: labelsIn(metadata.labels),
    annotations: labelsIn(metadata.annotations),
    spec: objectIn(template.spec),
    owner: workload,
    replicas: numberIn(workload.spec.replicas),
  }];
}

/** The pod template of a Rollout, which it may take from a Deployment that is then scaled to nothing; nothing if that is not there. */
export function podTemplateOf({ spec, namespace }: Manifest, index: ManifestIndex): JsonObject | undefined {
  if (!isObject(spec.workloadRef)) return objectIn(spec.template);
  const { apiVersion, kind, name } = spec.workloadRef;
  const group = textIn(apiVersion).split('/').slice(0, -1).join('/');
  const workload = index.find(group, textIn(kind), namespace, textIn(name));
  return workload && objectIn(workload.spec.template ?? workload.object.template);
}

/** Flagger copies a workload for the released version; only the label differs by which it is selected. */
function flaggerPods(index: ManifestIndex, pods: readonly PodGroup[]): PodGroup[] {
  const canaries = index.ofKind('flagger.app', 'Canary');
  if (canaries.length === 0) return [];
  const byOwner = new Map(pods.map((group) => [`${group.owner.kind}/${group.namespace}/${group.owner.name}`, group]));
  return canaries.flatMap(({ spec, namespace }) => {
    const target = byOwner.get(`${textIn(valueAt(spec, 'targetRef', 'kind'))}/${namespace}/${textIn(valueAt(spec, 'targetRef', 'name'))}`);
    const matched = labelsIn(valueAt(target?.owner.spec, 'selector', 'matchLabels'));
    const key = FLAGGER_SELECTORS.find((label) => label in matched);
    if (!target || key === undefined) return [];
    return [{
      ...target, labels: { ...target.labels, [key]: `${matched[key]}-primary` }, flaggerPrimary: `${target.owner.name}-primary`, replicas: undefined,
    }];
  });
}
