import { Question } from './client';
import { CLIENT_LABELS, NAMESPACE, SERVICE } from './release';
import { Manifests } from '../../../src/manifests/manifests';
import { meshConfigOf } from '../../../src/manifests/mesh-config';
import type { Answered } from '../../../src/simulation/answering';
import { RouteSimulator } from '../../../src/simulation/route-simulator';
import { MESH } from '../traffic/istiod';

/** What the simulation says of what the client asks, by the very text that is applied. */
export function simulationOf(manifests: string, port: number): (question: Question) => Answered {
  const simulator = new RouteSimulator(Manifests.fromYaml(manifests)._index, meshConfigOf(MESH));
  const client = { kind: 'sidecar', namespace: NAMESPACE, labels: CLIENT_LABELS } as const;
  return ({ path, headers = {} }) => simulator.ask(client, { host: SERVICE, port, path, method: 'GET', headers }).answered;
}
