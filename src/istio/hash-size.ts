import { Primitive } from './primitive';

/** The prime from which on Istio's webhook refuses a size, since Envoy does. */
const MAGLEV_LIMIT = 5_000_011;

/**
 * The entries of a Maglev table. Istio's webhook takes 1 for a prime number; a table of one entry leads to one pod, so it is refused.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev
 */
export const maglevTableSize: Primitive<number> = {
  allowed: `a prime number below ${MAGLEV_LIMIT}`,
  accepts: (value) => Number.isInteger(value) && value >= 2 && value < MAGLEV_LIMIT && isPrime(value),
};

/**
 * The places of a hash ring. Istio's webhook sets no limit, but Envoy refuses a larger ring, and with it the whole destination. Istio takes 0 for the
 * default.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash
 */
export const ringSize: Primitive<number> = {
  allowed: 'a whole number from 1 to 8388608',
  accepts: (value) => Number.isInteger(value) && value >= 1 && value <= 8_388_608,
};

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) {
    if (value % divisor === 0) return false;
  }
  return true;
}
