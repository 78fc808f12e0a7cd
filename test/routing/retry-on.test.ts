import { RetryOn, RetryPolicy } from '../../src';
import { renderedRule } from '../support/chart';
import { codeOf } from '../support/messages';

function retryOn(...conditions: RetryOn[]): string {
  return renderedRule({ retries: RetryPolicy.on(conditions) }).retries.retryOn;
}

/** The names that Istio's webhook lets pass. */
const NAMES: [keyof typeof RetryOn, string][] = [
  ['FIVE_XX', '5xx'],
  ['GATEWAY_ERROR', 'gateway-error'],
  ['RESET', 'reset'],
  ['RESET_BEFORE_REQUEST', 'reset-before-request'],
  ['CONNECT_FAILURE', 'connect-failure'],
  ['RETRIABLE_4XX', 'retriable-4xx'],
  ['REFUSED_STREAM', 'refused-stream'],
  ['RETRIABLE_STATUS_CODES', 'retriable-status-codes'],
  ['RETRIABLE_HEADERS', 'retriable-headers'],
  ['ENVOY_RATELIMITED', 'envoy-ratelimited'],
  ['HTTP3_POST_CONNECT_FAILURE', 'http3-post-connect-failure'],
  ['CANCELLED', 'cancelled'],
  ['DEADLINE_EXCEEDED', 'deadline-exceeded'],
  ['INTERNAL', 'internal'],
  ['RESOURCE_EXHAUSTED', 'resource-exhausted'],
  ['UNAVAILABLE', 'unavailable'],
];

test.each(NAMES)('%s is %s for Istio', (constant, name) => {
  expect(retryOn(RetryOn[constant] as RetryOn)).toBe(name);
});

test('has a constant for every name and for nothing else', () => {
  expect(Object.keys(RetryOn)).toEqual(NAMES.map(([constant]) => constant));
});

test('joins conditions with commas and without spaces, in the order in which they are given', () => {
  expect(retryOn(RetryOn.RESET, RetryOn.statusCode(503), RetryOn.FIVE_XX)).toBe('reset,503,5xx');
});

test.each([100, 404, 503, 511])('takes the status code %i', (code) => {
  expect(retryOn(RetryOn.statusCode(code))).toBe(String(code));
});

test.each([0, 99, 499, 509, 599, 600, 503.5, NaN])('refuses the status code %d, which Istio does not know', (code) => {
  expect(codeOf(() => retryOn(RetryOn.statusCode(code)))).toBe('InvalidStatus');
});
