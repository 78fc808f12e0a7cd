import { FlaggerStrategy, HeaderMatch, HttpMatch, HttpRouteMethod, PathMatch, QueryMatch, ServicePort } from '../../src';
import { canarySpec, serviceSpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

/** The `match` of an A/B test, perhaps of a service that takes only some requests. */
function testMatch(match: HttpMatch[], serviceMatch?: HttpMatch[]) {
  const strategy = FlaggerStrategy.abTesting({ iterations: 10, match });
  return canarySpec({ strategy, service: { port: ServicePort.http(80), match: serviceMatch } }).analysis.match;
}

const HEADER = HttpMatch.header(HeaderMatch.exact('x-canary', 'true'));
const QUERY = HttpMatch.query(QueryMatch.exact('beta', 'true'));

describe('the users of an A/B test', () => {
  test('are told by headers, cookies and query parameters', () => {
    expect(testMatch([HEADER, HttpMatch.of({ headers: [HeaderMatch.cookie('beta', '1')], query: [QueryMatch.prefix('beta', 't')] }), QUERY])).toEqual([
      { headers: { 'x-canary': { exact: 'true' } } },
      { headers: { cookie: { regex: '^(.*;\\s*)?beta=1(;.*)?$' } }, queryParams: { beta: { prefix: 't' } } },
      { queryParams: { beta: { exact: 'true' } } },
    ]);
  });

  test('can be those who send a header with any value, although Flagger knows no such condition', () => {
    expect(testMatch([HttpMatch.header(HeaderMatch.present('x-canary'))])).toEqual([{ headers: { 'x-canary': { regex: '.*' } } }]);
    expect(testMatch([HttpMatch.query(QueryMatch.present('beta'))])).toEqual([{ queryParams: { beta: {} } }]);
  });

  test.each([
    ['path', HttpMatch.of({ path: PathMatch.prefix('/reports'), headers: [HeaderMatch.present('x-canary')] })],
    ['method', HttpMatch.method(HttpRouteMethod.GET)],
  ])('cannot be told by a %s, which Flagger would drop and then take everybody', (prop, match) => {
    expect(messageOf(() => testMatch([HEADER, match]))).toContain(`FlaggerDropsSetting: strategy.match[1].${prop} must be left out of an A/B test`);
  });

  test('cannot be nobody in particular', () => {
    expect(codeOf(() => testMatch([]))).toBe('MatchEmpty');
  });
});

describe('an empty text', () => {
  test.each([
    ['a header', HttpMatch.header(HeaderMatch.exact('x-canary', '')), 'headers[0]'],
    ['a query parameter', HttpMatch.of({ query: [QueryMatch.exact('a', 'b'), QueryMatch.exact('beta', '')] }), 'query[1]'],
  ])('of %s is refused, because Flagger would take any text', (_, match, prop) => {
    expect(messageOf(() => testMatch([match]))).toContain(`FlaggerDropsSetting: strategy.match[0].${prop}.value must be more than the empty text`);
    expect(messageOf(() => serviceSpec({ match: [match] }))).toContain(`FlaggerDropsSetting: service.match[0].${prop}.value must be more than the empty text`);
  });
});

describe('an A/B test of a service that takes only some requests', () => {
  test('can tell its users by headers where the service tells its requests by paths', () => {
    expect(testMatch([HEADER], [HttpMatch.pathPrefix('/reviews')])).toEqual([{ headers: { 'x-canary': { exact: 'true' } } }]);
  });

  test('cannot tell them by query parameters, which Flagger would drop', () => {
    expect(codeOf(() => testMatch([QUERY], [HttpMatch.pathPrefix('/reviews')]))).toBe('FlaggerMatchLost');
  });

  test('cannot tell them by headers where the service does so too, because Flagger keeps one of the two', () => {
    expect(codeOf(() => testMatch([HEADER], [HttpMatch.pathPrefix('/'), HttpMatch.header(HeaderMatch.exact('x-tenant', 'a'))]))).toBe('FlaggerMatchLost');
  });
});

test('a service can be told by everything', () => {
  const match = [HttpMatch.of({
    path: PathMatch.exact('/reviews'), method: HttpRouteMethod.GET, headers: [HeaderMatch.present('x-tenant')], query: [QueryMatch.regex('a', 'b+')],
  })];
  expect(serviceSpec({ match }).match).toEqual([
    { uri: { exact: '/reviews' }, method: { exact: 'GET' }, headers: { 'x-tenant': {} }, queryParams: { a: { regex: 'b+' } } },
  ]);
});
