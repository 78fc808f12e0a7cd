import { claimName, corsHeader, editableHeader, headerName, isAuthority, requestHeaderToWrite } from '../../src/istio/header-name';

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

const HOST = ['host', 'Host', 'HOST', ':authority', ':Authority'];
const NO_NAMES = ['', ' ', 'x y', 'x:', ':', ':path', ':method', ':status', 'a/b', '"a"', '\u00e9', 'x\n'];

describe('the name of a header to change', () => {
  test.each(['x', 'X-Request-Id', 'host-name', 'x-host', "!#$%&'*+-.^_`|~"])('may be %s', (value) => {
    expect(requestHeaderToWrite.accepts(value)).toBe(true);
    expect(editableHeader.accepts(value)).toBe(true);
  });

  test.each(NO_NAMES)('cannot be %j', (value) => {
    expect(requestHeaderToWrite.accepts(value)).toBe(false);
    expect(editableHeader.accepts(value)).toBe(false);
  });

  test.each(HOST)('may be %s where one is written into a request, and nowhere else', (value) => {
    expect(requestHeaderToWrite.accepts(value)).toBe(true);
    expect(editableHeader.accepts(value)).toBe(false);
    expect(isAuthority(value)).toBe(true);
  });
});

describe('the name of a header in a CORS policy', () => {
  test.each(['*', 'x-user', 'host'])('may be %s', (value) => {
    expect(corsHeader.accepts(value)).toBe(true);
  });

  test.each([...NO_NAMES, ':authority'])('cannot be %j', (value) => {
    expect(corsHeader.accepts(value)).toBe(false);
  });
});
