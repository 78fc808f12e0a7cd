import { ClusterState, hasLabels, PodState, targetPort } from '../traffic/cluster-state';
import { KubeObject, namespaceOf } from '../traffic/traffic-case';

/** Which addresses Envoy has behind its clusters when it knows all pods and all subsets. */
export function expectedEndpoints(configs: readonly KubeObject[], { services, pods }: ClusterState): Map<string, string[]> {
  return new Map(services.flatMap((service) => {
    const host = `${service.metadata.name}.${namespaceOf(service)}.svc.cluster.local`;
    const selected = pods.filter(({ namespace, labels }) => namespace === namespaceOf(service) && hasLabels(labels, service.spec.selector));
    const rule = configs.find(({ kind, spec }) => kind === 'DestinationRule' && spec.host === host);
    const groups = [{ name: '', labels: {} }, ...rule?.spec.subsets ?? []];
    return service.spec.ports.flatMap((port: any) => groups.map(({ name, labels }): [string, string[]] => (
      [`outbound|${port.port}|${name}|${host}`, selected.filter((pod) => hasLabels(pod.labels, labels)).map((pod) => addressOf(pod, port)).sort()]
    )));
  }));
}

function addressOf(pod: PodState, port: any): string {
  return `${pod.ip}:${targetPort(port, pod)}`;
}
