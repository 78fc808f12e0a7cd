import { valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import { grouped, KnownCluster, selectorOf, selectorText } from '../analysis/known-cluster';
import type { CheckContext } from '../check-context';
import { deployment, peerAuthentication, together } from '../examples';
import type { Report, RuleFamily } from '../rule';
import { kialiRules } from './kiali-rule';

const FOR = (app: string, name = 'default') => peerAuthentication(`selector: {matchLabels: {app: ${app}}}\nmtls: {mode: STRICT}`, name);
const WHOLE = (name: string) => peerAuthentication('mtls: {mode: STRICT}', name);
const APP = deployment('reviews', '{app: reviews}');

const RULES = kialiRules('policy', {
  ofNamespaceTwice: {
    code: 'KIA0002',
    severity: 'warning',
    must: 'One PeerAuthentication of a namespace has no selector.',
    why: 'Of several the oldest is used, and the others do nothing.',
    fix: 'merge them, or give one a selector',
    fails: together(WHOLE('a'), WHOLE('b')),
    passes: WHOLE('a'),
  },
  ofPodsTwice: {
    code: 'KIA0003',
    severity: 'warning',
    must: 'One PeerAuthentication selects a pod.',
    why: 'Of several the oldest is used, and the others do nothing.',
    fix: 'merge them, or tell them apart by labels',
    fails: together(FOR('reviews', 'a'), FOR('reviews', 'b'), APP),
    passes: together(FOR('reviews', 'a'), APP),
  },
  podsNotFound: {
    code: 'KIA0004',
    severity: 'warning',
    must: 'The selector of a PeerAuthentication or a RequestAuthentication selects pods of its namespace.',
    why: 'Without pods it does nothing: what it was to ask for, nobody is asked for.',
    fix: 'write the labels of pod templates',
    fails: together(FOR('review'), APP),
    passes: together(FOR('reviews'), APP),
  },
});

/** What Istio's analyzers do not say of who may call. */
export const PEER_POLICIES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const peers = context.index.ofKind('security.istio.io', 'PeerAuthentication');
    const populated = new Set(context.index.pods.all.map(({ namespace }) => namespace));
    for (const manifest of [...peers, ...context.index.ofKind('security.istio.io', 'RequestAuthentication')]) {
      if (populated.has(manifest.namespace)) checkPods(manifest, context, report);
    }
    const whole = grouped(peers.filter((one) => Object.keys(labelsOf(one)).length === 0), ({ namespace }) => namespace);
    for (const group of whole.filter((one) => one.length > 1)) {
      for (const manifest of group) {
        report({ rule: RULES.ofNamespaceTwice, manifest, path: ['metadata', 'name'], message: `PeerAuthentication ${manifest.name} is for the whole namespace, and so is ${others(group, manifest)}` });
      }
    }
    checkTwice(peers, context, report);
  },
};

function labelsOf({ spec }: Manifest) {
  return selectorOf(valueAt(spec, 'selector', 'matchLabels'));
}

function others(group: readonly Manifest[], manifest: Manifest): string {
  return group.filter((one) => one !== manifest).map(({ name }) => name).join(', ');
}

/** In the namespace of the whole mesh, a selector is for all namespaces; of one without pods, nothing is known. */
function checkPods(manifest: Manifest, context: CheckContext, report: Report): void {
  const labels = labelsOf(manifest);
  const { namespace } = manifest;
  if (Object.keys(labels).length === 0 || namespace === context.mesh.rootNamespace) return;
  if (KnownCluster.of(context).pods(labels, namespace).length > 0) return;
  report({ rule: RULES.podsNotFound, manifest, path: ['spec', 'selector'], message: `spec.selector selects no pods of namespace ${namespace}: ${selectorText(labels)}` });
}

function checkTwice(peers: readonly Manifest[], context: CheckContext, report: Report): void {
  const selecting = peers.filter((one) => Object.keys(labelsOf(one)).length > 0);
  const byOwner = new Map<Manifest, Manifest[]>();
  for (const manifest of selecting) {
    for (const { owner } of KnownCluster.of(context).pods(labelsOf(manifest), manifest.namespace)) {
      if (owner) listAt(byOwner, owner).push(manifest);
    }
  }
  for (const [owner, group] of byOwner) {
    for (const manifest of group.length > 1 ? group : []) {
      report({ rule: RULES.ofPodsTwice, manifest, path: ['spec', 'selector'], message: `spec.selector selects pods of ${owner.name} that ${others(group, manifest)} selects as well` });
    }
  }
}
