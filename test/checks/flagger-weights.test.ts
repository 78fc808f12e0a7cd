import * as fc from 'fast-check';
import { canary } from '../../src/checks/flagger/flagger-examples';
import { weightSteps } from '../../src/checks/flagger/weight-steps';
import { flaggerFindings, flaggerRulesBroken } from '../support/flagger-findings';

const STAYS = 'from there the weight cannot rise, and Flagger neither promotes nor rolls back';

test.each([
  ['stepWeights: [50, 20, 80]', `spec.analysis.stepWeights keeps the release at 50 percent for ever: ${STAYS}`],
  ['stepWeights: [10, 10, 50]', `spec.analysis.stepWeights keeps the release at 10 percent for ever: ${STAYS}`],
  ['stepWeights: []', `spec.analysis.stepWeights keeps the release at 0 percent for ever: ${STAYS}`],
  ['stepWeights: [0, 50]', `spec.analysis.stepWeights keeps the release at 0 percent for ever: ${STAYS}`],
  ['stepWeight: 0', `spec.analysis.stepWeight keeps the release at 0 percent for ever: ${STAYS}`],
  ['stepWeight: -5', `spec.analysis.stepWeight keeps the release at 0 percent for ever: ${STAYS}`],
  ['iterations: 0', `spec.analysis.iterations keeps the release at 0 percent for ever: ${STAYS}`],
  ['stepWeight: 50\nmaxWeight: 150', `spec.analysis.maxWeight keeps the release at 100 percent for ever: ${STAYS}`],
])('a release that never ends is found: %s', (analysis, message) => {
  expect(flaggerFindings(canary(analysis))).toEqual([['flagger-weights-stuck', message]]);
});

test.each([
  ['stepWeight: 20\nmaxWeight: 50', 'flagger-max-weight-overshot', 'spec.analysis.maxWeight is overshot: the weights are 20, 40, 60'],
  ['stepWeight: 30\nmaxWeight: 50', 'flagger-max-weight-overshot', 'spec.analysis.maxWeight is overshot: the weights are 30, 60'],
  ['stepWeight: 60\nmaxWeight: 10', 'flagger-max-weight-overshot', 'spec.analysis.maxWeight is overshot: the weights are 60'],
  ['stepWeights: [10, 50, 10]', 'flagger-step-weights-skipped', 'spec.analysis.stepWeights is not what happens: the weights are 10'],
  ['stepWeights: [50, 150]', 'flagger-step-weights-skipped', 'spec.analysis.stepWeights is not what happens: the weights are 50, 100'],
  ['iterations: 10\nmaxWeight: 50', 'flagger-weight-ignored', 'spec.analysis.maxWeight is never read beside iterations: after the last one, all requests go to the new version, not 50 percent'],
  ['stepWeights: [10, 20]\nmaxWeight: 50', 'flagger-weight-ignored', 'spec.analysis.maxWeight is never read beside stepWeights: the last of those, 20, is the limit'],
  ['stepWeight: 10\nmirrorWeight: 5', 'flagger-weight-ignored', 'spec.analysis.mirrorWeight is never read: without mirror: true no request is copied'],
  ['stepWeight: 2.5', 'flagger-number-unreadable', 'spec.analysis.stepWeight must be a whole number, got 2.5'],
  ['stepWeights: [10, 20.5]', 'flagger-number-unreadable', 'spec.analysis.stepWeights[1] must be a whole number, got 20.5'],
])('what happens is told where it is not what is written: %s', (analysis, rule, message) => {
  expect(flaggerFindings(canary(analysis))).toEqual([[rule, message]]);
});

test.each([
  'stepWeight: 10\nmaxWeight: 50', 'stepWeight: 30', 'stepWeight: 30\nmaxWeight: 100', 'stepWeights: [1, 2, 10, 80]', 'stepWeights: [10, 50]\nmaxWeight: 50', 'stepWeight: 10\nmirror: true\nmirrorWeight: 5',
  'iterations: 5', 'stepWeight: 150',
])('weights that are kept to are no finding: %s', (analysis) => {
  expect(flaggerFindings(canary(analysis))).toEqual([]);
});

test('what the API server refuses is not explained by what Flagger would do', () => {
  expect(flaggerFindings(canary('iterations: 10\nstepWeight: 20\nmaxWeight: 50'))).toEqual([]);
});

test('without a mesh Flagger knows no weights', () => {
  expect(flaggerRulesBroken(canary('stepWeight: 0', { more: 'provider: kubernetes' }))).toEqual([]);
});

describe('the weights that Flagger goes through', () => {
  const weight = fc.integer({ min: 1, max: 100 });

  test('are those of a list that ascends', () => {
    fc.assert(fc.property(fc.uniqueArray(weight, { minLength: 1 }), (list) => {
      const stepWeights = [...list].sort((a, b) => a - b);
      expect(weightSteps({ stepWeights, stepWeight: 0, maxWeight: 0 })).toEqual({ weights: stepWeights, isPromoted: true });
    }));
  });

  test('rise by steps of one size until the limit is reached, and end below the limit and one step', () => {
    fc.assert(fc.property(weight, weight, (stepWeight, maxWeight) => {
      const { weights, isPromoted } = weightSteps({ stepWeights: [], stepWeight, maxWeight });
      expect(isPromoted).toBe(true);
      expect(weights.at(-1)).toBeGreaterThanOrEqual(maxWeight);
      expect(weights.at(-1)).toBeLessThan(maxWeight + stepWeight);
      expect(weights.slice(0, -1).every((one, index) => one === (index + 1) * stepWeight && one < maxWeight)).toBe(true);
    }));
  });

  test('always ascend from 1 to 100, whatever is written', () => {
    const any = fc.integer({ min: -10, max: 120 });
    fc.assert(fc.property(fc.array(any), any, any, (stepWeights, stepWeight, maxWeight) => {
      const { weights } = weightSteps({ stepWeights, stepWeight, maxWeight });
      expect(weights.every((one, index) => one > (weights[index - 1] ?? 0) && one <= 100)).toBe(true);
    }));
  });
});
