import { Question } from './client';
import { CLIENT_LABELS, NAMESPACE, SERVICE } from './release';
import { Manifests } from '../../../src/manifests/manifests';
import { meshConfigOf } from '../../../src/manifests/mesh-config';
import type { AnswerData } from '../../../src/simulation/answer';
import { RouteSimulator } from '../../../src/simulation/route-simulator';
import { MESH } from '../traffic/istiod';
import { ask } from '../traffic/our-answers';

/** What the simulation says of what the client asks, by the very text that is applied. */
export function simulationOf(manifests: string, port: number): (question: Question) => AnswerData {
  const simulator = new RouteSimulator(Manifests.fromYaml(manifests)._index, meshConfigOf(MESH));
  return (question) => ask(simulator, { from: { namespace: NAMESPACE, labels: CLIENT_LABELS }, host: SERVICE, port, ...question });
}
