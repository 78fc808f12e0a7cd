import { RouteTest } from '../../src/simulation/route-test';
import { simulationOf } from '../support/mesh';

const SHOP = `
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: shop}
spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: shop, namespace: shop}
subsets: [{addresses: [{ip: 10.1.0.1}], ports: [{name: http, port: 80}]}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: shop, namespace: shop}
spec: {host: shop, trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec:
  hosts: [shop]
  http:
  - {name: moved, match: [{uri: {exact: /old}}], redirect: {uri: /new, redirectCode: 308}}
  - {name: closed, match: [{uri: {exact: /closed}}], directResponse: {status: 410}}
  - {name: plain, match: [{uri: {exact: /plain}}], route: [{destination: {host: shop}}], retries: {attempts: 0}}
  - name: copied
    match: [{uri: {exact: /copied}}]
    route: [{destination: {host: shop, subset: v1}}]
    mirrors: [{destination: {host: shop}, percentage: {value: 25}}, {destination: {host: shop, subset: v2}}]
    rewrite: {uri: /, authority: shop.example.com}
    retries: {attempts: 3, perTryTimeout: 250ms, retryOn: 5xx}
  - {name: lost, match: [{uri: {exact: /lost}}], route: [{destination: {host: shop, subset: v1}, weight: 30}, {destination: {host: gone}, weight: 70}]}
  - name: broken
    match: [{uri: {exact: /broken}}]
    route: [{destination: {host: shop, subset: v1}}]
    fault: {abort: {httpStatus: 418, percentage: {value: 50}}}
    timeout: 1m
`;

function failures(path: string, expectation: string, more = ''): readonly string[] {
  const report = RouteTest.fromYaml(`tests: [{request: {host: shop, path: ${path}${more}}, expect: ${expectation}}, {request: {host: shop, path: /closed}, expect: {status: 410}}]`).run(simulationOf(SHOP));
  expect(report.problems).toEqual([]);
  return report.failures.map((failure) => failure.replace(/^.*?\): /, ''));
}

test.each([
  ['/old', '{status: 308, location: "http://shop/new", kind: redirect, rewrite: none, timeout: none, retries: none}'],
  ['/closed', '{status: 410, kind: respond, shares: {"410": 100}, virtualService: shop/shop, route: closed}'],
  ['/plain', '{version: shop, retries: none, mirror: none, flag: none}'],
  ['/plain', '{version: shop.shop.svc.cluster.local, shares: {shop: 100}}'],
  ['/plain', '{shares: {shop: 100, v1: 0}}'],
  ['/copied', '{version: v1, mirror: {shop: 25, v2: 100}, rewrite: /, authority: shop.example.com, retries: 3}'],
  ['/copied', '{retries: {attempts: 3, perTryTimeout: 0.25s, "on": 5xx}, timeout: none}'],
  ['/lost', '{shares: {v1: 30, "503": 70}, status: 503, flag: NC}'],
  ['/broken', '{shares: {v1: 50, "418": 50}, timeout: 60s, flag: FI}'],
  ['/broken', '{timeout: 60s}'],
  ['/unmatched', '{status: 404, flag: NR, virtualService: none, route: none}'],
])('what becomes of %s is as expected: %s', (path, expectation) => {
  expect(failures(path, expectation)).toEqual([]);
});

test('a host that nobody knows goes where the client called', () => {
  expect(failures('/', '{version: passthrough, kind: passthrough}', ', port: 81')).toEqual([]);
});

test.each([
  ['/closed', '{version: v1}', 'version: expected v1 100 %, found 410 100 %'],
  ['/plain', '{retries: 2}', 'retries: expected 2, found none'],
  ['/plain', '{retries: {attempts: 2}}', 'retries: expected attempts 2, found none'],
  ['/plain', '{mirror: {v2: 100}}', 'mirror: expected v2 100, found none'],
  ['/copied', '{mirror: none}', 'mirror: expected none, found shop.shop.svc.cluster.local 25, v2 100'],
  ['/plain', '{retries: {on: 5xx}}', 'retries: expected on 5xx, found none'],
  ['/copied', '{rewrite: none, authority: none}', 'rewrite: expected none, found /; authority: expected none, found shop.example.com'],
  ['/lost', '{kind: forward}', 'kind: expected forward, found forward, respond'],
  ['/broken', '{timeout: none}', 'timeout: expected none, found 60s'],
  ['/unmatched', '{virtualService: shop/shop}', 'virtualService: expected shop/shop, found none'],
])('a difference is said in the words of the test: %s %s', (path, expectation, difference) => {
  expect(failures(path, expectation)).toEqual([`shop${path} (routes:1): ${difference}`].map((one) => one.replace(/^.*?\): /, '')));
});

test.each([
  ['5', 'a request is a map'],
  ['{host: ""}', 'a request needs the host that is called'],
  ['{host: shop, port: 0}', 'the port must be a whole number from 1 to 65535, got 0'],
  ['{host: shop, port: 70000}', 'the port must be a whole number from 1 to 65535, got 70000'],
  ['{host: shop, port: "80"}', 'the port must be a whole number from 1 to 65535, got "80"'],
  ['{host: shop, method: 5}', 'the method must be a text, got 5'],
  ['{host: shop, headers: [a]}', 'the headers must be a map, got ["a"]'],
  ['{host: shop, headers: {a: 5}}', 'the header a must be a text, got 5'],
  ['{host: shop, claims: [a]}', 'the claims must be a map, got ["a"]'],
  ['{host: shop, claims: {group: 5}}', 'the claim group must be a text or a list of texts, got 5'],
  ['{host: shop, from: shop}', 'from must be a map with a namespace and labels, or with a gateway'],
  ['{host: shop, from: {namespace: 5}}', 'the namespace must be a text, got 5'],
  ['{host: shop, from: {labels: 5}}', 'the labels must be a map, got 5'],
  ['{host: shop, from: {gateway: 5}}', 'the gateway must be namespace/name, got 5'],
])('a request that is none is one problem: %s', (request, problem) => {
  const report = RouteTest.fromYaml(`tests: [{request: ${request}, expect: {route: plain}}]`).run(simulationOf(SHOP));
  expect(report.problems).toEqual([`routes:1: ${problem}`]);
});

test.each([
  ['{}'], ['{labels: {app: web}}'], ['{namespace: shop}'], ['{namespace: default, gateway: null}'], ['null'],
])('a caller is told by its namespace and its labels, each of which may be left out: %s', (from) => {
  expect(failures('/closed', '{status: 410}', `, from: ${from}`.replace('default', 'shop'))).toEqual(
    from === '{labels: {app: web}}' ? ['status: expected 410, found none'] : [],
  );
});

test('a failure in JUnit has what is special to XML escaped, and problems are errors of their file', () => {
  const yaml = 'tests: [{name: "<&>", request: {host: shop, path: /plain}, expect: {route: other}}, {request: {host: shop}}]';
  const junit = RouteTest.fromYaml(yaml).run(simulationOf(SHOP)).toJunit();
  expect(junit).toContain('name="&lt;&amp;&gt; (shop/plain)"');
  expect(junit).toContain('<error message="routes:1: a test says under expect what is to come of its request"/>');
  expect(junit).toContain('tests="2" failures="1" errors="1"');
});

test('without rules all of them are reached', () => {
  const report = RouteTest.fromYaml('tests: [{request: {host: shop}, expect: {kind: passthrough}}]').run(simulationOf(''));
  expect(report.coveragePercent).toBe(100);
});

test('rules at gateways and matches without a name are named by where they stand', () => {
  const yaml = `${SHOP}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: edge, namespace: shop}
spec: {hosts: [shop.example.com], gateways: [edge/public, mesh], http: [{match: [{uri: {prefix: /a}}], directResponse: {status: 200}}, {directResponse: {status: 404}}]}
`;
  const report = RouteTest.fromYaml('tests: [{request: {host: shop, path: /old}, expect: {route: moved}}]').run(simulationOf(yaml));
  expect(report.unreached).toEqual(expect.arrayContaining(['shop/edge http[0].match[0] at edge/public', 'shop/edge http[1] at edge/public', 'shop/shop http[1].match[0] closed']));
});
