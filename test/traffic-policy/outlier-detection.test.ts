import { Duration } from 'cdk8s';
import { OutlierDetection } from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf } from '../support/messages';

function detectionOf(outlierDetection: OutlierDetection) {
  return renderedPolicy({ outlierDetection }).outlierDetection;
}

/** Every field, so that one that is added to the struct has to be added here. */
const ALL: Required<OutlierDetection> = {
  consecutive5xxErrors: 7,
  consecutiveGatewayErrors: 3,
  splitExternalLocalOriginErrors: true,
  consecutiveLocalOriginFailures: 2,
  interval: Duration.millis(500),
  baseEjectionTime: Duration.minutes(2),
  maxEjectionPercent: 100,
  minHealthPercent: 30,
  outlierDetectionHttpErrorCodes: [429, 503],
};

test('says when pods are ejected, for how long and how many', () => {
  expect(detectionOf(ALL)).toEqual({
    consecutive5xxErrors: 7,
    consecutiveGatewayErrors: 3,
    splitExternalLocalOriginErrors: true,
    consecutiveLocalOriginFailures: 2,
    interval: '500ms',
    baseEjectionTime: '2m',
    maxEjectionPercent: 100,
    minHealthPercent: 30,
    outlierDetectionHttpErrorCodes: [429, 503],
  });
});

test("leaves everything to Istio's defaults by an empty object", () => {
  expect(detectionOf({})).toEqual({});
});

test('switches both kinds of errors off by 0', () => {
  expect(detectionOf({ consecutive5xxErrors: 0, consecutiveGatewayErrors: 0 })).toEqual({
    consecutive5xxErrors: 0, consecutiveGatewayErrors: 0,
  });
});

test.each(['consecutive5xxErrors', 'consecutiveGatewayErrors', 'consecutiveLocalOriginFailures'] as const)(
  '%s is a whole number that fits into a field of Istio', (key) => {
    for (const errors of [-1, 0.5, 2 ** 31, NaN]) {
      expect(codeOf(() => detectionOf({ splitExternalLocalOriginErrors: true, [key]: errors }))).toBe('InvalidCount');
    }
    expect(detectionOf({ splitExternalLocalOriginErrors: true, [key]: 2 ** 31 - 1 })[key]).toBe(2 ** 31 - 1);
  });

test.each(['maxEjectionPercent', 'minHealthPercent'] as const)('%s is a whole number up to 100', (key) => {
  for (const percent of [-1, 0.5, 101, NaN]) {
    expect(codeOf(() => detectionOf({ [key]: percent }))).toBe('PercentOutOfRange');
  }
  for (const percent of [1, 100]) {
    expect(detectionOf({ [key]: percent })).toEqual({ [key]: percent });
  }
});

test('refuses 0 where Istio would take it for its default', () => {
  expect(codeOf(() => detectionOf({ maxEjectionPercent: 0 }))).toBe('PercentOutOfRange');
  expect(codeOf(() => detectionOf({ splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 0 }))).toBe('InvalidCount');
});

test('counts 5xx by an empty list of status codes', () => {
  expect(detectionOf({ outlierDetectionHttpErrorCodes: [] })).toEqual({});
});

test('counts status codes from 100 to 599', () => {
  for (const code of [99, 600, 429.5, NaN]) {
    expect(codeOf(() => detectionOf({ outlierDetectionHttpErrorCodes: [503, code] }))).toBe('InvalidStatus');
  }
  expect(detectionOf({ outlierDetectionHttpErrorCodes: [100, 599] })).toEqual({ outlierDetectionHttpErrorCodes: [100, 599] });
});

test.each([
  ['an interval of no length', { interval: Duration.millis(0) }, 'InvalidDuration'],
  ['an ejection of no length', { baseEjectionTime: Duration.millis(0) }, 'InvalidDuration'],
  ['failures to connect that are not counted apart', { consecutiveLocalOriginFailures: 1 }, 'OutlierDetectionIneffective'],
  ['failures to connect that are explicitly not counted apart', {
    consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: false,
  }, 'OutlierDetectionIneffective'],
])('refuses %s', (_mistake, detection, code) => {
  expect(codeOf(() => detectionOf(detection))).toBe(code);
});
