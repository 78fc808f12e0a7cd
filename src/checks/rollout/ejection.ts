import type { PodGroup } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';
import { deployment, destinationRule, httpRule, service, together, trafficPolicy } from '../examples';
import { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { RouteIndex } from './route-index';
import { SubsetIndex } from './subset-index';

const TO_V1 = httpRule('route:\n- destination: {host: reviews, subset: v1}');
const V1 = (outliers: string, replicas: number) => together(
  service(''), TO_V1, destinationRule(`subsets:\n- name: v1\n  labels: {version: v1}\n  trafficPolicy: {outlierDetection: {${outliers}}}`),
  deployment('reviews-v1', '{app: reviews, version: v1}', `replicas: ${replicas}`),
);

const RULES = rolloutRules({
  ejectionNeverActs: {
    severity: 'warning',
    must: 'Outlier detection may eject at least one pod.',
    why: 'The share that may be ejected is rounded down: 10 percent, the default, of fewer than 10 pods is none.',
    fix: 'set maxEjectionPercent so that one pod can be ejected',
    fails: V1('consecutive5xxErrors: 5', 3),
    passes: V1('consecutive5xxErrors: 5, maxEjectionPercent: 50', 3),
  },
  ejectsOnlyPod: {
    severity: 'warning',
    must: 'Outlier detection does not eject the only pod of a version.',
    why: 'Then its share of the requests is answered with 503: weights do not move away from it.',
    fix: 'run a second pod, or set maxEjectionPercent below 100',
    fails: V1('consecutive5xxErrors: 5, maxEjectionPercent: 100', 1),
    passes: V1('consecutive5xxErrors: 5, maxEjectionPercent: 100', 2),
  },
  ejectionWithoutEffect: {
    severity: 'warning',
    must: 'When one pod is ejected, the healthy ones are not fewer than minHealthPercent.',
    why: 'Below that share Envoy sends requests to all pods again, the ejected ones too.',
    fix: 'lower minHealthPercent, or run more pods',
    fails: V1('consecutive5xxErrors: 5, maxEjectionPercent: 50, minHealthPercent: 60', 2),
    passes: V1('consecutive5xxErrors: 5, maxEjectionPercent: 50, minHealthPercent: 50', 2),
  },
  ejectionCountsNothing: {
    severity: 'warning',
    must: 'Outlier detection counts some kind of errors.',
    why: 'With 0 a kind is not counted; consecutive5xxErrors alone is counted where nothing is said.',
    fix: 'set consecutive5xxErrors or consecutiveGatewayErrors above 0',
    fails: trafficPolicy('outlierDetection: {consecutive5xxErrors: 0, maxEjectionPercent: 50}'),
    passes: trafficPolicy('outlierDetection: {consecutive5xxErrors: 0, consecutiveGatewayErrors: 5, maxEjectionPercent: 50}'),
  },
});

/** Outlier detection that does nothing, or too much. */
export const EJECTION: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const { manifest, field, host, name, pods } of SubsetIndex.of(context).all) {
      const own = field.at('trafficPolicy').at('outlierDetection');
      const outliers = own.isPresent ? own : new Field(manifest.spec, ['spec']).at('trafficPolicy').at('outlierDetection');
      const isRouted = RouteIndex.of(context).to(host, name).length > 0;
      if (pods && isRouted && outliers.isPresent) checkPods(new ObjectCheck(manifest, report), outliers, `subset ${name}`, pods, context);
    }
    for (const manifest of context.index.ofKind('networking.istio.io', 'DestinationRule')) checkRule(new ObjectCheck(manifest, report), context);
  },
};

function checkRule(check: ObjectCheck, context: CheckContext): void {
  const top = check.spec.at('trafficPolicy');
  const policies = [top, ...check.spec.at('subsets').items.map((subset) => subset.at('trafficPolicy'))];
  for (const policy of policies.flatMap((one) => [one, ...one.at('portLevelSettings').items])) {
    const outliers = policy.at('outlierDetection');
    if (outliers.isPresent && !counts(outliers)) check.fail(RULES.ejectionCountsNothing, outliers, 'counts no errors, so that nothing is ever ejected');
  }
  const target = context.index.hosts.service(context.index.hosts.resolve(check.spec.at('host').text, check.manifest.namespace));
  const pods = target && SubsetIndex.of(context).podsOf(target);
  // With subsets, it is them that requests are sent to.
  if (pods && check.spec.at('subsets').size === 0 && top.at('outlierDetection').isPresent) checkPods(check, top.at('outlierDetection'), `Service ${target.name}`, pods, context);
}

function counts(outliers: Field): boolean {
  const [all, gateway] = [outliers.at('consecutive5xxErrors'), outliers.at('consecutiveGatewayErrors')];
  const local = outliers.at('splitExternalLocalOriginErrors').isTrue;
  return !all.isPresent || all.number > 0 || gateway.number > 0 || outliers.at('consecutiveErrors').number > 0 || local;
}

const DEFAULT_EJECTION_PERCENT = 10;

function checkPods(check: ObjectCheck, outliers: Field, owner: string, pods: readonly PodGroup[], context: CheckContext): void {
  const replicas = SubsetIndex.of(context).replicasOf(pods);
  if (!replicas || !counts(outliers)) return;
  const percent = outliers.at('maxEjectionPercent').number || DEFAULT_EJECTION_PERCENT;
  const left = 100 * (replicas - 1) / replicas;
  if (Math.floor(replicas * percent / 100) === 0) {
    check.fail(RULES.ejectionNeverActs, outliers, `ejects nothing of ${owner}: ${percent} percent of ${replicas} ${replicas === 1 ? 'pod' : 'pods'} is less than one`);
  } else if (left < outliers.at('minHealthPercent').number) {
    check.fail(RULES.ejectionWithoutEffect, outliers, `ejects a pod of ${owner} without effect: ${Math.floor(left)} percent of ${replicas} are left, fewer than minHealthPercent`);
  } else if (replicas === 1) {
    check.fail(RULES.ejectsOnlyPod, outliers, `ejects the only pod of ${owner}`);
  }
}
