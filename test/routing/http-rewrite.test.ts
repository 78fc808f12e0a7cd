import { Destination, HeaderOperations, HttpMatch, HttpRewrite, HttpRoute } from '../../src';
import { renderedRule, reviews, V1 } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rewriteOf(rewrite: HttpRewrite) {
  return renderedRule({ rewrite }).rewrite;
}

function withHeaders(headers: HeaderOperations) {
  return renderedRule({ rewrite: { authority: 'www.example.com' }, headers });
}

test.each<[string, HttpRewrite, object]>([
  ['the path', { uri: '/v2/reports' }, { uri: '/v2/reports' }],
  ['parts of the path', { uriRegex: { match: '^/service/([^/]+)(/.*)$', rewrite: '/\\2/\\1' } }, {
    uriRegexRewrite: { match: '^/service/([^/]+)(/.*)$', rewrite: '/\\2/\\1' },
  }],
  ['the host', { authority: 'www.example.com:8443' }, { authority: 'www.example.com:8443' }],
  ['path and host', { uri: '/', authority: 'ratings' }, { uri: '/', authority: 'ratings' }],
])('replaces %s', (_what, rewrite, expected) => {
  expect(rewriteOf(rewrite)).toEqual(expected);
});

test.each<[string, HttpRewrite, string, string]>([
  ['nothing to write', {}, 'RewriteEmpty', 'rewrite'],
  ['an empty replacement, which Istio does not take', { uriRegex: { match: '^/foo', rewrite: '' } }, 'RewriteEmpty', 'rewrite.uriRegex.rewrite'],
  ['two paths', { uri: '/', uriRegex: { match: 'a', rewrite: 'b' } }, 'RewriteConflict', 'rewrite.uri'],
  ['an expression that RE2 refuses', { uriRegex: { match: '(?=x)', rewrite: 'b' } }, 'InvalidRegex', 'rewrite.uriRegex.match'],
  ['an empty expression', { uriRegex: { match: '', rewrite: 'b' } }, 'InvalidRegex', 'rewrite.uriRegex.match'],
  ['an expression beyond 1024 bytes', { uriRegex: { match: 'a'.repeat(1025), rewrite: 'b' } }, 'InvalidRegex', 'rewrite.uriRegex.match'],
  ['an empty path', { uri: '' }, 'InvalidPath', 'rewrite.uri'],
  ['a path without a slash in front', { uri: 'reports' }, 'InvalidPath', 'rewrite.uri'],
  ['an empty host', { authority: '' }, 'InvalidHost', 'rewrite.authority'],
  ['a URL in place of a host', { authority: 'https://www.example.com' }, 'InvalidHost', 'rewrite.authority'],
])('refuses %s', (_mistake, rewrite, code, place) => {
  expect(messageOf(() => rewriteOf(rewrite))).toContain(` ${code}: http[0].${place} must `);
});

test.each<[string, HeaderOperations]>([
  ['set', { request: { set: { Host: 'a' } } }],
  ['added to', { request: { add: { ':authority': 'a' } } }],
])('refuses a host that is also %s among the headers', (_mistake, headers) => {
  expect(codeOf(() => withHeaders(headers))).toBe('RewriteConflict');
});

test('goes with other changes of headers', () => {
  expect(withHeaders({ request: { set: { 'x-host': 'a' } } })).toMatchObject({
    rewrite: { authority: 'www.example.com' }, headers: { request: { set: { 'x-host': 'a' } } },
  });
});

describe('in a rule of a service that sets the host', () => {
  const match = [HttpMatch.pathExact('/a')];
  const headers = { request: { set: { host: 'www.example.com' } } };
  const ruleWith = (own: { rewrite: HttpRewrite; headers?: HeaderOperations }) => () =>
    reviews({ headers, routes: [HttpRoute.forward({ match, to: [Destination.version(V1)], ...own })] });

  test('cannot write the host again', () => {
    expect(messageOf(ruleWith({ rewrite: { authority: 'a' } }))).toBe(
      '[bookinfo/reviews] RewriteConflict: routes[0].headers.request.set["host"] must be the only one to write the host that is called, '
      + 'got routes[0].rewrite.authority beside it; keep one of the two: Istio refuses both together',
    );
  });

  test('may write it if it has headers of its own', () => {
    expect(ruleWith({ rewrite: { authority: 'a' }, headers: {} })).not.toThrow();
  });

  test('may write the path', () => {
    expect(ruleWith({ rewrite: { uri: '/' } })).not.toThrow();
  });
});
