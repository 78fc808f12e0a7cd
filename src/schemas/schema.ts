import type { COMPACT_SCHEMAS } from './compact-schemas';

/** A rule of CEL that a value has to fulfil. */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
}

/** A schema of a CRD: the keywords that occur in those of Istio, Flagger and Argo Rollouts. */
export interface Schema {
  readonly 'type'?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly 'properties'?: { readonly [name: string]: Schema };
  readonly 'additionalProperties'?: Schema | boolean;
  readonly 'items'?: Schema;
  readonly 'required'?: readonly string[];
  readonly 'enum'?: readonly unknown[];
  readonly 'nullable'?: boolean;
  readonly 'default'?: unknown;
  readonly 'format'?: string;
  readonly 'pattern'?: string;
  readonly 'minimum'?: number;
  readonly 'maximum'?: number;
  readonly 'minLength'?: number;
  readonly 'maxLength'?: number;
  readonly 'minItems'?: number;
  readonly 'maxItems'?: number;
  readonly 'minProperties'?: number;
  readonly 'maxProperties'?: number;
  readonly 'oneOf'?: readonly Schema[];
  readonly 'anyOf'?: readonly Schema[];
  readonly 'allOf'?: readonly Schema[];
  readonly 'not'?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

/** What is known of a kind. */
export interface KindSchema {
  /** Those that the API server knows; the schemas of all of them are the same. */
  readonly versions: readonly string[];
  readonly schema: Schema;
}

type Part = { [keyword: string]: unknown };

let kinds: ReadonlyMap<string, KindSchema> | undefined;

/** The kinds whose schemas are known, as `networking.istio.io/VirtualService`. */
export function knownKinds(): ReadonlyMap<string, KindSchema> {
  return kinds ??= read();
}

function read(): ReadonlyMap<string, KindSchema> {
  const source = require('./compact-schemas') as { COMPACT_SCHEMAS: typeof COMPACT_SCHEMAS };
  const compact = JSON.parse(source.COMPACT_SCHEMAS) as { kinds: { [kind: string]: { versions: string[]; schema: number } }; parts: Part[] };
  const parts: Schema[] = [];
  // A part names only those before it.
  compact.parts.forEach((part) => parts.push(whole(part, parts)));
  return new Map(Object.entries(compact.kinds).map(([kind, { versions, schema }]) => [kind, { versions, schema: parts[schema] }]));
}

function whole(part: Part, parts: readonly Schema[]): Schema {
  return Object.fromEntries(Object.entries(part).map(([keyword, value]) => {
    if (['items', 'additionalProperties', 'not'].includes(keyword) && typeof value === 'number') return [keyword, parts[value]];
    if (['oneOf', 'anyOf', 'allOf'].includes(keyword)) return [keyword, (value as number[]).map((number) => parts[number])];
    if (keyword !== 'properties') return [keyword, value];
    return [keyword, Object.fromEntries(Object.entries(value as { [name: string]: number }).map(([name, number]) => [name, parts[number]]))];
  })) as Schema;
}
