import { Caller } from '../../src/simulation/caller';
import type { SimulatedRequest } from '../../src/simulation/simulated-request';
import { simulationOf } from '../support/mesh';

const SHOP = `
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: shop, namespace: shop}
subsets: [{addresses: [{ip: 10.1.0.1}], ports: [{name: http, port: 80}]}]
`;

const rule = (name: string, spec: string, namespace = 'shop', kind = 'VirtualService') => `
apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;

const PUBLIC = rule('public', '{selector: {istio: ingress}, servers: [{port: {number: 8080, name: http, protocol: HTTP}, hosts: ["*"]}]}', 'edge', 'Gateway');

function explain(yaml: string[], request: Partial<SimulatedRequest> = {}): string {
  return simulationOf([SHOP, ...yaml].join('---')).ask({ host: 'shop', ...request }).explain();
}

const matching = (match: string) => rule('shop', `{hosts: [shop], http: [{name: asked, match: [${match}], directResponse: {status: 200}}, {name: rest, directResponse: {status: 404}}]}`);

test.each([
  ['{uri: {exact: /a}}', {}, 'http[0].match[0] asked: path exact "/a", and the request has "/"'],
  ['{method: {exact: POST}}', {}, 'method exact "POST", and the request has "GET"'],
  ['{queryParams: {q: {exact: x}}}', {}, 'query q exact "x", and the request has none'],
  ['{queryParams: {q: {exact: x}}}', { path: '/?q=y&q=x' }, 'query q exact "x", and the request has "y"'],
  ['{withoutHeaders: {x-a: {exact: b}}}', { headers: { 'X-A': 'b' } }, 'no header x-a exact "b", and the request has "b"'],
  ['{withoutHeaders: {x-a: {}}}', { headers: { 'x-a': 'c' } }, 'no header x-a present, and the request has "c"'],
  ['{withoutHeaders: {x-a: {regex: ".*"}}}', {}, 'no header x-a regex ".*", and the request has none'],
  ['{headers: {":method": {exact: POST}}}', {}, 'header :method exact "POST", and the request has "GET"'],
  ['{headers: {":path": {exact: /a}}}', { path: '/b?c=d' }, 'header :path exact "/a", and the request has "/b?c=d"'],
  ['{headers: {":authority": {exact: other}}}', {}, 'header :authority exact "other", and the request has "shop"'],
  ['{headers: {host: {exact: other}}}', {}, 'header host exact "other", and the request has "shop"'],
  ['{headers: {":scheme": {exact: https}}}', {}, 'header :scheme exact "https", and the request has "http"'],
  ['{headers: {cookie: {exact: a=c}}}', { headers: { Cookie: 'a=b', cookie: 'c=d' } }, 'header cookie exact "a=c", and the request has "a=b; c=d"'],
  ['{headers: {x-a: {exact: c}}}', { headers: { 'X-A': 'b', 'x-a': 'c' } }, 'header x-a exact "c", and the request has "b,c"'],
])('the condition that a request fails is said with what the request has: %s', (match, request, text) => {
  expect(explain([matching(match)], request)).toContain(text);
});

test.each([
  ['{headers: {":method": {exact: GET}}}', {}],
  ['{headers: {":authority": {exact: shop}}}', {}],
  ['{headers: {":scheme": {exact: http}}}', {}],
  ['{headers: {":path": {exact: "/b?c=d"}}}', { path: '/b?c=d' }],
  ['{headers: {x-a: {}}}', { headers: { 'X-A': '' } }],
  ['{headers: {x-a: {regex: "*"}}}', { headers: { 'x-a': 'b' } }],
  ['{queryParams: {q: {exact: ""}}}', { path: '/?q' }],
  ['{queryParams: {q: {exact: x}}}', { path: '/?&q=x&q=y' }],
  ['{withoutHeaders: {x-a: {exact: b}}}', {}],
  ['{uri: {prefix: /A}, ignoreUriCase: true}', { path: '/ab' }],
])('a request meets the condition %s', (match, request) => {
  expect(explain([matching(match)], request)).toContain('takes it  shop/shop http[0].match[0] asked');
});

test('a match has its own name behind that of its rule', () => {
  expect(explain([matching('{name: root, uri: {prefix: /}}')])).toContain('takes it  shop/shop http[0].match[0] asked.root');
});

test('a rule for claims of a token, which only gateways read, waits for the token', () => {
  const claims = rule('shop', '{hosts: ["*"], gateways: [edge/public], http: [{match: [{headers: {"@request.auth.claims.group": {exact: a}}}], directResponse: {status: 200}}]}');
  expect(explain([PUBLIC, claims], { caller: Caller.gateway('edge/public') })).toContain('@request.auth.claims.group exact "a", and the request has none');
});

test('matches for other callers are told between those that were asked', () => {
  const text = explain([matching('{sourceLabels: {app: web}}, {uri: {exact: /a}}')], { caller: Caller.pod('shop', { app: 'api' }) });
  expect(text).toMatch(/match\[0\] asked: .*app=web.*\n.*match\[1\] asked: path exact/);
});

test('rules of several VirtualServices of one host at a gateway are told in the order in which they are asked', () => {
  const at = (name: string, path: string) => rule(name, `{hosts: [www.example.com], gateways: [edge/public], http: [{name: ${name}, match: [{uri: {exact: ${path}}}], directResponse: {status: 200}}]}`);
  const text = explain([PUBLIC, at('a', '/a'), at('b', '/b')], { caller: Caller.gateway('edge/public'), host: 'www.example.com', path: '/b' });
  expect(text).toMatch(/no {8}shop\/a .*\n {2}takes it {2}shop\/b /);
});

test.each([
  ['redirect: {redirectCode: 304}', 'http'],
])('a redirect that Envoy cannot send costs the port all its routes, at a gateway and at sidecars: %s', (redirect) => {
  const at = (more: string) => rule('shop', `{hosts: [www.example.com, shop], ${more}http: [{${redirect.replace('}', ', uri: /a}')}}]}`);
  expect(explain([PUBLIC, at('gateways: [edge/public], ')], { caller: Caller.gateway('edge/public'), host: 'www.example.com' })).toContain(
    'VirtualService shop/shop redirects with a status that Envoy does not know, so that it refuses all routes of the port',
  );
  expect(explain([at('')])).toContain('VirtualService shop/shop redirects with a status that Envoy does not know, so that it refuses all routes of port 80');
});

test('a request that Envoy refuses reaches no rule', () => {
  const at = rule('shop', '{hosts: ["*"], gateways: [edge/public], http: [{directResponse: {status: 200}}]}');
  const status = (request: SimulatedRequest) => simulationOf([SHOP, PUBLIC, at].join('---')).ask(request).outcomes[0].status;
  expect(status({ host: 'www.example.com', path: '/a#b', caller: Caller.gateway('edge/public') })).toBe(400);
  expect(status({ host: 'shop', path: '/a#b' })).toBe(400);
});

test.each([
  ['{uri: /new}', '{uri: {prefix: /old}}', '/old/a', '/new/a'],
  ['{uri: /new}', '{uri: {exact: /old}}', '/old', '/new'],
  ['{uri: /new}', '{uri: {regex: "/old.*"}}', '/old/a', '/new'],
  ['{uri: /new/}', '{method: {exact: GET}}', '/old/a', '/new/old/a'],
  ['{uriRegexRewrite: {match: "^/old/(.*)$", rewrite: "/new/\\\\1"}}', '{uri: {prefix: /}}', '/old/a', '/new/a'],
  ['{uriRegexRewrite: {match: "o", rewrite: "$1\\\\\\\\"}}', '{uri: {prefix: /}}', '/oo', '/$1\\$1\\'],
])('the rewrite %s of what %s matches makes %s the path %s', (rewrite, match, path, expected) => {
  const text = explain([rule('shop', `{hosts: [shop], http: [{match: [${match}], rewrite: ${rewrite}, route: [{destination: {host: shop}}]}]}`)], { path });
  expect(text).toContain(`  path             ${expected}\n`);
});

test.each([
  ['http://', '{httpStatus: 418, percentage: {value: 100}}', {}, 418],
  ['gRPC', '{httpStatus: 418, percentage: {value: 100}}', { headers: { 'content-type': 'application/grpc' } }, 200],
  ['http', '{grpcStatus: UNAVAILABLE, percentage: {value: 100}}', {}, 200],
  ['gRPC', '{grpcStatus: UNAVAILABLE, percentage: {value: 100}}', { headers: { 'content-type': 'application/grpc' } }, 200],
  ['http', '{httpStatus: 418}', {}, undefined],
])('a call of %s that the fault %s ends is answered so', (_, abort, request, status) => {
  const yaml = [SHOP, rule('shop', `{hosts: [shop], http: [{fault: {abort: ${abort}}, route: [{destination: {host: shop}}]}]}`)].join('---');
  expect(simulationOf(yaml).ask({ host: 'shop', method: 'POST', ...request }).outcomes[0].status).toBe(status);
});

const destinationRule = (name: string, spec: string) => rule(name, spec, 'shop', 'DestinationRule');
const subset = (name: string) => `subsets: [{name: ${name}, labels: {}}]`;

test.each([
  ['of the same host', '', '', ['v1', 'v2']],
  ['exported to the same namespaces', 'exportTo: [shop, bank], ', 'exportTo: [bank, shop], ', ['v1', 'v2']],
  ['of which the second is exported to all that the first is, and more', 'exportTo: [shop], ', 'exportTo: [shop, bank], ', ['v1', 'v2']],
  ['of which only the second says to whom', '', 'exportTo: ["*"], ', ['v2']],
  ['for the same pods', 'workloadSelector: {matchLabels: {app: web}}, ', 'workloadSelector: {matchLabels: {app: web}}, ', ['v1', 'v2']],
  ['for other pods', 'workloadSelector: {matchLabels: {app: web}}, ', 'workloadSelector: {matchLabels: {app: api}}, ', ['v1']],
  ['for pods with more labels', 'workloadSelector: {matchLabels: {app: web}}, ', 'workloadSelector: {matchLabels: {app: web, version: v1}}, ', ['v1']],
])('two DestinationRules %s have the subsets of both only if they are joined', (_, first, second, expected) => {
  const found = ['v1', 'v2'].filter((name) => {
    const yaml = [SHOP, destinationRule('a', `{host: shop, ${first}${subset('v1')}}`), destinationRule('b', `{host: shop, ${second}${subset('v2')}}`),
      rule('shop', `{hosts: [shop], http: [{route: [{destination: {host: shop, subset: ${name}}}]}]}`)];
    return simulationOf(yaml.join('---')).ask({ host: 'shop', caller: Caller.pod('shop', { app: 'web' }) }).outcomes[0].kind === 'forward';
  });
  expect(found).toEqual(expected);
});

test('of joined DestinationRules the first subset of a name and the first policy count', () => {
  const yaml = [destinationRule('a', `{host: shop, ${subset('v1')}}`), destinationRule('b', '{host: shop, trafficPolicy: {loadBalancer: {simple: RANDOM}}, subsets: [{name: v1, labels: {version: none}}]}')];
  const text = explain([...yaml, rule('shop', '{hosts: [shop], http: [{route: [{destination: {host: shop, subset: v1}}]}]}')]);
  expect(text).toContain('by DestinationRule shop/a with shop/b\n    loadBalancer from DestinationRule shop/b');
  expect(text).toContain('pods with any labels');
});
