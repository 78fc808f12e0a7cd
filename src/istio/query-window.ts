import { duration } from './duration';
import { Primitive } from './primitive';

/**
 * The window over which a query takes a rate, in milliseconds. A rate needs two samples in it, and Istio's own set-up of Prometheus takes
 * one every 15 seconds. See https://istio.io/latest/docs/ops/integrations/prometheus/
 */
export const queryWindow: Primitive<number> = {
  allowed: 'a whole number of seconds, at least 30 and at most 292 years',
  accepts: (milliseconds) => milliseconds % 1000 === 0 && milliseconds >= 30_000 && duration.accepts(milliseconds),
};
