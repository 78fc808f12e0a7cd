import { matchesAnywhere } from '../../istio/re2';
import { isList, isObject, type Json } from '../../manifests/json';
import type { Schema } from '../../schemas/schema';

/** The ranges of the number formats that the API server knows. */
const FORMATS: { readonly [format: string]: readonly [number, number] } = {
  int8: [-(2 ** 7), 2 ** 7 - 1],
  uint8: [0, 2 ** 8 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint16: [0, 2 ** 16 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 63), 2 ** 63],
  uint64: [0, 2 ** 64],
};

/** Which limit of its schema a value exceeds; completes the sentence "X must ...". */
export function rangeProblem(schema: Schema, value: Json): string | undefined {
  if (typeof value === 'number') return numberProblem(schema, value);
  if (typeof value === 'string') return textProblem(schema, value);
  if (isList(value)) return sizeProblem(schema.minItems, schema.maxItems, value.length, 'items');
  if (isObject(value)) return sizeProblem(schema.minProperties, schema.maxProperties, Object.keys(value).length, 'entries');
  return undefined;
}

function numberProblem({ minimum, maximum, format = '' }: Schema, value: number): string | undefined {
  if (minimum !== undefined && value < minimum) return `be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `be at most ${maximum}`;
  const range = FORMATS[format];
  return range && Number.isInteger(value) && (value < range[0] || value > range[1]) ? `be from ${range[0]} to ${range[1]}` : undefined;
}

function textProblem({ minLength, maxLength, pattern }: Schema, value: string): string | undefined {
  const size = sizeProblem(minLength, maxLength, minLength === undefined && maxLength === undefined ? 0 : [...value].length, 'characters');
  if (size !== undefined) return size;
  return pattern !== undefined && !matchesAnywhere(pattern, value) ? `match ${pattern}` : undefined;
}

function sizeProblem(least: number | undefined, most: number | undefined, size: number, unit: string): string | undefined {
  if (least !== undefined && size < least) return `have at least ${least} ${unit}`;
  return most !== undefined && size > most ? `have at most ${most} ${unit}` : undefined;
}
