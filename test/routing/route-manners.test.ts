import { Duration } from 'cdk8s';
import {
  CorsOrigin, Destination, FaultAbort, HttpForwardProps, HttpMatch, HttpRoute, HttpRouteOptions, Mirror, RetryPolicy,
} from '../../src';
import { bookinfo } from '../support/bookinfo';
import { renderedRule, reviews, specOf, V1 } from '../support/chart';

const OF_SERVICE: Required<HttpRouteOptions> = {
  timeout: Duration.seconds(10),
  retries: RetryPolicy.none(),
  fault: { abort: FaultAbort.httpStatus(500, 1) },
  mirrors: [Mirror.host('shadow')],
  headers: { request: { set: { 'x-a': 'service' } } },
  rewrite: { authority: 'www.example.com' },
  cors: { allowOrigins: [CorsOrigin.exact('*')] },
};

const WRITTEN = {
  timeout: '10s',
  retries: { attempts: 0 },
  fault: { abort: { httpStatus: 500, percentage: { value: 1 } } },
  mirrors: [{ destination: { host: 'shadow' }, percentage: { value: 100 } }],
  headers: { request: { set: { 'x-a': 'service' } } },
  rewrite: { authority: 'www.example.com' },
  corsPolicy: { allowOrigins: [{ exact: '*' }] },
};

/** What a rule of a service has beside its match and its route. */
function mannersOf(own: HttpRouteOptions) {
  const chart = bookinfo();
  const props: HttpForwardProps = { match: [HttpMatch.pathPrefix('/reports')], to: [Destination.version(V1)], ...own };
  reviews({ ...OF_SERVICE, routes: [HttpRoute.forward(props)] }, chart);
  const { match: _match, route: _route, ...manners } = specOf(chart, 'VirtualService').http[0];
  return manners;
}

test('arrive under the names that Istio has for them', () => {
  expect(renderedRule(OF_SERVICE)).toEqual({ route: [{ destination: { host: 'ratings' } }], ...WRITTEN });
});

test('are inherited from the service', () => {
  expect(mannersOf({})).toEqual(WRITTEN);
});

test.each<[string, HttpRouteOptions, object]>([
  ['mirrors', { mirrors: [Mirror.host('other', { percent: 1 })] }, { mirrors: [{ destination: { host: 'other' }, percentage: { value: 1 } }] }],
  ['headers', { headers: { response: { remove: ['server'] } } }, { headers: { response: { remove: ['server'] } } }],
  ['rewrite', { rewrite: { uri: '/' } }, { rewrite: { uri: '/' } }],
  ['cors', { cors: { allowOrigins: [CorsOrigin.prefix('a')] } }, { corsPolicy: { allowOrigins: [{ prefix: 'a' }] } }],
])('of a rule replace those of the service altogether: %s', (_name, own, expected) => {
  expect(mannersOf(own)).toEqual({ ...WRITTEN, ...expected });
});

test('of a rule may be none where the service has some', () => {
  const { mirrors: _mirrors, headers: _headers, ...rest } = WRITTEN;
  expect(mannersOf({ mirrors: [], headers: {} })).toEqual(rest);
});
