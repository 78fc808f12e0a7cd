import { Duration } from 'cdk8s';
import { RetryOn, RetryPolicy } from '../../src';
import { renderedRule } from '../support/chart';
import { codeOf } from '../support/messages';

function retriesOf(retries: RetryPolicy) {
  return renderedRule({ retries }).retries;
}

test('says when to retry, how often and how long one try may take', () => {
  expect(retriesOf(RetryPolicy.on([RetryOn.FIVE_XX, RetryOn.RESET], { attempts: 3, perTryTimeout: Duration.seconds(60) }))).toEqual({
    attempts: 3, perTryTimeout: '1m', retryOn: '5xx,reset',
  });
});

test('retries twice unless something else is said', () => {
  expect(retriesOf(RetryPolicy.on([RetryOn.RESET]))).toEqual({ attempts: 2, retryOn: 'reset' });
});

test("leaves the conditions to the mesh by leaving Istio's field out", () => {
  expect(retriesOf(RetryPolicy.meshConditions({ attempts: 5, perTryTimeout: Duration.millis(250) }))).toEqual({
    attempts: 5, perTryTimeout: '250ms',
  });
});

test('never retries by 0 attempts and nothing beside them', () => {
  expect(retriesOf(RetryPolicy.none())).toEqual({ attempts: 0 });
});

test.each([
  ['no conditions', RetryPolicy.on([]), 'RetryConditionsMissing'],
  ['0 attempts beside conditions', RetryPolicy.on([RetryOn.RESET], { attempts: 0 }), 'RetryAttemptsMissing'],
  ['0 attempts on the conditions of the mesh', RetryPolicy.meshConditions({ attempts: 0 }), 'RetryAttemptsMissing'],
  ['attempts below 0', RetryPolicy.on([RetryOn.RESET], { attempts: -1 }), 'InvalidCount'],
  ['half an attempt', RetryPolicy.meshConditions({ attempts: 1.5 }), 'InvalidCount'],
  ['more attempts than a field holds', RetryPolicy.meshConditions({ attempts: 2 ** 31 }), 'InvalidCount'],
  ['a try that may take no time', RetryPolicy.meshConditions({ perTryTimeout: Duration.millis(0) }), 'InvalidDuration'],
])('refuses %s', (_mistake, retries, code) => {
  expect(codeOf(() => retriesOf(retries))).toBe(code);
});

test('waits, and goes to other pods or localities, as it is told', () => {
  const options = { attempts: 3, backoff: Duration.millis(100), retryRemoteLocalities: true, retryIgnorePreviousHosts: false };
  expect(renderedRule({ retries: RetryPolicy.meshConditions(options) }).retries).toEqual({ ...options, backoff: '100ms' });
  expect(codeOf(() => renderedRule({ retries: RetryPolicy.meshConditions({ backoff: Duration.millis(0) }) }))).toBe('InvalidDuration');
});
