import { array, assert, constantFrom, integer, property, record, stringMatching, tuple } from 'fast-check';
import { cookieName, cookiePattern, cookieValue } from '../../src/istio/cookie';
import { matchesFully, re2Problem } from '../../src/istio/re2';

/** Every character of a cookie value, by the numbers in RFC 6265. */
const OCTETS = Array.from({ length: 128 }, (_, code) => code)
  .filter((code) => code === 0x21 || (code >= 0x23 && code <= 0x2b) || (code >= 0x2d && code <= 0x3a)
    || (code >= 0x3c && code <= 0x5b) || (code >= 0x5d && code <= 0x7e));

describe('the name of a cookie', () => {
  test.each(['user', 'A', '1', '__Host-id', "!#$%&'*+-.^_`|~"])('may be %s', (value) => {
    expect(cookieName.accepts(value)).toBe(true);
  });

  test.each(['', 'a b', 'a=b', 'a;b', 'a,b', 'a"', 'a/b', 'a(b', '[a]', '{a}', 'a\\b', 'é', 'a\n'])('cannot be %j', (value) => {
    expect(cookieName.accepts(value)).toBe(false);
  });
});

describe('the value of a cookie', () => {
  test.each(['', 'jason', 'a=b', 'a/b?c', '[{(.*)}]^$|', '"quoted"', '""'])('may be %j', (value) => {
    expect(cookieValue.accepts(value)).toBe(true);
  });

  test.each(['a b', ' a', 'a;b', 'a,b', 'a\\b', 'a"b', '"', '"a', 'a"', '"a"b"', 'é', 'a\t', 'a\n'])('cannot be %j', (value) => {
    expect(cookieValue.accepts(value)).toBe(false);
  });

  test('is made of exactly the characters of the RFC', () => {
    const accepted = Array.from({ length: 256 }, (_, code) => code).filter((code) => cookieValue.accepts(String.fromCharCode(code)));
    expect(accepted).toEqual(OCTETS);
  });
});

describe('the pattern for a cookie', () => {
  test('reads as Istio users write it', () => {
    expect(cookiePattern('user', 'jason')).toBe('^(.*;\\s*)?user=jason(;.*)?$');
  });

  test.each(['user=jason', 'a=b; user=jason', 'a=b;user=jason', 'user=jason; a=b', 'user=jane; user=jason', 'a=b; user=jason; c=d'])(
    'matches the header %j', (header) => {
      expect(matchesFully(cookiePattern('user', 'jason'), header)).toBe(true);
    });

  test.each(['', 'user', 'user=', 'user=jaso', 'user=jasons', 'xuser=jason', 'x-user=jason', 'User=jason', 'user=Jason', 'a=user=jason',
    'a=b user=jason'])('does not match the header %j', (header) => {
    expect(matchesFully(cookiePattern('user', 'jason'), header)).toBe(false);
  });

  test('takes every character literally', () => {
    expect(matchesFully(cookiePattern('a.b', 'x'), 'aXb=x')).toBe(false);
    expect(matchesFully(cookiePattern('a', '.*'), 'a=b')).toBe(false);
    expect(matchesFully(cookiePattern('a', '(x|y)'), 'a=x')).toBe(false);
  });

  test('is RE2 and matches a header exactly if the cookie is in it', () => {
    const special = constantFrom('a', 'b', 'ab', 'a.', '.a', '*', '+', '^a', '|', '$', 'a$b');
    const name = special;
    const value = constantFrom('', 'a', 'b', '[a]', '(a)', '{2}', 'a=a', '?', '.*', '"a"', 'a|b', '^', '$');
    const cookie = tuple(name, value);
    assert(property(cookie, array(cookie, { maxLength: 6 }), constantFrom('; ', ';'), (wanted, cookies, separator) => {
      const pattern = cookiePattern(...wanted);
      const header = cookies.map(([n, v]) => `${n}=${v}`).join(separator);
      const included = cookies.some(([n, v]) => n === wanted[0] && v === wanted[1]);
      expect(re2Problem(pattern)).toBeUndefined();
      expect(matchesFully(pattern, header)).toBe(included);
    }), { numRuns: 1000 });
  });

  test('finds any cookie in any place among others', () => {
    const name = stringMatching(/^[-!#$%&'*+.^_`|~A-Za-z0-9]{1,12}$/);
    const value = array(constantFrom(...OCTETS), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes));
    const cookie = record({ name, value });
    assert(property(cookie, array(cookie, { maxLength: 5 }), integer({ min: 0, max: 5 }), (wanted, others, place) => {
      expect(cookieName.accepts(wanted.name) && cookieValue.accepts(wanted.value)).toBe(true);
      const header = [...others.slice(0, place), wanted, ...others.slice(place)].map((c) => `${c.name}=${c.value}`).join('; ');
      expect(matchesFully(cookiePattern(wanted.name, wanted.value), header)).toBe(true);
    }));
  });
});
