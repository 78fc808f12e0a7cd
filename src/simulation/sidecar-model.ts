import { byCreation } from './creation-order';
import { isObject, type JsonObject, labelsIn, numberIn, objectIn, objectsIn, textIn, textsIn, valueAt } from '../manifests/json';
import { listAt } from '../manifests/list-map';
import type { Manifest } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';

/** What a Sidecar lets its pods call, at one port or at all. */
export interface EgressListener {
  readonly port?: number;
  /** Hosts behind a namespace: `./*`, `istio-system/*`, `~bookinfo/reviews.bookinfo.svc.cluster.local`. */
  readonly hosts: readonly string[];
}

export interface SidecarModel {
  readonly manifest: Manifest;
  readonly workloadLabels?: { readonly [key: string]: string };
  readonly egress: readonly EgressListener[];
  /** If it says so itself. */
  readonly allowsUnknownHosts?: boolean;
}

/** The Sidecars of a configuration, those for some pods first. */
export class Sidecars {
  /** The one of the root namespace, which is for all namespaces without one. */
  public readonly ofMesh?: SidecarModel;
  private readonly byNamespace = new Map<string, SidecarModel[]>();

  constructor(index: ManifestIndex, rootNamespace: string) {
    const all = byCreation(index.ofKind('networking.istio.io', 'Sidecar').map(sidecarIn));
    const ordered = [...all.filter(({ workloadLabels }) => workloadLabels), ...all.filter(({ workloadLabels }) => !workloadLabels)];
    for (const sidecar of ordered) {
      listAt(this.byNamespace, sidecar.manifest.namespace).push(sidecar);
    }
    this.ofMesh = ordered.find(({ manifest, workloadLabels }) => manifest.namespace === rootNamespace && !workloadLabels);
  }

  public in(namespace: string): readonly SidecarModel[] | undefined {
    return this.byNamespace.get(namespace);
  }

  public get all(): SidecarModel[] {
    return [...this.byNamespace.values()].flat();
  }
}

export function selects({ workloadLabels }: SidecarModel, labels: { readonly [key: string]: string }): boolean {
  return Object.entries(workloadLabels ?? {}).every(([key, value]) => labels[key] === value);
}

function sidecarIn(manifest: Manifest): SidecarModel {
  const { spec } = manifest;
  const egress = objectsIn(spec.egress).map(([listener]) => listenerIn(listener));
  const policy = objectIn(spec.outboundTrafficPolicy);
  return {
    manifest,
    ...isObject(spec.workloadSelector) && { workloadLabels: labelsIn(valueAt(spec, 'workloadSelector', 'labels')) },
    egress: egress.length > 0 ? egress : [{ hosts: ['*/*'] }],
    ...isObject(spec.outboundTrafficPolicy) && { allowsUnknownHosts: (textIn(policy.mode) || 'REGISTRY_ONLY') !== 'REGISTRY_ONLY' },
  };
}

function listenerIn({ port, hosts }: JsonObject): EgressListener {
  const number = numberIn(objectIn(port).number);
  return { ...number !== undefined && number > 0 && { port: number }, hosts: textsIn(hosts) };
}
