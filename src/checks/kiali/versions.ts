import { destinationRule, httpRule, service, together } from '../examples';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { kialiRules } from './kiali-rule';
import { RouteIndex } from '../rollout/route-index';
import { SubsetIndex } from '../rollout/subset-index';

const SPLIT = (second: string) => httpRule(`route:\n- {destination: {host: reviews, subset: v1}, weight: 90}\n- {destination: {host: reviews, subset: ${second}}, weight: 10}`);

const RULES = kialiRules('version', {
  destinationTwice: {
    code: 'KIA1105',
    severity: 'warning',
    must: 'A rule names a version once.',
    why: 'Weights for one destination add up: it is likely that another one was meant.',
    fix: 'name the other version, or join the two',
    fails: SPLIT('v1'),
    passes: SPLIT('v2'),
  },
  subsetWithoutLabels: {
    code: 'KIA0209',
    severity: 'warning',
    must: 'A subset of a Service has labels.',
    why: 'Without labels it has all pods of the Service: requests that are sent to it go to every version.',
    fix: 'give it the labels of a version',
    fails: together(service(''), destinationRule('subsets:\n- name: v1')),
    passes: together(service(''), destinationRule('subsets:\n- {name: v1, labels: {version: v1}}')),
  },
});

/** Versions that are not told apart. */
export const VERSIONS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const { manifest, rule, destinations } of RouteIndex.of(context).routes) {
      const seen = new Set<string>();
      for (const [index, { field, host, subset }] of destinations.entries()) {
        // By its headers, one version can get two kinds of requests.
        const headers = JSON.stringify(rule.at('route').items[index].at('headers').value);
        const key = `${host} ${subset} ${field.at('port').at('number').number} ${headers}`;
        if (seen.has(key)) new ObjectCheck(manifest, report).fail(RULES.destinationTwice, field, 'is the same as an earlier one of its rule');
        seen.add(key);
      }
    }
    for (const { manifest, field, labels, pods, name } of SubsetIndex.of(context).all) {
      // Argo Rollouts adds its own label to the subsets of a Rollout.
      const isBare = pods !== undefined && Object.keys(labels).length === 0 && !pods.some(({ owner }) => owner.kind === 'Rollout');
      if (isBare) new ObjectCheck(manifest, report).fail(RULES.subsetWithoutLabels, field, `has no labels, so that ${name} is all pods of the Service`);
    }
  },
};
