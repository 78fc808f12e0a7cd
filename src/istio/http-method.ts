import { Primitive, textPrimitive } from './primitive';

const CORS_METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE', '*']);

/**
 * An HTTP method to match. Methods are case-sensitive (https://www.rfc-editor.org/rfc/rfc9110#section-9.1): Istio accepts a
 * lower-case one, but no client sends it and the match would never hold.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export const httpMethod: Primitive<string> = textPrimitive(
  'an HTTP method in upper case, such as GET',
  /^[A-Z]+(?:-[A-Z]+)*$/,
);

/** The beginning of an HTTP method to match, in upper case as methods are. */
export const startOfMethod: Primitive<string> = textPrimitive('the beginning of an HTTP method in upper case, such as PROP', /^[A-Z]+(?:-[A-Z]+)*-?$/);

/**
 * A method that a CORS policy may allow: Istio's webhook knows no others.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export const corsMethod: Primitive<string> = {
  allowed: `one of ${[...CORS_METHODS].join(', ')}`,
  accepts: (value) => CORS_METHODS.has(value),
};
