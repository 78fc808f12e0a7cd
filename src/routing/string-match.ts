import { isText } from '../istio/primitive';
import { matchesFully, re2Pattern, re2Problem } from '../istio/re2';
import type { StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** A comparison of a text: at most one of the three; none of them means that the text is there at all. */
export type StringMatch = Pick<StringMatchSpec, 'exact' | 'prefix' | 'regex'>;

/** Checks the comparison by Istio's rules and renders it. */
export function renderStringMatch(place: Place, match: StringMatch): StringMatchSpec {
  for (const [comparison, text] of Object.entries(match)) {
    // In plain JavaScript the text may be missing, and then the condition would hold for any value.
    if (!isText(text)) {
      place.fail('MatchValueMissing', { must: `be a text to compare with (${comparison})`, got: text, fix: 'write it in quotes, or use present()' });
    }
  }
  if (match.prefix === '') {
    place.fail('MatchValueMissing', {
      must: 'begin with some text', got: '', fix: 'name the beginning to look for, or use present() to take any value',
    });
  }
  const problem = match.regex === undefined ? undefined : re2Problem(match.regex);
  if (problem !== undefined) {
    place.fail('InvalidRegex', { must: `be ${re2Pattern.allowed}`, got: match.regex, fix: problem });
  }
  return match;
}

/** Whether a comparison holds for every text for which another holds; without another there need not be a text at all. */
export function textCovers(comparison: StringMatch, other?: StringMatch): boolean {
  if (other === undefined) {
    return false;
  }
  const { exact, prefix, regex } = comparison;
  if (exact !== undefined) {
    return other.exact === exact;
  }
  if (prefix !== undefined) {
    return (other.exact ?? other.prefix ?? '').startsWith(prefix);
  }
  if (regex !== undefined) {
    return regex === '.*' || other.regex === regex || (other.exact !== undefined && matchesFully(regex, other.exact));
  }
  return true;
}

/** Whether it is certain that no text meets both comparisons; of a pattern and anything but one text it never is. */
export function isDisjoint(a: StringMatch, b: StringMatch): boolean {
  const isOpen = ({ exact, prefix }: StringMatch) => exact === undefined && prefix === undefined;
  if (isOpen(a) || isOpen(b)) {
    const [open, other] = isOpen(a) ? [a, b] : [b, a];
    return open.regex !== undefined && other.exact !== undefined && !matchesFully(open.regex, other.exact);
  }
  return !textCovers(a, b) && !textCovers(b, a);
}
