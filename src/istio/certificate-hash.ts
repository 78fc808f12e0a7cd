import { textPrimitive } from './primitive';

/**
 * The SHA-256 hash of the public key of a certificate. Istio's webhook takes any text, but Envoy refuses others, and with them the whole listener.
 * See https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export const spkiHash = textPrimitive('a SHA-256 hash in base64: 43 characters and "="', /^[A-Za-z0-9+/]{43}=$/);

/**
 * The SHA-256 hash of a certificate. Istio's webhook takes any text, but Envoy refuses others, and with them the whole listener.
 * See https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export const certificateHash = textPrimitive(
  'a SHA-256 hash of 64 hexadecimal digits, perhaps with colons between the bytes',
  /^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){31})$/,
);
