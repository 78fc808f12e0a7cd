import type { Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { together } from '../examples';
import { Field } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { intOrString } from './int-or-string';
import { analysis, blueGreen, canary } from './rollout-examples';
import { strategiesOf } from './rollout-strategy';
import { goDuration } from '../../istio/go-duration';

const STEP = canary('steps:\n- setWeight: 20\n- analysis: {templates: [{templateName: errors}]}');
const ARG = '\nargs: [{name: service}]';

const RULES = namedRules('argo-rollouts', {
  rolloutAnalysisNotFound: {
    severity: 'error',
    must: 'The templates that a Rollout names are in its namespace, or those with clusterScope in the cluster.',
    why: 'The controller refuses the Rollout.',
    fix: 'add the AnalysisTemplate, or declare it with --assume',
    fails: STEP,
    passes: together(STEP, analysis('')),
    equals: 'AnalysisTemplate \'errors\' not found',
  },
  rolloutAnalysisArgMissing: {
    severity: 'error',
    must: 'Every argument of a template has a value, there or in the Rollout.',
    why: 'The controller refuses the Rollout.',
    fix: 'add the argument to args of the analysis',
    fails: together(STEP, analysis('', ARG)),
    passes: together(STEP.replace('errors}]}', 'errors}], args: [{name: service, value: reviews}]}'), analysis('', ARG)),
    equals: 'args.service was not resolved',
  },
  rolloutAnalysisEndless: {
    severity: 'error',
    must: 'An analysis in a step, or before or after a promotion, ends by itself.',
    why: 'A metric with an interval and no count is measured for ever; the controller refuses the Rollout.',
    fix: 'add count, or run the analysis in the background, as spec.strategy.canary.analysis',
    fails: together(STEP, analysis('interval: 1m')),
    passes: together(STEP, analysis('interval: 1m\ncount: 5')),
    equals: 'has metric errors which runs indefinitely',
  },
  rolloutPromotesBeforeAnalysis: {
    severity: 'warning',
    must: 'A Rollout is promoted when its prePromotionAnalysis is over, not before.',
    why: 'After autoPromotionSeconds an analysis that still runs counts as successful.',
    fix: 'raise autoPromotionSeconds above the time that the analysis takes, or remove it',
    fails: together(blueGreen('autoPromotionSeconds: 60\nprePromotionAnalysis: {templates: [{templateName: errors}]}'), analysis('interval: 1m\ncount: 5')),
    passes: together(blueGreen('autoPromotionSeconds: 600\nprePromotionAnalysis: {templates: [{templateName: errors}]}'), analysis('interval: 1m\ncount: 5')),
  },
});

/** Analyses that Rollouts run: what the controller refuses of them, and what ends too early. */
export const ANALYSIS_RUNS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    for (const manifest of index.ofKind('argoproj.io', 'Rollout')) {
      const check = new ObjectCheck(manifest, report);
      const { canary: canary_, blueGreen: blueGreen_ } = strategiesOf(check);
      checkRun(check, canary_.at('analysis'), index, true);
      for (const step of canary_.at('steps').items) checkRun(check, step.at('analysis'), index, false);
      checkRun(check, blueGreen_.at('postPromotionAnalysis'), index, false);
      const before = checkRun(check, blueGreen_.at('prePromotionAnalysis'), index, false);
      checkPromotion(check, blueGreen_, before);
    }
  },
};

/** Looks at an analysis of a Rollout; returns its templates. */
function checkRun(check: ObjectCheck, run: Field, index: ManifestIndex, isBackground: boolean): Field[] {
  if (!run.isPresent) return [];
  const templates = new Map<Manifest, Field>();
  for (const reference of run.at('templates').items) {
    if (!collect(reference, check.manifest.namespace, index, templates)) {
      const name = reference.at('templateName');
      check.fail(RULES.rolloutAnalysisNotFound, name, `names no template that is known, nor are all within it: ${name.text}`);
    }
  }
  const specs = [...templates.values()];
  const supplied = new Set(run.at('args').items.map((arg) => arg.at('name').text));
  const args = specs.flatMap((spec) => spec.at('args').items);
  const valued = new Set(args.filter((arg) => arg.at('value').isPresent || arg.at('valueFrom').isPresent).map((arg) => arg.at('name').text));
  const missing = args.map((arg) => arg.at('name').text).find((name) => !supplied.has(name) && !valued.has(name));
  if (missing !== undefined) check.fail(RULES.rolloutAnalysisArgMissing, run, `must give the argument ${missing}, which has no value in its template`);
  const endless = isBackground ? undefined : specs.flatMap((spec) => spec.at('metrics').items).find(isEndless);
  if (endless) check.fail(RULES.rolloutAnalysisEndless, run, `never ends: metric ${endless.at('name').text} has an interval and no count`);
  return specs;
}

/** Gathers a template and those within it; says whether all are there. */
function collect(reference: Field, namespace: string, index: ManifestIndex, templates: Map<Manifest, Field>): boolean {
  const name = reference.at('templateName').text;
  const found = reference.at('clusterScope').isTrue ? index.find('argoproj.io', 'ClusterAnalysisTemplate', '', name)
    : index.find('argoproj.io', 'AnalysisTemplate', namespace, name);
  if (!found) return false;
  if (templates.has(found)) return true;
  const spec = new Field(found.spec, ['spec']);
  templates.set(found, spec);
  return spec.at('templates').items.map((inner) => collect(inner, namespace, index, templates)).every((isThere) => isThere);
}

function isEndless(metric: Field): boolean {
  return metric.at('interval').text !== '' && intOrString(metric.at('count')) === 0;
}

function checkPromotion(check: ObjectCheck, blueGreen_: Field, templates: readonly Field[]): void {
  const seconds = blueGreen_.at('autoPromotionSeconds');
  if (seconds.number === 0 || blueGreen_.at('autoPromotionEnabled').value === false) return;
  const longest = Math.max(0, ...templates.flatMap((spec) => spec.at('metrics').items).map(secondsOf));
  if (longest > seconds.number) check.fail(RULES.rolloutPromotesBeforeAnalysis, seconds, `is shorter than the prePromotionAnalysis, which takes ${longest} s or more`);
}

/** How long a metric is measured if every measurement takes no time, as far as its template says. */
function secondsOf(metric: Field): number {
  const [interval, delay] = ['interval', 'initialDelay'].map((name) => Number((goDuration(metric.at(name).text) ?? 0n) / 1_000_000_000n));
  const count = intOrString(metric.at('count')) ?? 1;
  return delay + interval * Math.max(count - 1, 0);
}
