import { destinationRule, httpRule, service, together } from '../examples';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { canary } from './rollout-examples';
import { strategiesOf } from './rollout-strategy';

const BY_SUBSET = canary('trafficRouting:\n  istio:\n    virtualService: {name: reviews}\n    destinationRule: {name: reviews, stableSubsetName: stable, canarySubsetName: canary}');
const SUBSETS = '- {name: stable, labels: {app: reviews}}\n- {name: canary, labels: {app: reviews}}';
const ROUTE = 'route:\n- destination: {host: reviews, subset: stable}\n  weight: 100\n- destination: {host: reviews, subset: canary}\n  weight: 0';
const WITH = (subsets: string, name = 'reviews') => together(service(''), destinationRule(`subsets:\n${subsets}`, name), httpRule(ROUTE), BY_SUBSET);

const RULES = namedRules('argo-rollouts', {
  rolloutDestinationRuleNotFound: {
    severity: 'error',
    must: 'The DestinationRule that a Rollout names is in its namespace.',
    why: 'The controller writes the hashes of the versions into its subsets, and gets nowhere without it.',
    fix: 'add the DestinationRule, or declare it with --assume',
    fails: WITH(SUBSETS, 'other'),
    passes: WITH(SUBSETS),
  },
  rolloutSubsetNotFound: {
    severity: 'error',
    must: 'The DestinationRule of a Rollout has a stable and a canary subset.',
    why: 'The controller makes no subsets, and requests to one that is not there are answered with 503.',
    fix: 'add the subset with labels of the pod template',
    fails: WITH(SUBSETS.replace('name: canary', 'name: v2')),
    passes: WITH(SUBSETS),
  },
  rolloutSubsetDeleted: {
    severity: 'warning',
    must: 'The DestinationRule of a Rollout has no subsets beside those two.',
    why: 'The controller deletes all others.',
    fix: 'move the subset to a DestinationRule that no Rollout names, for a Service of its own',
    fails: WITH(`${SUBSETS}\n- {name: v1, labels: {app: reviews}}`),
    passes: WITH(SUBSETS),
  },
});

/** What becomes of the DestinationRules of Rollouts. */
export const ROLLOUT_SUBSETS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    for (const manifest of index.ofKind('argoproj.io', 'Rollout')) {
      const check = new ObjectCheck(manifest, report);
      const { canary: canary_ } = strategiesOf(check);
      const reference = canary_.at('trafficRouting').at('istio').at('destinationRule');
      if (!reference.isPresent) continue;
      const found = index.find('networking.istio.io', 'DestinationRule', manifest.namespace, reference.at('name').text);
      if (!found) {
        check.fail(RULES.rolloutDestinationRuleNotFound, reference.at('name'), `names no DestinationRule that is known: ${reference.at('name').text}`);
        continue;
      }
      const target = new ObjectCheck(found, report);
      const subsets = target.spec.at('subsets').items;
      const names = ['stableSubsetName', 'canarySubsetName'].map((key) => reference.at(key));
      for (const name of names) {
        const isThere = subsets.some((subset) => subset.at('name').text === name.text);
        if (!isThere) check.fail(RULES.rolloutSubsetNotFound, name, `names no subset of DestinationRule ${found.name}: ${name.text}`);
      }
      const hasExperiment = canary_.at('steps').items.some((step) => step.at('experiment').isPresent);
      for (const subset of hasExperiment ? [] : subsets) {
        const isOwn = names.some(({ text }) => text === subset.at('name').text);
        if (!isOwn) target.fail(RULES.rolloutSubsetDeleted, subset, `will be deleted: it is neither the stable nor the canary subset of Rollout ${manifest.name}`);
      }
    }
  },
};
