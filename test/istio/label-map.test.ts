import { labelKey, labelValue } from '../../src/istio/label-map';

const a63 = 'a'.repeat(63);
/** 253 characters, the most the prefix of a key may have. */
const prefix = `${a63}.${a63}.${a63}.${'a'.repeat(61)}`;

describe('the key of a label', () => {
  test.each(['a', 'app', 'App', '1', 'a_b.c-D', 'a..b', 'app.kubernetes.io/name', 'x/y', a63, `${prefix}/${a63}`])('may be %s', (value) => {
    expect(labelKey.accepts(value)).toBe(true);
  });

  test.each(['', 'a b', '-a', 'a-', '_a', 'a.', '/a', 'a/', 'a/b/c', 'a_b/c', '-a/b', 'a../b', 'é', 'a\n', '/',
    `${a63}a`, `x/${a63}a`, `${prefix}a/a`])('cannot be %j', (value) => {
    expect(labelKey.accepts(value)).toBe(false);
  });
});

describe('the value of a label', () => {
  test.each(['', 'a', 'v1', 'V1', '1', 'a_b.c-D', 'v1.0.0', a63])('may be %j', (value) => {
    expect(labelValue.accepts(value)).toBe(true);
  });

  test.each(['-', 'a b', '-a', 'a-', '_a', 'a_', '.a', 'a.', 'a/b', 'é', '\n', 'a\n', `${a63}a`])('cannot be %j', (value) => {
    expect(labelValue.accepts(value)).toBe(false);
  });
});
