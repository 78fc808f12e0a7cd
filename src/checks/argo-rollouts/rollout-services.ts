import { labelsIn, valueAt } from '../../manifests/json';
import { podTemplateOf } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';
import { together } from '../examples';
import type { Field } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { hosts, rollout, steps, TWO_HOSTS } from './rollout-examples';
import { strategiesOf } from './rollout-strategy';

const SPLIT = steps('- setWeight: 10');

const RULES = namedRules('argo-rollouts', {
  rolloutServiceNotFound: {
    severity: 'error',
    must: 'The Services that a Rollout names are in its namespace.',
    why: 'The controller adds the hash of a version to their selectors; without them it refuses the Rollout.',
    fix: 'add the Service, or declare it with --assume',
    fails: SPLIT,
    passes: hosts(SPLIT),
    equals: 'services "stable" not found',
  },
  rolloutServiceForOthers: {
    severity: 'error',
    must: 'The Services of a Rollout select by labels of its pod template.',
    why: 'They would never have its pods; the controller refuses the Rollout.',
    fix: 'let the Service select labels of the template; the controller adds the hash of a version',
    fails: hosts(SPLIT, TWO_HOSTS, { selector: 'selector: {app: reviews, version: stable}' }),
    passes: hosts(SPLIT),
    equals: 'has unmatch label "version" in rollout',
  },
  rolloutServiceShared: {
    severity: 'error',
    must: 'A Service belongs to one Rollout.',
    why: 'The controller writes into its selector the hash of one Rollout alone, and refuses the others.',
    fix: 'give each Rollout Services of its own',
    fails: hosts(together(SPLIT, SPLIT.replace('name: reviews\n', 'name: reviews-eu\n'))),
    passes: hosts(together(SPLIT, rollout('', 'reviews-eu'))),
    equals: 'is already managed by another Rollout',
  },
});

const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts';
const HASH = 'rollouts-pod-template-hash';

/** What the controller refuses of the Services of Rollouts. */
export const ROLLOUT_SERVICES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const owners = new Map<string, string>();
    for (const manifest of context.index.ofKind('argoproj.io', 'Rollout')) {
      const check = new ObjectCheck(manifest, report);
      for (const field of servicesOf(check)) checkService(check, field, context, owners);
    }
  },
};

function servicesOf(check: ObjectCheck): Field[] {
  const { canary, blueGreen } = strategiesOf(check);
  const pingPong = canary.at('pingPong');
  const named = [
    ...['activeService', 'previewService'].map((name) => blueGreen.at(name)), ...['stableService', 'canaryService'].map((name) => canary.at(name)),
    ...['pingService', 'pongService'].map((name) => pingPong.at(name)),
  ];
  return named.filter(({ text }) => text !== '');
}

function checkService(check: ObjectCheck, field: Field, { index }: CheckContext, owners: Map<string, string>): void {
  const { manifest } = check;
  const service = index.find('', 'Service', manifest.namespace, field.text);
  if (!service) {
    check.fail(RULES.rolloutServiceNotFound, field, `names no Service that is known: ${field.text}`);
    return;
  }
  const template = podTemplateOf(manifest, index);
  const labels = labelsIn(valueAt(template, 'metadata', 'labels'));
  const other = Object.entries(labelsIn(service.spec.selector)).find(([key, value]) => key !== HASH && labels[key] !== value);
  if (template && other) {
    check.fail(RULES.rolloutServiceForOthers, field, `names Service ${service.name}, which selects ${other.join(': ')}, a label that the pod template does not have`);
  }
  const key = `${manifest.namespace}/${service.name}`;
  const owner = owners.get(key) ?? service.annotations[MANAGED_BY] ?? manifest.name;
  owners.set(key, owner);
  if (owner !== manifest.name) check.fail(RULES.rolloutServiceShared, field, `names Service ${service.name}, which belongs to Rollout ${owner}`);
}
