import type { MeshPort, MeshService } from './mesh-service';
import { labelsIn, listIn, numberIn, objectsIn, textIn } from '../manifests/json';
import { listAt } from '../manifests/list-map';
import type { ManifestIndex } from '../manifests/manifest-index';
import type { PodGroup } from '../manifests/pod-index';

type Labels = { readonly [key: string]: string };

/** Which addresses are behind a service, and by which labels subsets tell them apart. */
export class Endpoints {
  private readonly slices = new Map<string, { readonly ports: ReadonlySet<string>; readonly count: number }[]>();
  private readonly answers = new WeakMap<MeshService, Map<MeshPort, readonly Labels[]>>();

  constructor(private readonly index: ManifestIndex) {
    for (const slice of index.ofKind('discovery.k8s.io', 'EndpointSlice')) {
      const key = `${slice.namespace}/${slice.labels['kubernetes.io/service-name']}`;
      const ports = new Set(objectsIn(slice.object.ports).map(([port]) => textIn(port.name)));
      listAt(this.slices, key).push({ ports, count: listIn(slice.object.endpoints).length });
    }
    for (const endpoints of index.ofKind('', 'Endpoints')) {
      for (const [subset] of objectsIn(endpoints.object.subsets)) {
        const ports = new Set(objectsIn(subset.ports).map(([port]) => textIn(port.name)));
        listAt(this.slices, `${endpoints.namespace}/${endpoints.name}`).push({ ports, count: listIn(subset.addresses).length });
      }
    }
  }

  /** The labels of what is behind a port of a service, one entry for pods that are alike. */
  public labelsBehind(service: MeshService, port: MeshPort): readonly Labels[] {
    const known = this.answers.get(service) ?? new Map<MeshPort, readonly Labels[]>();
    this.answers.set(service, known);
    const found = known.get(port) ?? (service.isKubernetes ? this.behindService(service, port) : this.behindEntry(service));
    known.set(port, found);
    return found;
  }

  private behindService({ selector, namespace, manifest }: MeshService, port: MeshPort): Labels[] {
    if (!selector || Object.keys(selector).length === 0) {
      const slices = this.slices.get(`${namespace}/${manifest.name}`) ?? [];
      return slices.filter(({ ports, count }) => count > 0 && (ports.has(port.name) || ports.has(''))).map(() => ({}));
    }
    const pods = this.index.pods.selectedBy(selector, namespace).filter((one) => isRunning(one) && hasPort(one, port));
    return [...pods.map(({ labels }) => labels), ...this.workloadEntries(selector, namespace)];
  }

  private behindEntry({ selector, namespace, manifest: { spec }, resolution, hostname }: MeshService): Labels[] {
    if (selector) {
      const pods = this.index.pods.selectedBy(selector, namespace).filter(isRunning);
      return [...pods.map(({ labels }) => labels), ...this.workloadEntries(selector, namespace)];
    }
    const own = objectsIn(spec.endpoints).map(([endpoint]) => labelsIn(endpoint.labels));
    // A host that is looked up is its own endpoint.
    return own.length > 0 || resolution !== 'dns' || hostname.startsWith('*') ? own : [{}];
  }

  private workloadEntries(selector: Labels, namespace: string): Labels[] {
    return this.index.ofKind('networking.istio.io', 'WorkloadEntry')
      .filter((entry) => entry.namespace === namespace)
      .map(({ spec }) => labelsIn(spec.labels))
      .filter((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value));
  }
}

function isRunning({ replicas }: PodGroup): boolean {
  return replicas !== 0;
}

/** A port that is called by name leads only to pods of which a container has it. */
function hasPort({ spec }: PodGroup, { targetPort }: MeshPort): boolean {
  if (typeof targetPort !== 'string') return true;
  return objectsIn(spec.containers).some(([container]) => (
    objectsIn(container.ports).some(([port]) => port.name === targetPort && numberIn(port.containerPort) !== undefined)
  ));
}
