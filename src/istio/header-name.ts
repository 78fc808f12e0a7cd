import { Primitive } from './primitive';

const TOKEN = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;
const PSEUDO_HEADERS = new Set([':method', ':scheme', ':authority', ':path', ':status']);
const JWT_CLAIM = /^@request\.auth\.claims(?:\..+|\[.+\])$/is;

/**
 * What a route may match as a header: a header name (a token of RFC 7230), one of HTTP/2's pseudo headers, or a claim of a
 * verified token, `@request.auth.claims.group` or `@request.auth.claims[group][name]`. Istio's webhook accepts claims only in a
 * VirtualService bound to gateways alone. See https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
 */
export const headerName: Primitive<string> = {
  allowed: "a header name (letters, digits and any of !#$%&'*+-.^_`|~), a pseudo header such as :authority, "
    + 'or a claim such as @request.auth.claims.group',
  accepts: (value) => TOKEN.test(value) || PSEUDO_HEADERS.has(value) || JWT_CLAIM.test(value),
};
