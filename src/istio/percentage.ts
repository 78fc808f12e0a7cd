import { Primitive } from './primitive';

/**
 * The share of requests that get a fault or a mirrored copy. Istio's webhook refuses what is smaller than 0.0001 but not 0, the
 * finest share that Envoy can draw. See https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent
 */
export const percentage: Primitive<number> = {
  allowed: '0 or a number from 0.0001 to 100',
  accepts: (value) => value === 0 || (value >= 0.0001 && value <= 100),
};

/**
 * A percentage that Istio keeps as a whole number, as those of outlier detection.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export const wholePercent: Primitive<number> = {
  allowed: 'a whole number from 0 to 100',
  accepts: (value) => Number.isInteger(value) && value >= 0 && value <= 100,
};

/** A whole percentage of which Istio takes zero for "not set". */
export const wholePercentFromOne: Primitive<number> = {
  allowed: 'a whole number from 1 to 100',
  accepts: (value) => value !== 0 && wholePercent.accepts(value),
};

/**
 * A percentage that may have any fraction, and of which zero has a meaning, as that of a retry budget.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
 */
export const percentRange: Primitive<number> = {
  allowed: 'a number from 0 to 100',
  accepts: (value) => value >= 0 && value <= 100,
};
