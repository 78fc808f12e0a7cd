import * as fc from 'fast-check';
import { HttpMatchSpec, StringMatchSpec } from '../../src/private/imports';
import { Place } from '../../src/private/place';
import { mergeMatches } from '../../src/routing/delegate-merge';
import { covers } from '../../src/routing/match-coverage';
import { intersect } from '../../src/routing/match-intersection';
import { bookinfo } from '../support/bookinfo';
import { joinedMatches } from '../support/delegates';
import { codeOf } from '../support/messages';
import { holds, Request } from '../support/requests';
import '../support/random-objects';

// Few values of each kind, so that conditions often are about the same, and requests often meet them.
const texts = fc.constantFrom('', 'a', 'ab', 'b');
const paths = fc.constantFrom('/', '/a', '/A', '/a/b', '/A/b', '/aB', '/b');
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 1 });
const patterns = fc.constantFrom('a.*', 'a', '.*', 'a|b', '.b', '');

function comparisons(text: fc.Arbitrary<string>, regex: fc.Arbitrary<string>): fc.Arbitrary<StringMatchSpec> {
  return fc.oneof(
    text.map((exact) => ({ exact })),
    text.filter((prefix) => prefix !== '').map((prefix) => ({ prefix })),
    regex.filter((pattern) => pattern !== '').map((pattern) => ({ regex: pattern })),
  );
}

const comparison = comparisons(texts, patterns);
const orPresent = fc.oneof({ arbitrary: comparison, weight: 4 }, { arbitrary: fc.constant({}), weight: 1 });
const CLAIM = '@request.auth.claims[g]';

function conditions(names: string[]): fc.Arbitrary<{ [name: string]: StringMatchSpec }> {
  return fc.oneof(
    fc.tuple(fc.constantFrom(...names), orPresent).map(([name, condition]) => ({ [name]: condition })),
    comparison.map((condition) => ({ [CLAIM]: condition })),
  );
}

const source = fc.oneof(
  fc.record({ gateways: fc.subarray(['mesh', 'edge', 'far/edge'], { minLength: 1 }) }),
  fc.record({
    sourceLabels: fc.oneof(fc.record({ app: texts }), fc.record({ app: texts, tier: texts })), sourceNamespace: fc.constantFrom('x', 'y'),
  }, { requiredKeys: [] }),
);
const uris = fc.tuple(comparisons(paths, fc.constantFrom('/a.*', '/a', '.*', '/a|/b', '/.b')), optional(fc.constant(true))).map(([uri, blind]) => (
  uri.regex === undefined && blind ? { uri, ignoreUriCase: true } : { uri }
));

const matches: fc.Arbitrary<HttpMatchSpec> = fc.tuple(optional(uris), optional(source), fc.record({
  method: comparisons(fc.constantFrom('GET', 'PUT', 'PATCH', 'P'), fc.constantFrom('GET|PUT', 'P.*')),
  scheme: comparison,
  authority: comparison,
  headers: conditions(['x-a', 'X-A', 'x-b']),
  withoutHeaders: conditions(['x-a', 'X-A', 'x-b']),
  queryParams: fc.record({ q: orPresent }),
  port: fc.constantFrom(80, 81),
  name: texts,
  statPrefix: texts,
}, { requiredKeys: [] })).map(([uri, from, rest]) => ({ ...uri, ...from, ...rest }));

const requests: fc.Arbitrary<Request> = fc.record({
  path: paths,
  method: fc.constantFrom('GET', 'PUT', 'PATCH'),
  headers: fc.dictionary(fc.constantFrom('x-a', 'x-b'), texts, { noNullPrototype: true }),
  query: fc.dictionary(fc.constant('q'), texts, { noNullPrototype: true }),
  claims: fc.dictionary(fc.constant('g'), fc.array(texts, { maxLength: 2 }), { noNullPrototype: true }),
  port: fc.constantFrom(80, 81),
  scheme: texts,
  authority: texts,
  gateway: fc.constantFrom('mesh', 'edge', 'far/edge'),
  labels: fc.dictionary(fc.constantFrom('app', 'tier'), texts, { noNullPrototype: true }),
  namespace: fc.constantFrom('x', 'y'),
});

/** Matches about one or two things, so that two of them often have something to do with each other. */
const narrow = fc.tuple(matches, fc.subarray(
  ['uri', 'method', 'scheme', 'authority', 'headers', 'withoutHeaders', 'queryParams', 'port', 'gateways', 'sourceLabels', 'sourceNamespace'] as const,
  { minLength: 1, maxLength: 2 },
)).map(([match, kept]): HttpMatchSpec => (
  Object.fromEntries(Object.entries(match).filter(([key]) => kept.includes(key as 'uri') || (key === 'ignoreUriCase' && kept.includes('uri'))))
));
const pairs = fc.oneof(
  fc.tuple(narrow, narrow),
  fc.tuple(matches, matches),
  fc.tuple(matches, narrow).map(([match, other]): [HttpMatchSpec, HttpMatchSpec] => [match, { ...other, ...match }]),
);
const many = fc.array(requests, { minLength: 20, maxLength: 20 });

const place = Place.of(bookinfo()).at('match');

test('a match that covers another holds for every request for which that holds', () => {
  let covering = 0;
  fc.assert(fc.property(pairs, many, ([a, b], asked) => {
    fc.pre(covers(a, b));
    covering++;
    for (const request of asked) {
      expect(!holds(b, request) || holds(a, request)).toBe(true);
    }
  }), { numRuns: 300, maxSkipsPerRun: 1000 });
  expect(covering).toBeGreaterThan(100);
});

test('where no loss is found, what istiod makes of two matches holds for exactly the requests for which both hold', () => {
  const lists = fc.tuple(fc.array(narrow, { maxLength: 2 }), fc.array(narrow, { maxLength: 2 }));
  let kept = 0;
  fc.assert(fc.property(fc.oneof(lists, pairs.map((pair) => pair.map((one) => [one]))), many, ([outer, own], asked) => {
    const { loss, match = [] } = mergeMatches(place, { match: outer }, { match: own });
    fc.pre(loss === undefined);
    kept++;
    const joined = joinedMatches(outer, own)!;
    const any = (list: HttpMatchSpec[], request: Request) => list.length === 0 || list.some((one) => holds(one, request));
    for (const request of asked) {
      const both = any(outer, request) && any(own, request);
      expect([any(joined, request), any(match, request)]).toEqual([both, both]);
    }
  }), { numRuns: 1000 });
  expect(kept).toBeGreaterThan(300);
});

test('every match covers itself', () => {
  fc.assert(fc.property(matches, (match) => expect(covers(match, match)).toBe(true)));
});

test('the intersection of two matches holds for exactly the requests for which both hold, or is refused', () => {
  let expressible = 0;
  fc.assert(fc.property(pairs, many, ([a, b], asked) => {
    let both: HttpMatchSpec | undefined;
    try {
      both = intersect(place, a, b);
    } catch (error) {
      expect(codeOf(() => { throw error; })).toBe('MatchesIncompatible');
      return;
    }
    expressible++;
    for (const request of asked) {
      expect(both !== undefined && holds(both, request)).toBe(holds(a, request) && holds(b, request));
    }
  }), { numRuns: 1500 });
  expect(expressible).toBeGreaterThan(500);
});

test('what two matches have in common is covered by both, unless a pattern had to say it', () => {
  fc.assert(fc.property(pairs, ([a, b]) => {
    let both: HttpMatchSpec | undefined;
    try {
      both = intersect(place, a, b);
    } catch {
      return;
    }
    fc.pre(both !== undefined && both.uri?.regex === undefined && both.withoutHeaders === undefined);
    expect([covers(a, both!), covers(b, both!)]).toEqual([true, true]);
  }), { numRuns: 500 });
});
