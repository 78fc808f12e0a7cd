import { isClaim } from './header-match';
import type { HttpMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** Whether a match asks for a claim of a token, or for one not to be there. */
export function asksForClaim({ headers = {}, withoutHeaders = {} }: HttpMatchSpec): boolean {
  return [headers, withoutHeaders].some((conditions) => Object.keys(conditions).some(isClaim));
}

/** Complains of claims where requests are that no gateway has seen. */
export function rejectClaims(place: Place, matches: HttpMatchSpec[] = [], must: string): void {
  matches.forEach((match, index) => {
    if (asksForClaim(match)) {
      const claims = Object.keys({ ...match.headers, ...match.withoutHeaders }).filter(isClaim);
      place.item(index).fail('ClaimsOutsideGateway', {
        must, got: claims[0], fix: 'Istio knows claims on gateways alone and refuses them elsewhere: give such requests rules of their own there',
      });
    }
  });
}
