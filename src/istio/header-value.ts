import { Primitive, textPrimitive } from './primitive';

const CONTROL = '\\u0000-\\u0008\\u000A-\\u001F\\u007F';
/** Within quotes, or without: up to a quote or a parenthesis that no backslash makes a part of the text. */
const TEXT = '(?:\\\\[^]|[^\\\\)"])*';
/** Texts in quotes and square brackets, as formerly, or one text; its first character is taken as it stands. */
const ARGUMENTS = `\\( *(?:\\[ *"|[^ [])${TEXT}(?:" *, *"${TEXT})*(?:\\)|" *\\] *\\))`;
const VARIABLE = `%[A-Z0-9_]+(?:${ARGUMENTS})?%`;

/**
 * The value that a rule writes into a header, possibly empty. Envoy puts in what it knows of the request for `%NAME%` and `%NAME(...)%`;
 * a percent sign is written `%%`. Istio's webhook reads variables by a state machine, of which this is the expression; it takes names
 * of any kind, but Envoy refuses those with other characters, and with them all rules of the port.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export const headerValue: Primitive<string> = textPrimitive(
  'a header value: no control characters, and % only as %% or in a variable such as %PROTOCOL% or %REQ(x-user)%',
  new RegExp(`^(?![^]*[${CONTROL}])(?:[^%]|%%|${VARIABLE})*$`),
);

/**
 * What Istio's webhook takes for the value of a header: in difference to `headerValue` a variable may have any name, and spaces may stand
 * behind its arguments.
 */
export const acceptedHeaderValue: Primitive<string> = textPrimitive(
  headerValue.allowed,
  new RegExp(`^(?![^]*[${CONTROL}])(?:[^%]|%%|%[^%(]+(?:${ARGUMENTS} *)?%|%${ARGUMENTS} *%)*$`),
);
