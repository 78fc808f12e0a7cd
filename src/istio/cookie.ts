import { Primitive, textPrimitive } from './primitive';
import { quoted } from './re2';

/** The name of a cookie: a token of https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
export const cookieName: Primitive<string> = textPrimitive(
  "a cookie name: letters, digits and any of !#$%&'*+-.^_`|~",
  /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/,
);

/** The value of a cookie, possibly empty and possibly in double quotes: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
export const cookieValue: Primitive<string> = textPrimitive(
  'a cookie value: visible ASCII characters but quotes within, commas, semicolons and backslashes',
  /^(?:[!#-+\--:<-[\]-~]*|"[!#-+\--:<-[\]-~]*")$/,
);

/**
 * A regular expression that matches a whole `cookie` header if, among others or alone, it holds this cookie with this value.
 * Istio can match one cookie in no other way; a long value can make the pattern too long, so check it with `re2Pattern`.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export function cookiePattern(name: string, value: string): string {
  return `^(.*;\\s*)?${quoted(String(name))}=${quoted(String(value))}(;.*)?$`;
}
