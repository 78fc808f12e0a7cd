import { CorsOrigin, HttpMatch, HttpRouteMethod } from '../../src';
import { renderedMatch, renderedRule } from '../support/chart';
import { codeOf } from '../support/messages';

test.each([
  ['CONNECT', HttpRouteMethod.CONNECT],
  ['DELETE', HttpRouteMethod.DELETE],
  ['GET', HttpRouteMethod.GET],
  ['HEAD', HttpRouteMethod.HEAD],
  ['OPTIONS', HttpRouteMethod.OPTIONS],
  ['PATCH', HttpRouteMethod.PATCH],
  ['POST', HttpRouteMethod.POST],
  ['PUT', HttpRouteMethod.PUT],
  ['TRACE', HttpRouteMethod.TRACE],
  ['PROPFIND', HttpRouteMethod.of('PROPFIND')],
  ['M-SEARCH', HttpRouteMethod.of('M-SEARCH')],
])('compares the method with %s as a whole', (name, method) => {
  expect(renderedMatch(HttpMatch.method(method))).toEqual({ method: { exact: name } });
});

test.each(['', 'get', 'GET POST', '*'])('refuses the method %j, which no client sends', (name) => {
  expect(codeOf(() => renderedMatch(HttpMatch.method(HttpRouteMethod.of(name))))).toBe('InvalidMethod');
});

test.each([
  ['of() for an unknown method', HttpRouteMethod.of('PROPFIND')], ['prefix()', HttpRouteMethod.prefix('P')], ['regex()', HttpRouteMethod.regex('GET|PUT')],
])('is no method of a CORS policy by %s', (_how, method) => {
  expect(codeOf(() => renderedRule({ cors: { allowOrigins: [CorsOrigin.exact('*')], allowMethods: [method] } }))).toBe('CorsMethodUnknown');
});
