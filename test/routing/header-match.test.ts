import { Gateway, HeaderMatch, HttpMatch, HttpRoute, IGateway, TextMatch, VirtualService } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { RATINGS, renderedMatch, specOf } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function headersOf(...headers: HeaderMatch[]) {
  return renderedMatch(HttpMatch.of({ headers }));
}

test.each([
  ['compares the whole value', HeaderMatch.exact('x-canary', 'true'), { 'x-canary': { exact: 'true' } }],
  ['asks for a header that is present and empty', HeaderMatch.exact('x-canary', ''), { 'x-canary': { exact: '' } }],
  ['compares the beginning of the value', HeaderMatch.prefix('user-agent', 'Mozilla/'), { 'user-agent': { prefix: 'Mozilla/' } }],
  ['compares the whole value with a pattern', HeaderMatch.regex('end-user', 'test-.*'), { 'end-user': { regex: 'test-.*' } }],
  ['asks by an empty condition whether a header is there', HeaderMatch.present('x-canary'), { 'x-canary': {} }],
  ['takes a pseudo header', HeaderMatch.exact(':authority', 'reviews'), { ':authority': { exact: 'reviews' } }],
  ['leaves the name as it is written', HeaderMatch.exact('X-Canary', 'True'), { 'X-Canary': { exact: 'True' } }],
])('%s', (_behaviour, header, expected) => {
  expect(headersOf(header)).toEqual({ headers: expected });
});

test('keeps several conditions by name', () => {
  expect(headersOf(HeaderMatch.exact('x-canary', 'true'), HeaderMatch.present('end-user'))).toEqual({
    headers: { 'x-canary': { exact: 'true' }, 'end-user': {} },
  });
});

test('finds a cookie with a pattern on the cookie header', () => {
  expect(headersOf(HeaderMatch.cookie('user', 'jason'))).toEqual({ headers: { cookie: { regex: '^(.*;\\s*)?user=jason(;.*)?$' } } });
});

test('takes what is special in a pattern literally when it looks for a cookie', () => {
  expect(headersOf(HeaderMatch.cookie('a.b', '1|2'))).toEqual({ headers: { cookie: { regex: '^(.*;\\s*)?a\\.b=1\\|2(;.*)?$' } } });
});

test.each([
  ['a name with a space', HeaderMatch.exact('x canary', 'true'), 'InvalidHeaderName'],
  ['a name with a colon behind it', HeaderMatch.present('x-canary:'), 'InvalidHeaderName'],
  ['an empty name', HeaderMatch.prefix('', 'true'), 'InvalidHeaderName'],
  ['an unknown pseudo header', HeaderMatch.regex(':protocol', '.*'), 'InvalidHeaderName'],
  ['an empty beginning', HeaderMatch.prefix('x-canary', ''), 'MatchValueMissing'],
  ['an empty pattern', HeaderMatch.regex('x-canary', ''), 'InvalidRegex'],
  ['a pattern that only Envoy of old read as anything', HeaderMatch.regex('x-canary', '*'), 'InvalidRegex'],
  ['a pattern with a look-ahead', HeaderMatch.regex('x-canary', '(?=a)'), 'InvalidRegex'],
  ['a pattern of more than 1024 bytes', HeaderMatch.regex('x-canary', 'é'.repeat(513)), 'InvalidRegex'],
  ['a cookie without a name', HeaderMatch.cookie('', 'true'), 'InvalidCookie'],
  ['a cookie whose name holds a space', HeaderMatch.cookie('beta user', 'true'), 'InvalidCookie'],
  ['a cookie whose value holds a semicolon', HeaderMatch.cookie('beta', 'a;b'), 'InvalidCookie'],
  ['a cookie whose pattern would be too long', HeaderMatch.cookie('beta', 'a'.repeat(1024)), 'InvalidCookie'],
])('refuses %s', (_mistake, header, code) => {
  expect(codeOf(() => headersOf(header))).toBe(code);
});

test('says which of several headers is meant', () => {
  expect(messageOf(() => headersOf(HeaderMatch.present('end-user'), HeaderMatch.prefix('x-canary', '')))).toBe(
    '[bookinfo/ratings] MatchValueMissing: http[0].match[0].headers[1].value must begin with some text, got ""; '
    + 'name the beginning to look for, or use present() to take any value',
  );
});

describe('a claim of a token', () => {
  const claim = HeaderMatch.jwtClaim(['group', 'name'], TextMatch.exact('dev'));

  function onGateways(match: HttpMatch, ...gateways: IGateway[]) {
    const chart = bookinfo();
    new VirtualService(chart, 'ratings', { hosts: ['a.example.com'], gateways, http: [HttpRoute.forward({ match: [match], to: [RATINGS] })] });
    return specOf(chart, 'VirtualService').http[0].match[0];
  }

  test('is matched on gateways, by the names of what it is in', () => {
    const match = HttpMatch.of({ headers: [claim], withoutHeaders: [HeaderMatch.jwtClaim(['sub'], TextMatch.regex('.*'))] });
    expect(onGateways(match, Gateway.fromName('public'))).toEqual({
      headers: { '@request.auth.claims[group][name]': { exact: 'dev' } }, withoutHeaders: { '@request.auth.claims[sub]': { regex: '.*' } },
    });
  });

  test('is another one if its case is', () => {
    const match = HttpMatch.of({ headers: ['a', 'A'].map((name) => HeaderMatch.jwtClaim([name], TextMatch.exact('dev'))) });
    expect(Object.keys(onGateways(match, Gateway.fromName('public')).headers)).toHaveLength(2);
  });

  test.each([
    ['in the mesh', () => headersOf(claim)],
    ['in the mesh as well', () => onGateways(HttpMatch.header(claim), Gateway.fromName('public'), Gateway.mesh())],
    ['in the mesh, if it must not be there', () => renderedMatch(HttpMatch.of({ withoutHeaders: [claim] }))],
  ])('cannot be matched %s', (_where, program) => {
    expect(codeOf(program)).toBe('ClaimsOutsideGateway');
  });

  test.each([[[]], [['']], [['a', '']], [['a]b']], [['a[b']]])('cannot be called %j', (path) => {
    expect(codeOf(() => onGateways(HttpMatch.header(HeaderMatch.jwtClaim(path, TextMatch.exact('dev'))), Gateway.fromName('public')))).toBe('InvalidClaim');
  });
});

test('says how a claim of a token is matched', () => {
  expect(messageOf(() => headersOf(HeaderMatch.exact('@request.auth.claims.group', 'dev')))).toBe(
    '[bookinfo/ratings] InvalidHeaderName: http[0].match[0].headers[0].name must be a header name (letters, digits and any of !#$%&\'*+-.^_`|~) or a pseudo header such as :authority, got "@request.auth.claims.group"; '
    + 'match a claim of a token by HeaderMatch.jwtClaim()',
  );
});
