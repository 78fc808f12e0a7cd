import { Duration } from 'cdk8s';
import { HttpMatch, HttpRespondProps, HttpRoute, RetryPolicy, VirtualService } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { RATINGS, renderedRoute, reviews, specOf } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

const MEBIBYTE = 1024 * 1024;

function responded(props: HttpRespondProps) {
  return renderedRoute(HttpRoute.respond(props));
}

test('writes everything that is said of it, and no route', () => {
  expect(responded({
    name: 'maintenance',
    match: [HttpMatch.pathPrefix('/reports')],
    status: 503,
    body: '{"error":"closed"}',
    headers: { response: { set: { 'content-type': 'application/json' } } },
  })).toEqual({
    name: 'maintenance',
    match: [{ uri: { prefix: '/reports' } }],
    directResponse: { status: 503, body: { string: '{"error":"closed"}' } },
    headers: { response: { set: { 'content-type': 'application/json' } } },
  });
});

test('writes nothing that is not said', () => {
  expect(responded({ status: 404 })).toEqual({ directResponse: { status: 404 } });
});

test('may have a body as large as 1 MiB', () => {
  expect(responded({ status: 200, body: 'x'.repeat(MEBIBYTE) }).directResponse.body.string).toHaveLength(MEBIBYTE);
});

test.each([
  ['a body of a byte more', { status: 200, body: 'x'.repeat(MEBIBYTE + 1) }, 'BodyTooLarge'],
  ['a body of fewer characters but more bytes', { status: 200, body: 'é'.repeat(MEBIBYTE / 2 + 1) }, 'BodyTooLarge'],
  ['a status below 200', { status: 199 }, 'InvalidStatus'],
  ['status 600, which Istio takes and Envoy does not', { status: 600 }, 'InvalidStatus'],
  ['a header value with a percent sign', { status: 200, headers: { response: { set: { 'x-a': '1%' } } } }, 'InvalidHeaderValue'],
  ['an empty list of matches', { status: 200, match: [] }, 'MatchEmpty'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => responded(props))).toBe(code);
});

test('has nothing of what happens on the way to a service', () => {
  const chart = bookinfo();
  reviews({
    timeout: Duration.seconds(1),
    headers: { response: { set: { 'x-a': 'b' } } },
    routes: [HttpRoute.respond({ match: [HttpMatch.pathExact('/robots.txt')], status: 404 })],
  }, chart);
  expect(specOf(chart, 'VirtualService').http[0]).toEqual({ match: [{ uri: { exact: '/robots.txt' } }], directResponse: { status: 404 } });
});

describe('in plain JavaScript, where nothing checks types', () => {
  test.each([
    ['to', [RATINGS]],
    ['timeout', Duration.seconds(1)],
    ['retries', RetryPolicy.none()],
    ['fault', {}],
    ['mirrors', []],
    ['rewrite', { uri: '/' }],
    ['cors', { allowOrigins: [] }],
  ])('%s is complained of', (prop, value) => {
    const props = { status: 200, [prop]: value };
    expect(messageOf(() => responded(props))).toContain(`RedirectConflict: http[0].${prop} must be left out of a direct response, got `);
  });

  test('a body that is no text is complained of', () => {
    expect(codeOf(() => responded({ status: 200, body: { error: 1 } as unknown as string }))).toBe('BodyTooLarge');
  });
});

test('answers with bytes that are no text', () => {
  expect(renderedRoute(HttpRoute.respond({ status: 200, bodyBase64: 'iVBORw0KGgo=' })).directResponse).toEqual({ status: 200, body: { bytes: 'iVBORw0KGgo=' } });
  const largest = HttpRoute.respond({ status: 200, bodyBase64: Buffer.alloc(1024 * 1024).toString('base64') });
  expect(() => new VirtualService(bookinfo(), 'a', { hosts: ['a'], http: [largest] })).not.toThrow();
});

test.each([
  ['without any', '', 'BodyUnreadable'],
  ['without its padding', 'aGVsbG8', 'BodyUnreadable'],
  ['with the alphabet of URLs', 'a-_b', 'BodyUnreadable'],
  ['of more than 1 MiB', Buffer.alloc(1024 * 1024 + 1).toString('base64'), 'BodyTooLarge'],
])('refuses bytes in base64 %s', (_how, bodyBase64, code) => {
  expect(codeOf(() => renderedRoute(HttpRoute.respond({ status: 200, bodyBase64 })))).toBe(code);
});

test('answers with a text or with bytes, not with both', () => {
  expect(codeOf(() => renderedRoute(HttpRoute.respond({ status: 200, body: 'a', bodyBase64: 'YQ==' })))).toBe('RedirectConflict');
});
