import { isList, isObject, type Json, type JsonObject, objectIn, textIn, valueAt } from '../../manifests/json';
import type { FieldPath } from '../../manifests/source-location';
import type { Schema } from '../../schemas/schema';
import { pathText, shown } from '../field';
import { CEL_RULES } from './cel-rules';
import { rangeProblem } from './value-ranges';

/** How a value can differ from its schema. */
export type SchemaProblemKind = 'type' | 'unknown' | 'required' | 'enum' | 'limit' | 'choice' | 'duplicate' | 'condition';

export interface SchemaProblem {
  readonly kind: SchemaProblemKind;
  readonly path: FieldPath;
  readonly message: string;
  readonly fix?: string;
}

/** What the API server says of a value: of its structure first, and of the rules of CEL only if that is right. */
export function schemaProblems(schema: Schema, value: Json, path: FieldPath): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  checkStructure(schema, value, path, problems);
  if (problems.length > 0) return problems;
  checkKnown(schema, value, path, problems);
  if (problems.length > 0) return problems;
  checkConditions(schema, value, path, problems);
  return problems;
}

function checkStructure(schema: Schema, value: Json, path: FieldPath, problems: SchemaProblem[]): void {
  // A field that is null gets its default, as if it were absent.
  if (value === null && (schema.nullable || schema.default !== undefined)) return;
  if (!hasType(schema, value)) {
    problems.push({ kind: 'type', path, message: `${nameOf(path)} must be ${article(schema)}, got ${shown(value)}` });
    return;
  }
  if (schema.enum && !schema.enum.includes(value)) problems.push(enumProblem(schema.enum, value, path));
  const limit = rangeProblem(schema, value);
  if (limit !== undefined) problems.push({ kind: 'limit', path, message: `${nameOf(path)} must ${limit}, got ${shown(value)}` });
  if (isObject(value)) checkRequired(schema, value, path, problems);
  if (isList(value)) checkKeys(schema, value, path, problems);
  for (const [key, member, inner] of membersOf(schema, value)) if (inner) checkStructure(inner, member, [...path, key], problems);
  checkChoices(schema, value, path, problems);
}

function hasType(schema: Schema, value: Json): boolean {
  switch (schema.type) {
    case undefined: return !schema['x-kubernetes-int-or-string'] || typeof value === 'string' || Number.isInteger(value);
    case 'object': return isObject(value);
    case 'array': return isList(value);
    case 'integer': return Number.isInteger(value);
    default: return typeof value === schema.type;
  }
}

function checkRequired(schema: Schema, value: JsonObject, path: FieldPath, problems: SchemaProblem[]): void {
  for (const key of schema.required ?? []) {
    if (value[key] === undefined) {
      problems.push({ kind: 'required', path, message: `${nameOf(path)} must have ${key}`, fix: `give it ${key}` });
    }
  }
}

/** The items of a list or the members of a map, each with its schema if it has one. */
function membersOf(schema: Schema, value: Json): [string | number, Json, Schema | undefined][] {
  const members: [string | number, Json | undefined][] = isList(value) ? [...value.entries()] : Object.entries(objectIn(value));
  const given = members.filter((member): member is [string | number, Json] => member[1] !== undefined);
  return given.map(([key, member]) => [key, member, memberSchema(schema, key)]);
}

/** The schema of an item of a list or of a member of a map. */
export function memberSchema({ items, properties, additionalProperties }: Schema, key: string | number): Schema | undefined {
  if (typeof key === 'number') return items;
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function checkKeys(schema: Schema, value: readonly Json[], path: FieldPath, problems: SchemaProblem[]): void {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!keys) return;
  const seen = new Set<string>();
  value.forEach((item, index) => {
    const identity = JSON.stringify(keys.map((key) => valueAt(item, key)));
    if (seen.has(identity)) {
      problems.push({ kind: 'duplicate', path: [...path, index], message: `${nameOf([...path, index])} has the same ${keys.join(' and ')} as an earlier one` });
    }
    seen.add(identity);
  });
}

function checkChoices(schema: Schema, value: Json, path: FieldPath, problems: SchemaProblem[]): void {
  const { oneOf, anyOf, allOf, not } = schema;
  for (const part of allOf ?? []) checkStructure(part, value, path, problems);
  const fails = (oneOf && oneOf.filter((part) => fits(part, value)).length !== 1)
    || (anyOf && !anyOf.some((part) => fits(part, value))) || (not && fits(not, value));
  if (fails) problems.push(choiceProblem(schema, value, path));
}

function fits(schema: Schema, value: Json): boolean {
  const problems: SchemaProblem[] = [];
  checkStructure(schema, value, [], problems);
  return problems.length === 0;
}

function choiceProblem({ oneOf, anyOf }: Schema, value: Json, path: FieldPath): SchemaProblem {
  const choices = (oneOf ?? anyOf ?? []).map(({ required = [] }) => required);
  const always = choices.length > 1 ? choices[0].filter((name) => choices.every((choice) => choice.includes(name))) : [];
  const names = [...new Set(choices.flat())].filter((name) => !always.includes(name));
  const isGiven = (name: string) => valueAt(value, name) !== undefined;
  const given = names.filter(isGiven);
  if (names.length === 0) return { kind: 'choice', path, message: `${nameOf(path)} must not be ${shown(value)}` };
  const missing = always.filter((name) => !isGiven(name)).join(' and ');
  if (missing !== '' && given.length === 1) return { kind: 'choice', path, message: `${nameOf(path)} must have ${missing}`, fix: `give it ${missing}` };
  const none = oneOf?.some(({ not }) => not) ? 'at most' : 'exactly';
  return {
    kind: 'choice',
    path,
    message: `${nameOf(path)} must have ${none} one of ${names.join(', ')}, got ${given.join(' and ') || 'none'}${missing === '' ? '' : `, and must have ${missing}`}`,
    fix: given.length > 1 ? `keep one of ${given.join(', ')}` : `give it one of ${names.join(', ')}`,
  };
}

/** Fields that no schema knows; the API server would drop them, and kubectl refuses them. */
function checkKnown(schema: Schema, value: Json, path: FieldPath, problems: SchemaProblem[]): void {
  for (const [key, member, inner] of membersOf(schema, value)) {
    if (inner) {
      checkKnown(inner, member, [...path, key], problems);
    } else if (!schema['x-kubernetes-preserve-unknown-fields'] && schema.additionalProperties !== true) {
      problems.push(unknownProblem(schema, String(key), path));
    }
  }
}

function checkConditions(schema: Schema, value: Json, path: FieldPath, problems: SchemaProblem[]): void {
  if (value === null) return;
  for (const { rule, message } of schema['x-kubernetes-validations'] ?? []) {
    if (CEL_RULES[rule.trim()]?.(value) === false) {
      problems.push({ kind: 'condition', path, message: `${nameOf(path)} is refused: ${message}` });
    }
  }
  for (const [key, member, inner] of membersOf(schema, value)) if (inner) checkConditions(inner, member, [...path, key], problems);
}

function enumProblem(values: readonly unknown[], value: Json, path: FieldPath): SchemaProblem {
  return {
    kind: 'enum',
    path,
    message: `${nameOf(path)} must be one of ${values.join(', ')}, got ${shown(value)}`,
    fix: suggestion(textIn(value), values.map(String)),
  };
}

function unknownProblem({ properties }: Schema, key: string, path: FieldPath): SchemaProblem {
  return {
    kind: 'unknown',
    path: [...path, key],
    message: `${nameOf(path)} has no field ${key}`,
    fix: suggestion(key, Object.keys(objectIn(properties))) ?? 'remove it, or put it where it belongs',
  };
}

/** The name that was probably meant. */
function suggestion(given: string, names: readonly string[]): string | undefined {
  const close = names.find((name) => name.toLowerCase() === given.toLowerCase()) ?? names.find((name) => isClose(name, given));
  return close === undefined ? undefined : `write ${close}`;
}

/** Whether two words differ by two letters at most, or by two that changed places. */
function isClose(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2 || Math.max(a.length, b.length) < 4) return false;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] <= 2;
}

function nameOf(path: FieldPath): string {
  return path.length === 0 ? 'the object' : pathText(path);
}

function article({ type }: Schema): string {
  if (type === undefined) return 'a whole number or a text';
  const names: { [type: string]: string } = { object: 'a map', array: 'a list', string: 'a text', boolean: 'true or false', integer: 'a whole number' };
  return names[type] ?? `a ${type}`;
}
