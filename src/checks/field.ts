import { isList, isObject, type Json } from '../manifests/json';
import type { FieldPath } from '../manifests/source-location';

/**
 * A field of an object with the way to it. It is read as Istio reads its configuration: null is absent, and what has the wrong type has
 * the value that an absent field has; the schema complains of it.
 */
export class Field {
  constructor(public readonly value: Json | undefined, public readonly path: FieldPath) {}

  public at(key: string): Field {
    return new Field(isObject(this.value) ? this.value[key] : undefined, [...this.path, key]);
  }

  public get isPresent(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The items of a list; of other values none. */
  public get items(): Field[] {
    return isList(this.value) ? this.value.map((item, index) => new Field(item, [...this.path, index])) : [];
  }

  /** The entries of a map; of other values none. */
  public get entries(): [string, Field][] {
    return isObject(this.value) ? Object.entries(this.value).map(([key, value]) => [key, new Field(value, [...this.path, key])]) : [];
  }

  /** The number of items or of entries. */
  public get size(): number {
    if (isList(this.value)) return this.value.length;
    return isObject(this.value) ? Object.keys(this.value).length : 0;
  }

  public get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  /** Zero if absent. Istio also reads numbers that are written as texts. */
  public get number(): number {
    if (typeof this.value === 'string' && this.value.trim() !== '') return Number(this.value) || 0;
    return typeof this.value === 'number' ? this.value : 0;
  }

  public get isTrue(): boolean {
    return this.value === true;
  }
}

/** How a message names a field: `spec.http[0].match[1].headers["x-user"]`. */
export function pathText(path: FieldPath): string {
  return path.map((step, index) => {
    if (typeof step === 'number') return `[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
    return index === 0 ? step : `.${step}`;
  }).join('');
}

const LONGEST_SHOWN = 100;

/** How a message shows a value. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}...`;
}
