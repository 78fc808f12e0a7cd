import { execFileSync } from 'node:child_process';
import { matchesFully, re2Pattern, re2Problem } from '../../src/istio/re2';

describe('a regular expression', () => {
  test.each(['a', '.*', '^(.*;\\s*)?user=jason(;.*)?$', '(?i)a', '(?P<n>a)', '\\d+', '[[:alpha:]]', '\\pL', '\\z', 'a{1000}', 'é',
    'a'.repeat(1024), 'é'.repeat(512)])('may be %s', (pattern) => {
    expect(re2Pattern.accepts(pattern)).toBe(true);
    expect(re2Problem(pattern)).toBeUndefined();
  });

  test.each([
    ['', 'it is empty'],
    ['a'.repeat(1025), 'it has 1025 bytes, more than 1024'],
    ['é'.repeat(513), 'it has 1026 bytes, more than 1024'],
    ['(?=x)', 'RE2 says: invalid or unsupported Perl syntax: `(?=`'],
    ['[', 'RE2 says: missing closing ]: `[`'],
    ['*', 'RE2 says: missing argument to repetition operator: `*`'],
  ])('cannot be %j, because of this: %s', (pattern, problem) => {
    expect(re2Pattern.accepts(pattern)).toBe(false);
    expect(re2Problem(pattern)).toBe(problem);
  });

  test.each(['(', ')', 'a**', '(?!x)', '(?<=x)', '(?<!x)', '(?>x)', 'a++', '(a)\\1', '\\C', '\\u0041', '\\h', 'a{1001}', 'x{2,1}',
    '[b-a]', '[[:foo:]]', '\\p{Foo}', '(?P<n>a)(?P<n>b)', '(?#c)'])('cannot be %j', (pattern) => {
    expect(re2Pattern.accepts(pattern)).toBe(false);
    expect(re2Problem(pattern)).toMatch(/\S/);
  });
});

describe('a match', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'ba', false],
    ['a', 'ab', false],
    ['a|ab', 'ab', true],
    ['a*?', 'aaa', true],
    ['^a$', 'a', true],
    ['(?i)abc', 'aBc', true],
    ['.*', '', true],
    ['.', '\n', false],
    ['(?m)^a$', 'a\nb', false],
    ['.', '😀', true],
  ])('of %j on the whole of %j: %p', (pattern, text, matches) => {
    expect(matchesFully(pattern, text)).toBe(matches);
  });

  test('takes linear time where backtracking would never end', () => {
    expect(matchesFully('(a+)+b', 'a'.repeat(5000))).toBe(false);
  });
});

test('the engine is loaded by the first question, not by the import', () => {
  const script = `
    require('ts-node').register({ transpileOnly: true });
    const loaded = () => Object.keys(require.cache).some((file) => file.includes('re2js'));
    const re2 = require('./src/istio/re2.ts');
    const before = loaded();
    re2.re2Problem('a');
    console.log(before, loaded());`;
  expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('false true');
});
