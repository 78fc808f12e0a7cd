import { Duration } from 'cdk8s';
import {
  HashAlgorithm, HashCookieOptions, HashOptions, LoadBalancer, LoadBalancerOptions, LocalityLoadBalancing, SimpleLoadBalancerOptions,
} from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rendered(loadBalancer: LoadBalancer) {
  return renderedPolicy({ loadBalancer }).loadBalancer;
}

const ANYWHERE: Required<LoadBalancerOptions> = { locality: LocalityLoadBalancing.enabled() };
const SIMPLE: Required<SimpleLoadBalancerOptions> = { ...ANYWHERE, warmup: { duration: Duration.minutes(1) } };
const HASH: Required<HashOptions> = { ...ANYWHERE, algorithm: HashAlgorithm.maglev(65_537) };

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

test.each([
  [LoadBalancer.roundRobin(SIMPLE), { simple: 'ROUND_ROBIN', warmup: { duration: '1m' } }],
  [LoadBalancer.leastRequest(SIMPLE), { simple: 'LEAST_REQUEST', warmup: { duration: '1m' } }],
  [LoadBalancer.random(ANYWHERE), { simple: 'RANDOM' }],
  [LoadBalancer.hashOnHeader('x-user', HASH), { consistentHash: { httpHeaderName: 'x-user', maglev: { tableSize: 65_537 } } }],
  [LoadBalancer.hashOnSourceIp(HASH), { consistentHash: { useSourceIp: true, maglev: { tableSize: 65_537 } } }],
  [LoadBalancer.hashOnQueryParameter('user', HASH), { consistentHash: { httpQueryParameterName: 'user', maglev: { tableSize: 65_537 } } }],
])('takes localities, warm-up and the algorithm of a hash into account', (loadBalancer, expected) => {
  expect(rendered(loadBalancer)).toEqual({ ...expected, localityLbSetting: { enabled: true } });
});

test('lets Envoy make the cookie', () => {
  const all: Required<HashCookieOptions> = {
    ...HASH, ttl: Duration.hours(1), path: '/reviews', attributes: { 'SameSite': 'Strict', 'Secure': '', 'Max-Age': '3600' },
  };
  expect(rendered(LoadBalancer.hashOnCookie('session', all))).toEqual({
    consistentHash: {
      httpCookie: {
        name: 'session',
        ttl: '1h',
        path: '/reviews',
        attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure', value: '' }, { name: 'Max-Age', value: '3600' }],
      },
      maglev: { tableSize: 65_537 },
    },
    localityLbSetting: { enabled: true },
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
  ['attributes of a cookie that is not made', LoadBalancer.hashOnCookie('a', { attributes: { Secure: '' } }), 'InvalidCookie', 'attributes'],
  ['an attribute without a name', LoadBalancer.hashOnCookie('a', { ttl: Duration.hours(1), attributes: { '': 'a' } }), 'InvalidCookie', 'attributes'],
  ['two attributes in one', LoadBalancer.hashOnCookie('a', { ttl: Duration.hours(1), attributes: { Domain: 'a; Secure' } }), 'InvalidCookie',
    'attributes["Domain"]'],
  ['a path for a cookie that is not made', LoadBalancer.hashOnCookie('a', { path: '/' }), 'InvalidCookie', 'path'],
])('refuses %s', (_mistake, loadBalancer, code, place) => {
  expect(codeOf(() => rendered(loadBalancer))).toBe(code);
  expect(messageOf(() => rendered(loadBalancer))).toContain(`: trafficPolicy.loadBalancer.${place} must `);
});
