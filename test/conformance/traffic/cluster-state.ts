import { KubeObject, Labels, namespaceOf } from './traffic-case';

/** What a cluster adds to a configuration before istiod sees it: addresses, pods and endpoints. */
export interface ClusterState {
  readonly services: readonly KubeObject[];
  readonly pods: readonly PodState[];
  readonly endpointSlices: readonly KubeObject[];
}

export interface PodState {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly ip: string;
  readonly containers: any[];
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout'];

/** @param addressOf the address of a pod, by its place among all of them and its name */
export function clusterStateOf(objects: readonly KubeObject[], addressOf = (index: number, _pod: string) => addressAt('10.244', index)): ClusterState {
  const services = objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service').map(withAddress);
  const pods = podsOf(objects, addressOf);
  return { services, pods, endpointSlices: services.flatMap((service) => slicesOf(service, pods)) };
}

/** Everything that istiod reads of Kubernetes itself. */
export function kubernetesObjects(objects: readonly KubeObject[], state: ClusterState): unknown[] {
  const given = objects.filter(({ apiVersion, kind }) => apiVersion.startsWith('discovery.k8s.io/') || kind === 'Namespace');
  return [...state.services, ...state.pods.map(podObject), ...state.endpointSlices, ...given];
}

export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function withAddress(service: KubeObject, index: number): KubeObject {
  const namespaced = { ...service, metadata: { ...service.metadata, namespace: namespaceOf(service) } };
  if (service.spec?.clusterIP || service.spec?.type === 'ExternalName') return namespaced;
  return { ...namespaced, spec: { ...service.spec, clusterIP: addressAt('10.96', index) } };
}

function addressAt(network: string, index: number): string {
  return `${network}.${Math.floor(index / 250)}.${index % 250 + 1}`;
}

function podsOf(objects: readonly KubeObject[], addressOf: (index: number, pod: string) => string): PodState[] {
  const templates = objects.flatMap((object) => {
    if (object.kind === 'Pod') return [{ object, template: object }];
    return WORKLOADS.includes(object.kind) && object.spec?.replicas !== 0 ? [{ object, template: object.spec.template }] : [];
  });
  return templates.map(({ object, template }, index) => {
    const name = object.kind === 'Pod' ? object.metadata.name : `${object.metadata.name}-0`;
    return {
      name,
      namespace: namespaceOf(object),
      labels: template.metadata?.labels ?? {},
      ip: addressOf(index, name),
      containers: template.spec?.containers ?? [],
    };
  });
}

function podObject({ name, namespace, labels, ip, containers }: PodState): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { containers, serviceAccountName: 'default' },
    status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** One slice a port, as pods may differ in where they have a named port. */
function slicesOf(service: KubeObject, pods: readonly PodState[]): KubeObject[] {
  const { selector, ports = [] } = service.spec ?? {};
  if (!selector || Object.keys(selector).length === 0) return [];
  const selected = pods.filter(({ namespace, labels }) => namespace === namespaceOf(service) && hasLabels(labels, selector));
  return ports.flatMap((port: any) => {
    const ready = selected.map((pod) => ({ pod, number: targetPort(port, pod) })).filter(({ number }) => number !== undefined);
    const numbers = [...new Set(ready.map(({ number }) => number))];
    return numbers.map((number) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      addressType: 'IPv4',
      metadata: {
        name: `${service.metadata.name}-${port.name ?? port.port}-${number}`,
        namespace: namespaceOf(service),
        labels: { 'kubernetes.io/service-name': service.metadata.name },
      },
      ports: [{ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP' }],
      endpoints: ready.filter((one) => one.number === number).map(({ pod }) => ({
        addresses: [pod.ip], conditions: { ready: true }, targetRef: { kind: 'Pod', name: pod.name, namespace: pod.namespace },
      })),
    }));
  });
}

export function targetPort(port: any, { containers }: PodState): number | undefined {
  if (typeof port.targetPort !== 'string') return port.targetPort ?? port.port;
  return containers.flatMap((container) => container.ports ?? []).find(({ name }) => name === port.targetPort)?.containerPort;
}
