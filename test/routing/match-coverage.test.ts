import * as fc from 'fast-check';
import { HeaderMatch, HttpMatch, HttpRouteMethod, PathMatch, QueryMatch } from '../../src';
import { matchesFully } from '../../src/istio/re2';
import { Place } from '../../src/private/place';
import { covers } from '../../src/routing/match-coverage';
import { intersect } from '../../src/routing/match-intersection';
import { textCovers } from '../../src/routing/string-match';
import { bookinfo } from '../support/bookinfo';
import { codeOf } from '../support/messages';
import '../support/random-objects';

const place = () => Place.of(bookinfo()).at('match');
const rendered = (match: HttpMatch) => match._render(place());

const header = (value: HeaderMatch) => HttpMatch.header(value);

describe('a match covers another', () => {
  test.each([
    ['without conditions than /', HttpMatch.pathPrefix('/'), HttpMatch.method(HttpRouteMethod.GET)],
    ['for a shorter prefix', HttpMatch.pathPrefix('/a'), HttpMatch.pathPrefix('/ab')],
    ['for a prefix of an exact path', HttpMatch.pathPrefix('/a'), HttpMatch.pathExact('/a/b')],
    ['for a pattern that an exact path matches', HttpMatch.pathRegex('/a/.*'), HttpMatch.pathExact('/a/b')],
    ['with fewer conditions', HttpMatch.pathExact('/a'), HttpMatch.of({ path: PathMatch.exact('/a'), method: HttpRouteMethod.GET })],
    ['for the presence of a header that has a value there', header(HeaderMatch.present('X-Canary')), header(HeaderMatch.exact('x-canary', 'true'))],
    ['for the same query', HttpMatch.query(QueryMatch.exact('a', '1')), HttpMatch.query(QueryMatch.exact('a', '1'))],
  ])('%s', (_kind, match, other) => {
    expect(covers(rendered(match), rendered(other))).toBe(true);
    expect(covers(rendered(match), rendered(match))).toBe(true);
  });

  test.each([
    ['a longer prefix', HttpMatch.pathPrefix('/ab'), HttpMatch.pathPrefix('/a')],
    ['another path', HttpMatch.pathExact('/a'), HttpMatch.pathExact('/b')],
    ['an exact path under a prefix', HttpMatch.pathExact('/a'), HttpMatch.pathPrefix('/a')],
    ['a pattern and a prefix', HttpMatch.pathRegex('/a.*'), HttpMatch.pathPrefix('/a')],
    ['another method', HttpMatch.method(HttpRouteMethod.GET), HttpMatch.method(HttpRouteMethod.POST)],
    ['a header against none', header(HeaderMatch.present('x-canary')), HttpMatch.pathExact('/a')],
    ['a query against none', HttpMatch.query(QueryMatch.present('a')), HttpMatch.pathExact('/a')],
    ['a query by its name\'s case', HttpMatch.query(QueryMatch.present('A')), HttpMatch.query(QueryMatch.present('a'))],
  ])('not if it is %s', (_kind, match, other) => {
    expect(covers(rendered(match), rendered(other))).toBe(false);
  });
});

const text = fc.constantFrom('/', '/a', '/a/b', '/ab', '/b');
const comparison = fc.oneof(
  fc.record({ exact: text }), fc.record({ prefix: text }), fc.record({ regex: fc.constantFrom('/a.*', '/a', '.*', '/a|/b', '/.b') }), fc.constant({}),
);

function holds({ exact, prefix, regex }: { exact?: string; prefix?: string; regex?: string }, value: string): boolean {
  return (exact ?? value) === value && value.startsWith(prefix ?? '') && (regex === undefined || matchesFully(regex, value));
}

test('whatever a covered comparison holds for, the covering one holds for too', () => {
  fc.assert(fc.property(comparison, comparison, text, (a, b, value) => {
    fc.pre(textCovers(a, b) && holds(b, value));
    expect(holds(a, value)).toBe(true);
  }));
});

describe('the intersection of two matches', () => {
  test('holds for exactly the requests for which both hold', () => {
    fc.assert(fc.property(comparison, comparison, text, (a, b, value) => {
      let both;
      try {
        both = intersect(place(), { uri: a }, { uri: b });
      } catch {
        return;
      }
      expect(both !== undefined && holds(both.uri ?? {}, value)).toBe(holds(a, value) && holds(b, value));
    }));
  });

  test('has the conditions of both', () => {
    const a = HttpMatch.of({ path: PathMatch.prefix('/a'), headers: [HeaderMatch.exact('x-a', '1')], query: [QueryMatch.present('q')] });
    const b = HttpMatch.of({ method: HttpRouteMethod.GET, headers: [HeaderMatch.exact('x-b', '2'), HeaderMatch.present('X-A')] });
    expect(intersect(place(), rendered(a), rendered(b))).toEqual({
      uri: { prefix: '/a' }, method: { exact: 'GET' }, headers: { 'x-a': { exact: '1' }, 'x-b': { exact: '2' } }, queryParams: { q: {} },
    });
  });

  test.each([
    ['two methods', HttpMatch.method(HttpRouteMethod.GET), HttpMatch.method(HttpRouteMethod.POST)],
    ['two values of a header', header(HeaderMatch.exact('a', '1')), header(HeaderMatch.exact('A', '2'))],
    ['two values of a query', HttpMatch.query(QueryMatch.exact('a', '1')), HttpMatch.query(QueryMatch.exact('a', '2'))],
    ['two paths', HttpMatch.pathExact('/a'), HttpMatch.pathPrefix('/b')],
  ])('is nothing for %s', (_kind, a, b) => {
    expect(intersect(place(), rendered(a), rendered(b))).toBeUndefined();
  });

  test('cannot be said in Istio for a pattern and a prefix', () => {
    expect(codeOf(() => intersect(place(), rendered(HttpMatch.pathRegex('/a.*')), rendered(HttpMatch.pathPrefix('/a/'))))).toBe('MatchesIncompatible');
  });
});
