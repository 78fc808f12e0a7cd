import { ClusterState, hasLabels, targetPort } from './cluster-state';
import { DEFAULT_NAMESPACE, KubeObject, Labels, namespaceOf, TrafficRequest } from './traffic-case';

/** A proxy as istiod is asked for it. */
export interface ProxySpec {
  readonly type: 'sidecar' | 'router';
  readonly namespace: string;
  readonly labels: Labels;
  readonly ip: string;
}

/** An address that no pod has: istiod would take the pod's labels for the proxy's. */
const OWN_ADDRESS = '10.250.0.1';
/** An address of nobody. */
export const FOREIGN_ADDRESS = '203.0.113.9';

export function proxyFor({ from }: TrafficRequest, objects: readonly KubeObject[], { pods }: ClusterState): ProxySpec | undefined {
  if (from.gateway === undefined) return { type: 'sidecar', namespace: from.namespace ?? DEFAULT_NAMESPACE, labels: from.labels ?? {}, ip: OWN_ADDRESS };
  const gateway = objects.find((one) => one.kind === 'Gateway' && `${namespaceOf(one)}/${one.metadata.name}` === from.gateway);
  if (!gateway) return undefined;
  const selector: Labels = gateway.spec.selector ?? {};
  const isAny = Object.keys(selector).length === 0;
  const pod = isAny ? undefined : pods.find(({ namespace, labels }) => (from.namespace === undefined || namespace === from.namespace)
    && hasLabels(labels, selector));
  return {
    type: 'router', namespace: from.namespace ?? pod?.namespace ?? namespaceOf(gateway), labels: { ...selector, ...pod?.labels }, ip: pod?.ip ?? OWN_ADDRESS,
  };
}

/** The address that a client finds for a host, of a headless Service that of a pod behind the port. */
export function addressOf({ host, port }: { host: string; port: number }, namespace: string, objects: readonly KubeObject[],
  state: ClusterState): string {
  const plain = host.replace(/\.$/, '').toLowerCase();
  const names = [plain, `${plain}.${namespace}.svc.cluster.local`, `${plain}.svc.cluster.local`, `${plain}.cluster.local`];
  for (const service of state.services) {
    if (!names.includes(`${service.metadata.name}.${namespaceOf(service)}.svc.cluster.local`)) continue;
    if (service.spec.type === 'ExternalName') return addressOf({ host: service.spec.externalName, port }, namespace, objects, state);
    return service.spec.clusterIP === 'None' ? podBehind(service, port, state) ?? FOREIGN_ADDRESS : service.spec.clusterIP;
  }
  const entry = objects.find(({ kind, spec }) => kind === 'ServiceEntry' && spec.hosts.includes(plain) && spec.addresses?.length > 0);
  return entry ? entry.spec.addresses[0].replace(/\/32$/, '') : /^\d+(\.\d+){3}$/.test(plain) ? plain : FOREIGN_ADDRESS;
}

function podBehind(service: KubeObject, number: number, { pods }: ClusterState): string | undefined {
  const called = service.spec.ports.find(({ port }: any) => port === number);
  return pods.find((pod) => (
    pod.namespace === namespaceOf(service) && hasLabels(pod.labels, service.spec.selector ?? {}) && (!called || targetPort(called, pod) !== undefined)
  ))?.ip;
}

/** Whether a client that calls a host begins with TLS, as far as the port says. */
export function speaksTls({ host, port }: TrafficRequest, namespace: string, objects: readonly KubeObject[]): boolean {
  const plain = host.replace(/\.$/, '').toLowerCase();
  const names = [plain, `${plain}.${namespace}.svc.cluster.local`, `${plain}.svc.cluster.local`, `${plain}.cluster.local`];
  const ports = objects.flatMap((one): any[] => {
    if (one.kind === 'ServiceEntry') return one.spec.hosts.some((own: string) => own === plain || (own.startsWith('*') && plain.endsWith(own.slice(1)))) ? one.spec.ports : [];
    return one.kind === 'Service' && names.includes(`${one.metadata.name}.${namespaceOf(one)}.svc.cluster.local`) ? one.spec.ports : [];
  });
  return ports.some((one) => (one.number ?? one.port) === port && /^(https|tls)\b/i.test(one.protocol?.startsWith('TCP') ?? true ? one.appProtocol ?? one.name ?? '' : one.protocol));
}

/** Where the pods of a gateway listen for what calls a port. */
export function gatewayPort(port: number, proxy: ProxySpec, state: ClusterState): number {
  const pod = state.pods.find(({ ip }) => ip === proxy.ip);
  if (!pod) return port;
  for (const service of state.services) {
    if (namespaceOf(service) !== pod.namespace || !service.spec.selector || !hasLabels(pod.labels, service.spec.selector)) continue;
    const found = (service.spec.ports ?? []).find((one: any) => one.port === port);
    if (found) return targetPort(found, pod) ?? port;
  }
  return port;
}
