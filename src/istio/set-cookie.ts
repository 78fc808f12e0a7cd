import { idleDuration } from './duration';
import { Primitive, textPrimitive } from './primitive';

/** The path of a cookie, as it stands in a Set-Cookie header: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
export const cookiePath: Primitive<string> = textPrimitive(
  'a slash, and visible ASCII characters but semicolons',
  /^\/[!-:<-~]*$/,
);

/**
 * How long a cookie lives, in milliseconds; zero until the browser is closed. Istio accepts any duration, but Envoy keeps whole seconds and
 * drops the rest, so that half a second would become zero.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie
 */
export const cookieLifetime: Primitive<number> = {
  allowed: 'a whole number of seconds, from 0 to 292 years',
  accepts: (milliseconds) => idleDuration.accepts(milliseconds) && milliseconds % 1000 === 0,
};

/** The name of an attribute in a Set-Cookie header: a token of https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
export const cookieAttributeName: Primitive<string> = textPrimitive(
  "the name of an attribute: letters, digits and any of !#$%&'*+-.^_`|~",
  /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/,
);

/** The value of an attribute in a Set-Cookie header, possibly empty: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
export const cookieAttributeValue: Primitive<string> = textPrimitive(
  'visible ASCII characters and spaces, but no semicolons; possibly none',
  /^[ -:<-~]*$/,
);
