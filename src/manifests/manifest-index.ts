import { HostIndex } from './host-index';
import { listAt } from './list-map';
import type { Manifest } from './manifest';
import { PodIndex } from './pod-index';

const NONE: readonly Manifest[] = [];

/** The objects of one configuration, found by what names them. Of objects that are there twice, it has the last, as a cluster would. */
export class ManifestIndex {
  /** In the order in which they were read. */
  public readonly all: readonly Manifest[];
  private readonly byName: ReadonlyMap<string, Manifest>;
  private readonly byKind = new Map<string, Manifest[]>();
  private readonly byNamespace = new Map<string, Manifest[]>();
  private hostIndex?: HostIndex;
  private podIndex?: PodIndex;

  constructor(manifests: readonly Manifest[], public readonly clusterDomain: string) {
    this.byName = new Map(manifests.map((manifest) => [identity(manifest), manifest]));
    this.all = this.byName.size === manifests.length ? manifests : manifests.filter((one) => this.byName.get(identity(one)) === one);
    for (const manifest of this.all) {
      listAt(this.byKind, `${manifest.group}/${manifest.kind}`).push(manifest);
      listAt(this.byNamespace, manifest.namespace).push(manifest);
    }
  }

  /** Of any version: `ofKind('networking.istio.io', 'VirtualService')`; the group of Services and Pods is ''. */
  public ofKind(group: string, kind: string): readonly Manifest[] {
    return this.byKind.get(`${group}/${kind}`) ?? NONE;
  }

  public inNamespace(namespace: string): readonly Manifest[] {
    return this.byNamespace.get(namespace) ?? NONE;
  }

  public find(group: string, kind: string, namespace: string, name: string): Manifest | undefined {
    return this.byName.get(`${group}/${kind}/${namespace}/${name}`);
  }

  /** Services and service entries by host. */
  public get hosts(): HostIndex {
    return this.hostIndex ??= new HostIndex(this);
  }

  /** Pods, and what workloads will make of their templates. */
  public get pods(): PodIndex {
    return this.podIndex ??= new PodIndex(this);
  }
}

/** What no two objects of a cluster share. An object whose name is made by the cluster is always another one. */
export function identity(manifest: Manifest): string {
  const { group, kind, namespace, name, location } = manifest;
  const own = name === '' ? `\n${location.file} ${location.construct} ${location.document} ${location.line}` : name;
  return `${group}/${kind}/${namespace}/${own}`;
}
