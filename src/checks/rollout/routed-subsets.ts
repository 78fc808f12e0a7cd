import { labelsIn } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { PodGroup } from '../../manifests/pod-index';
import { KnownCluster } from '../analysis/known-cluster';
import type { CheckContext } from '../check-context';
import { deployment, destinationRule, httpRule, service, together } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';

const V1 = '{app: reviews, version: v1}';
const SUBSET = (more = '') => destinationRule(`subsets:\n- name: v1\n  labels: {version: v1}${more}`);
const TO_V1 = httpRule('route:\n- destination: {host: reviews, subset: v1}');

const RULES = rolloutRules({
  routedSubsetAtZero: {
    severity: 'error',
    must: 'A subset that requests are routed to has pods that are meant to run.',
    why: 'With 0 replicas its requests are answered with 503.',
    fix: 'scale the version up before requests are routed to it',
    fails: together(service(''), SUBSET(), TO_V1, deployment('reviews-v1', V1, 'replicas: 0')),
    passes: together(service(''), SUBSET(), TO_V1, deployment('reviews-v1', V1, 'replicas: 1')),
  },
  selectorExcludesSubset: {
    severity: 'error',
    must: 'The selector of a Service lets the pods of all subsets through.',
    why: 'A subset has only those pods of the Service that have its labels too: with a contradicting label it has none.',
    fix: 'select by the app label alone',
    fails: together(service('selector: {app: reviews, version: v2}'), SUBSET(), deployment('reviews-v1', V1)),
    passes: together(service('selector: {app: reviews}'), SUBSET(), deployment('reviews-v1', V1)),
  },
  subsetPolicyUnused: {
    severity: 'warning',
    must: 'A subset with a traffic policy of its own is routed to by a VirtualService.',
    why: 'Requests that no rule sends to the subset never see its policy.',
    fix: 'route to the subset, or move the policy to the top of the DestinationRule',
    fails: together(service(''), SUBSET('\n  trafficPolicy: {loadBalancer: {simple: RANDOM}}'), deployment('reviews-v1', V1), httpRule('')),
    passes: together(service(''), SUBSET('\n  trafficPolicy: {loadBalancer: {simple: RANDOM}}'), deployment('reviews-v1', V1), TO_V1),
  },
  ejectionNeverActs: {
    severity: 'warning',
    must: 'Outlier detection may eject at least one pod of a subset.',
    why: 'The share that may be ejected is rounded down: 10 percent, the default, of fewer than 10 pods is none.',
    fix: 'set maxEjectionPercent so that one pod can be ejected',
    fails: together(service(''), SUBSET('\n  trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}'), TO_V1, deployment('reviews-v1', V1, 'replicas: 3')),
    passes: together(service(''), SUBSET('\n  trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 50}}'), TO_V1,
      deployment('reviews-v1', V1, 'replicas: 3')),
  },
  ejectsOnlyPod: {
    severity: 'warning',
    must: 'Outlier detection does not eject the only pod of a subset.',
    why: 'Then the share of the subset is answered with 503: weights do not move away from it.',
    fix: 'run a second pod, or set maxEjectionPercent below 100',
    fails: together(service(''), SUBSET('\n  trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 100}}'), TO_V1,
      deployment('reviews-v1', V1, 'replicas: 1')),
    passes: together(service(''), SUBSET('\n  trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 100}}'), TO_V1,
      deployment('reviews-v1', V1, 'replicas: 2')),
  },
});

/** The places at which rules send requests to subsets, by service and subset. */
type Routed = ReadonlyMap<string, { readonly check: ObjectCheck; readonly destination: Field; readonly isLive: boolean }[]>;

/** Subsets and the pods behind them, as a rollout leaves them. */
export const ROUTED_SUBSETS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const routed = routedSubsets(context, report);
    for (const manifest of context.index.ofKind('networking.istio.io', 'DestinationRule')) {
      const check = new ObjectCheck(manifest, report);
      const name = KnownCluster.of(context).serviceName(check.spec.at('host').text, manifest.namespace);
      for (const subset of check.spec.at('subsets').items) checkSubset(check, subset, name, routed, context);
    }
  },
};

function routedSubsets(context: CheckContext, report: Report): Routed {
  const routed = new Map<string, { check: ObjectCheck; destination: Field; isLive: boolean }[]>();
  for (const manifest of context.index.ofKind('networking.istio.io', 'VirtualService')) {
    const check = new ObjectCheck(manifest, report);
    const routes = ['http', 'tcp', 'tls'].flatMap((protocol) => check.spec.at(protocol).items).map((rule) => rule.at('route').items);
    for (const route of routes) {
      for (const entry of route) {
        const destination = entry.at('destination');
        const name = KnownCluster.of(context).serviceName(destination.at('host').text, manifest.namespace);
        // The only destination of a rule gets everything, whatever its weight.
        const isLive = route.length === 1 || entry.at('weight').number > 0;
        listAt(routed, `${name} ${destination.at('subset').text}`).push({ check, destination, isLive });
      }
    }
  }
  return routed;
}

function checkSubset(check: ObjectCheck, subset: Field, service_: string, routed: Routed, { index }: CheckContext): void {
  const labels = labelsIn(subset.at('labels').value);
  const [namespace, name] = service_.split('/');
  const target = index.find('', 'Service', namespace, name);
  const selector = labelsIn(target?.spec.selector);
  const subsetName = subset.at('name').text;
  const contradiction = Object.keys(selector).find((key) => key in labels && labels[key] !== selector[key]);
  if (contradiction !== undefined) {
    check.fail(RULES.selectorExcludesSubset, subset, `never has pods: Service ${service_} selects ${contradiction}: ${selector[contradiction]}`);
  }
  const uses = routed.get(`${service_} ${subsetName}`) ?? [];
  if (subset.at('trafficPolicy').isPresent && uses.length === 0) {
    check.fail(RULES.subsetPolicyUnused, subset.at('trafficPolicy'), `never acts: no VirtualService routes to subset ${subsetName}`);
  }
  if (!target) return;
  const pods = index.pods.selectedBy({ ...selector, ...labels }, namespace);
  const replicas = replicasOf(pods);
  if (replicas === 0 && pods.length > 0) {
    for (const use of uses.filter(({ isLive }) => isLive)) {
      use.check.fail(RULES.routedSubsetAtZero, use.destination, `gets requests, but subset ${subsetName} has 0 replicas (${ownersOf(pods)})`);
    }
  }
  if (uses.length > 0 && replicas !== undefined && replicas > 0) checkEjection(check, subset, replicas);
}

/** How many pods there are meant to be; nothing if that is for an autoscaler to say, or for nobody. */
function replicasOf(pods: readonly PodGroup[]): number | undefined {
  const counts = pods.map(({ owner, replicas }) => owner.kind === 'Pod' ? 1 : replicas);
  return counts.every((count) => count !== undefined) ? counts.reduce<number>((sum, count) => sum + count, 0) : undefined;
}

function ownersOf(pods: readonly PodGroup[]): string {
  return pods.map(({ owner }) => `${owner.kind} ${owner.name}`).join(', ');
}

const DEFAULT_EJECTION_PERCENT = 10;

function checkEjection(check: ObjectCheck, subset: Field, replicas: number): void {
  const own = subset.at('trafficPolicy').at('outlierDetection');
  const outliers = own.isPresent ? own : check.spec.at('trafficPolicy').at('outlierDetection');
  if (!outliers.isPresent) return;
  const percent = outliers.at('maxEjectionPercent').number || DEFAULT_EJECTION_PERCENT;
  const name = subset.at('name').text;
  if (Math.floor(replicas * percent / 100) === 0) {
    check.fail(RULES.ejectionNeverActs, outliers, `ejects nothing of subset ${name}: ${percent} percent of ${replicas} pods is less than one`);
  } else if (replicas === 1) {
    check.fail(RULES.ejectsOnlyPod, outliers, `ejects the only pod of subset ${name}`);
  }
}

