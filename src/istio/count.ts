import { Primitive } from './primitive';

/** The most that a field of type int32 holds, the type of all counts in Istio's API. */
const MOST = 2_147_483_647;

/** A limit or a number of tries. Zero is left out: Istio takes it for "not set", which in most places means unlimited. */
export const count: Primitive<number> = {
  allowed: `a whole number from 1 to ${MOST}`,
  accepts: (value) => Number.isInteger(value) && value >= 1 && value <= MOST,
};

/** A number of which zero has a meaning of its own, such as replicas, or errors of which none is counted. */
export const countOrZero: Primitive<number> = {
  allowed: `a whole number from 0 to ${MOST}`,
  accepts: (value) => value === 0 || count.accepts(value),
};
