/** What YAML and JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A map of YAML or JSON. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const NOTHING: JsonObject = Object.freeze({});

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The map itself, or an empty one for everything else: objects that nobody has validated are read as far as they can be. */
export function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : NOTHING;
}

/** The list itself, or an empty one for everything else. */
export function listIn(value: unknown): readonly Json[] {
  return isList(value) ? value : [];
}

/** The maps of a list, each with its place in it. */
export function objectsIn(value: unknown): [JsonObject, number][] {
  return listIn(value).flatMap((item, index): [JsonObject, number][] => isObject(item) ? [[item, index]] : []);
}

/** The text itself, or an empty one for everything else. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list. */
export function textsIn(value: unknown): string[] {
  return listIn(value).filter((item): item is string => typeof item === 'string');
}

export function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The entries of a map whose values are texts, as in labels; null is an empty one, numbers and the like are no labels. */
export function labelsIn(value: unknown): { readonly [key: string]: string } {
  const entries = Object.entries(objectIn(value));
  if (entries.every(([, one]) => typeof one === 'string')) return objectIn(value) as { [key: string]: string };
  return Object.fromEntries(entries.flatMap(([key, one]) => typeof one === 'string' || one === null ? [[key, one ?? '']] : []));
}

/** What stands at the end of a way of keys. */
export function valueAt(value: unknown, ...keys: string[]): Json | undefined {
  return keys.reduce<Json | undefined>((inner, key) => objectIn(inner)[key], value as Json | undefined);
}
