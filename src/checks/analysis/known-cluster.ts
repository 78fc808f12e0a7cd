import { labelsIn, listIn, numberIn, objectIn, objectsIn, textIn, valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import type { Labels, PodGroup } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';

const ALL = '*';

/** A pod as the analyzers see it: those of a workload are one. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  /** The workload or Pod among the manifests; the ingress gateway that Istio takes for given has none. */
  readonly owner?: Manifest;
}

/** What a host that is called has to offer. */
export interface KnownHost {
  readonly ports: readonly number[];
  readonly workloadLabels: Labels;
}

/** The ports of the ingress gateway that the analyzers take for given. */
const INGRESS_PORTS = [80, 443, 31_400, 15_443];
const LOCALITY_LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];
const INGRESS_LABELS = { istio: 'ingressgateway' };

const known = new WeakMap<CheckContext, KnownCluster>();

/** What Istio's analyzers gather before they look at an object; made once for a check. */
export class KnownCluster {
  public static of(context: CheckContext): KnownCluster {
    const before = known.get(context);
    if (before) return before;
    const cluster = new KnownCluster(context);
    known.set(context, cluster);
    return cluster;
  }

  public readonly ingress: Pod;
  private readonly hosts = new Map<string, KnownHost>();
  private readonly wildcards = new Map<string, KnownHost>();
  /** The labels of pods that are on a node, with those that Istio adds for it. */
  private readonly placed: Labels[] = [];
  /** By their namespace and one label of their selector. */
  private readonly services = new Map<string, Manifest[]>();

  private constructor(private readonly context: CheckContext) {
    const namespace = 'istio-system';
    this.ingress = { namespace, labels: INGRESS_LABELS, annotations: {}, containers: [{ name: 'istio-proxy', image: '' }] };
    const { index: { hosts } } = context;
    this.add(ALL, hosts.resolve('istio-ingressgateway', namespace), { ports: INGRESS_PORTS, workloadLabels: {} });
    for (const pod of context.index.ofKind('', 'Pod')) {
      const node = textIn(pod.spec.nodeName);
      if (node !== '') this.placed.push({ ...pod.labels, ...localityOf(context.index.find('', 'Node', '', node)), 'kubernetes.io/hostname': node });
    }
    for (const entry of context.index.ofKind('networking.istio.io', 'ServiceEntry')) this.addEntry(entry);
    for (const service of context.index.ofKind('', 'Service')) {
      const offered = { ports: portsOf(service), workloadLabels: {} };
      const [label] = Object.entries(labelsIn(service.spec.selector));
      listAt(this.services, `${service.namespace} ${label ? label.join('=') : ''}`).push(service);
      for (const scope of annotatedScopes(service)) this.add(scope, hosts.hostOf(service), offered);
    }
  }

  /** The service or service entry that answers for a host, as far as an object of a namespace that is exported to others can see it. */
  public host(host: string, namespace: string, exportTo: readonly string[]): KnownHost | undefined {
    const full = this.fullHost(host, namespace);
    const scopes = exportTo.length === 0 ? [namespace] : exportTo.map((scope) => scope === '.' ? namespace : scope);
    for (const scope of [ALL, ...scopes]) {
      const found = this.hosts.get(`${scope}/${full}`);
      if (found) return found;
    }
    if (this.wildcards.size === 0) return undefined;
    const bare = host.replace(/^\*/, '');
    for (let start = 0; start <= bare.length; start++) {
      const found = this.wildcards.get(`${ALL}/${bare.slice(start)}`) ?? this.wildcards.get(`${namespace}/${bare.slice(start)}`);
      if (found) return found;
    }
    return undefined;
  }

  /** A host in full; one with a dot or a wildcard is taken as it stands. */
  public fullHost(host: string, namespace: string): string {
    return host.startsWith(ALL) || host.includes('.') ? host : `${host}.${namespace}.svc.${this.context.index.clusterDomain}`;
  }

  /** The name of an object that a host stands for, by which the analyzers compare hosts of rules: `namespace/name`. */
  public serviceName(host: string, namespace: string): string {
    const suffix = `.svc.${this.context.index.clusterDomain}`;
    const parts = host.endsWith(suffix) ? /^(.+)\.([^.]+)$/s.exec(host.slice(0, -suffix.length)) : undefined;
    return parts ? `${parts[2]}/${parts[1]}` : `${namespace}/${host}`;
  }

  /** All pods, of one namespace or of any, that have these labels. */
  public pods(selector: Labels, namespace?: string): Pod[] {
    const own = this.context.index.pods.selectedBy(selector, namespace).map(podOf);
    const isIngress = hasAll(this.ingress.labels, selector);
    return isIngress && (namespace === undefined || namespace === this.ingress.namespace) ? [...own, this.ingress] : own;
  }

  /** Whether there is any such pod. */
  public hasPods(selector: Labels): boolean {
    return this.context.index.pods.has(selector) || [this.ingress.labels, ...this.placed].some((labels) => hasAll(labels, selector));
  }

  /** The ports at which Services reach a pod: those of the pod, and those of the Services that are led to them. */
  public servedPorts(pod: Pod): Set<number> {
    // The Service of the ingress gateway is taken for given as well.
    const isIngress = pod.namespace === this.ingress.namespace && pod.labels.istio === INGRESS_LABELS.istio;
    const ports = new Set<number>(isIngress ? INGRESS_PORTS : []);
    for (const service of this.servicesOf(pod.labels, pod.namespace)) {
      for (const [port] of objectsIn(service.spec.ports)) {
        if ((textIn(port.protocol) || 'TCP') !== 'TCP') continue;
        const own = numberIn(port.port) ?? 0;
        // A port that is named stands for itself.
        const target = port.targetPort === undefined ? own : numberIn(port.targetPort) ?? Number(textIn(port.targetPort));
        ports.add(own);
        if (target > 0) ports.add(target);
      }
    }
    return ports;
  }

  /** Whether a pod will get a sidecar, as far as the manifests say. */
  public isInMesh({ labels, annotations, containers, namespace }: Pod): boolean {
    if (containers.some(({ name, image }) => name === 'istio-proxy' && image !== '')) return true;
    const own = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
    if (own !== undefined) return own === 'true';
    return this.context.index.find('', 'Namespace', '', namespace)?.labels['istio-injection'] === 'enabled';
  }

  /** The Services of a namespace that select pods with these labels; those without a selector select all. */
  public servicesOf(labels: Labels, namespace: string): Manifest[] {
    const keys = ['', ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)];
    return keys.flatMap((key) => this.services.get(`${namespace} ${key}`) ?? [])
      .filter(({ spec }) => Object.entries(labelsIn(spec.selector)).every(([key, value]) => labels[key] === value));
  }

  private addEntry(entry: Manifest): void {
    const { spec, namespace } = entry;
    const offered = {
      ports: objectsIn(spec.ports).map(([port]) => numberIn(port.number) ?? 0), workloadLabels: labelsIn(valueAt(spec, 'workloadSelector', 'labels')),
    };
    const exportTo = listIn(spec.exportTo).map(textIn);
    const scopes = exportTo.length === 0 || exportTo.includes(ALL) ? [ALL] : exportTo.map((scope) => scope === '.' ? namespace : scope);
    for (const host of listIn(spec.hosts).map(textIn)) {
      for (const scope of scopes) this.add(scope, this.fullHost(host, namespace), offered);
    }
  }

  private add(scope: string, host: string, offered: KnownHost): void {
    this.hosts.set(`${scope}/${host}`, offered);
    if (host.startsWith(ALL)) this.wildcards.set(`${scope}/${host.slice(1)}`, offered);
  }
}

export function podOf({ namespace, labels, annotations, spec, owner }: PodGroup): Pod {
  const given = [...objectsIn(spec.containers), ...objectsIn(spec.initContainers)];
  const containers = given.map(([one]) => ({ name: textIn(one.name), image: textIn(one.image) }));
  return { namespace, labels, annotations, containers, owner };
}

function hasAll(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function localityOf(node?: Manifest): Labels {
  return Object.fromEntries(LOCALITY_LABELS.flatMap((key) => node?.labels[key] === undefined ? [] : [[key, node.labels[key]]]));
}

function portsOf({ spec }: Manifest): number[] {
  return objectsIn(spec.ports).map(([port]) => numberIn(port.port) ?? 0);
}

function annotatedScopes({ annotations, namespace }: Manifest): string[] {
  const exported = annotations['networking.istio.io/exportTo'] ?? '';
  if (exported === '') return [ALL];
  return exported.split(',').map((scope) => scope.trim()).map((scope) => scope === '.' ? namespace : scope);
}

/** Objects that are in one namespace, or have something else in common. */
export function grouped<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) listAt(groups, key(item)).push(item);
  return [...groups.values()];
}

/** How Kubernetes writes a selector. */
export function selectorText(selector: Labels): string {
  return Object.entries(selector).map(([key, value]) => `${key}=${value}`).sort().join(',');
}

export function selectorOf(value: unknown): Labels {
  return labelsIn(objectIn(value));
}
