import { isText, Primitive, textPrimitive } from './primitive';

const MOST_CHARACTERS_OF_AN_ACCOUNT = 320;
const PART = '[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?';

/**
 * A text with which Istio compares by an AuthorizationPolicy: the whole text, its beginning (`a*`), its end (`*a`), or `*` for any but an
 * empty one. Istio takes another asterisk for a character, so that nothing would ever match.
 * See https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export const comparedText: Primitive<string> = textPrimitive(
  'a text that is not empty, with "*" at one of its ends or nowhere',
  /^(?:\*|\*?[^*]+|[^*]+\*)$/,
);

/** The identity in a peer's certificate, `cluster.local/ns/<namespace>/sa/<service account>`, as `comparedText`. */
export const principal: Primitive<string> = {
  allowed: 'an identity such as cluster.local/ns/bookinfo/sa/reviews, without spiffe:// before it, and with "*" at one of its ends or nowhere',
  accepts: (value) => comparedText.accepts(value) && !value.startsWith('spiffe:') && !/\s/.test(value),
};

/** The name of a namespace, as `comparedText`. */
export const comparedNamespace: Primitive<string> = {
  allowed: 'the name of a namespace, with "*" at one of its ends or nowhere',
  accepts: (value) => comparedText.accepts(value) && /^[-a-z0-9*]+$/.test(value),
};

/** A trust domain, as `comparedText`. */
export const trustDomain: Primitive<string> = {
  allowed: 'a trust domain such as cluster.local, without a slash, and with "*" at one of its ends or nowhere',
  accepts: (value) => comparedText.accepts(value) && !/[/\s]/.test(value),
};

/** A service account: its name, perhaps behind its namespace and a slash. */
export const serviceAccount: Primitive<string> = textPrimitive(
  `the name of a service account, or <namespace>/<service account>: at most ${MOST_CHARACTERS_OF_AN_ACCOUNT} characters and no "*"`,
  new RegExp(`^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?/)?${PART}$`),
  MOST_CHARACTERS_OF_AN_ACCOUNT,
);

/** An HTTP method in upper case, as `comparedText`. */
export const comparedMethod: Primitive<string> = {
  allowed: 'an HTTP method in upper case, such as GET, with "*" at one of its ends or nowhere',
  accepts: (value) => comparedText.accepts(value) && /^[-A-Z*]+$/.test(value),
};

/**
 * The path of requests, as `comparedText`, or with `{*}` for one part and `{**}` for all that follow. The path is compared without query, and as Envoy
 * normalises it.
 * See https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export const comparedPath: Primitive<string> = {
  allowed: 'a path that begins with a slash or "*", without query, with "*" at one of its ends or {*} and {**} as whole parts, or neither',
  accepts: (value) => isText(value) && !/[?#\s]/.test(value) && (/[{}]/.test(value) ? isTemplate(value) : /^[/*]/.test(value) && comparedText.accepts(value)),
};

const LITERAL = /^[-a-zA-Z0-9._~%!$&'()+,;:@=]+$/;

function isTemplate(path: string): boolean {
  const parts = path.replace(/^\/+|\/+$/g, '').split('/');
  const rest = parts.indexOf('{**}');
  const operators = rest < 0 ? parts : parts.slice(0, rest);
  return path.startsWith('/') && operators.every((part) => part === '{*}' || LITERAL.test(part))
    && (rest < 0 || parts.slice(rest + 1).every((part) => LITERAL.test(part)));
}
