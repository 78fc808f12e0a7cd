import { Primitive } from './primitive';

/** The status codes that Go's net/http has a text for. */
const REGISTERED = new Set([
  100, 101, 102, 103,
  200, 201, 202, 203, 204, 205, 206, 207, 208, 226,
  300, 301, 302, 303, 304, 305, 307, 308,
  400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418,
  421, 422, 423, 424, 425, 426, 428, 429, 431, 451,
  500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511,
]);

/**
 * The status of a fault or of a direct response. Istio's webhook lets 600 pass, but Envoy refuses it, and with it all rules of the port.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort
 */
export const httpStatus: Primitive<number> = {
  allowed: 'a whole number from 200 to 599',
  accepts: (value) => Number.isInteger(value) && value >= 200 && value <= 599,
};

/**
 * The status of a redirect. Istio's webhook lets every 3xx pass, but makes of any other than these a rule without an action, which Envoy
 * refuses, and with it all rules of the port.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export const redirectStatus: Primitive<number> = {
  allowed: '301, 302, 303, 307 or 308',
  accepts: (value) => [301, 302, 303, 307, 308].includes(value),
};

/**
 * A status code that a retry may wait for. Istio's webhook accepts those that Go's net/http has a text for.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export const retriableStatus: Primitive<number> = {
  allowed: 'a registered HTTP status code, such as 503',
  accepts: (value) => REGISTERED.has(value),
};

/**
 * Any status code that a server may answer with, as outlier detection counts them.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export const anyStatus: Primitive<number> = {
  allowed: 'a whole number from 100 to 599',
  accepts: (value) => Number.isInteger(value) && value >= 100 && value <= 599,
};
