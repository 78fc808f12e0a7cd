import type { Field } from '../field';
import type { RuleFamily } from '../rule';
import { CanaryView, passesAsTime, secondsOf } from './canary-view';
import { canary, stepping } from './flagger-examples';
import { flaggerRules } from './flagger-rule';

const LOAD = (fields: string) => stepping(`webhooks:\n- {name: load, type: rollout, url: "http://loadtester/"${fields}}`);

const RULES = flaggerRules({
  intervalChanged: {
    severity: 'warning',
    must: 'The interval of an analysis is a time of at least 10 s.',
    why: 'Flagger takes 10 s for less, and 60 s for what it cannot read.',
    fix: 'write interval: 10s, or more',
    fails: canary('interval: 5s\nstepWeight: 10'),
    passes: canary('interval: 10s\nstepWeight: 10'),
  },
  timeUnreadable: {
    severity: 'error',
    must: 'Times of metrics and webhooks are written as 30s, 1m or 1m30s.',
    why: 'The API server looks at their beginning alone; Flagger cannot read them, every check fails, and healthy releases are rolled back.',
    fix: 'write 1m for a minute',
    fails: LOAD(', timeout: 1minute'),
    passes: LOAD(', timeout: 30s'),
    equals: 'time: unknown unit "minute" in duration "1minute"',
  },
  webhooksSlow: {
    severity: 'warning',
    must: 'The webhooks of type rollout are done within an interval.',
    why: 'Flagger asks one after the other before it measures: if all take their whole time, the next check is due before this one has ended.',
    fix: 'shorten their timeouts, or lengthen the interval',
    fails: LOAD(', timeout: 2m'),
    passes: LOAD(', timeout: 30s'),
  },
  webhookIsChat: {
    severity: 'warning',
    must: 'Chats are told by an AlertProvider.',
    why: 'A webhook sends a message that chats do not understand. Their answer is no success: one of type rollout fails every check.',
    fix: 'write an AlertProvider with the address, and name it in alerts',
    fails: stepping('webhooks:\n- {name: slack, type: event, url: "https://hooks.slack.com/services/a/b"}'),
    passes: stepping('webhooks:\n- {name: audit, type: event, url: "https://audit.example.com/"}'),
  },
  alertSilent: {
    severity: 'warning',
    must: 'An alert has a severity.',
    why: 'Flagger calls info its default, and sends an alert without severity for no event at all.',
    fix: 'add severity: info, warn or error',
    fails: stepping('alerts:\n- {name: on-call, providerRef: {name: chat, namespace: flagger}}'),
    passes: stepping('alerts:\n- {name: on-call, severity: info, providerRef: {name: chat, namespace: flagger}}'),
  },
});

/** When a Canary is looked at, and whom Flagger asks and tells of it. */
export const CANARY_CALLS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report) {
    const view = new CanaryView(manifest, report);
    checkInterval(view);
    for (const field of [...view.metrics.map((metric) => metric.at('interval')), ...view.webhooks.map((webhook) => webhook.at('timeout'))]) {
      if (passesAsTime(field.text) && secondsOf(field.text) === undefined) view.fail(RULES.timeUnreadable, field, `is no time that Flagger can read: ${JSON.stringify(field.text)}`);
    }
    checkWebhooks(view);
    for (const alert of view.analysis.at('alerts').items) {
      if (alert.at('severity').text === '') view.fail(RULES.alertSilent, alert, 'is never sent: it has no severity');
    }
  },
};

function checkInterval(view: CanaryView): void {
  const interval = view.analysis.at('interval');
  if (passesAsTime(interval.text) && secondsOf(interval.text) !== view.intervalSeconds) {
    view.fail(RULES.intervalChanged, interval, `is taken as ${view.intervalSeconds} s: ${JSON.stringify(interval.text)}`);
  }
}

const CHATS = /^https:\/\/(?:hooks\.slack\.com|discord(?:app)?\.com\/api\/webhooks|chat\.googleapis\.com|[^/]+\.webhook\.office\.com)\//;
const DEFAULT_SECONDS = 10;

function checkWebhooks(view: CanaryView): void {
  const asked = view.webhooks.filter((webhook) => ['', 'rollout'].includes(webhook.at('type').text));
  const seconds = asked.reduce((sum, webhook) => sum + longestSeconds(webhook), 0);
  if (seconds > view.intervalSeconds) {
    view.fail(RULES.webhooksSlow, view.analysis.at('webhooks'), `may take ${seconds} s at every check, which are ${view.intervalSeconds} s apart`);
  }
  for (const webhook of view.webhooks) {
    if (CHATS.test(webhook.at('url').text)) view.fail(RULES.webhookIsChat, webhook.at('url'), 'is that of a chat, which does not understand what webhooks send');
  }
}

function longestSeconds(webhook: Field): number {
  return (secondsOf(webhook.at('timeout').text) ?? DEFAULT_SECONDS) * (1 + webhook.at('retries').number);
}
