import { HttpMatch } from './http-match';
import type { HttpMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** What every rule has, whatever it does with the requests that it takes. */
export interface HttpRuleProps {
  /**
   * The rule's name; Envoy writes it into access logs, and tools find the rule by it.
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Which requests the rule takes; any of these matches is enough, and there is at least one.
   *
   * @default - every request that no earlier rule has taken
   */
  readonly match?: HttpMatch[];
}

/** The `match` of a rule. An empty list would take every request, which somebody who computed it does not expect. */
export function renderMatches(place: Place, matches: HttpMatch[]): HttpMatchSpec[] {
  if (matches.length === 0) {
    place.fail('MatchEmpty', { must: 'have at least one match', got: [], fix: 'add one, or leave match out to take every request' });
  }
  return matches.map((match, index) => match._render(place.item(index)));
}
