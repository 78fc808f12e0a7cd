import { isText, Primitive } from './primitive';

const TOKEN = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;
const PSEUDO_HEADERS = new Set([':method', ':scheme', ':authority', ':path', ':status']);
const JWT_CLAIM = /^@request\.auth\.claims(?:\..+|\[.+\])$/is;

/**
 * What a route may match as a header of any request: a header name (a token of RFC 7230) or one of HTTP/2's pseudo headers.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export const headerName: Primitive<string> = {
  allowed: "a header name (letters, digits and any of !#$%&'*+-.^_`|~) or a pseudo header such as :authority",
  accepts: (value) => isText(value) && TOKEN.test(value) || PSEUDO_HEADERS.has(value),
};

/**
 * What a route may match in the place of a header where a gateway has verified a token: `@request.auth.claims.group` or
 * `@request.auth.claims[group][name]`. Istio's webhook accepts it only in a VirtualService bound to gateways alone.
 * See https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
 */
export const claimName: Primitive<string> = {
  allowed: 'a claim such as @request.auth.claims.group',
  accepts: (value) => isText(value) && JWT_CLAIM.test(value),
};
