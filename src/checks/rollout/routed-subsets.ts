import { labelsIn } from '../../manifests/json';
import { describe } from '../../manifests/manifest';
import { KnownCluster } from '../analysis/known-cluster';
import type { CheckContext } from '../check-context';
import { deployment, destinationRule, httpRule, service, together } from '../examples';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { RouteIndex } from './route-index';
import { ownersOf, type Subset, SubsetIndex } from './subset-index';

const V1 = '{app: reviews, version: v1}';
const SUBSET = (more = '') => destinationRule(`subsets:\n- name: v1\n  labels: {version: v1}${more}`);
const TO_V1 = httpRule('route:\n- destination: {host: reviews, subset: v1}');
const MIRRORED = httpRule('mirror: {host: reviews, subset: v1}');

const RULES = rolloutRules({
  routedSubsetAtZero: {
    severity: 'error',
    must: 'A subset that requests are routed to has pods that are meant to run.',
    why: 'With 0 replicas its requests are answered with 503.',
    fix: 'scale the version up before requests are routed to it',
    fails: together(service(''), SUBSET(), TO_V1, deployment('reviews-v1', V1, 'replicas: 0')),
    passes: together(service(''), SUBSET(), TO_V1, deployment('reviews-v1', V1, 'replicas: 1')),
  },
  mirrorAtZero: {
    severity: 'warning',
    must: 'A subset that requests are mirrored to has pods that are meant to run.',
    why: 'With 0 replicas the copies go nowhere, and nobody is told.',
    fix: 'scale the version up, or remove the mirror',
    fails: together(service(''), SUBSET(), MIRRORED, deployment('reviews-v1', V1, 'replicas: 0')),
    passes: together(service(''), SUBSET(), MIRRORED, deployment('reviews-v1', V1, 'replicas: 1')),
  },
  selectorExcludesSubset: {
    severity: 'error',
    must: 'The selector of a Service lets the pods of all subsets through.',
    why: 'A subset has only those pods of the Service that have its labels too: with a contradicting label it has none.',
    fix: 'select by the app label alone',
    fails: together(service('selector: {app: reviews, version: v2}'), SUBSET(), deployment('reviews-v1', V1)),
    passes: together(service('selector: {app: reviews}'), SUBSET(), deployment('reviews-v1', V1)),
  },
  subsetOutsideService: {
    severity: 'error',
    must: 'Some pods with the labels of a subset are also selected by the Service.',
    why: 'A subset is a part of the pods of its Service: others with its labels do not count, and its requests are answered with 503.',
    fix: 'give the pod template of the version the labels that the Service selects as well',
    fails: together(service(''), SUBSET(), TO_V1, deployment('reviews-v1', '{run: reviews, version: v1}')),
    passes: together(service(''), SUBSET(), TO_V1, deployment('reviews-v1', V1)),
  },
  subsetPolicyUnused: {
    severity: 'warning',
    must: 'A subset with a traffic policy of its own is routed to by a VirtualService.',
    why: 'Requests that no rule sends to the subset never see its policy.',
    fix: 'route to the subset, or move the policy to the top of the DestinationRule',
    fails: together(service(''), SUBSET('\n  trafficPolicy: {loadBalancer: {simple: RANDOM}}'), deployment('reviews-v1', V1), httpRule('')),
    passes: together(service(''), SUBSET('\n  trafficPolicy: {loadBalancer: {simple: RANDOM}}'), deployment('reviews-v1', V1), TO_V1),
  },
});

/** Subsets and the pods behind them, as a rollout leaves them. */
export const ROUTED_SUBSETS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const subset of SubsetIndex.of(context).all) {
      checkPods(subset, context, report);
      checkPolicy(subset, context, report);
    }
  },
};

function checkPods(subset: Subset, context: CheckContext, report: Report): void {
  const { manifest, field, name, host, labels, service: target, pods } = subset;
  if (!target || !pods) return;
  const selector = labelsIn(target.spec.selector);
  const contradiction = Object.keys(selector).find((key) => key in labels && labels[key] !== selector[key]);
  if (contradiction !== undefined) {
    new ObjectCheck(manifest, report).fail(RULES.selectorExcludesSubset, field, `never has pods: ${describe(target)} selects ${contradiction}: ${selector[contradiction]}`);
    return;
  }
  const uses = RouteIndex.of(context).to(host, name).filter(({ share }) => share > 0);
  if (pods.length === 0) {
    if (isOutside(subset, context)) {
      for (const use of uses) new ObjectCheck(use.manifest, report).fail(RULES.subsetOutsideService, use.field, `gets requests, but no pod that ${describe(target)} selects has the labels of subset ${name}`);
    }
    return;
  }
  if (SubsetIndex.of(context).replicasOf(pods) !== 0) return;
  const problem = `but subset ${name} has 0 replicas (${ownersOf(pods)})`;
  for (const use of uses) new ObjectCheck(use.manifest, report).fail(RULES.routedSubsetAtZero, use.field, `gets requests, ${problem}`);
  for (const use of RouteIndex.of(context).mirrorsTo(host, name)) new ObjectCheck(use.manifest, report).fail(RULES.mirrorAtZero, use.field, `gets copies of requests, ${problem}`);
}

/** Labels that Kubernetes and Istio give pods by where they run. */
const GIVEN_LABELS = /^(?:topology\.kubernetes\.io|topology\.istio\.io|failure-domain\.beta\.kubernetes\.io)\/|^kubernetes\.io\/hostname$/;

/** Where no pod at all has the labels, Istio says so itself; where no workload of the service is known, they live elsewhere. */
function isOutside({ labels, service: target }: Subset, context: CheckContext): boolean {
  const isKnown = context.index.pods.has(labels, target!.namespace) || context.index.pods.has(labelsIn(target!.spec.selector), target!.namespace);
  return isKnown && KnownCluster.of(context).hasPods(labels) && !Object.keys(labels).some((key) => GIVEN_LABELS.test(key));
}

function checkPolicy({ manifest, field, host, name }: Subset, context: CheckContext, report: Report): void {
  const policy = field.at('trafficPolicy');
  const routes = RouteIndex.of(context);
  if (policy.isPresent && routes.to(host, name).length === 0 && routes.mirrorsTo(host, name).length === 0) {
    new ObjectCheck(manifest, report).fail(RULES.subsetPolicyUnused, policy, `never acts: no VirtualService routes to subset ${name}`);
  }
}
