import { Primitive, textPrimitive } from './primitive';

/** What Istio needs of a public key of each kind. */
const PARTS: { [kty: string]: string[] } = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] };
/** What only the owner of a private key may know; of a symmetric key it is the key itself. */
const SECRET_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
const BASE64_URL = /^[-\w]+=*$/;

/** The public keys that verify tokens, as the text of a JSON Web Key Set: https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export const publicKeySet: Primitive<string> = {
  allowed: 'the JSON text of a key set, {"keys": [...]}, with public keys only: RSA, EC or OKP',
  accepts: (value) => {
    const keys = keysIn(value);
    return Array.isArray(keys) && keys.length > 0 && keys.every(isPublic);
  },
};

/** Where public keys are fetched. See https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule */
export const keysUri: Primitive<string> = textPrimitive(
  'an address such as https://issuer.example.com/keys, of HTTP or HTTPS',
  /^https?:\/\/[-a-zA-Z0-9.]+(?::\d{1,5})?(?:[/?][^\s\p{Cc}]*)?$/u,
  2048,
);

function keysIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { keys?: unknown } | null)?.keys;
  } catch {
    return undefined;
  }
}

function isPublic(key: unknown): boolean {
  const members = Object(key) as { [name: string]: unknown };
  const parts = PARTS[String(members.kty)];
  return parts?.every((part) => BASE64_URL.test(String(members[part] ?? ''))) && !SECRET_PARTS.some((part) => part in members);
}
