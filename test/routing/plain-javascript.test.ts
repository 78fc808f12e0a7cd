import { Duration } from 'cdk8s';
import { CorsOrigin, Destination, HeaderMatch, HttpMatch, HttpRouteMethod, Mirror, QueryMatch, ServiceVersion } from '../../src';
import { renderedMatch, renderedRule, reviews } from '../support/chart';
import { codeOf } from '../support/messages';

// Nothing but the compiler keeps these values out, and a program in plain JavaScript has none.
const nothing = undefined as unknown as string;
const number = 1 as unknown as string;

describe('in plain JavaScript, where nothing checks types', () => {
  test.each([
    ['a header\'s value that is missing', () => renderedMatch(HttpMatch.header(HeaderMatch.exact('x-canary', nothing))), 'MatchValueMissing'],
    ['a header\'s value that is a number', () => renderedMatch(HttpMatch.header(HeaderMatch.exact('x-canary', number))), 'MatchValueMissing'],
    ['a header\'s name that is missing', () => renderedMatch(HttpMatch.header(HeaderMatch.present(nothing))), 'InvalidHeaderName'],
    ['a pattern that is missing', () => renderedMatch(HttpMatch.header(HeaderMatch.regex('x-canary', nothing))), 'MatchValueMissing'],
    ['a cookie\'s value that is missing', () => renderedMatch(HttpMatch.header(HeaderMatch.cookie('beta', nothing))), 'InvalidCookie'],
    ['a path that is missing', () => renderedMatch(HttpMatch.pathPrefix(nothing)), 'MatchValueMissing'],
    ['a query parameter\'s value that is missing', () => renderedMatch(HttpMatch.query(QueryMatch.exact('beta', nothing))), 'MatchValueMissing'],
    ['a method that is missing', () => renderedMatch(HttpMatch.method(HttpRouteMethod.of(nothing))), 'InvalidMethod'],
    ['a host that is missing', () => renderedRule({ to: [Destination.host(nothing)] }), 'InvalidHost'],
    ['a mirror\'s host that is missing', () => renderedRule({ mirrors: [Mirror.host(nothing)] }), 'InvalidHost'],
    ['a header\'s value to set that is missing', () => renderedRule({ headers: { request: { set: { 'x-a': nothing } } } }), 'InvalidHeaderValue'],
    ['a header\'s value to set that is a number', () => renderedRule({ headers: { request: { set: { 'x-a': number } } } }), 'InvalidHeaderValue'],
    ['a path to write that is a number', () => renderedRule({ rewrite: { uri: number } }), 'InvalidPath'],
    ['an expression to replace that is missing', () => renderedRule({ rewrite: { uriRegex: { match: nothing, rewrite: '/' } } }), 'InvalidRegex'],
    ['a replacement that is missing', () => renderedRule({ rewrite: { uriRegex: { match: 'a', rewrite: nothing } } }), 'RewriteEmpty'],
    ['an origin that is missing', () => renderedRule({ cors: { allowOrigins: [CorsOrigin.prefix(nothing)] } }), 'MatchValueMissing'],
    ['an age that is a text', () => renderedRule({ cors: { allowOrigins: [CorsOrigin.exact('*')], maxAge: '1h' as unknown as Duration } }), 'InvalidDuration'],
    ['a timeout that is a text', () => renderedRule({ timeout: '3s' as unknown as Duration }), 'InvalidDuration'],
    ['a version\'s name that is missing', () => reviews({ versions: [ServiceVersion.image(nothing, 'reviews:1')] }), 'InvalidVersionName'],
    ['an image that is missing', () => reviews({ versions: [ServiceVersion.image('v1', nothing)] }), 'InvalidImage'],
    ['a label that is missing', () => reviews({ versions: [ServiceVersion.labels('v1', { version: nothing })] }), 'InvalidLabel'],
  ])('%s is complained of', (_mistake, program, code) => {
    expect(codeOf(program)).toBe(code);
  });
});
