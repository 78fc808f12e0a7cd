import { isText, Primitive } from './primitive';

const TOKEN = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;
const TOKEN_ALLOWED = "a header name (letters, digits and any of !#$%&'*+-.^_`|~)";
const PSEUDO_HEADERS = new Set([':method', ':scheme', ':authority', ':path', ':status']);
const JWT_CLAIM = /^@request\.auth\.claims(?:\..+|\[.+\])$/is;

/**
 * What a route may match as a header of any request: a header name (a token of RFC 7230) or one of HTTP/2's pseudo headers.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export const headerName: Primitive<string> = {
  allowed: `${TOKEN_ALLOWED} or a pseudo header such as :authority`,
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

/**
 * A header that a rule may set or add to in requests: a token, or `:authority`, which like `host` means the host that is called, in
 * whatever case. Istio's webhook takes any text, but no request with such a header could be sent.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export const requestHeaderToWrite: Primitive<string> = {
  allowed: `${TOKEN_ALLOWED}, or :authority`,
  accepts: (value) => isText(value) && (TOKEN.test(value) || isAuthority(value)),
};

/**
 * A header that a rule may remove from requests, or change in any way in answers: not the host that is called.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export const editableHeader: Primitive<string> = {
  allowed: `${TOKEN_ALLOWED}, and not host`,
  accepts: (value) => isText(value) && TOKEN.test(value) && !isAuthority(value),
};

/**
 * A header in a CORS policy, or `*`.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export const corsHeader: Primitive<string> = {
  allowed: `${TOKEN_ALLOWED}, or *`,
  accepts: (value) => isText(value) && TOKEN.test(value),
};

/** Whether this is a name of the host that is called, of which there is one. */
export function isAuthority(name: string): boolean {
  return /^(?:host|:authority)$/i.test(name);
}
