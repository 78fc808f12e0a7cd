import { Primitive, textPrimitive } from './primitive';

/**
 * A path that is written into a request or a redirect. Istio's webhook takes any text; but a path without a slash in front cannot be
 * requested, and for a line break Envoy refuses all rules of the port.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export const requestPath: Primitive<string> = textPrimitive(
  'a path that begins with a slash, without white space',
  /^\/[^\s\p{Cc}]*$/u,
);
