import type { Duration } from 'cdk8s';
import { count, countOrZero } from '../istio/count';
import { anyStatus } from '../istio/http-status';
import { wholePercent, wholePercentFromOne } from '../istio/percentage';
import type { Primitive } from '../istio/primitive';
import type { ErrorCode } from '../private/error-codes';
import type { OutlierDetectionSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime } from '../private/time';

/**
 * When a pod that keeps failing is left out for a while. Every client proxy judges by what it sees itself. A canary of one pod
 * cannot be left out partly: with the default `maxEjectionPercent` of 10 nothing is ejected below 10 pods, and with 100 the single
 * pod is, so that its share of the requests fails.
 *
 * @throws InvalidCount, InvalidDuration, InvalidStatus, PercentOutOfRange, OutlierDetectionIneffective (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export interface OutlierDetection {
  /**
   * After how many 5xx answers in a row a pod is ejected; 0 switches this off.
   *
   * @default 5
   */
  readonly consecutive5xxErrors?: number;
  /**
   * After how many answers 502, 503 or 504 in a row a pod is ejected; 0 switches this off.
   *
   * @default 0
   */
  readonly consecutiveGatewayErrors?: number;
  /**
   * Whether failures to connect are counted apart from 5xx answers.
   *
   * @default false
   */
  readonly splitExternalLocalOriginErrors?: boolean;
  /**
   * After how many failures to connect in a row a pod is ejected, from 1; acts only with `splitExternalLocalOriginErrors`.
   * Istio takes 0 for the default, so it is refused.
   *
   * @default 5
   */
  readonly consecutiveLocalOriginFailures?: number;
  /**
   * How often pods are judged, at least 1 ms.
   *
   * @default Duration.seconds(10)
   */
  readonly interval?: Duration;
  /**
   * How long a pod is ejected the first time, at least 1 ms; every further time that much longer.
   *
   * @default Duration.seconds(30)
   */
  readonly baseEjectionTime?: Duration;
  /**
   * The part of the pods that may be ejected at a time, a whole number from 1 to 100. Istio takes 0 for the default, so it is refused.
   *
   * @default 10
   */
  readonly maxEjectionPercent?: number;
  /**
   * Below this part of healthy pods, a whole number from 0 to 100, ejection is switched off.
   *
   * @default 0
   */
  readonly minHealthPercent?: number;
  /**
   * The status codes, 100 to 599, that count as errors in place of 5xx. Istio 1.31 takes them, but does not act on them yet.
   *
   * @default - 500 to 599
   */
  readonly outlierDetectionHttpErrorCodes?: number[];
}

type NumericKey = 'consecutive5xxErrors' | 'consecutiveGatewayErrors' | 'consecutiveLocalOriginFailures' | 'maxEjectionPercent' | 'minHealthPercent';

const NUMBERS: [NumericKey, ErrorCode, Primitive<number>, string][] = [
  ['consecutive5xxErrors', 'InvalidCount', countOrZero, 'say after how many failures in a row, or 0 for never'],
  ['consecutiveGatewayErrors', 'InvalidCount', countOrZero, 'say after how many failures in a row, or 0 for never'],
  ['consecutiveLocalOriginFailures', 'InvalidCount', count, 'say after how many failures in a row'],
  ['maxEjectionPercent', 'PercentOutOfRange', wholePercentFromOne, 'write 50 for half of the pods'],
  ['minHealthPercent', 'PercentOutOfRange', wholePercent, 'write 50 for half of the pods'],
];

/** The `outlierDetection` of a traffic policy. */
export function renderOutlierDetection(place: Place, detection: OutlierDetection): OutlierDetectionSpec {
  const { consecutive5xxErrors, interval, baseEjectionTime, outlierDetectionHttpErrorCodes: codes = [], ...rest } = detection;
  for (const [key, code, allowed, fix] of NUMBERS) {
    const value = detection[key];
    if (value !== undefined) {
      place.at(key).check(code, allowed, value, fix);
    }
  }
  if (detection.consecutiveLocalOriginFailures && !detection.splitExternalLocalOriginErrors) {
    place.at('consecutiveLocalOriginFailures').fail('OutlierDetectionIneffective', {
      must: 'come with splitExternalLocalOriginErrors: true',
      got: detection.consecutiveLocalOriginFailures,
      fix: 'otherwise failures to connect count as 5xx errors, and Istio refuses the rule',
    });
  }
  codes.forEach((code, index) => {
    place.at('outlierDetectionHttpErrorCodes').item(index).check('InvalidStatus', anyStatus, code, 'write 429 for "too many requests"');
  });
  return {
    ...rest,
    outlierDetectionHttpErrorCodes: codes.length > 0 ? [...codes] : undefined,
    consecutive5XxErrors: consecutive5xxErrors,
    interval: interval && renderTime(place.at('interval'), interval),
    baseEjectionTime: baseEjectionTime && renderTime(place.at('baseEjectionTime'), baseEjectionTime),
  };
}
