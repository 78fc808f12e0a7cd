import { numberIn } from '../../manifests/json';
import type { Field } from '../field';
import type { RuleFamily } from '../rule';
import { CanaryView } from './canary-view';
import { canary } from './flagger-examples';
import { flaggerRules } from './flagger-rule';
import { weightSteps } from './weight-steps';

const RULES = flaggerRules({
  weightsStuck: {
    severity: 'error',
    must: 'Weights ascend until the new version is promoted: each of stepWeights is greater than the one before, stepWeight is above 0, and maxWeight at most 100.',
    why: 'Where the next weight is not greater, Flagger stays for ever: it neither promotes nor rolls back, and says nothing.',
    fix: 'write each weight once and in order, from 1 to 100',
    fails: canary('stepWeights: [50, 20, 80]'),
    passes: canary('stepWeights: [20, 50, 80]'),
    equals: 'nothing: the release stays at 50/50 without an event',
  },
  maxWeightOvershot: {
    severity: 'warning',
    must: 'The maxWeight is a multiple of stepWeight.',
    why: 'The last step goes beyond it: more requests reach the new version than the limit says.',
    fix: 'write a multiple, or list the weights as stepWeights',
    fails: canary('stepWeight: 20\nmaxWeight: 50'),
    passes: canary('stepWeight: 25\nmaxWeight: 50'),
    equals: 'Advance reviews.shop canary weight 60',
  },
  stepWeightsSkipped: {
    severity: 'warning',
    must: 'All of stepWeights are reached, and are from 1 to 100.',
    why: 'Flagger promotes at the first weight that is not below the last of the list, and takes 100 for more than that.',
    fix: 'let the list ascend to its last weight',
    fails: canary('stepWeights: [10, 50, 10]'),
    passes: canary('stepWeights: [10, 50]'),
    equals: 'Copying reviews.shop template spec to reviews-primary.shop',
  },
  weightIgnored: {
    severity: 'warning',
    must: 'A maxWeight stands beside stepWeight, and a mirrorWeight beside mirror.',
    why: 'Flagger does not read it otherwise: with iterations all requests go to the new version at once, and the last of stepWeights is their limit.',
    fix: 'remove it, or choose the strategy that it belongs to',
    fails: canary('iterations: 10\nmaxWeight: 50'),
    passes: canary('iterations: 10'),
  },
  numberUnreadable: {
    severity: 'error',
    must: 'Weights, thresholds, ports and other counts are whole numbers.',
    why: 'The API server takes fractions, but Flagger cannot decode them, and its watch of all Canaries fails.',
    fix: 'write a whole number',
    fails: canary('stepWeight: 2.5'),
    passes: canary('stepWeight: 2'),
    equals: 'json: cannot unmarshal number 2.5 into Go struct field CanaryAnalysis.spec.analysis.stepWeight of type int',
  },
});

/** The weights of a Canary, as Flagger will go through them. */
export const CANARY_WEIGHTS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report) {
    const view = new CanaryView(manifest, report);
    const fractions = countsOf(view).filter(({ value }) => typeof value === 'number' && !Number.isInteger(value));
    for (const field of fractions) view.fail(RULES.numberUnreadable, field, `must be a whole number, got ${field.number}`);
    checkIgnored(view);
    // For Services alone, without a mesh, Flagger knows no weights.
    if (view.strategy === 'weights' && fractions.length === 0 && view.provider !== 'kubernetes') checkSteps(view);
  },
};

const COUNTS = [
  'threshold', 'iterations', 'maxWeight', 'stepWeight', 'stepWeightPromotion', 'mirrorWeight', 'primaryReadyThreshold', 'canaryReadyThreshold',
];

/** The fields that are whole numbers to Flagger, and numbers of any kind to its CRD. */
function countsOf({ spec, service, analysis, webhooks }: CanaryView): Field[] {
  return [
    spec.at('progressDeadlineSeconds'), service.at('port'), ...COUNTS.map((key) => analysis.at(key)), ...analysis.at('stepWeights').items,
    analysis.at('sessionAffinity').at('maxAge'), ...webhooks.map((webhook) => webhook.at('retries')),
  ];
}

function checkIgnored(view: CanaryView): void {
  const { analysis, strategy } = view;
  const [maxWeight, mirrorWeight] = [analysis.at('maxWeight'), analysis.at('mirrorWeight')];
  const last = analysis.at('stepWeights').items.at(-1);
  if (maxWeight.isPresent && (strategy === 'a/b' || strategy === 'blue-green')) {
    view.fail(RULES.weightIgnored, maxWeight, `is never read beside iterations: after the last one, all requests go to the new version, not ${maxWeight.number} percent`);
  } else if (maxWeight.isPresent && last && last.number !== maxWeight.number) {
    view.fail(RULES.weightIgnored, maxWeight, `is never read beside stepWeights: the last of those, ${last.number}, is the limit`);
  }
  if (mirrorWeight.isPresent && !analysis.at('mirror').isTrue) {
    view.fail(RULES.weightIgnored, mirrorWeight, 'is never read: without mirror: true no request is copied', 'add mirror: true, or remove it');
  }
}

function checkSteps(view: CanaryView): void {
  const { analysis } = view;
  const maxWeight = analysis.at('maxWeight');
  const list = analysis.at('stepWeights');
  const stepWeights = list.items.map(({ value }) => numberIn(value) ?? 0);
  const { weights, isPromoted } = weightSteps({ stepWeight: analysis.at('stepWeight').number, maxWeight: maxWeight.number, stepWeights });
  const reached = weights.at(-1) ?? 0;
  if (!isPromoted) {
    const field = list.isPresent ? list : reached === 100 ? maxWeight : ['stepWeight', 'iterations'].map((key) => analysis.at(key)).find(({ isPresent }) => isPresent)!;
    view.fail(RULES.weightsStuck, field, `keeps the release at ${reached} percent for ever: from there the weight cannot rise, and Flagger neither promotes nor rolls back`);
  } else if (!list.isPresent && maxWeight.isPresent && reached > maxWeight.number) {
    view.fail(RULES.maxWeightOvershot, maxWeight, `is overshot: the weights are ${weights.join(', ')}`);
  } else if (list.isPresent && weights.join() !== stepWeights.join()) {
    view.fail(RULES.stepWeightsSkipped, list, `is not what happens: the weights are ${weights.join(', ')}`);
  }
}
