import { Duration } from 'cdk8s';
import { HashCookieOptions, LoadBalancer } from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rendered(loadBalancer: LoadBalancer) {
  return renderedPolicy({ loadBalancer }).loadBalancer;
}

test.each([
  ['one pod after the other', LoadBalancer.roundRobin(), 'ROUND_ROBIN'],
  ['the less busy of two pods', LoadBalancer.leastRequest(), 'LEAST_REQUEST'],
  ['any pod', LoadBalancer.random(), 'RANDOM'],
  ['the address that the client called', LoadBalancer.passthrough(), 'PASSTHROUGH'],
])('takes %s', (_choice, loadBalancer, simple) => {
  expect(rendered(loadBalancer)).toEqual({ simple });
});

test.each([
  ['a header', LoadBalancer.hashOnHeader('x-user'), { httpHeaderName: 'x-user' }],
  ['a pseudo header', LoadBalancer.hashOnHeader(':authority'), { httpHeaderName: ':authority' }],
  ['the address of the client', LoadBalancer.hashOnSourceIp(), { useSourceIp: true }],
  ['a query parameter', LoadBalancer.hashOnQueryParameter('user id'), { httpQueryParameterName: 'user id' }],
  ['a cookie that the application sets', LoadBalancer.hashOnCookie('session'), { httpCookie: { name: 'session' } }],
])('takes the same pod for the same value of %s', (_key, loadBalancer, consistentHash) => {
  expect(rendered(loadBalancer)).toEqual({ consistentHash });
});

test('lets Envoy make the cookie', () => {
  const all: Required<HashCookieOptions> = { ttl: Duration.hours(1), path: '/reviews' };
  expect(rendered(LoadBalancer.hashOnCookie('session', all))).toEqual({
    consistentHash: { httpCookie: { name: 'session', ttl: '1h', path: '/reviews' } },
  });
});

test('lets Envoy make a cookie that lives until the browser is closed', () => {
  expect(rendered(LoadBalancer.hashOnCookie('session', { ttl: Duration.seconds(0) }))).toEqual({
    consistentHash: { httpCookie: { name: 'session', ttl: '0s' } },
  });
});

test.each([
  ['a header\'s name with a colon behind it', LoadBalancer.hashOnHeader('x-user:'), 'InvalidHeaderName', 'name'],
  ['no header\'s name', LoadBalancer.hashOnHeader(''), 'InvalidHeaderName', 'name'],
  ['no cookie\'s name', LoadBalancer.hashOnCookie(''), 'InvalidCookie', 'name'],
  ['a cookie\'s name with a space', LoadBalancer.hashOnCookie('my session'), 'InvalidCookie', 'name'],
  ['no query parameter\'s name', LoadBalancer.hashOnQueryParameter(''), 'MatchValueMissing', 'name'],
  ['a lifetime of which Envoy would drop a part', LoadBalancer.hashOnCookie('a', { ttl: Duration.millis(1500) }), 'InvalidDuration', 'ttl'],
  ['a lifetime that is no Duration', LoadBalancer.hashOnCookie('a', { ttl: '1h' as unknown as Duration }), 'InvalidDuration', 'ttl'],
  ['a path without a slash', LoadBalancer.hashOnCookie('a', { ttl: Duration.hours(1), path: 'reviews' }), 'InvalidCookie', 'path'],
  ['a path that ends the cookie', LoadBalancer.hashOnCookie('a', { ttl: Duration.hours(1), path: '/;Secure' }), 'InvalidCookie', 'path'],
  ['a path for a cookie that is not made', LoadBalancer.hashOnCookie('a', { path: '/' }), 'InvalidCookie', 'path'],
])('refuses %s', (_mistake, loadBalancer, code, place) => {
  expect(codeOf(() => rendered(loadBalancer))).toBe(code);
  expect(messageOf(() => rendered(loadBalancer))).toContain(`: trafficPolicy.loadBalancer.${place} must `);
});
