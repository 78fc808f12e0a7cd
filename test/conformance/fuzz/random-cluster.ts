import type { Random } from '../random';
import { mutated } from './mutation';
import { NAMESPACES, RandomObjects } from '../traffic/random-objects';
import type { KubeObject, Labels } from '../traffic/traffic-case';

const SELECTORS: readonly Labels[] = [
  { app: 'reviews' }, { app: 'ratings' }, { app: 'reviews', version: 'v1' }, { istio: 'public' }, { istio: 'private', app: 'gateway' }, { app: 'nobody' },
];
const NAMESPACE_LABELS: readonly Labels[] = [{}, {}, { 'istio-injection': 'enabled' }, { 'istio-injection': 'disabled' }, { 'istio.io/rev': 'canary' }, { 'istio.io/dataplane-mode': 'ambient' }];
const MOST_CHANGES = 3;

/** Services with their traffic and their policies, which refer to each other, and not always to what is there. */
export function randomCluster(random: Random): KubeObject[] {
  const traffic = new RandomObjects(random).all().map((object) => object.kind === 'Deployment' && random.chance(0.3) ? injected(object, random) : object);
  const all = [...random.some(NAMESPACES, 0.7).map((name) => namespace(name, random)), ...traffic, ...random.times(0, 4, (at) => policy(at, random))];
  const unique = [...new Map(all.map((one) => [`${one.kind} ${one.metadata.namespace ?? ''} ${one.metadata.name}`, one])).values()];
  return mutated(unique, random, random.int(0, MOST_CHANGES));
}

function namespace(name: string, random: Random): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...random.pick(NAMESPACE_LABELS), ...random.chance(0.1) && { 'istio-injection': 'enabled' } } } };
}

function injected(deployment: KubeObject, random: Random): KubeObject {
  const copy = structuredClone(deployment);
  copy.spec.template.metadata.labels['sidecar.istio.io/inject'] = random.pick(['true', 'true', 'false']);
  return copy;
}

function policy(at: number, random: Random): KubeObject {
  const matchLabels = random.pick(SELECTORS);
  const selector = random.maybe(0.7, () => ({ selector: { matchLabels } }));
  const [apiVersion, kind, spec] = random.pick<readonly [string, string, object]>([
    ['security.istio.io/v1', 'AuthorizationPolicy', { ...selector, rules: [{ from: [{ source: { namespaces: [random.pick([...NAMESPACES, 'nowhere', 'sh*'])] } }] }] }],
    ['security.istio.io/v1', 'PeerAuthentication', { ...selector, mtls: { mode: random.pick(['STRICT', 'PERMISSIVE', 'DISABLE']) } }],
    ['security.istio.io/v1', 'RequestAuthentication', { ...selector, jwtRules: [{ issuer: 'https://accounts.example.com' }] }],
    ['telemetry.istio.io/v1', 'Telemetry', { ...selector, tracing: [{ providers: [{ name: random.pick(['zipkin', 'otel']) }] }] }],
    ['networking.istio.io/v1', 'Sidecar', { ...random.chance(0.7) && { workloadSelector: { labels: matchLabels } }, egress: [{ hosts: ['./*'] }] }],
  ]);
  return { apiVersion, kind, metadata: { name: `policy-${at}`, namespace: random.pick(NAMESPACES) }, spec };
}
