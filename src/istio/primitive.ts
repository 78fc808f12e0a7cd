/** One of Istio's primitives: which values it accepts, and how to say so in a message. */
export interface Primitive<T> {
  /** What is allowed; completes the sentence "X must be ...". Lower case, no full stop. */
  readonly allowed: string;
  accepts(value: T): boolean;
}

/** A primitive of text: everything that `pattern` (anchored at both ends) matches and that is not longer than `maxLength`. */
export function textPrimitive(allowed: string, pattern: RegExp, maxLength = Infinity): Primitive<string> {
  return { allowed, accepts: (value) => isText(value) && value.length <= maxLength && pattern.test(value) };
}

/** Programs in plain JavaScript pass anything, and a regular expression would test `undefined` as the text "undefined". */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
