import { objectsIn, textsIn } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import { describe, type Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { destinationRule, service, together, trafficPolicy } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';

const SUBSET = (name: string, rule: string, more = '') => destinationRule(`${more}subsets:\n- {name: ${name}, labels: {version: ${name}}}`, rule);
const POLICY = (name: string) => trafficPolicy('loadBalancer: {simple: RANDOM}').replace('name: reviews', `name: ${name}`);
const PORT = (settings: string) => trafficPolicy(`outlierDetection: {consecutive5xxErrors: 5}\nportLevelSettings:\n- port: {number: 9080}\n  ${settings}`);

const RULES = rolloutRules({
  subsetInTwoRules: {
    severity: 'warning',
    must: 'Of several DestinationRules for a host in a namespace, one has a subset of a name.',
    why: 'Istio merges them and takes the subset that comes first, by age and then by name; the other one is dropped.',
    fix: 'keep one of the two, or rename a subset',
    fails: together(service(''), SUBSET('v1', 'reviews'), SUBSET('v1', 'reviews-more')),
    passes: together(service(''), SUBSET('v1', 'reviews'), SUBSET('v2', 'reviews-more')),
  },
  policyInTwoRules: {
    severity: 'warning',
    must: 'Of several DestinationRules for a host in a namespace, one has a traffic policy at its top.',
    why: 'Istio takes that of the first, by age and then by name, as a whole; the other one is dropped.',
    fix: 'merge the policies into one DestinationRule',
    fails: together(service(''), POLICY('reviews'), POLICY('reviews-more')),
    passes: together(service(''), POLICY('reviews'), SUBSET('v1', 'reviews-more')),
  },
  rulesNotMerged: {
    severity: 'warning',
    must: 'Several DestinationRules for a host in a namespace are exported alike.',
    why: 'Istio merges only those with the same exportTo, in which nothing and "*" are different too; of the others, the subsets of one are missing.',
    fix: 'write the same exportTo in all of them, or merge them into one',
    fails: together(service(''), SUBSET('v1', 'reviews'), SUBSET('v2', 'reviews-more', 'exportTo: ["*"]\n')),
    passes: together(service(''), SUBSET('v1', 'reviews'), SUBSET('v2', 'reviews-more')),
  },
  portPolicyReplaces: {
    severity: 'warning',
    must: 'Settings for a port repeat what the policy around them says of connectionPool, outlierDetection, tls and consistent hashes.',
    why: 'Settings for a port replace those around them as a whole: what they do not repeat has its default at that port.',
    fix: 'repeat the setting for the port',
    fails: together(service(''), PORT('loadBalancer: {simple: RANDOM}')),
    passes: together(service(''), PORT('outlierDetection: {consecutive5xxErrors: 5}')),
  },
});

/** What DestinationRules for one host do to each other, and the parts of one. */
export const RULES_OF_HOST: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifests of rulesByHost(context).values()) checkTogether(manifests, report);
    for (const manifest of context.index.ofKind('networking.istio.io', 'DestinationRule')) {
      const check = new ObjectCheck(manifest, report);
      for (const policy of [check.spec, ...check.spec.at('subsets').items].map((one) => one.at('trafficPolicy'))) checkPorts(check, policy);
    }
  },
};

/** Those for some callers only are an addition to those for all. */
function rulesByHost({ index }: CheckContext): Map<string, Manifest[]> {
  const rules = new Map<string, Manifest[]>();
  for (const manifest of index.ofKind('networking.istio.io', 'DestinationRule')) {
    const { spec, namespace } = manifest;
    if (spec.workloadSelector === undefined) listAt(rules, `${namespace} ${index.hosts.resolve(String(spec.host), namespace)}`).push(manifest);
  }
  return rules;
}

function checkTogether(manifests: readonly Manifest[], report: Report): void {
  // Objects of one age are used by name.
  const [first, ...others] = [...manifests].sort((a, b) => a.name < b.name ? -1 : 1);
  const subsets = new Map(namesIn(first).map((name) => [name, first]));
  let policy = first.spec.trafficPolicy === undefined ? undefined : first;
  for (const manifest of others) {
    const check = new ObjectCheck(manifest, report);
    if (exportOf(manifest) !== exportOf(first)) {
      check.fail(RULES.rulesNotMerged, check.spec.at('exportTo').isPresent ? check.spec.at('exportTo') : check.spec, `is not exported as ${describe(first)}, so that the two are not merged`);
      continue;
    }
    for (const subset of check.spec.at('subsets').items) {
      const name = subset.at('name').text;
      const before = subsets.get(name);
      if (before && before !== manifest) check.fail(RULES.subsetInTwoRules, subset, `is dropped: ${describe(before)} has subset ${name} for the same host`);
      else subsets.set(name, manifest);
    }
    if (manifest.spec.trafficPolicy === undefined) continue;
    if (policy) check.fail(RULES.policyInTwoRules, check.spec.at('trafficPolicy'), `is dropped: ${describe(policy)} has one for the same host`);
    policy ??= manifest;
  }
}

function namesIn({ spec }: Manifest): string[] {
  return objectsIn(spec.subsets).map(([{ name }]) => String(name));
}

function exportOf({ spec }: Manifest): string {
  return textsIn(spec.exportTo).sort().join();
}

/** That the default algorithm stands in for another simple one is no loss. */
const REPLACED = ['connectionPool', 'outlierDetection', 'loadBalancer', 'tls'];

function checkPorts(check: ObjectCheck, policy: Field): void {
  for (const port of policy.at('portLevelSettings').items) {
    const lost = REPLACED.filter((key) => policy.at(key).isPresent && !port.at(key).isPresent && !policy.at(key).at('simple').isPresent);
    if (lost.length > 0) check.fail(RULES.portPolicyReplaces, port, `drops ${lost.join(' and ')} of the policy around it`);
  }
}
