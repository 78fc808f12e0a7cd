import { celProblem } from '../../src/istio/cel-syntax';

test.each([
  'response.code >= 400',
  'has(request.headers) ? request.headers["x-user"] : "none"',
  'has((request.headers))',
  '!(a && b) || !!c',
  '- 5 + -x * 3 % 2 / 1',
  '[1, 2u, 3.5, 1e3, .5, 0x1F][0] in [1, 2,]',
  '{"a": 1, "b": [true, false, null],}',
  'google.rpc.Status{code: 5, message: "x"}.code',
  '.request.path.startsWith("/api")',
  'request.headers.all(name, name != "x")',
  'list.map(x, x > 1, x * 2)',
  'list.map(x, x * 2).exists_one(y, y == 2)',
  'size()',
  'size("a")',
  'request.has()',
  'r"\\d+" + b"\\x41" + \'\'\'several\nlines\'\'\'',
  'a // the rest is a comment',
  '9223372036854775807',
  '18446744073709551615u',
  'request.import',
  '[]',
  '{}',
])('an expression that the grammar of CEL allows has no problem: %s', (expression) => {
  expect(celProblem(expression)).toBeUndefined();
});

test.each([
  ['', 'it ends too early'],
  ['a +', 'it ends too early'],
  ['a b', 'b is not expected there'],
  ['a)', ') is not expected there'],
  ['"open', 'it has a character or a text that is not closed'],
  ['a = b', 'it has a character or a text that is not closed'],
  ['a ? b', ': is missing'],
  ['(a', ') is missing'],
  ['a[1', '] is missing'],
  ['[1 2]', '] is missing'],
  ['{"a" 1}', ': is missing'],
  ['{"a": 1', '} is missing'],
  ['size(a', ') is missing'],
  ['a.', 'a name is missing'],
  ['a.in', 'a name is missing'],
  ['a.5', '.5 is not expected there'],
  ['* a', 'a name is missing'],
  ['import', 'import is a reserved word'],
  ['9223372036854775809', '9223372036854775809 is too large'],
  ['18446744073709551616u', '18446744073709551616u is too large'],
  ['has(a)', 'has() needs a field'],
  ['has(a == b)', 'has() needs a field'],
  ['a.all(b.c, true)', 'all() needs a name first'],
  ['a.map(1, b, c)', 'map() needs a name first'],
  ['"a"{b: 1}', '{ is not expected there'],
])('what the grammar of CEL does not allow is said: %s', (expression, problem) => {
  expect(celProblem(expression)).toBe(problem);
});
