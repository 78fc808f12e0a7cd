import type { CanarySpec, HttpMatchSpec, StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';
import type { HttpMatch } from '../routing/http-match';
import { renderMatches } from '../routing/http-rule';
import { rejectClaims } from '../routing/token-claims';

type Conditions = { [name: string]: StringMatchSpec };
type TestMatchSpec = NonNullable<CanarySpec['analysis']['match']>[number];

/** The matches of an A/B test. Flagger's CRD knows no other conditions than these, and drops the rest without a word. */
export function renderTestMatches(place: Place, matches: HttpMatch[], serviceMatch: HttpMatchSpec[]): TestMatchSpec[] {
  return renderServiceMatches(place, matches, false).map(({ headers, queryParams, sourceLabels, ...dropped }, index) => {
    const item = place.item(index);
    for (const [prop, condition] of Object.entries(dropped)) {
      if (condition !== undefined) {
        item.at(prop === 'uri' ? 'path' : prop).fail('FlaggerDropsSetting', {
          must: 'be left out of an A/B test', got: condition, fix: 'Flagger tells its users by headers, cookies, query parameters and labels alone; paths belong into service.match',
        });
      }
    }
    rejectLostConditions(item, queryParams, serviceMatch);
    return { headers: headers && withoutBare(headers), queryParams, sourceLabels };
  });
}

/**
 * Matches as Flagger keeps them: it takes an empty text for none.
 *
 * @param onGateways whether no caller is in the mesh
 */
export function renderServiceMatches(place: Place, matches: HttpMatch[], onGateways: boolean): HttpMatchSpec[] {
  const rendered = renderMatches(place, matches);
  if (!onGateways) {
    rejectClaims(place, rendered, 'ask for no claim of a token unless the service is exposed at gateways alone, nor in an A/B test');
  }
  rendered.forEach(({ headers = {}, withoutHeaders = {}, queryParams = {}, statPrefix }, index) => {
    if (statPrefix !== undefined) {
      place.item(index).at('statPrefix').fail('FlaggerDropsSetting', { must: 'be left out', got: statPrefix, fix: 'the CRD of Flagger has no such field' });
    }
    for (const [prop, conditions] of Object.entries({ headers, withoutHeaders, query: queryParams })) {
      Object.entries(conditions).forEach(([name, { exact }], position) => {
        if (exact === '') {
          place.item(index).at(prop).item(position).at('value').fail('FlaggerDropsSetting', {
            must: `be more than the empty text for ${name}`, got: exact, fix: 'Flagger drops it and takes any value: compare with a text, or use regex()',
          });
        }
      });
    }
  });
  return rendered;
}

/** Flagger joins both lists of matches into one, and keeps neither the parameters of one nor the headers of the other. */
function rejectLostConditions(place: Place, queryParams: Conditions | undefined, serviceMatch: HttpMatchSpec[]): void {
  if (queryParams && serviceMatch.length > 0) {
    place.at('query').fail('FlaggerMatchLost', {
      must: 'be left out where service.match is given',
      got: Object.keys(queryParams),
      fix: 'Flagger drops it there, and every request would go to the new version: tell the users by headers or cookies',
    });
  }
  if (serviceMatch.some(({ headers, sourceLabels }) => headers ?? sourceLabels)) {
    place.fail('FlaggerMatchLost', {
      must: 'stand without headers and labels in service.match',
      found: 'some in both',
      fix: "Flagger compares these in place of the service's headers, and requests without those would reach the new version: match paths in service.match, or do without one",
    });
  }
}

/** Flagger's CRD wants a comparison in every condition on a header; this one says that the header is there. */
function withoutBare(headers: Conditions): Conditions {
  return Object.fromEntries(Object.entries(headers).map(([name, condition]) => [name, Object.keys(condition).length === 0 ? { regex: '.*' } : condition]));
}
