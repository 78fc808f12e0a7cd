import type { CheckContext } from '../check-context';
import { anyObject, together } from '../examples';
import type { Field } from '../field';
import type { RuleFamily } from '../rule';
import { CanaryView, secondsOf } from './canary-view';
import { canary, measured } from './flagger-examples';
import { flaggerRules } from './flagger-rule';

const SUCCESS_RATE = 'request-success-rate';
const DURATION = 'request-duration';
const RATE = `name: ${SUCCESS_RATE}\nthresholdRange: {min: 99}`;
const RATED = `iterations: 10\nmetrics:\n- ${RATE.replace('\n', '\n  ')}`;
const AMBIENT = anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', '  labels: {istio.io/dataplane-mode: ambient}\n');

const RULES = flaggerRules({
  noRequests: {
    severity: 'error',
    must: 'A version whose requests are measured gets some while it is checked.',
    why: 'With iterations and no match no user calls it. No value counts as a failed check, so that healthy releases are rolled back.',
    fix: 'add mirror: true, or a webhook of type rollout that runs a load test of its Service, which ends in -canary',
    fails: canary(RATED),
    passes: canary(`${RATED}\nmirror: true`),
    equals: 'Halt advancement no values found for istio metric request-success-rate probably reviews.shop is not receiving traffic',
  },
  limitMissing: {
    severity: 'error',
    must: 'The request-duration has a thresholdRange with max.',
    why: 'Without a limit it is compared with 0, every check fails, and healthy releases are rolled back.',
    fix: 'add thresholdRange: {max: 500}, in milliseconds',
    fails: measured(`name: ${DURATION}`),
    passes: measured(`name: ${DURATION}\nthresholdRange: {max: 500}`),
    equals: 'Halt reviews.shop advancement request duration 12ms > 0s',
  },
  limitUnsaid: {
    severity: 'warning',
    must: 'A metric says which values are good.',
    why: 'A success rate without a limit is always good; every other metric is good at 0 and below; and in a thresholdRange without min and max, all values are.',
    fix: 'add min or max to thresholdRange',
    fails: measured(`name: ${SUCCESS_RATE}`),
    passes: measured(RATE),
  },
  rangeEmpty: {
    severity: 'error',
    must: 'The min of a thresholdRange is not above its max.',
    why: 'No value is good: every check fails, and healthy releases are rolled back.',
    fix: 'exchange the two',
    fails: measured('name: load\nquery: vector(5)\nthresholdRange: {min: 10, max: 1}'),
    passes: measured('name: load\nquery: vector(5)\nthresholdRange: {min: 1, max: 10}'),
    equals: 'Halt reviews.shop advancement load 5.00 < 10',
  },
  metricUnit: {
    severity: 'warning',
    must: 'The request-success-rate is in percent, and the request-duration in milliseconds.',
    why: 'A share of 0.99 lets nearly everything pass, and half a second as 0.5 nothing.',
    fix: 'write 99 for 99 percent, and 500 for half a second',
    fails: measured(`name: ${SUCCESS_RATE}\nthresholdRange: {min: 0.99}`),
    passes: measured(RATE),
  },
  metricUnknown: {
    severity: 'error',
    must: `A metric is ${SUCCESS_RATE} or ${DURATION}, or has a templateRef or a query.`,
    why: 'Flagger knows no others by name: every check fails, and healthy releases are rolled back.',
    fix: `write ${SUCCESS_RATE} or ${DURATION}, or add templateRef`,
    fails: measured('name: success-rate\nthresholdRange: {min: 99}'),
    passes: measured(RATE),
    equals: 'Metric query failed for no usable metrics template and query were configured',
  },
  metricTwice: {
    severity: 'warning',
    must: 'A metric with a templateRef or a query has a name of its own.',
    why: 'Of those that Flagger measures itself, it then measures both, against the same limit.',
    fix: 'give it another name',
    fails: measured(`${RATE}\nquery: vector(100)`),
    passes: measured('name: orders\nquery: vector(100)\nthresholdRange: {min: 99}'),
  },
  windowLonger: {
    severity: 'info',
    must: 'A metric looks no further back than to the check before.',
    why: 'A longer window counts the requests of earlier weights too, so that a worse version is noticed late.',
    fix: 'let the interval of the metric be at most that of the analysis',
    fails: measured(`${RATE}\ninterval: 5m`),
    passes: measured(`${RATE}\ninterval: 1m`),
  },
  windowShort: {
    severity: 'warning',
    must: 'A metric looks back far enough for two values of each counter.',
    why: 'Prometheus asks Istio\'s proxies every 15 s if nobody says otherwise: in a shorter window than 30 s there is often no rate, which counts as a failed check.',
    fix: 'write interval: 1m',
    fails: measured(`${RATE}\ninterval: 10s`),
    passes: measured(`${RATE}\ninterval: 1m`),
  },
  metricOfGateway: {
    severity: 'warning',
    must: 'Where the provider is the Gateway API, requests are measured by a MetricTemplate.',
    why: 'Its built-in metrics are not those of Istio but http_request_duration_seconds: without a gateway that counts so there is no value, and every check fails.',
    fix: 'write a MetricTemplate over istio_requests_total, and name it in templateRef',
    fails: measured(RATE, { more: 'provider: gatewayapi:v1', service: 'gatewayRefs: [{name: public}]' }),
    passes: measured(RATE),
  },
  metricInAmbient: {
    severity: 'error',
    must: 'In a namespace in ambient mode, requests are measured by a MetricTemplate.',
    why: 'The built-in metrics ask sidecars (reporter="destination"), waypoints count as reporter="waypoint": there is no value, every check fails, and healthy releases are rolled back.',
    fix: 'write a MetricTemplate with reporter="waypoint", and name it in templateRef',
    fails: together(AMBIENT, measured(RATE)),
    passes: together(AMBIENT, measured('name: errors\nquery: vector(0)\nthresholdRange: {max: 1}')),
    equals: 'Halt advancement no values found for istio metric request-success-rate probably reviews.shop is not receiving traffic',
  },
});

/** What a Canary measures. */
export const CANARY_METRICS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report, context) {
    const view = new CanaryView(manifest, report);
    if (view.spec.at('skipAnalysis').isTrue) return;
    for (const metric of view.metrics) {
      checkLimits(view, metric);
      checkWindow(view, metric);
    }
    checkSource(view, context);
  },
};

/** Whether Flagger measures it itself, from the requests that the new version gets. */
function isBuiltIn(metric: Field): boolean {
  return [SUCCESS_RATE, DURATION].includes(metric.at('name').text);
}

function checkLimits(view: CanaryView, metric: Field): void {
  const name = metric.at('name').text;
  const isAsked = metric.at('query').text !== '' || metric.at('templateRef').isPresent;
  const range = metric.at('thresholdRange');
  const [min, max] = [range.at('min'), range.at('max')];
  if (!isBuiltIn(metric) && !isAsked) {
    view.fail(RULES.metricUnknown, metric, `is no metric that Flagger knows, and has neither templateRef nor query: ${JSON.stringify(name)}`);
    return;
  }
  if (isBuiltIn(metric) && isAsked) view.fail(RULES.metricTwice, metric.at('name'), `is measured by Flagger itself too: ${name}`);
  if (range.isPresent && !min.isPresent && !max.isPresent) {
    view.fail(RULES.limitUnsaid, range, 'has neither min nor max: every value is good');
  } else if (!range.isPresent && !metric.at('threshold').isPresent) {
    if (name === DURATION) view.fail(RULES.limitMissing, metric, 'has no thresholdRange: every duration is too long');
    else view.fail(RULES.limitUnsaid, metric, `has no thresholdRange: ${name === SUCCESS_RATE ? 'every value' : 'only 0 or less'} is good`);
  }
  if (min.isPresent && max.isPresent && min.number > max.number) view.fail(RULES.rangeEmpty, range, `has no value that is good: ${min.number} is above ${max.number}`);
  if (name === SUCCESS_RATE && min.number > 0 && min.number <= 1) view.fail(RULES.metricUnit, min, `is ${min.number} percent, of 100`);
  if (name === DURATION && max.number > 0 && max.number < 1) view.fail(RULES.metricUnit, max, `is in whole milliseconds: ${max.number} is taken as 0`);
}

const SHORTEST_SECONDS = 30;
const USUAL_SECONDS = 60;

function checkWindow(view: CanaryView, metric: Field): void {
  const interval = metric.at('interval');
  const seconds = secondsOf(interval.text);
  if (seconds === undefined) return;
  if (seconds > Math.max(view.intervalSeconds, USUAL_SECONDS)) {
    view.fail(RULES.windowLonger, interval, `is longer than the ${view.intervalSeconds} s between two checks: ${interval.text}`);
  } else if (seconds < SHORTEST_SECONDS && isBuiltIn(metric)) {
    view.fail(RULES.windowShort, interval, `is too short for a rate: ${interval.text}`);
  }
}

/** Webhooks that may bring requests to the new version. */
const LOAD_TESTS = ['', 'rollout', 'pre-rollout'];

function checkSource(view: CanaryView, { index }: CheckContext): void {
  const [first] = view.metrics.filter(isBuiltIn);
  if (!first) return;
  const mode = index.find('', 'Namespace', '', view.manifest.namespace)?.labels['istio.io/dataplane-mode'];
  const hasLoad = view.analysis.at('mirror').isTrue || view.webhooks.some((webhook) => LOAD_TESTS.includes(webhook.at('type').text));
  if (view.isOfGatewayApi) {
    view.fail(RULES.metricOfGateway, first, `is not measured from Istio's metrics for provider ${view.provider}`);
  } else if (view.isOfIstio && mode === 'ambient') {
    view.fail(RULES.metricInAmbient, first, `asks sidecars, of which namespace ${view.manifest.namespace} has none`);
  } else if (view.isOfIstio && view.strategy === 'blue-green' && !hasLoad) {
    view.fail(RULES.noRequests, first, 'measures requests, of which the new version gets none: there are iterations without a match, a mirror or a load test');
  }
}
