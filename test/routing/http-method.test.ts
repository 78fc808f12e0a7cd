import { HttpMatch, HttpMethod } from '../../src';
import { renderedMatch } from '../support/chart';
import { codeOf } from '../support/messages';

test.each([
  ['CONNECT', HttpMethod.CONNECT],
  ['DELETE', HttpMethod.DELETE],
  ['GET', HttpMethod.GET],
  ['HEAD', HttpMethod.HEAD],
  ['OPTIONS', HttpMethod.OPTIONS],
  ['PATCH', HttpMethod.PATCH],
  ['POST', HttpMethod.POST],
  ['PUT', HttpMethod.PUT],
  ['TRACE', HttpMethod.TRACE],
  ['PROPFIND', HttpMethod.of('PROPFIND')],
  ['M-SEARCH', HttpMethod.of('M-SEARCH')],
])('compares the method with %s as a whole', (name, method) => {
  expect(renderedMatch(HttpMatch.method(method))).toEqual({ method: { exact: name } });
});

test.each(['', 'get', 'GET POST', '*'])('refuses the method %j, which no client sends', (name) => {
  expect(codeOf(() => renderedMatch(HttpMatch.method(HttpMethod.of(name))))).toBe('InvalidMethod');
});
