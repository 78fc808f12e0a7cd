import { Duration } from 'cdk8s';
import { FlaggerWebhook } from '../../src';
import { canarySpec } from '../support/flagger';
import { codeOf } from '../support/messages';

const URL_OF_TESTER = 'http://loadtester.test/';

function webhooks(...list: FlaggerWebhook[]) {
  return canarySpec({ webhooks: list, interval: Duration.minutes(1) }).analysis.webhooks;
}

describe('a webhook', () => {
  test.each<[string, FlaggerWebhook]>([
    ['confirm-rollout', FlaggerWebhook.confirmRollout('hook', URL_OF_TESTER)],
    ['pre-rollout', FlaggerWebhook.preRollout('hook', URL_OF_TESTER)],
    ['rollout', FlaggerWebhook.rollout('hook', URL_OF_TESTER)],
    ['confirm-traffic-increase', FlaggerWebhook.confirmTrafficIncrease('hook', URL_OF_TESTER)],
    ['confirm-promotion', FlaggerWebhook.confirmPromotion('hook', URL_OF_TESTER)],
    ['post-rollout', FlaggerWebhook.postRollout('hook', URL_OF_TESTER)],
    ['rollback', FlaggerWebhook.rollback('hook', URL_OF_TESTER)],
    ['event', FlaggerWebhook.events('hook', URL_OF_TESTER)],
  ])('of the type %s says so', (type, webhook) => {
    expect(webhooks(webhook)).toEqual([{ type, name: 'hook', url: URL_OF_TESTER }]);
  });

  test('has the options that are given', () => {
    expect(webhooks(FlaggerWebhook.events('hook', URL_OF_TESTER, {
      timeout: Duration.seconds(90), retries: 0, metadata: { cmd: 'true' }, muteAlert: true, disableTls: true,
    }))).toEqual([{ type: 'event', name: 'hook', url: URL_OF_TESTER, timeout: '90s', retries: 0, metadata: { cmd: 'true' }, muteAlert: true, disableTLS: true }]);
  });

  test.each([['loadtester.test'], ['ftp://loadtester.test/'], ['http://'], ['http://a b/'], ['http:///x'], [''], [undefined]])('is not called at %p', (url) => {
    expect(codeOf(() => webhooks(FlaggerWebhook.events('hook', url as string)))).toBe('FlaggerWebhookInvalid');
  });

  test.each([['http://loadtester.test'], ['https://hooks.example.com:8443/a?b=c'], ['http://[::1]:80/']])('is called at %p', (url) => {
    expect(webhooks(FlaggerWebhook.events('hook', url))[0].url).toBe(url);
  });

  test('has a name, and limits that are limits', () => {
    expect(codeOf(() => webhooks(FlaggerWebhook.events('', URL_OF_TESTER)))).toBe('FlaggerReferenceInvalid');
    expect(codeOf(() => webhooks(FlaggerWebhook.events('hook', URL_OF_TESTER, { retries: -1 })))).toBe('InvalidCount');
    expect(codeOf(() => webhooks(FlaggerWebhook.events('hook', URL_OF_TESTER, { timeout: Duration.millis(500) })))).toBe('InvalidFlaggerDuration');
  });
});

describe('the webhooks of every check', () => {
  const rollout = (seconds?: number, retries?: number) => FlaggerWebhook.rollout('hook', URL_OF_TESTER, {
    timeout: seconds === undefined ? undefined : Duration.seconds(seconds), retries,
  });

  test.each<[string, FlaggerWebhook[]]>([
    ['one as long as the interval', [rollout(60)]],
    ['two that are as long together', [rollout(30), rollout(30)]],
    ['one that is repeated', [rollout(20, 2)]],
    ['six of the default timeout', Array.from({ length: 6 }, () => rollout())],
  ])('take less than the interval: not %s', (_, list) => {
    expect(codeOf(() => webhooks(...list))).toBe('FlaggerWebhooksTooSlow');
  });

  test('may take nearly as long, and others as long as they like', () => {
    expect(webhooks(rollout(59), FlaggerWebhook.preRollout('test', URL_OF_TESTER, { timeout: Duration.minutes(30) }))).toHaveLength(2);
  });
});
