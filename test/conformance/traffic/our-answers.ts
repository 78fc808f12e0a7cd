import { DEFAULT_NAMESPACE, KubeObject, TrafficCase, TrafficRequest } from './traffic-case';
import { Manifests } from '../../../src/manifests/manifests';
import { meshConfigOf } from '../../../src/manifests/mesh-config';
import type { AnswerData } from '../../../src/simulation/answer';
import { RouteSimulator } from '../../../src/simulation/route-simulator';

/** What the simulation says of the requests of a case. */
export function ourAnswers({ objects, mesh, requests }: TrafficCase): AnswerData[] {
  const simulator = new RouteSimulator(Manifests.fromYaml(yamlOf(objects))._index, meshConfigOf(mesh ?? {}));
  return requests.map((request) => ask(simulator, request));
}

export function ask(simulator: RouteSimulator, { from, host, port, path = '/', method = 'GET', scheme, headers = {} }: TrafficRequest): AnswerData {
  const proxy = from.gateway === undefined
    ? { kind: 'sidecar' as const, namespace: from.namespace ?? DEFAULT_NAMESPACE, labels: from.labels ?? {} }
    : simulator.gatewayProxy(from.gateway, from.namespace)!;
  return simulator.ask(proxy, { host, port, path, method, scheme, headers }).answered.data;
}

function yamlOf(objects: readonly KubeObject[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
