import { anyObject, together } from '../../src/checks/examples';
import { canary, measured, stepping } from '../../src/checks/flagger/flagger-examples';
import { flaggerFindings, flaggerRulesBroken } from '../support/flagger-findings';

const RATE = 'name: request-success-rate\nthresholdRange: {min: 99}';
const BLUE_GREEN = (more: string) => `iterations: 10\nmetrics:\n- name: request-duration\n  thresholdRange: {max: 500}${more}`;

function namespace(labels: string): string {
  return anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', `  labels: ${labels}\n`);
}

test.each([
  [BLUE_GREEN(''), ['no-requests']],
  [BLUE_GREEN('\nmirror: true'), []],
  [BLUE_GREEN('\nmatch:\n- headers: {x: {exact: y}}'), []],
  [BLUE_GREEN('\nwebhooks:\n- {name: load, url: "http://loadtester/"}'), []],
  [BLUE_GREEN('\nwebhooks:\n- {name: load, url: "http://loadtester/", type: rollout}'), []],
  [BLUE_GREEN('\nwebhooks:\n- {name: load, url: "http://loadtester/", type: pre-rollout}'), []],
  [BLUE_GREEN('\nwebhooks:\n- {name: gate, url: "http://gate/", type: confirm-promotion}'), ['no-requests']],
  ['iterations: 10\nmetrics:\n- name: queue\n  query: vector(1)\n  thresholdRange: {max: 1}', []],
])('a version that nobody calls is not measured by its requests (%#)', (analysis, rules) => {
  expect(flaggerRulesBroken(canary(analysis))).toEqual(rules);
});

test('nothing is measured where the analysis is skipped', () => {
  expect(flaggerRulesBroken(canary(BLUE_GREEN(''), { more: 'skipAnalysis: true' }))).toEqual([]);
});

test.each([
  ['name: request-duration', 'limit-missing', 'spec.analysis.metrics[0] has no thresholdRange: every duration is too long'],
  ['name: request-success-rate', 'limit-unsaid', 'spec.analysis.metrics[0] has no thresholdRange: every value is good'],
  ['name: queue\nquery: vector(1)', 'limit-unsaid', 'spec.analysis.metrics[0] has no thresholdRange: only 0 or less is good'],
  ['name: request-duration\nthresholdRange: {}', 'limit-unsaid', 'spec.analysis.metrics[0].thresholdRange has neither min nor max: every value is good'],
  ['name: request-success-rate\nthresholdRange: {min: 99, max: 50}', 'range-empty', 'spec.analysis.metrics[0].thresholdRange has no value that is good: 99 is above 50'],
  ['name: request-success-rate\nthresholdRange: {min: 0.99}', 'metric-unit', 'spec.analysis.metrics[0].thresholdRange.min is 0.99 percent, of 100'],
  ['name: request-duration\nthresholdRange: {max: 0.5}', 'metric-unit', 'spec.analysis.metrics[0].thresholdRange.max is in whole milliseconds: 0.5 is taken as 0'],
  ['name: latency\nthresholdRange: {max: 1}', 'metric-unknown', 'spec.analysis.metrics[0] is no metric that Flagger knows, and has neither templateRef nor query: "latency"'],
  ['name: request-duration\nthresholdRange: {max: 500}\nquery: vector(1)', 'metric-twice', 'spec.analysis.metrics[0].name is measured by Flagger itself too: request-duration'],
  [`${RATE}\ninterval: 5m`, 'window-longer', 'spec.analysis.metrics[0].interval is longer than the 60 s between two checks: 5m'],
  [`${RATE}\ninterval: 10s`, 'window-short', 'spec.analysis.metrics[0].interval is too short for a rate: 10s'],
])('a metric that does not say what it means is found: %j', (metric, rule, message) => {
  expect(flaggerFindings(measured(metric))).toEqual([[`flagger-${rule}`, message]]);
});

test.each([
  'name: request-duration\nthreshold: 500', 'name: errors\nquery: vector(0)\nthreshold: 0', 'name: request-duration\nthresholdRange: {max: 500}\ninterval: 30s', 'name: queue\nquery: vector(1)\nthresholdRange: {max: 1}\ninterval: 10s',
])('a metric that does is not: %j', (metric) => {
  expect(flaggerFindings(measured(metric))).toEqual([]);
});

test('a minute is no long window, because Flagger takes it by default', () => {
  expect(flaggerRulesBroken(stepping(`interval: 15s\nmetrics:\n- ${RATE.replace('\n', '\n  ')}\n  interval: 1m`))).toEqual([]);
});

test.each([
  [measured(RATE, { more: 'provider: gatewayapi:v1', service: 'gatewayRefs: [{name: public}]' }), ['metric-of-gateway']],
  [together(namespace('{istio.io/dataplane-mode: ambient}'), measured(RATE)), ['metric-in-ambient']],
  [together(namespace('{istio-injection: enabled}'), measured(RATE)), []],
  [together(namespace('{istio.io/dataplane-mode: ambient}'), measured('name: a\nquery: vector(0)\nthresholdRange: {max: 1}')), []],
])('metrics that Flagger asks of sidecars need sidecars (%#)', (yaml, rules) => {
  expect(flaggerRulesBroken(yaml)).toEqual(rules);
});
