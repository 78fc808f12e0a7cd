import { HeaderMatch, HttpMatch, HttpRouteMethod, PathMatch, QueryMatch } from '../../src';
import { renderedMatch, renderedRule } from '../support/chart';
import { codeOf } from '../support/messages';

test('asks for everything in one match', () => {
  expect(renderedMatch(HttpMatch.of({
    path: PathMatch.prefix('/reports'),
    headers: [HeaderMatch.exact('x-canary', 'true'), HeaderMatch.present('end-user')],
    method: HttpRouteMethod.GET,
    query: [QueryMatch.exact('beta', '1'), QueryMatch.regex('page', '\\d+')],
  }))).toEqual({
    uri: { prefix: '/reports' },
    headers: { 'x-canary': { exact: 'true' }, 'end-user': {} },
    method: { exact: 'GET' },
    queryParams: { beta: { exact: '1' }, page: { regex: '\\d+' } },
  });
});

test.each([
  ['header', HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), HttpMatch.of({ headers: [HeaderMatch.exact('x-canary', 'true')] })],
  ['query', HttpMatch.query(QueryMatch.present('beta')), HttpMatch.of({ query: [QueryMatch.present('beta')] })],
  ['method', HttpMatch.method(HttpRouteMethod.PUT), HttpMatch.of({ method: HttpRouteMethod.PUT })],
  ['pathExact', HttpMatch.pathExact('/reports'), HttpMatch.of({ path: PathMatch.exact('/reports') })],
  ['pathPrefix', HttpMatch.pathPrefix('/reports'), HttpMatch.of({ path: PathMatch.prefix('/reports') })],
  ['pathRegex', HttpMatch.pathRegex('/reports/.*'), HttpMatch.of({ path: PathMatch.regex('/reports/.*') })],
])('%s is short for a single condition', (_name, short, long) => {
  expect(renderedMatch(short)).toEqual(renderedMatch(long));
});

test('leaves lists out that hold nothing', () => {
  expect(renderedMatch(HttpMatch.of({ path: PathMatch.exact('/'), headers: [], query: [] }))).toEqual({ uri: { exact: '/' } });
});

test('can stand in several rules', () => {
  const match = HttpMatch.pathPrefix('/reports');
  expect(renderedMatch(match)).toEqual(renderedMatch(match));
  expect(renderedRule({ match: [match, HttpMatch.pathPrefix('/pages')] }).match).toEqual([
    { uri: { prefix: '/reports' } }, { uri: { prefix: '/pages' } },
  ]);
});

test.each([
  ['no condition', HttpMatch.of({}), 'MatchEmpty'],
  ['no condition in its lists', HttpMatch.of({ headers: [], query: [] }), 'MatchEmpty'],
  ['two conditions for one header',
    HttpMatch.of({ headers: [HeaderMatch.prefix('x-user', 'a'), HeaderMatch.regex('x-user', '.*b')] }), 'MatchConditionTwice'],
  ['two conditions for one header in two spellings',
    HttpMatch.of({ headers: [HeaderMatch.present('X-User'), HeaderMatch.exact('x-user', 'b')] }), 'MatchConditionTwice'],
  ['two cookies, which are one header',
    HttpMatch.of({ headers: [HeaderMatch.cookie('a', '1'), HeaderMatch.cookie('b', '2')] }), 'MatchConditionTwice'],
  ['two conditions for one query parameter',
    HttpMatch.of({ query: [QueryMatch.present('beta'), QueryMatch.exact('beta', '1')] }), 'MatchConditionTwice'],
])('refuses %s', (_mistake, match, code) => {
  expect(codeOf(() => renderedMatch(match))).toBe(code);
});
