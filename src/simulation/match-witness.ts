import type { HttpMatchModel, NamedTest } from './http-match-model';
import { regexWitness } from './regex-witness';
import type { TextTest } from './text-test';

/** The part of a request that a match asks for. */
export interface Witness {
  readonly path?: string;
  readonly method?: string;
  readonly headers: { readonly [name: string]: string };
}

/** A request that passes a match; nothing where a condition is too hard, or is not the client's to meet. */
export function matchWitness({ uri, method, headers, queryParams, claims, authority, scheme }: HttpMatchModel): Witness | undefined {
  if (claims.length > 0 || authority || scheme) return undefined;
  const path = uri ? textWitness(uri) : '/';
  const named = namedWitnesses(headers);
  const parameters = namedWitnesses(queryParams);
  if (path === undefined || !named || !parameters) return undefined;
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${value}`).join('&');
  const said = method && textWitness(method);
  return {
    path: (path.startsWith('/') ? path : '/') + (query === '' ? '' : `?${query}`),
    ...said !== undefined && { method: said },
    headers: named,
  };
}

function namedWitnesses(tests: readonly NamedTest[]): { [name: string]: string } | undefined {
  const found = tests.map(({ name, test }) => [name.toLowerCase(), textWitness(test)] as const);
  return found.every(([, value]) => value !== undefined) ? Object.fromEntries(found) as { [name: string]: string } : undefined;
}

function textWitness({ kind, value }: TextTest): string | undefined {
  switch (kind) {
    case 'present': return 'x';
    case 'regex': return regexWitness(value);
    default: return value;
  }
}
