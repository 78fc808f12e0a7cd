import type { PodGroup } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';
import { anyObject, deployment, destinationRule, httpRule, service, together, trafficPolicy } from '../examples';
import { Field } from '../field';
import { GeneratedObjects } from '../flagger/generated-objects';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { type Route, type Routed, RouteIndex } from './route-index';
import { SubsetIndex } from './subset-index';

const SPLIT = (v1: number, v2: number) => `route:\n- destination: {host: reviews, subset: v1}\n  weight: ${v1}\n- destination: {host: reviews, subset: v2}\n  weight: ${v2}`;
const VERSIONS = destinationRule('subsets:\n- {name: v1, labels: {version: v1}}\n- {name: v2, labels: {version: v2}}');
const PODS = (version: string, replicas: number) => deployment(`reviews-${version}`, `{app: reviews, version: ${version}}`, `replicas: ${replicas}`);
const AUTOSCALER = anyObject('autoscaling/v2', 'HorizontalPodAutoscaler', 'reviews-v2', 'scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: reviews-v2}\nmaxReplicas: 10');

const RULES = rolloutRules({
  weightOnOneDestination: {
    severity: 'warning',
    must: 'A weight below 100 stands beside another destination.',
    why: 'The only destination of a rule gets all requests, whatever its weight.',
    fix: 'name the destination that shall get the rest, or remove the weight',
    fails: httpRule('route:\n- destination: {host: reviews, subset: v2}\n  weight: 10'),
    passes: httpRule(SPLIT(90, 10)),
  },
  weightsNotHundred: {
    severity: 'warning',
    must: 'The weights of a rule sum to 100.',
    why: 'Istio takes them for shares of their sum: 90 and 20 send 18 percent to the second, not 20.',
    fix: 'let the weights sum to 100',
    fails: httpRule(SPLIT(90, 20)),
    passes: httpRule(SPLIT(90, 10)),
  },
  weightBeyondPods: {
    severity: 'warning',
    must: 'The share of a version is not far above its share of the pods.',
    why: 'Its pods get more than three times the requests that they would get if all pods of the rule shared alike, and may break down under them.',
    fix: 'run more pods of the version before it gets more requests',
    fails: together(service(''), VERSIONS, httpRule(SPLIT(10, 90)), PODS('v1', 9), PODS('v2', 1)),
    passes: together(service(''), VERSIONS, httpRule(SPLIT(10, 90)), PODS('v1', 9), PODS('v2', 1), AUTOSCALER),
  },
  hashNotSticky: {
    severity: 'warning',
    must: 'Where requests are split by weight, nobody counts on a consistent hash to keep a user with one version.',
    why: 'The version is drawn for each request anew; the hash chooses among the pods of that version only.',
    fix: 'send users to a version by a header or a cookie that a rule matches',
    fails: together(service(''), trafficPolicy('loadBalancer:\n  consistentHash: {httpHeaderName: x-user}'), httpRule(SPLIT(90, 10))),
    passes: together(service(''), trafficPolicy('loadBalancer: {simple: LEAST_REQUEST}'), httpRule(SPLIT(90, 10))),
  },
});

/** Weights that do not say what they seem to. */
export const SPLIT_WEIGHTS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const hashed = hashedHosts(context);
    for (const route of RouteIndex.of(context).routes) {
      const check = new ObjectCheck(route.manifest, report);
      const field = route.rule.at('route');
      // Flagger writes weights of 0 where nobody would, and knows what they mean.
      if (!GeneratedObjects.of(context).has(route.manifest)) checkSum(check, field);
      const live = route.destinations.filter(({ share }) => share > 0);
      if (live.length < 2) continue;
      if (live.some(({ host }) => hashed.has(host))) check.fail(RULES.hashNotSticky, field, 'is split by weight, of which the consistent hash of its host knows nothing');
      checkPods(route, context, report);
    }
  },
};

function hashedHosts({ index }: CheckContext): Set<string> {
  return new Set(index.ofKind('networking.istio.io', 'DestinationRule').flatMap((manifest) => {
    const spec = new Field(manifest.spec, ['spec']);
    const policies = [spec.at('trafficPolicy'), ...spec.at('subsets').items.map((subset) => subset.at('trafficPolicy'))];
    const isHashed = policies.some((policy) => policy.at('loadBalancer').at('consistentHash').isPresent);
    return isHashed ? [index.hosts.resolve(spec.at('host').text, manifest.namespace)] : [];
  }));
}

function checkSum(check: ObjectCheck, route: Field): void {
  const weights = route.items.map((entry) => entry.at('weight'));
  const sum = weights.reduce((total, { number }) => total + number, 0);
  if (route.size === 1 && weights[0].isPresent && weights[0].number < 100) {
    check.fail(RULES.weightOnOneDestination, weights[0], `does nothing: the only destination gets all requests, not ${weights[0].number} percent`);
  }
  if (route.size > 1 && sum > 0 && sum !== 100) check.fail(RULES.weightsNotHundred, route, `has weights that sum to ${sum}, of which they are taken as shares`);
}

/** Beyond this multiple of what a pod would get otherwise, pods are taken to be too few. */
const MUCH = 3;

function checkPods({ manifest, rule, destinations }: Route, context: CheckContext, report: Report): void {
  const index = SubsetIndex.of(context);
  const counts = destinations.map((one) => fixedPods(index, podsOf(one, context)));
  if (counts.some((count) => count === undefined)) return;
  const total = counts.reduce<number>((sum, count) => sum + count!, 0);
  for (const [position, { host, share, subset }] of destinations.entries()) {
    const pods = counts[position]!;
    if (pods === 0 || share <= MUCH * pods / total) continue;
    const percent = Math.round(100 * share);
    new ObjectCheck(manifest, report).fail(RULES.weightBeyondPods, rule.at('route').items[position], `sends ${percent} percent of the requests to ${subset === '' ? host : `subset ${subset}`}, which has ${pods} of ${total} pods`);
  }
}

/** A version is a subset, or a Service of its own. */
function podsOf({ host, subset }: Routed, context: CheckContext): readonly PodGroup[] {
  const index = SubsetIndex.of(context);
  const target = subset === '' ? context.index.hosts.service(host) : undefined;
  return (target ? index.podsOf(target) : index.find(host, subset)?.pods) ?? [];
}

/** A Rollout moves its pods with its weights. */
function fixedPods(index: SubsetIndex, pods: readonly PodGroup[]): number | undefined {
  return pods.length === 0 || pods.some(({ owner }) => owner.kind === 'Rollout') ? undefined : index.replicasOf(pods);
}
