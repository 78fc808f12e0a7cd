import type { AskedRequest } from './asked-request';
import { passes, type TextTest, textTestIn } from './text-test';
import { isObject, type Json, type JsonObject, objectsIn, textsIn } from '../manifests/json';

/** Whether Envoy answers a request itself, because a browser only asks by it whether it may send another one. */
export function isAnsweredPreflight(policy: Json | undefined, { method, headers }: AskedRequest): boolean {
  const origin = headers.get('origin');
  if (!isObject(policy) || method !== 'OPTIONS' || !origin || !headers.get('access-control-request-method')) return false;
  return policy.unmatchedPreflights === 'IGNORE' || originsIn(policy).some((allowed) => isAny(allowed) || passes(allowed, origin));
}

/** The older list of plain texts counts only where the newer one is missing. */
function originsIn({ allowOrigins, allowOrigin }: JsonObject): TextTest[] {
  if (Array.isArray(allowOrigins)) return objectsIn(allowOrigins).map(([one]) => textTestIn(one));
  return textsIn(allowOrigin).map((value) => ({ kind: 'exact', value }));
}

function isAny({ kind, value }: TextTest): boolean {
  return kind === 'exact' && value === '*';
}
