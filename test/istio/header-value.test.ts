import { array, assert, constantFrom, property, string, stringMatching, tuple } from 'fast-check';
import { headerValue } from '../../src/istio/header-value';

const LITERAL = ['', 'a', ' ', '\t', '(a)', '[', '"', '\\', 'é', '😀', '100%%', '%%', '%%%%', 'a%%b'];
const VARIABLES = [
  '%PROTOCOL%', '%A%', '%A_1%', '%REQ(x-user)%', '%REQ(:authority)%', '%REQ(X?Y)%', '%REQ( x )%', '%START_TIME(%Y/%m/%dT%H:%M:%S)%',
  '%UPSTREAM_METADATA(["ns", "key"])%', '%UPSTREAM_METADATA( [ "ns" , "key" ] )%', '%A(["\\""])%', '%A(a\\)b)%', '%A(a","b"])%',
];
const BROKEN = [
  '%', 'abc%123', '100%', '50% off', '%%%', '%A', '%A(', '%A(a', '%A(a)', '%A(a)b%', '%A()%', '%A([a])%', '%A(["a"%', '%A(["a"]%', '%A(["a" "b"])%',
  '%A(["a",])%', '%A("a")%', '%A(a\\)%', '%A(a\\', '%A(a):10%', '%A(a) %', '%a%', '%A B%', '%(a)%', '% %',
];

describe('the value of a header', () => {
  test.each([...LITERAL, ...VARIABLES, '%A%%B%', 'from %A% to %B(c)% at 100%%'])('may be %j', (value) => {
    expect(headerValue.accepts(value)).toBe(true);
  });

  test.each(BROKEN)('cannot be %j', (value) => {
    expect(headerValue.accepts(value)).toBe(false);
  });

  test('has no control characters but the tabulator', () => {
    const accepted = Array.from({ length: 256 }, (_, code) => code).filter((code) => headerValue.accepts(`a${String.fromCharCode(code)}b`));
    const expected = Array.from({ length: 256 }, (_, code) => code).filter((code) => code === 9 || (code >= 32 && code !== 127 && code !== 37));
    expect(accepted).toEqual(expected);
  });

  test('has no control characters in its variables either', () => {
    expect(headerValue.accepts('%A(\n)%')).toBe(false);
  });

  test('may be any text in which every percent sign is written twice', () => {
    assert(property(string({ unit: 'grapheme-ascii' }), (text) => {
      expect(headerValue.accepts(text.replaceAll('%', '%%'))).toBe(true);
    }));
  });

  test('may be made of variables and text in any order', () => {
    assert(property(array(constantFrom(...LITERAL, ...VARIABLES)), (parts) => {
      expect(headerValue.accepts(parts.join(''))).toBe(true);
    }));
  });

  test('has no percent sign that is neither written twice nor a part of a variable', () => {
    const text = stringMatching(/^[a-z ()[\]",\\]*$/);
    assert(property(tuple(array(constantFrom(...VARIABLES, '%%', 'a')), text, array(constantFrom('%%', 'a'))), ([before, between, after]) => {
      expect(headerValue.accepts([...before, between, '%', 'a', ...after].join(''))).toBe(false);
    }));
  });

  test('is read in a time that grows no faster than its length', () => {
    const start = performance.now();
    expect(headerValue.accepts(`%A([${'"a" , '.repeat(20_000)}`)).toBe(false);
    expect(headerValue.accepts(`%A(${' '.repeat(50_000)}`)).toBe(false);
    expect(headerValue.accepts('%'.repeat(50_001))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
