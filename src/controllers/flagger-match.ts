import type { CanarySpec, HttpMatchSpec, StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';
import type { HttpMatch } from '../routing/http-match';
import { renderMatches } from '../routing/http-rule';

type Conditions = { [name: string]: StringMatchSpec };
type TestMatchSpec = NonNullable<CanarySpec['analysis']['match']>[number];

/** The matches of an A/B test. Flagger's CRD knows no other conditions than these, and drops the rest without a word. */
export function renderTestMatches(place: Place, matches: HttpMatch[], serviceMatch: HttpMatchSpec[]): TestMatchSpec[] {
  return renderServiceMatches(place, matches).map(({ uri, method, headers, queryParams }, index) => {
    const item = place.item(index);
    for (const [prop, condition] of Object.entries({ path: uri, method })) {
      if (condition) {
        item.at(prop).fail('FlaggerDropsSetting', {
          must: 'be left out of an A/B test', got: condition, fix: 'Flagger tells its users by headers, cookies and query parameters alone; paths belong into service.match',
        });
      }
    }
    rejectLostConditions(item, queryParams, serviceMatch);
    return { headers: headers && withoutBare(headers), queryParams };
  });
}

/** Matches as Flagger keeps them: it takes an empty text for none. */
export function renderServiceMatches(place: Place, matches: HttpMatch[]): HttpMatchSpec[] {
  const rendered = renderMatches(place, matches);
  rendered.forEach(({ headers = {}, queryParams = {} }, index) => {
    for (const [prop, conditions] of Object.entries({ headers, query: queryParams })) {
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
  if (serviceMatch.some(({ headers }) => headers)) {
    place.fail('FlaggerMatchLost', {
      must: 'stand without headers in service.match',
      found: 'headers in both',
      fix: "Flagger compares these in place of the service's headers, and requests without those would reach the new version: match paths in service.match, or do without one",
    });
  }
}

/** Flagger's CRD wants a comparison in every condition on a header; this one says that the header is there. */
function withoutBare(headers: Conditions): Conditions {
  return Object.fromEntries(Object.entries(headers).map(([name, condition]) => [name, Object.keys(condition).length === 0 ? { regex: '.*' } : condition]));
}
