import { labelsIn, textIn } from '../../manifests/json';
import { type Labels, podTemplateOf } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';
import { deployment, together } from '../examples';
import { type Field, shown } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { rollout } from './rollout-examples';

const BY_REFERENCE = 'selector: {matchLabels: {app: reviews}}\nworkloadRef: {apiVersion: apps/v1, kind: Deployment, name: reviews}\nstrategy: {canary: {}}\ntemplate: ';

const RULES = namedRules('argo-rollouts', {
  rolloutNumberNegative: {
    severity: 'error',
    must: 'Numbers of pods, revisions and seconds are 0 or more.',
    why: 'The controller does nothing for a Rollout that it refuses.',
    fix: 'write 0 or more',
    fails: rollout('replicas: -1'),
    passes: rollout('replicas: 1'),
    equals: 'must be greater than or equal to 0',
  },
  rolloutDeadlineTooShort: {
    severity: 'error',
    must: 'The progressDeadlineSeconds of a Rollout, 600 unless it is written, is more than its minReadySeconds.',
    why: 'No pod would be available before the deadline; the controller refuses the Rollout.',
    fix: 'raise progressDeadlineSeconds',
    fails: rollout('minReadySeconds: 600'),
    passes: rollout('minReadySeconds: 600\nprogressDeadlineSeconds: 900'),
    equals: 'must be greater than minReadySeconds',
  },
  rolloutSelectorMissing: {
    severity: 'error',
    must: 'A Rollout without a workloadRef has a selector that is not empty.',
    why: 'The controller refuses it.',
    fix: 'add a selector with labels of the pod template',
    fails: rollout('selector: {}'),
    passes: rollout('selector: {matchLabels: {app: reviews}}'),
    equals: 'empty selector is invalid for deployment',
  },
  rolloutSelectorForOthers: {
    severity: 'error',
    must: 'The selector of a Rollout is for the pods of its template.',
    why: 'The controller refuses a Rollout that would not find its own pods.',
    fix: 'give the selector labels of the template',
    fails: rollout('selector: {matchLabels: {app: ratings}}'),
    passes: rollout('selector: {matchLabels: {app: reviews}}'),
    equals: '`selector` does not match template `labels`',
  },
  rolloutContainersMissing: {
    severity: 'error',
    must: 'The pod template of a Rollout has containers.',
    why: 'The controller refuses it.',
    fix: 'add a container',
    fails: rollout('template:\n  metadata: {labels: {app: reviews}}\n  spec: {containers: []}'),
    passes: rollout(''),
    equals: 'spec.template.spec.containers: Required value',
  },
  rolloutTemplateTwice: {
    severity: 'error',
    must: 'A Rollout has a pod template of its own or a workloadRef.',
    why: 'With both, the controller does not know which is meant, and refuses it.',
    fix: 'remove the template',
    fails: together(deployment('reviews', '{app: reviews}'), rollout(`${BY_REFERENCE}{metadata: {labels: {app: reviews}}}`)),
    passes: together(deployment('reviews', '{app: reviews}'), rollout(`${BY_REFERENCE}{}`)),
    equals: 'template must be empty for workload reference rollout',
  },
  rolloutWorkloadNotFound: {
    severity: 'error',
    must: 'The workloadRef of a Rollout names a workload of its namespace.',
    why: 'Without it there are no pods to be made.',
    fix: 'mend the name, or declare the workload with --assume',
    fails: rollout(`${BY_REFERENCE}{}`),
    passes: together(deployment('reviews', '{app: reviews}'), rollout(`${BY_REFERENCE}{}`)),
  },
  rolloutStrategy: {
    severity: 'error',
    must: 'A Rollout has one strategy, canary or blueGreen.',
    why: 'The controller refuses one with none or both.',
    fix: 'keep one of them',
    fails: rollout('strategy: {}'),
    passes: rollout('strategy: {canary: {}}'),
    equals: 'Rollout has missing field \'.spec.strategy.canary or .spec.strategy.blueGreen\'',
  },
});

const NUMBERS = ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'];
const DEFAULT_DEADLINE = 600;

/** What the controller refuses of the spec of a Rollout; the API server accepts nearly all of it. */
export const ROLLOUT_SPEC: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['argoproj.io/Rollout'],
  checkObject(manifest, report, context) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    for (const number of NUMBERS.map((name) => spec.at(name))) {
      if (number.number < 0) check.fail(RULES.rolloutNumberNegative, number, `must be 0 or more, got ${number.number}`);
    }
    const deadline = spec.at('progressDeadlineSeconds').isPresent ? spec.at('progressDeadlineSeconds').number : DEFAULT_DEADLINE;
    if (deadline <= spec.at('minReadySeconds').number) {
      check.fail(RULES.rolloutDeadlineTooShort, spec.at('minReadySeconds'), `must be less than progressDeadlineSeconds, which is ${deadline}`);
    }
    checkTemplate(check, context);
    checkStrategy(check);
  },
};

function checkTemplate(check: ObjectCheck, { index }: CheckContext): void {
  const { spec, manifest } = check;
  const template = spec.at('template');
  if (spec.at('workloadRef').isPresent) {
    const metadata = template.at('metadata');
    if (metadata.at('labels').size + metadata.at('annotations').size > 0) check.fail(RULES.rolloutTemplateTwice, template, 'stands beside a workloadRef');
    if (!podTemplateOf(manifest, index)) check.fail(RULES.rolloutWorkloadNotFound, spec.at('workloadRef'), `names no workload that is known: ${shown(spec.at('workloadRef').value)}`);
    return;
  }
  const selector = spec.at('selector');
  if (selector.at('matchLabels').size + selector.at('matchExpressions').size === 0) {
    check.fail(RULES.rolloutSelectorMissing, selector, 'must have labels of the pod template');
  } else if (!isFor(selector, labelsIn(template.at('metadata').at('labels').value))) {
    check.fail(RULES.rolloutSelectorForOthers, selector, 'is not for the pods of the template, which have other labels');
  }
  if (template.at('spec').at('containers').size === 0) check.fail(RULES.rolloutContainersMissing, template, 'has no containers');
}

/** Whether a selector with labels and expressions is for pods with these labels. */
function isFor(selector: Field, labels: Labels): boolean {
  const hasLabels = Object.entries(labelsIn(selector.at('matchLabels').value)).every(([key, value]) => labels[key] === value);
  return hasLabels && selector.at('matchExpressions').items.every((expression) => {
    const own = labels[expression.at('key').text];
    const isListed = own !== undefined && expression.at('values').items.some(({ value }) => textIn(value) === own);
    switch (expression.at('operator').text) {
      case 'In': return isListed;
      case 'NotIn': return !isListed;
      case 'Exists': return own !== undefined;
      case 'DoesNotExist': return own === undefined;
      default: return false;
    }
  });
}

function checkStrategy(check: ObjectCheck): void {
  const strategy = check.spec.at('strategy');
  const [canary, blueGreen] = ['canary', 'blueGreen'].map((name) => strategy.at(name));
  if (canary.isPresent === blueGreen.isPresent) {
    check.fail(RULES.rolloutStrategy, strategy, `must have one of canary and blueGreen, got ${canary.isPresent ? 'both' : 'none'}`);
  }
}
