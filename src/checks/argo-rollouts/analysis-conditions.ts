import type { Field } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { analysis, analysisTemplate } from './rollout-examples';

const METRIC = 'name: errors, provider: {prometheus: {query: up}}';

const RULES = namedRules('argo-rollouts', {
  analysisAlwaysSucceeds: {
    severity: 'warning',
    must: 'A metric has a successCondition or a failureCondition.',
    why: 'Without either, every measurement is a success, whatever it results in.',
    fix: 'add successCondition',
    fails: analysisTemplate(`metrics:\n- {${METRIC}}`),
    passes: analysisTemplate(`metrics:\n- {${METRIC}, successCondition: "len(result) > 0 && result[0] < 0.05"}`),
  },
  analysisPassesWithoutData: {
    severity: 'warning',
    must: 'A failureCondition alone says what it thinks of NaN, which is the share of errors of no requests.',
    why: 'A comparison with NaN is false, so that the measurement does not fail and is a success.',
    fix: 'add isNaN(result[0]) to the condition, or write a successCondition',
    fails: analysisTemplate(`metrics:\n- {${METRIC}, failureCondition: "result[0] > 0.05"}`),
    passes: analysisTemplate(`metrics:\n- {${METRIC}, failureCondition: "len(result) == 0 || isNaN(result[0]) || result[0] > 0.05"}`),
  },
  analysisErrorWithoutSeries: {
    severity: 'info',
    must: 'A condition that reads the first series looks whether there is one.',
    why: 'Before the first request there is none: each such measurement is an error, and the fifth in a row aborts the rollout.',
    fix: 'begin the condition with len(result) > 0 &&, or with len(result) == 0 || to let it pass',
    fails: analysis('successCondition: "result[0] < 0.05"'),
    passes: analysis('successCondition: "len(result) > 0 && result[0] < 0.05"'),
  },
});

/** Conditions that hold when nothing is known. */
export const ANALYSIS_CONDITIONS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['argoproj.io/AnalysisTemplate', 'argoproj.io/ClusterAnalysisTemplate'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    for (const metric of check.spec.at('metrics').items) {
      if (metric.at('provider').at('prometheus').isPresent) checkConditions(check, metric);
    }
  },
};

function checkConditions(check: ObjectCheck, metric: Field): void {
  const [success, failure] = ['successCondition', 'failureCondition'].map((name) => metric.at(name));
  if (success.text === '' && failure.text === '') {
    check.fail(RULES.analysisAlwaysSucceeds, metric, 'succeeds whatever it results in: it has no condition');
    return;
  }
  const query = metric.at('provider').at('prometheus').at('query').text;
  const comparesNumber = /[<>]/.test(failure.text.replace(/len\(\w+\)\s*[<>=]+\s*\d+/g, ''));
  if (success.text === '' && comparesNumber && !/isNaN|default\(/.test(failure.text) && !hasFallback(query)) {
    check.fail(RULES.analysisPassesWithoutData, failure, 'is false for NaN, which counts as a success');
  }
  for (const condition of [success, failure]) {
    const isGuarded = /len\(|isNil|default\(|\?\?/.test(condition.text) || hasFallback(query);
    if (/result\[0\]/.test(condition.text) && !isGuarded) check.fail(RULES.analysisErrorWithoutSeries, condition, 'reads result[0], which is not there before the first request');
  }
}

/** Whether a query itself says what is if there is nothing. */
function hasFallback(query: string): boolean {
  return /\bor\b|\bvector\s*\(|\bscalar\s*\(/.test(query);
}
