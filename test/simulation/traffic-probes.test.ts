import { TrafficDifferences } from '../../src/simulation/traffic-differences';
import { simulationOf } from '../support/mesh';

const SHOP = `
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: shop}
spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}, {name: http-admin, port: 81}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: shop, namespace: shop}
subsets: [{addresses: [{ip: 10.1.0.1}], ports: [{name: http, port: 80}, {name: http-admin, port: 81}]}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec: {selector: {istio: ingress}, servers: [{port: {number: 8080, name: http, protocol: HTTP}, hosts: ['*']}]}
---
`;

const rules = (spec: string) => `${SHOP}
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec: ${spec}
`;

const mesh = (http: string) => rules(`{hosts: [shop], http: [${http}]}`);

const ROUTE = 'route: [{destination: {host: shop, port: {number: 80}}}]';

function changes(before: string, after: string): string[] {
  return TrafficDifferences.between(simulationOf(before), simulationOf(after)).toText().split('\n').filter((line) => line.includes('shop:80') || line.includes('gateway') || line.startsWith('nothing'));
}

test('what is the same changes nothing', () => {
  const same = TrafficDifferences.between(simulationOf(mesh(`{${ROUTE}}`)), simulationOf(mesh(`{${ROUTE}}`)));
  expect([same.count, same.toText(), same.toMarkdown(), same.toJson()]).toEqual([0, 'nothing changes for any request', 'Nothing changes for any request.', '[]']);
});

test.each([
  ['timeout: 3s', 'timeout none -> 3s'],
  ['retries: {attempts: 0}', 'retries 2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes -> none'],
  ['retries: {attempts: 1, perTryTimeout: 2s, retryOn: 5xx}', 'retries 2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes -> 1 on 5xx in 2s each'],
  ['rewrite: {authority: a.example.com}', 'authority as it is -> a.example.com'],
  ['rewrite: {uriRegexRewrite: {match: "^/-(.*)$", rewrite: "/\\\\1"}}', 'path as it is -> /any-other-'],
  ['headers: {request: {set: {x-a: b}}}', 'request headers "as they are" -> {"set":{"x-a":"b"}}'],
  ['headers: {response: {remove: [x-a]}}', 'response headers "as they are" -> {"remove":["x-a"]}'],
  ['mirror: {host: shop, port: {number: 81}}, mirrorPercentage: {value: 5}', 'copies none -> 5 % to outbound|81||shop.shop.svc.cluster.local'],
  ['fault: {delay: {fixedDelay: 1s, percentage: {value: 10}}}', 'delay none -> 1s for 10 %'],
  ['fault: {delay: {fixedDelay: 1s, percent: 20}}', 'delay none -> 1s for 20 %'],
])('what a rule adds to requests is one change: %s', (more, text) => {
  expect(changes(mesh(`{${ROUTE}}`), mesh(`{${ROUTE}, ${more}}`))).toEqual([`requests to shop.shop:80: ${text}`]);
  expect(changes(mesh(`{${ROUTE}, ${more}}`), mesh(`{${ROUTE}}`))).toHaveLength(1);
});

test('a redirect elsewhere is a change of its location', () => {
  expect(changes(mesh('{redirect: {uri: /a}}'), mesh('{redirect: {uri: /b}}'))).toEqual(['requests to shop.shop:80: location http://shop.shop.svc.cluster.local/a -> http://shop.shop.svc.cluster.local/b']);
});

test.each([
  ['{uri: {exact: /a}}', 'requests to shop.shop:80 with /a'],
  ['{uri: {prefix: /}, method: {exact: POST}}', 'requests to shop.shop:80 with POST'],
  ['{uri: {exact: /}}', 'requests to shop.shop:80 with path /'],
  ['{uri: {regex: "/(a|b)/[0-9]{2}"}}', 'requests to shop.shop:80 with /a/00'],
  ['{queryParams: {q: {exact: x}}}', 'requests to shop.shop:80 with /?q=x'],
  ['{headers: {X-A: {}}}', 'requests to shop.shop:80 with x-a: x'],
  ['{headers: {x-a: {prefix: b}}, method: {regex: "GET|PUT"}}', 'requests to shop.shop:80 with GET, x-a: b'],
])('a request is found that passes a match: %s', (match, subject) => {
  const rest = `{${ROUTE}, retries: {attempts: 0}}`;
  expect(changes(mesh(rest), mesh(`{match: [${match}], directResponse: {status: 418}}, ${rest}`))).toEqual([`${subject}: shop.shop.svc.cluster.local -> 418`]);
});

test.each([
  '{authority: {exact: other}}', '{scheme: {exact: https}}', '{headers: {x-a: {regex: "a\\\\b{2}[^\\\\x00-\\\\x{10FFFF}]"}}}', '{queryParams: {q: {regex: "[^\\\\x00-\\\\x{10FFFF}]"}}}',
])('no request is found where a client cannot pass a match, or only by one too hard to find: %s', (match) => {
  const rest = `{${ROUTE}, retries: {attempts: 0}}`;
  expect(changes(mesh(rest), mesh(`{match: [${match}], directResponse: {status: 418}}, ${rest}`))).toEqual(['nothing changes for any request']);
});

test('callers that matches ask for are asked as themselves, and told only where they see something else than everybody', () => {
  const rest = `{${ROUTE}, retries: {attempts: 0}}`;
  const to = (match: string) => mesh(`{match: [${match}], directResponse: {status: 418}}, ${rest}`);
  expect(changes(mesh(rest), to('{sourceLabels: {app: web}}'))).toEqual(['requests to shop.shop:80, callers with app=web: shop.shop.svc.cluster.local -> 418']);
  expect(changes(mesh(rest), to('{sourceNamespace: bank}'))).toEqual(['requests to shop.shop:80, callers in namespace bank: shop.shop.svc.cluster.local -> 418']);
  expect(changes(to('{sourceNamespace: bank}'), mesh('{directResponse: {status: 418}}'))).toEqual([
    'requests to shop.shop:80: shop.shop.svc.cluster.local -> 418',
    'requests to shop.shop:80, callers in namespace bank: nothing changes',
  ]);
});

test('hosts at gateways are asked there', () => {
  const at = (host: string, status: number) => rules(`{hosts: ["${host}"], gateways: [edge/public], http: [{directResponse: {status: ${status}}}]}`);
  expect(changes(at('www.example.com', 200), at('www.example.com', 404))).toEqual(['requests to www.example.com at gateway edge/public: 200 -> 404']);
  expect(changes(at('*.example.com', 200), at('*.example.com', 404))).toEqual(['requests to *.example.com at gateway edge/public: 200 -> 404']);
});

test('a gateway and a service that come or go are said in one line', () => {
  const at = rules('{hosts: [www.example.com], gateways: [edge/public], http: [{directResponse: {status: 200}}]}');
  const without = at.replace(/apiVersion: networking.istio.io\/v1\nkind: Gateway[^-]*---/, '');
  expect(changes(without, at)).toEqual(['requests to www.example.com at gateway edge/public: new']);
  expect(changes(at, without)).toEqual(['requests to www.example.com at gateway edge/public: gone']);
  expect(TrafficDifferences.between(simulationOf(SHOP), simulationOf('')).toText()).toBe('requests to shop.shop:80: gone\nrequests to shop.shop:81: gone');
});

test('hosts of service entries have their own name, and those with a star nobody calls', () => {
  const entry = (resolution: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: api, namespace: shop}
spec: {hosts: [api.example.com, "*.wild.example.com"], ports: [{number: 80, name: http, protocol: HTTP}], resolution: ${resolution}}
`;
  expect(TrafficDifferences.between(simulationOf(''), simulationOf(entry('NONE'))).toText()).toBe('requests to api.example.com: new');
});
