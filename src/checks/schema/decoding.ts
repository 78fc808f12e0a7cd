import { memberSchema } from './schema-problems';
import { goDuration } from '../../istio/go-duration';
import { isList, isObject, type Json, valueAt } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { FieldPath } from '../../manifests/source-location';
import { knownKinds, type Schema } from '../../schemas/schema';

const known = new WeakMap<Manifest, boolean>();

/**
 * Whether Istio can read an object, which is less than what the API server asks: unknown fields are passed over, null is absent, numbers may
 * be texts and words of an enumeration numbers. What it cannot read, it drops as if it were not there.
 */
export function decodes(manifest: Manifest): boolean {
  const before = known.get(manifest);
  if (before !== undefined) return before;
  const schema = specSchema(manifest);
  const result = schema !== undefined && hasReadableMetadata(manifest) && fitsSchema(schema, manifest.object.spec, 'spec');
  known.set(manifest, result);
  return result;
}

/** Whether Istio can read what an object says of itself. */
export function hasReadableMetadata({ object }: Manifest): boolean {
  return isTextOrNull(valueAt(object, 'metadata', 'name')) && ['labels', 'annotations'].every((key) => {
    const value = valueAt(object, 'metadata', key) ?? {};
    return isObject(value) && Object.values(value).every(isTextOrNull);
  });
}

/** What a map of texts can hold. */
export function isTextOrNull(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'string';
}

/** What Istio reads of a value: fields that it does not know are passed over. */
export function asRead(schema: Schema | undefined, value: Json | undefined): Json | undefined {
  if (isList(value)) return value.map((item) => asRead(schema?.items, item) ?? null);
  if (!isObject(value) || !schema?.properties) return value;
  const entries = Object.entries(value).filter(([key]) => Object.hasOwn(schema.properties!, key));
  return Object.fromEntries(entries.map(([key, member]) => [key, asRead(schema.properties![key], member)]));
}

/** The way to the first field that Istio cannot read. */
export function unreadableField(manifest: Manifest): FieldPath {
  const path: (string | number)[] = ['spec'];
  let [schema, value]: [Schema | undefined, Json | undefined] = [specSchema(manifest), manifest.object.spec];
  while (schema && (isObject(value) || isList(value))) {
    const outer: Schema = schema;
    const members: [string | number, Json | undefined][] = isList(value) ? [...value.entries()] : Object.entries(value);
    const wrong = members.find(([key, member]) => !fitsMember(outer, key, member));
    if (!wrong) break;
    path.push(wrong[0]);
    value = wrong[1];
    schema = memberSchema(outer, wrong[0]);
  }
  return path;
}

function specSchema({ group, kind }: Manifest): Schema | undefined {
  return knownKinds().get(`${group}/${kind}`)?.schema.properties?.spec;
}

/** Durations of which the CRDs say nothing more than that they are texts. */
const DURATIONS: ReadonlySet<string | number> = new Set(['idleTimeout', 'ttl', 'budgetInterval']);
/** Which a number of a text may be all the same. */
const NO_NUMBERS: readonly Json[] = ['NaN', 'Infinity', '-Infinity'];
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LARGEST_UINT32 = 2 ** 32 - 1;

/** Whether Istio can read a value that stands behind a key. */
export function fitsSchema(schema: Schema, value: Json | undefined, key: string | number): boolean {
  if (value === undefined || value === null) return true;
  if (schema['x-kubernetes-preserve-unknown-fields']) return schema.type !== 'object' || isObject(value);
  switch (schema.type) {
    case 'object': return isObject(value) && (key !== 'portLevelMtls' || Object.keys(value).every(isUint32))
      && Object.entries(value).every(([name, member]) => fitsMember(schema, name, member));
    case 'array': return isList(value) && value.every((item, index) => fitsMember(schema, index, item));
    case 'integer': return fitsInteger(schema, value);
    case 'number': return typeof value === 'number' || isNumeric(value) || NO_NUMBERS.includes(value);
    case 'boolean': return typeof value === 'boolean';
    default: return fitsText(schema, value, key);
  }
}

function isUint32(text: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(text) && Number(text) <= LARGEST_UINT32;
}

function isNumeric(value: Json): value is string {
  return typeof value === 'string' && value !== '' && !Number.isNaN(Number(value));
}

function fitsInteger({ format, minimum, maximum }: Schema, value: Json): boolean {
  const number = isNumeric(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return false;
  if (format === 'int32') return number >= -(2 ** 31) && number < 2 ** 31;
  if (minimum === undefined || minimum < 0) return true;
  return number >= 0 && (maximum === undefined || number <= LARGEST_UINT32);
}

function fitsMember(schema: Schema, key: string | number, member: Json | undefined): boolean {
  const inner = memberSchema(schema, key);
  return inner === undefined || fitsSchema(inner, member, key);
}

function fitsText(schema: Schema, value: Json, key: string | number): boolean {
  if (schema.enum) return typeof value === 'number' ? Number.isInteger(value) : schema.enum.includes(value);
  if (typeof value !== 'string') return false;
  if (schema.format === 'byte') return BASE64.test(value);
  const isDuration = DURATIONS.has(key) || schema['x-kubernetes-validations']?.some(({ rule }) => rule.startsWith('duration('));
  return !isDuration || goDuration(value) !== undefined;
}
