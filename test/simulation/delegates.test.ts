import { Caller } from '../../src/simulation/caller';
import type { SimulatedRequest } from '../../src/simulation/simulated-request';
import { simulationOf } from '../support/mesh';

const SHOP = `
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: shop}
spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}, {name: http-more, port: 81}]}
`;

function status(rootMatch: string, leafMatch: string, request: Omit<SimulatedRequest, 'caller' | 'host' | 'port'> = {},
  labels: { [key: string]: string } = {}): number | undefined {
  const yaml = `${SHOP}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: root, namespace: shop}
spec: {hosts: [shop], http: [{${rootMatch}delegate: {name: leaf, namespace: bank}}, {directResponse: {status: 404}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: leaf, namespace: bank}
spec: {http: [{${leafMatch}directResponse: {status: 200}}]}
`;
  return simulationOf(yaml).ask({ host: 'shop', caller: Caller.pod('shop', labels), port: 80, ...request }).outcomes[0].status;
}

const all = (match: string) => `match: [${match}], `;

test.each([
  ['', '', {}],
  [all('{uri: {prefix: /a}}'), '', { path: '/a' }],
  ['', all('{uri: {prefix: /a}}'), { path: '/a' }],
  [all('{uri: {prefix: /a}}'), all('{uri: {prefix: /a/b}}'), { path: '/a/b' }],
  [all('{uri: {prefix: /a}}'), all('{uri: {exact: /a/b}}'), { path: '/a/b' }],
  [all('{uri: {exact: /a}}'), all('{uri: {exact: /a}}'), { path: '/a' }],
  [all('{uri: {prefix: /a}}'), all('{method: {exact: POST}}'), { path: '/a', method: 'POST' }],
  [all('{headers: {x-a: {exact: b}}}'), all('{headers: {x-c: {exact: d}}}'), { headers: { 'x-a': 'b', 'x-c': 'd' } }],
  [all('{headers: {x-a: {prefix: b}}}'), all('{headers: {x-a: {exact: bc}}}'), { headers: { 'x-a': 'bc' } }],
  [all('{port: 80}'), all('{uri: {prefix: /}}'), {}],
  [all('{port: 80}'), all('{port: 80}'), {}],
  [all('{sourceNamespace: shop}'), all('{sourceNamespace: shop}'), {}],
  [all('{uri: {prefix: /}}'), all('{sourceNamespace: shop}'), {}],
  [all('{gateways: [mesh, edge/public]}'), all('{gateways: [mesh]}'), {}],
  [all('{gateways: [mesh]}'), all('{uri: {prefix: /}}'), {}],
])('a delegate takes what both its match and that of the root ask for: %s%s', (root, leaf, request) => {
  expect(status(root, leaf, request)).toBe(200);
});

test.each([
  [all('{uri: {prefix: /a}}'), all('{uri: {prefix: /b}}'), { path: '/b' }],
  [all('{uri: {prefix: /a/b}}'), all('{uri: {prefix: /a}}'), { path: '/a/b' }],
  [all('{uri: {exact: /a}}'), all('{uri: {prefix: /a}}'), { path: '/a' }],
  [all('{uri: {exact: /a}}'), all('{uri: {exact: /b}}'), { path: '/a' }],
  [all('{uri: {regex: "/a"}}'), all('{uri: {exact: /a}}'), { path: '/a' }],
  [all('{uri: {prefix: /a}}'), all('{uri: {regex: "/a"}}'), { path: '/a' }],
  [all('{headers: {x-a: {}}}'), all('{headers: {x-a: {exact: b}}}'), { headers: { 'x-a': 'b' } }],
  [all('{uri: {prefix: /a}}'), all('{uri: {prefix: /a}, ignoreUriCase: true}'), { path: '/a' }],
  [all('{port: 80}'), all('{port: 81}'), {}],
  [all('{sourceNamespace: shop}'), all('{uri: {prefix: /}}'), {}],
  [all('{sourceNamespace: shop}'), all('{sourceNamespace: bank}'), {}],
  [all('{gateways: [mesh]}'), all('{gateways: [mesh, edge/public]}'), {}],
  [all('{gateways: [mesh, edge/public]}'), all('{gateways: [edge/other]}'), {}],
])('a delegate whose match contradicts that of the root takes nothing: %s%s', (root, leaf, request) => {
  expect(status(root, leaf, request)).toBe(404);
});

test('labels of callers are joined, where both do not ask for another value', () => {
  const root = all('{sourceLabels: {app: web}}');
  expect(status(root, all('{sourceLabels: {app: web, version: v1}}'), {}, { app: 'web', version: 'v1' })).toBe(200);
  expect(status(root, all('{sourceLabels: {version: v1}}'), {}, { app: 'web' })).toBe(404);
  expect(status(root, all('{sourceLabels: {app: api}}'), {}, { app: 'api' })).toBe(404);
});

test('a delegate that is not exported to the root, or is not there, takes nothing', () => {
  const yaml = (exportTo: string, name: string) => `${SHOP}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: root, namespace: shop}
spec: {hosts: [shop], http: [{delegate: {name: ${name}, namespace: bank}}, {directResponse: {status: 404}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: leaf, namespace: bank}
spec: {exportTo: ["${exportTo}"], http: [{directResponse: {status: 200}}]}
`;
  const asked = (exportTo: string, name: string) => simulationOf(yaml(exportTo, name)).ask({ host: 'shop' }).outcomes[0].status;
  expect([asked('*', 'leaf'), asked('.', 'leaf'), asked('*', 'other')]).toEqual([200, 404, 404]);
});
