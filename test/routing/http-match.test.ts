import { Gateway, HeaderMatch, HttpMatch, HttpRouteMethod, PathMatch, QueryMatch, TextMatch } from '../../src';
import { renderedMatch, renderedRule } from '../support/chart';
import { codeOf } from '../support/messages';

test('asks for everything in one match', () => {
  expect(renderedMatch(HttpMatch.of({
    path: PathMatch.prefix('/reports'),
    headers: [HeaderMatch.exact('x-canary', 'true'), HeaderMatch.present('end-user')],
    method: HttpRouteMethod.GET,
    query: [QueryMatch.exact('beta', '1'), QueryMatch.regex('page', '\\d+')],
  }))).toEqual({
    uri: { prefix: '/reports' },
    headers: { 'x-canary': { exact: 'true' }, 'end-user': {} },
    method: { exact: 'GET' },
    queryParams: { beta: { exact: '1' }, page: { regex: '\\d+' } },
  });
});

test('asks who calls what on which port, and gets names for logs and metrics', () => {
  expect(renderedMatch(HttpMatch.of({
    name: 'testers',
    statPrefix: 'testers_',
    scheme: TextMatch.exact('http'),
    authority: TextMatch.prefix('ratings'),
    withoutHeaders: [HeaderMatch.present('x-internal'), HeaderMatch.exact('x-user', 'root')],
    port: 9080,
    sourceLabels: { 'app': 'productpage', 'example.com/tier': '' },
    sourceNamespace: 'shop',
  }))).toEqual({
    name: 'testers',
    statPrefix: 'testers_',
    scheme: { exact: 'http' },
    authority: { prefix: 'ratings' },
    withoutHeaders: { 'x-internal': {}, 'x-user': { exact: 'root' } },
    port: 9080,
    sourceLabels: { 'app': 'productpage', 'example.com/tier': '' },
    sourceNamespace: 'shop',
  });
});

test('names the places where it acts', () => {
  expect(renderedMatch(HttpMatch.of({ gateways: [Gateway.mesh()] }))).toEqual({ gateways: ['mesh'] });
});

test.each([
  ['GET or HEAD', HttpRouteMethod.regex('GET|HEAD'), { regex: 'GET|HEAD' }],
  ['those of WebDAV', HttpRouteMethod.prefix('PROP'), { prefix: 'PROP' }],
  ['a part up to a hyphen', HttpRouteMethod.prefix('VERSION-'), { prefix: 'VERSION-' }],
])('asks for methods: %s', (_which, method, expected) => {
  expect(renderedMatch(HttpMatch.method(method)).method).toEqual(expected);
});

test.each([
  ['authority', HttpMatch.authority('ratings:9080'), HttpMatch.of({ authority: TextMatch.exact('ratings:9080') })],
  ['sourceLabels', HttpMatch.sourceLabels({ app: 'a' }), HttpMatch.of({ sourceLabels: { app: 'a' } })],
  ['sourceNamespace', HttpMatch.sourceNamespace('shop'), HttpMatch.of({ sourceNamespace: 'shop' })],
  ['header', HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), HttpMatch.of({ headers: [HeaderMatch.exact('x-canary', 'true')] })],
  ['query', HttpMatch.query(QueryMatch.present('beta')), HttpMatch.of({ query: [QueryMatch.present('beta')] })],
  ['method', HttpMatch.method(HttpRouteMethod.PUT), HttpMatch.of({ method: HttpRouteMethod.PUT })],
  ['pathExact', HttpMatch.pathExact('/reports'), HttpMatch.of({ path: PathMatch.exact('/reports') })],
  ['pathPrefix', HttpMatch.pathPrefix('/reports'), HttpMatch.of({ path: PathMatch.prefix('/reports') })],
  ['pathRegex', HttpMatch.pathRegex('/reports/.*'), HttpMatch.of({ path: PathMatch.regex('/reports/.*') })],
])('%s is short for a single condition', (_name, short, long) => {
  expect(renderedMatch(short)).toEqual(renderedMatch(long));
});

test('leaves lists out that hold nothing', () => {
  expect(renderedMatch(HttpMatch.of({ path: PathMatch.exact('/'), headers: [], query: [] }))).toEqual({ uri: { exact: '/' } });
});

test('can stand in several rules', () => {
  const match = HttpMatch.pathPrefix('/reports');
  expect(renderedMatch(match)).toEqual(renderedMatch(match));
  expect(renderedRule({ match: [match, HttpMatch.pathPrefix('/pages')] }).match).toEqual([
    { uri: { prefix: '/reports' } }, { uri: { prefix: '/pages' } },
  ]);
});

test.each([
  ['no condition', HttpMatch.of({}), 'MatchEmpty'],
  ['names alone', HttpMatch.of({ name: 'a', statPrefix: 'b' }), 'MatchEmpty'],
  ['an empty name', HttpMatch.of({ name: '', port: 80 }), 'InvalidRuleName'],
  ['an empty prefix of metrics', HttpMatch.of({ statPrefix: '', port: 80 }), 'InvalidRuleName'],
  ['a port beyond all ports', HttpMatch.of({ port: 65_536 }), 'InvalidPort'],
  ['no labels', HttpMatch.sourceLabels({}), 'LabelsMissing'],
  ['a label that no pod has', HttpMatch.sourceLabels({ 'a b': 'c' }), 'InvalidLabel'],
  ['a namespace that is none', HttpMatch.sourceNamespace('a.b'), 'InvalidObjectName'],
  ['no gateways', HttpMatch.of({ gateways: [] }), 'MatchEmpty'],
  ['a gateway that has no name', HttpMatch.of({ gateways: [Gateway.fromName('')] }), 'GatewayUnknown'],
  ['labels of callers on named gateways', HttpMatch.of({ gateways: [Gateway.mesh()], sourceLabels: { app: 'a' } }), 'SourceIgnored'],
  ['an empty beginning of a host', HttpMatch.of({ authority: TextMatch.prefix('') }), 'MatchValueMissing'],
  ['a pattern of another dialect for a scheme', HttpMatch.of({ scheme: TextMatch.regex('(?=h)') }), 'InvalidRegex'],
  ['a beginning of a method in lower case', HttpMatch.method(HttpRouteMethod.prefix('prop')), 'InvalidMethod'],
  ['an empty pattern for methods', HttpMatch.method(HttpRouteMethod.regex('')), 'InvalidRegex'],
  ['a header that must not be as every header is', HttpMatch.of({ withoutHeaders: [HeaderMatch.regex('x-user', '.*')] }), 'MatchNeverHolds'],
  ['one header twice among those that must not be',
    HttpMatch.of({ withoutHeaders: [HeaderMatch.present('x-user'), HeaderMatch.exact('X-User', 'a')] }), 'MatchConditionTwice'],
  ['no condition in its lists', HttpMatch.of({ headers: [], query: [] }), 'MatchEmpty'],
  ['two conditions for one header',
    HttpMatch.of({ headers: [HeaderMatch.prefix('x-user', 'a'), HeaderMatch.regex('x-user', '.*b')] }), 'MatchConditionTwice'],
  ['two conditions for one header in two spellings',
    HttpMatch.of({ headers: [HeaderMatch.present('X-User'), HeaderMatch.exact('x-user', 'b')] }), 'MatchConditionTwice'],
  ['two cookies, which are one header',
    HttpMatch.of({ headers: [HeaderMatch.cookie('a', '1'), HeaderMatch.cookie('b', '2')] }), 'MatchConditionTwice'],
  ['two conditions for one query parameter',
    HttpMatch.of({ query: [QueryMatch.present('beta'), QueryMatch.exact('beta', '1')] }), 'MatchConditionTwice'],
])('refuses %s', (_mistake, match, code) => {
  expect(codeOf(() => renderedMatch(match))).toBe(code);
});
