import { canary, measured, stepping } from '../../src/checks/flagger/flagger-examples';
import { flaggerFindings, flaggerRulesBroken } from '../support/flagger-findings';

const CALLED = (fields: string) => stepping(`webhooks:\n- {name: load, url: "http://loadtester/", ${fields}}`);

test.each([
  ['5s', 'spec.analysis.interval is taken as 10 s: "5s"'],
  ['500ms', 'spec.analysis.interval is taken as 10 s: "500ms"'],
  ['1minute', 'spec.analysis.interval is taken as 60 s: "1minute"'],
])('an interval that Flagger changes is found: %s', (interval, message) => {
  expect(flaggerFindings(canary(`interval: ${interval}\nstepWeight: 10`))).toEqual([['flagger-interval-changed', message]]);
});

test.each(['10s', '1m', '1m30s', '90s', '1h', 'soon', '""'])('one that it keeps, or that the API server refuses, is not: %s', (interval) => {
  expect(flaggerFindings(canary(`interval: ${interval}\nstepWeight: 10`))).toEqual([]);
});

test('times that pass the API server by their beginning are no times to Flagger', () => {
  expect(flaggerFindings(CALLED('timeout: 30seconds'))).toEqual([['flagger-time-unreadable', 'spec.analysis.webhooks[0].timeout is no time that Flagger can read: "30seconds"']]);
  expect(flaggerRulesBroken(measured('name: request-success-rate\nthresholdRange: {min: 99}\ninterval: 1min'))).toEqual(['time-unreadable']);
});

test.each([
  ['timeout: 2m', 'spec.analysis.webhooks may take 120 s at every check, which are 60 s apart'],
  ['timeout: 20s, retries: 3', 'spec.analysis.webhooks may take 80 s at every check, which are 60 s apart'],
  ['type: rollout, retries: 6', 'spec.analysis.webhooks may take 70 s at every check, which are 60 s apart'],
])('webhooks that outlast an interval are found: %s', (fields, message) => {
  expect(flaggerFindings(CALLED(fields))).toEqual([['flagger-webhooks-slow', message]]);
});

test.each(['timeout: 1m', 'timeout: 20s, retries: 2', 'timeout: 5m, type: pre-rollout', 'timeout: 5m, type: confirm-promotion'])('those that do not, or are not asked at every check, are not: %s', (fields) => {
  expect(flaggerFindings(CALLED(fields))).toEqual([]);
});

test.each([
  ['https://hooks.slack.com/services/a/b', ['webhook-is-chat']],
  ['https://discord.com/api/webhooks/1/a', ['webhook-is-chat']],
  ['https://example.webhook.office.com/webhookb2/a', ['webhook-is-chat']],
  ['https://discord.com/', []],
  ['http://loadtester.test/', []],
])('a chat is no webhook: %s', (url, rules) => {
  expect(flaggerRulesBroken(stepping(`webhooks:\n- {name: a, type: event, url: "${url}"}`))).toEqual(rules);
});

test.each([['', ['alert-silent']], ['severity: "", ', ['alert-silent']], ['severity: warn, ', []]])('an alert is sent only with a severity (%j)', (severity, rules) => {
  expect(flaggerRulesBroken(stepping(`alerts:\n- {name: a, ${severity}providerRef: {name: chat, namespace: flagger}}`))).toEqual(rules);
});
