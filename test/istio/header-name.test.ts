import { claimName, headerName } from '../../src/istio/header-name';

describe('the name of a header to match', () => {
  test.each(['x', 'end-user', 'X-Request-Id', '1', "!#$%&'*+-.^_`|~"])('may be the token %s', (value) => {
    expect(headerName.accepts(value)).toBe(true);
  });

  test.each([':method', ':scheme', ':authority', ':path', ':status'])('may be the pseudo header %s', (value) => {
    expect(headerName.accepts(value)).toBe(true);
  });

  test.each([
    '', ' ', 'x y', 'x:', 'a/b', 'a@b', 'a"b', 'a(b)', 'é', 'x\n',
    ':', ':protocol', ':Method', ':path ', '::path',
    '@', '@request.auth.claims', '@request.auth.claims.', '@request.auth.claims[]', '@request.auth.claims[a', '@request.auth.claimsa',
    '@request.auth.principal', 'x@request.auth.claims.a', '@requestXauth.claims.a',
  ])('cannot be %j', (value) => {
    expect(headerName.accepts(value)).toBe(false);
  });
});

describe('the name of a claim to match', () => {
  test.each([
    '@request.auth.claims.group',
    '@request.auth.claims.a.b',
    '@request.auth.claims[group]',
    '@request.auth.claims[a][b.c]',
    '@request.auth.claims[https://example.com/group]',
    '@Request.Auth.Claims.Group',
  ])('may be %s', (value) => {
    expect(claimName.accepts(value)).toBe(true);
  });

  test.each(['@', '@request.auth.claims', '@request.auth.claims.', '@request.auth.claims[]', '@request.auth.claims[a', 'end-user'])(
    'cannot be %j', (value) => {
      expect(claimName.accepts(value)).toBe(false);
    });
});
