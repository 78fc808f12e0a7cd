import { HttpMatch, QueryMatch } from '../../src';
import { renderedMatch } from '../support/chart';
import { codeOf } from '../support/messages';

function queryOf(...query: QueryMatch[]) {
  return renderedMatch(HttpMatch.of({ query }));
}

test.each([
  ['compares the whole value', QueryMatch.exact('version', '2'), { version: { exact: '2' } }],
  ['asks for a parameter that is there and empty', QueryMatch.exact('beta', ''), { beta: { exact: '' } }],
  ['compares the beginning of the value', QueryMatch.prefix('user', 'test-'), { user: { prefix: 'test-' } }],
  ['compares the whole value with a pattern', QueryMatch.regex('id', '\\d+'), { id: { regex: '\\d+' } }],
  ['asks by an empty condition whether a parameter is there', QueryMatch.present('beta'), { beta: {} }],
  ['takes any name, since a query is no header', QueryMatch.present('a b[]'), { 'a b[]': {} }],
])('%s', (_behaviour, parameter, expected) => {
  expect(queryOf(parameter)).toEqual({ queryParams: expected });
});

test('keeps several conditions by name, with regard to case', () => {
  expect(queryOf(QueryMatch.exact('beta', '1'), QueryMatch.exact('Beta', '2'))).toEqual({
    queryParams: { beta: { exact: '1' }, Beta: { exact: '2' } },
  });
});

test.each([
  ['an empty name', QueryMatch.exact('', 'true'), 'MatchValueMissing'],
  ['an empty name of a parameter that has to be there', QueryMatch.present(''), 'MatchValueMissing'],
  ['an empty beginning', QueryMatch.prefix('beta', ''), 'MatchValueMissing'],
  ['an empty pattern', QueryMatch.regex('beta', ''), 'InvalidRegex'],
  ['a pattern with a back reference', QueryMatch.regex('beta', '(a)\\1'), 'InvalidRegex'],
])('refuses %s', (_mistake, parameter, code) => {
  expect(codeOf(() => queryOf(parameter))).toBe(code);
});
