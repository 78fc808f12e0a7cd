import { corsMethod, httpMethod } from '../../src/istio/http-method';

describe('an HTTP method', () => {
  test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'M-SEARCH', 'VERSION-CONTROL', 'X'])(
    'may be %s', (value) => {
      expect(httpMethod.accepts(value)).toBe(true);
    });

  test.each(['', 'get', 'Get', 'GET ', 'GET,POST', '*', '-', '-GET', 'GET-', 'G_T', 'GÉT', 'GET\n'])('cannot be %j', (value) => {
    expect(httpMethod.accepts(value)).toBe(false);
  });
});

describe('a method in a CORS policy', () => {
  test.each(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE', '*'])('may be %s', (value) => {
    expect(corsMethod.accepts(value)).toBe(true);
  });

  test.each(['', 'get', 'GET ', 'PROPFIND', 'M-SEARCH', '**', 'constructor'])('cannot be %j', (value) => {
    expect(corsMethod.accepts(value)).toBe(false);
  });
});
