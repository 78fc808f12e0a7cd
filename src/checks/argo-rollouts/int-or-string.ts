import type { Field } from '../field';

/** A number that may be written as a text, as the controller reads it; of a text with an argument in it nothing is known. */
export function intOrString({ value }: Field): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return 0;
  if (value.includes('{{')) return undefined;
  return /^[-+]?\d+$/.test(value) ? Number(value) : 0;
}

/** The number of a percentage, or the number itself. */
export function intOrPercent(field: Field, otherwise: number): number {
  const percent = /^(\d+)%$/.exec(field.text);
  if (percent) return Number(percent[1]);
  return field.isPresent ? intOrString(field) ?? 0 : otherwise;
}
