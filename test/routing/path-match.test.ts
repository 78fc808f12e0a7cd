import { HttpMatch, PathMatch } from '../../src';
import { matchesFully } from '../../src/istio/re2';
import { renderedMatch } from '../support/chart';
import { codeOf } from '../support/messages';

test.each([
  ['takes exactly this path', PathMatch.exact('/reports'), { exact: '/reports' }],
  ["takes the path's beginning character by character, with no slash added", PathMatch.prefix('/reports'), { prefix: '/reports' }],
  ['takes every path by its slash', PathMatch.prefix('/'), { prefix: '/' }],
  ['takes a path that matches a pattern', PathMatch.regex('/reports/\\d+'), { regex: '/reports/\\d+' }],
])('%s', (_behaviour, path, expected) => {
  expect(renderedMatch(HttpMatch.of({ path }))).toEqual({ uri: expected });
});

test('compares a path or its beginning without regard to case, if asked to', () => {
  expect(renderedMatch(HttpMatch.of({ path: PathMatch.exact('/Reports', { ignoreCase: true }) }))).toEqual({ uri: { exact: '/Reports' }, ignoreUriCase: true });
  expect(renderedMatch(HttpMatch.of({ path: PathMatch.prefix('/Reports', { ignoreCase: true }) }))).toEqual({ uri: { prefix: '/Reports' }, ignoreUriCase: true });
  expect(renderedMatch(HttpMatch.of({ path: PathMatch.prefix('/Reports', { ignoreCase: false }) }))).toEqual({ uri: { prefix: '/Reports' } });
});

test('hands the pattern on as it is written, to match from the first to the last character', () => {
  const { regex } = renderedMatch(HttpMatch.pathRegex('/reports/[0-9]+')).uri;
  expect(matchesFully(regex, '/reports/1')).toBe(true);
  expect(matchesFully(regex, '/reports/1/pages')).toBe(false);
});

test.each([
  ['a path without its slash', PathMatch.exact('reports'), 'InvalidPath'],
  ['an empty path', PathMatch.exact(''), 'InvalidPath'],
  ['a beginning without its slash', PathMatch.prefix('reports'), 'InvalidPath'],
  ['an empty beginning', PathMatch.prefix(''), 'InvalidPath'],
  ['a path with a query', PathMatch.exact('/reports?page=1'), 'InvalidPath'],
  ['a beginning with a fragment', PathMatch.prefix('/reports#top'), 'InvalidPath'],
  ['an empty pattern', PathMatch.regex(''), 'InvalidRegex'],
  ['a pattern that RE2 cannot read', PathMatch.regex('/reports/['), 'InvalidRegex'],
])('refuses %s', (_mistake, path, code) => {
  expect(codeOf(() => renderedMatch(HttpMatch.of({ path })))).toBe(code);
});
