import { cookieAttributeName, cookieAttributeValue, cookieLifetime, cookiePath } from '../../src/istio/set-cookie';

describe('the path of a cookie', () => {
  test.each(['/', '/reviews', '/a/b=c,d', '/%20', '/~'])('may be %s', (value) => {
    expect(cookiePath.accepts(value)).toBe(true);
  });

  test.each(['', 'reviews', '/a;b', '/a b', '/é', '/a\n', '/\t'])('cannot be %j', (value) => {
    expect(cookiePath.accepts(value)).toBe(false);
  });
});

describe('the lifetime of a cookie', () => {
  test.each([0, 1000, 86_400_000])('may be %d ms', (value) => {
    expect(cookieLifetime.accepts(value)).toBe(true);
  });

  // Envoy reads the whole seconds alone, and takes zero for a cookie of the session.
  test.each([1, 500, 1500, -1000, NaN, Infinity, 1e16])('cannot be %d ms', (value) => {
    expect(cookieLifetime.accepts(value)).toBe(false);
  });
});

describe('an attribute of a cookie', () => {
  test('may be SameSite=Strict, Secure or Domain=.example.com', () => {
    for (const [name, value] of [['SameSite', 'Strict'], ['Secure', ''], ['Domain', '.example.com'], ['Expires', 'Wed, 21 Oct 2026 07:28:00 GMT']]) {
      expect([cookieAttributeName.accepts(name), cookieAttributeValue.accepts(value)]).toEqual([true, true]);
    }
  });

  test.each(['', 'Same Site', 'a=b', 'a;b', 'é'])('cannot be called %j', (name) => {
    expect(cookieAttributeName.accepts(name)).toBe(false);
  });

  test.each(['a;b', 'a\n', 'é', undefined])('cannot have the value %j', (value) => {
    expect(cookieAttributeValue.accepts(value as string)).toBe(false);
  });
});
