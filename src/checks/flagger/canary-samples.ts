import type { Field } from '../field';
import type { RuleFamily } from '../rule';
import { CanaryView, secondsOf } from './canary-view';
import { canary } from './flagger-examples';
import { flaggerRules } from './flagger-rule';

const TESTED = (min: string) => canary(`iterations: 10
metrics:
- name: request-success-rate
  thresholdRange: {min: ${min}}
webhooks:
- name: load
  type: rollout
  url: http://loadtester/
  metadata: {cmd: "hey -z 1m -q 5 -c 2 http://reviews-canary.shop/"}`);

const RULES = flaggerRules({
  sampleTooSmall: {
    severity: 'warning',
    must: 'A load test that nobody else adds requests to makes so many that one failed request does not fail a check.',
    why: 'Of 600 requests a single failure leaves 99.83 percent: below a min of 99.9 nothing but perfection passes.',
    fix: 'raise -q or -c of the load test, lengthen the interval of the metric, or lower min',
    fails: TESTED('99.9'),
    passes: TESTED('99'),
  },
});

const USUAL_WINDOW_SECONDS = 60;
const ALL_PERCENT = 100;

/** Whether checks see enough requests, which is known where a load test makes all of them. */
export const CANARY_SAMPLES: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report) {
    const view = new CanaryView(manifest, report);
    const rate = requestsPerSecond(view);
    if (rate === undefined) return;
    for (const metric of view.metrics.filter((one) => one.at('name').text === 'request-success-rate')) {
      const min = metric.at('thresholdRange').at('min');
      const requests = Math.floor(rate * (secondsOf(metric.at('interval').text) ?? USUAL_WINDOW_SECONDS));
      if (min.number <= 0 || min.number >= ALL_PERCENT || requests * (ALL_PERCENT - min.number) >= ALL_PERCENT) continue;
      view.fail(RULES.sampleTooSmall, min, `is missed by one failed request of the ${requests} that the load test makes in that time: ${min.number}`);
    }
  },
};

/** Of a release without iterations, and where requests are copied or matched, users make some as well. */
function requestsPerSecond(view: CanaryView): number | undefined {
  if (view.strategy !== 'blue-green' || view.analysis.at('mirror').isTrue) return undefined;
  const rates = view.webhooks.filter((webhook) => ['', 'rollout', 'pre-rollout'].includes(webhook.at('type').text)).map(rateOf);
  return rates.length === 0 || rates.includes(undefined) ? undefined : rates.reduce<number>((sum, rate) => sum + rate!, 0);
}

/** What `hey` makes in a second, for as long as it is told: -q times for each of its -c workers. See https://github.com/rakyll/hey */
function rateOf(webhook: Field): number | undefined {
  const command = webhook.at('metadata').at('cmd').text;
  const option = (name: string) => new RegExp(`\\s-${name}[ =]?(\\d+)`).exec(command)?.[1];
  const [each, workers] = [option('q'), option('c')];
  return /^hey\s/.test(command) && option('z') !== undefined && each !== undefined && workers !== undefined ? Number(each) * Number(workers) : undefined;
}
