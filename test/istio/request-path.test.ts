import { requestPath } from '../../src/istio/request-path';

describe('a path that is written into requests', () => {
  test.each(['/', '/reports', '/reports/', '/a/../b', '//', '/a%20b', '/a?b=c', '/über'])('may be %s', (value) => {
    expect(requestPath.accepts(value)).toBe(true);
  });

  test.each(['', 'reports', ' /', '/a b', '/a\n', '/a\r\nset-cookie:x', '/a\0', 'https://www.example.com/'])('cannot be %j', (value) => {
    expect(requestPath.accepts(value)).toBe(false);
  });
});
