import type { ErrorCode } from './error-codes';
import type { Place } from './place';
import { isText, Primitive } from '../istio/primitive';

/** Any text that says something. */
const someText: Primitive<string> = { allowed: 'a text that is not empty', accepts: (value) => isText(value) && value !== '' };

/** A text that must say something. */
export function checkText(place: Place, value: string, fix: string): void {
  place.check('ValueMissing', someText, value, fix);
}

/** A list of texts, of which an empty one would mean no condition at all. */
export function checkList(place: Place, values: string[], fix: string, code: ErrorCode = 'ValueMissing', allowed: Primitive<string> = someText): void {
  checkNotEmpty(place, values);
  values.forEach((value, index) => place.item(index).check(code, allowed, value, fix));
}

/** A list that holds something. */
export function checkNotEmpty(place: Place, values: unknown[]): void {
  if (values.length === 0) {
    place.fail('ValueMissing', { must: 'not be an empty list', got: values, fix: 'Istio takes an empty list for no condition: name what is meant, or leave it out' });
  }
}
