import { re2Pattern, re2Problem } from '../istio/re2';
import type { StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** A comparison of a text: at most one of the three; none of them means that the text is there at all. */
export type StringMatch = Pick<StringMatchSpec, 'exact' | 'prefix' | 'regex'>;

/** Checks the comparison by Istio's rules and renders it. */
export function renderStringMatch(place: Place, match: StringMatch): StringMatchSpec {
  if (match.prefix === '') {
    place.fail('MatchValueMissing', {
      must: 'begin with some text', got: '', fix: 'name the beginning to look for, or use present() to take any value',
    });
  }
  if (match.regex !== undefined) {
    place.check('InvalidRegex', re2Pattern, match.regex, `RE2 says: ${re2Problem(match.regex)}`);
  }
  return match;
}
