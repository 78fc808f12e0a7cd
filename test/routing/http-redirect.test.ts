import { Duration } from 'cdk8s';
import { FaultAbort, HttpMatch, HttpRedirectProps, HttpRoute, HttpRouteMethod, HttpScheme, RedirectPort, RetryPolicy } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { RATINGS, renderedRoute, reviews, specOf, virtualService } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

const MATCH = [HttpMatch.pathPrefix('/old')];

function redirectOf(props: HttpRedirectProps) {
  return renderedRoute(HttpRoute.redirect(props)).redirect;
}

test('writes everything that is said of it, and no route', () => {
  expect(renderedRoute(HttpRoute.redirect({
    name: 'moved', match: MATCH, uri: '/new?from=old', authority: 'www.example.com', port: 8443, scheme: HttpScheme.HTTPS, code: 308,
  }))).toEqual({
    name: 'moved',
    match: [{ uri: { prefix: '/old' } }],
    redirect: { uri: '/new?from=old', authority: 'www.example.com', port: 8443, scheme: 'https', redirectCode: 308 },
  });
});

test.each<[string, HttpRedirectProps, object]>([
  ['path', { uri: '/new' }, { uri: '/new' }],
  ['prefix', { match: MATCH, prefixRewrite: '/new' }, { prefixRewrite: '/new' }],
  ['host', { authority: 'www.example.com' }, { authority: 'www.example.com' }],
  ['port', { port: 8443 }, { port: 8443 }],
  ['port, the one on which the request arrived', { derivePort: RedirectPort.FROM_REQUEST_PORT }, { derivePort: 'FROM_REQUEST_PORT' }],
  ['scheme', { scheme: HttpScheme.HTTP }, { scheme: 'http' }],
  ['scheme, with its port', { scheme: HttpScheme.HTTPS, derivePort: RedirectPort.FROM_PROTOCOL_DEFAULT }, {
    scheme: 'https', derivePort: 'FROM_PROTOCOL_DEFAULT',
  }],
])('may lead to another %s alone', (_part, props, expected) => {
  expect(redirectOf(props)).toEqual(expected);
});

test('replaces a prefix only where a prefix is matched', () => {
  const withoutPath = HttpMatch.method(HttpRouteMethod.GET);
  expect(redirectOf({ match: [...MATCH, withoutPath], prefixRewrite: '/' })).toEqual({ prefixRewrite: '/' });
  for (const match of [HttpMatch.pathExact('/a'), HttpMatch.pathRegex('/a')]) {
    expect(messageOf(() => redirectOf({ match: [...MATCH, match], prefixRewrite: '/' }))).toBe(
      '[bookinfo/ratings] RedirectConflict: http[0].prefixRewrite must come with matches by path prefix only, got another one in match[1]; '
      + 'give uri for the whole path, or match a prefix',
    );
  }
});

test('answers with any of the statuses for which Istio writes a redirect, and no other', () => {
  const accepted = Array.from({ length: 700 }, (_, code) => code).filter((code) => {
    try {
      return redirectOf({ uri: '/', code }).redirectCode === code;
    } catch {
      return false;
    }
  });
  expect(accepted).toEqual([301, 302, 303, 307, 308]);
});

test.each<[string, HttpRedirectProps, string, string]>([
  ['nothing', {}, 'RedirectEmpty', ' '],
  ['a status alone', { code: 302 }, 'RedirectEmpty', ' '],
  ['the port that is taken anyway', { derivePort: RedirectPort.FROM_PROTOCOL_DEFAULT }, 'RedirectEmpty', ' '],
  ['a path without a slash in front', { uri: 'new' }, 'InvalidPath', '.uri '],
  ['an empty path', { uri: '', authority: 'a' }, 'InvalidPath', '.uri '],
  ['a URL in place of a path', { uri: 'https://www.example.com/' }, 'InvalidPath', '.uri '],
  ['a path with a line break', { uri: '/a\nb' }, 'InvalidPath', '.uri '],
  ['a prefix without a slash in front', { prefixRewrite: 'new' }, 'InvalidPath', '.prefixRewrite '],
  ['a URL in place of a host', { authority: 'https://www.example.com' }, 'InvalidHost', '.authority '],
  ['port 0', { port: 0 }, 'InvalidPort', '.port '],
  ['status 304', { uri: '/', code: 304 }, 'InvalidStatus', '.code '],
  ['status 200', { uri: '/', code: 200 }, 'InvalidStatus', '.code '],
  ['two paths', { match: MATCH, uri: '/', prefixRewrite: '/' }, 'RedirectConflict', '.prefixRewrite '],
  ['two ports', { port: 80, derivePort: RedirectPort.FROM_REQUEST_PORT }, 'RedirectConflict', '.derivePort '],
  ['an empty list of matches', { uri: '/', match: [] }, 'MatchEmpty', '.match '],
])('refuses %s', (_mistake, props, code, place) => {
  expect(messageOf(() => redirectOf(props))).toContain(` ${code}: http[0]${place}must `);
});

test('says what a wrong status would do', () => {
  expect(messageOf(() => redirectOf({ uri: '/', code: 304 }))).toBe(
    '[bookinfo/ratings] InvalidStatus: http[0].code must be 301, 302, 303, 307 or 308, got 304; for any other Envoy refuses all rules of the port, '
    + 'not this one alone',
  );
});

test('takes every request without a match, so that nothing can stand behind it', () => {
  const all = HttpRoute.redirect({ scheme: HttpScheme.HTTPS });
  expect(renderedRoute(all)).toEqual({ redirect: { scheme: 'https' } });
  const service = virtualService({ match: MATCH });
  service.addHttpRoute(all);
  expect(codeOf(() => service.addHttpRoute(HttpRoute.redirect({ match: MATCH, uri: '/' })))).toBe('RouteAfterCatchAll');
});

test('has nothing of what happens on the way to a service', () => {
  const chart = bookinfo();
  reviews({
    timeout: Duration.seconds(1),
    retries: RetryPolicy.none(),
    fault: { abort: FaultAbort.httpStatus(500, 1) },
    headers: { request: { remove: ['x-debug'] } },
    rewrite: { uri: '/' },
    routes: [HttpRoute.redirect({ match: MATCH, uri: '/new' })],
  }, chart);
  const [rule] = specOf(chart, 'VirtualService').http;
  expect(rule).toEqual({ match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/new' } });
});

describe('in plain JavaScript, where nothing checks types', () => {
  test.each([
    ['to', [RATINGS]],
    ['timeout', Duration.seconds(1)],
    ['retries', RetryPolicy.none()],
    ['fault', { abort: FaultAbort.httpStatus(500, 1) }],
    ['mirrors', []],
    ['headers', {}],
    ['rewrite', { uri: '/' }],
    ['cors', { allowOrigins: [] }],
  ])('%s is complained of', (prop, value) => {
    const props = { uri: '/', [prop]: value };
    expect(messageOf(() => redirectOf(props))).toContain(`[bookinfo/ratings] RedirectConflict: http[0].${prop} must be left out of a redirect, got `);
  });

  test('a prop that is undefined is not there', () => {
    const props = { uri: '/', to: undefined };
    expect(redirectOf(props)).toEqual({ uri: '/' });
  });
});
