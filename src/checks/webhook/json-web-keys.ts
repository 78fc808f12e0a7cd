import { isObject, type JsonObject, listIn, textIn } from '../../manifests/json';

/** With padding or without. */
const BASE64URL = /^(?=.)(?:[\w-]{4})*(?:[\w-]{2}(?:==)?|[\w-]{3}=?)?$/;

/** What each type of key cannot be without. */
const PARTS: { readonly [type: string]: readonly string[] } = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'], oct: ['k'] };

/** The keys by which tokens are verified, as they are written into a policy. */
export interface KeySet {
  /** Why they cannot be read. */
  readonly problem?: string;
  /** Which of them hold what nobody else may know, by their numbers. */
  readonly secret: readonly number[];
}

export function readKeys(text: string): KeySet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}`, secret: [] };
  }
  if (!isObject(value)) return { problem: 'must be a key or a set of keys', secret: [] };
  const keys = value.keys === undefined ? [value] : listIn(value.keys);
  const problem = keys.map((key) => isObject(key) ? keyProblem(key) : 'must hold keys').find((one) => one !== undefined);
  return { problem, secret: keys.flatMap((key, index) => isObject(key) && isSecret(key) ? [index] : []) };
}

function keyProblem(key: JsonObject): string | undefined {
  const parts = PARTS[textIn(key.kty)];
  if (!parts) return `must hold keys of type ${Object.keys(PARTS).join(', ')}, got ${JSON.stringify(key.kty) ?? 'nothing'}`;
  const missing = parts.find((part) => !BASE64URL.test(textIn(key[part])));
  return missing === undefined ? undefined : `must hold keys of type ${textIn(key.kty)} with ${missing}`;
}

function isSecret({ kty, d }: JsonObject): boolean {
  return kty === 'oct' || d !== undefined;
}
