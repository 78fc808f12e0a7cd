import { type Field, shown } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { intOrString } from './int-or-string';
import { analysis, analysisTemplate } from './rollout-examples';
import { goDuration } from '../../istio/go-duration';

const QUERY = (query: string, more = '') => `provider: {prometheus: {query: ${query}}}${more}`;

const RULES = namedRules('argo-rollouts', {
  analysisMetricsMissing: {
    severity: 'error',
    must: 'An AnalysisTemplate has metrics, or templates that have some.',
    why: 'An analysis without any ends with an error, and the rollout is aborted.',
    fix: 'add a metric',
    fails: analysisTemplate('metrics: []'),
    passes: analysis(''),
    equals: 'no metrics specified',
  },
  analysisMetricTwice: {
    severity: 'error',
    must: 'The metrics of an AnalysisTemplate have names of their own.',
    why: 'The analysis ends with an error.',
    fix: 'rename one of them',
    fails: analysis('', '\n- {name: errors, provider: {prometheus: {query: up}}, successCondition: len(result) > 0}'),
    passes: analysis('', '\n- {name: latency, provider: {prometheus: {query: up}}, successCondition: len(result) > 0}'),
    equals: 'duplicate name \'errors\'',
  },
  analysisProvider: {
    severity: 'error',
    must: 'A metric has one provider.',
    why: 'With none or several, the analysis ends with an error.',
    fix: 'keep one of them',
    fails: analysis('provider: {}'),
    passes: analysis(''),
    equals: 'no provider specified',
  },
  analysisInterval: {
    severity: 'error',
    must: 'A metric that is measured more than once has an interval, and times are durations such as 30s, 5m or 1h.',
    why: 'The analysis ends with an error.',
    fix: 'write interval: 1m or the like',
    fails: analysis('count: 5'),
    passes: analysis('count: 5\ninterval: 1m'),
    equals: 'interval must be specified when count > 1',
  },
  analysisLimits: {
    severity: 'error',
    must: 'The limits of a metric can be reached within its count, are 0 or more, and do not switch both failures and successes off.',
    why: 'The analysis ends with an error.',
    fix: 'raise count, or lower the limits',
    fails: analysis('count: 3\ninterval: 1m\nfailureLimit: 5'),
    passes: analysis('count: 10\ninterval: 1m\nfailureLimit: 5'),
    equals: 'count (3) must be >= failureLimit + consecutiveSuccessLimit (5 + 0) if both >= 0',
  },
  analysisArgUnknown: {
    severity: 'error',
    must: 'What stands in double braces is {{args.NAME}} with an argument of the template.',
    why: 'The controller replaces nothing else, and refuses a Rollout whose analysis has another.',
    fix: 'add the argument to args of the template',
    fails: analysis(QUERY('"up{service=\\"{{args.service}}\\"}"')),
    passes: analysis(QUERY('"up{service=\\"{{args.service}}\\"}"'), '\nargs: [{name: service}]'),
    equals: 'failed to resolve {{args.service}}',
  },
  analysisArgTwice: {
    severity: 'error',
    must: 'An argument has a value or a valueFrom.',
    why: 'The controller refuses both.',
    fix: 'keep one of them',
    fails: analysis('', '\nargs: [{name: token, value: a, valueFrom: {secretKeyRef: {name: token, key: token}}}]'),
    passes: analysis('', '\nargs: [{name: token, valueFrom: {secretKeyRef: {name: token, key: token}}}]'),
    equals: 'arg \'token\' has both Value and ValueFrom fields',
  },
});

/** What the controller refuses of templates of analyses when it uses them. */
export const ANALYSIS_METRICS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['argoproj.io/AnalysisTemplate', 'argoproj.io/ClusterAnalysisTemplate'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const metrics = check.spec.at('metrics');
    if (metrics.size === 0 && check.spec.at('templates').size === 0) check.fail(RULES.analysisMetricsMissing, metrics, 'must have a metric');
    const names = new Set<string>();
    for (const metric of metrics.items) {
      const name = metric.at('name');
      if (names.has(name.text)) check.fail(RULES.analysisMetricTwice, name, `is the name of an earlier metric: ${name.text}`);
      names.add(name.text);
      checkProvider(check, metric.at('provider'));
      checkTimes(check, metric);
      checkLimits(check, metric);
    }
    checkArgs(check, metrics);
  },
};

const PROVIDERS = ['prometheus', 'kayenta', 'web', 'datadog', 'wavefront', 'newRelic', 'job', 'cloudWatch', 'graphite', 'influxdb', 'skywalking'];

function checkProvider(check: ObjectCheck, provider: Field): void {
  const given = [...PROVIDERS.filter((name) => provider.at(name).isPresent), ...provider.at('plugin').entries.map(([name]) => name)];
  if (given.length !== 1) check.fail(RULES.analysisProvider, provider, `must have one provider, got ${given.join(' and ') || 'none'}`);
}

function checkTimes(check: ObjectCheck, metric: Field): void {
  const interval = metric.at('interval');
  if ((intOrString(metric.at('count')) ?? 0) > 1 && interval.text === '') check.fail(RULES.analysisInterval, interval, 'must be given: the metric is measured more than once');
  for (const time of [interval, metric.at('initialDelay')]) {
    const isResolvable = time.text !== '' && !time.text.includes('{{');
    if (isResolvable && goDuration(time.text) === undefined) check.fail(RULES.analysisInterval, time, `must be a duration such as 30s, 5m or 1h, got ${shown(time.text)}`);
  }
}

const LOWEST: { readonly [limit: string]: number } = { failureLimit: -1, consecutiveSuccessLimit: 0, inconclusiveLimit: 0, consecutiveErrorLimit: 0 };

function checkLimits(check: ObjectCheck, metric: Field): void {
  const [failures, successes, inconclusive, , count] = [...Object.keys(LOWEST), 'count'].map((name) => intOrString(metric.at(name)));
  for (const [name, lowest] of Object.entries(LOWEST)) {
    const limit = intOrString(metric.at(name));
    if (limit !== undefined && limit < lowest) check.fail(RULES.analysisLimits, metric.at(name), `must be ${lowest} or more, got ${limit}`);
  }
  if (failures === -1 && successes === 0) {
    check.fail(RULES.analysisLimits, metric.at('failureLimit'), 'is switched off, and consecutiveSuccessLimit too');
  }
  if (count === undefined || count <= 0) return;
  const needed = Math.max(failures ?? 0, 0) + (successes ?? 0);
  if (count < needed) check.fail(RULES.analysisLimits, metric.at('count'), `must be failureLimit + consecutiveSuccessLimit or more, which is ${needed}, got ${count}`);
  else if (count < (inconclusive ?? 0)) check.fail(RULES.analysisLimits, metric.at('count'), `must be inconclusiveLimit or more, which is ${inconclusive}, got ${count}`);
}

function checkArgs(check: ObjectCheck, metrics: Field): void {
  const args = check.spec.at('args').items;
  for (const arg of args) {
    if (arg.at('value').isPresent && arg.at('valueFrom').isPresent) check.fail(RULES.analysisArgTwice, arg, 'has both value and valueFrom');
  }
  const known = new Set(args.map((arg) => `args.${arg.at('name').text}`));
  for (const field of metrics.items.flatMap(textsOf)) {
    const unknown = [...field.text.matchAll(/\{\{(.*?)\}\}/gs)].map(([, tag]) => tag.trim()).find((tag) => !known.has(tag));
    if (unknown !== undefined) check.fail(RULES.analysisArgUnknown, field, `has {{${unknown}}}, which is no argument of the template`);
  }
}

function textsOf(field: Field): Field[] {
  if (field.text !== '') return [field];
  return [...field.items, ...field.entries.map(([, inner]) => inner)].flatMap(textsOf);
}
