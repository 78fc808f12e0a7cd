import { Caller } from '../../src/simulation/caller';
import { simulationOf } from '../support/mesh';

const service = (name: string, namespace: string, more = '') => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}${more}}
spec: {clusterIP: None, ports: [{name: http, port: 80}, {name: http-more, port: 81}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ${name}-1, namespace: ${namespace}, labels: {kubernetes.io/service-name: ${name}}}
addressType: IPv4
ports: [{name: http, port: 80}, {name: http-more, port: 81}]
endpoints: [{addresses: [10.1.0.1]}]
`;

const MESH = [service('a', 'shop'), service('b', 'shop'), service('a', 'bank'), service('b', 'bank')].join('---');

const sidecar = (egress: string, more = '', namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: ${namespace}}
spec: {${more}egress: ${egress}}
`;

const rule = (name: string, namespace: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;

/** Which of the services are called as such, from pods of the shop. */
function called(yaml: string[], port = 80, labels: { [key: string]: string } = {}): string[] {
  const simulation = simulationOf([MESH, ...yaml].join('---'), 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}');
  return ['a.shop', 'b.shop', 'a.bank', 'b.bank'].filter((host) => (
    simulation.ask({ host: `${host}.svc.cluster.local`, port, caller: Caller.pod('shop', labels) }).virtualHost?.startsWith(`${host}.svc`)
  ));
}

test.each([
  ['[{hosts: ["*/*"]}]', ['a.shop', 'b.shop', 'a.bank', 'b.bank']],
  ['[]', ['a.shop', 'b.shop', 'a.bank', 'b.bank']],
  ['[{hosts: ["./*"]}]', ['a.shop', 'b.shop']],
  ['[{hosts: ["shop/*"]}]', ['a.shop', 'b.shop']],
  ['[{hosts: ["bank/a.bank.svc.cluster.local"]}]', ['a.bank']],
  ['[{hosts: ["*/a.shop.svc.cluster.local"]}]', ['a.shop']],
  ['[{hosts: ["*/*.bank.svc.cluster.local"]}]', ['a.bank', 'b.bank']],
  ['[{hosts: ["./a.shop.svc.cluster.local", "./b.shop.svc.cluster.local"]}]', ['a.shop', 'b.shop']],
  ['[{hosts: ["*/*", "~bank/b.bank.svc.cluster.local"]}]', ['a.shop', 'b.shop', 'a.bank']],
  ['[{hosts: ["*/*", "~*/*.bank.svc.cluster.local"]}]', ['a.shop', 'b.shop']],
  ['[{hosts: ["~/*"]}]', []],
  ['[{port: {number: 80, name: http, protocol: HTTP}, hosts: ["bank/*"]}, {hosts: ["./*"]}]', ['a.bank', 'b.bank']],
])('a Sidecar with egress %s lets pods call %s', (egress, expected) => {
  expect(called([sidecar(egress)])).toEqual(expected);
});

test('a listener for a port is for that port only, and the one without a port for all others', () => {
  const egress = '[{port: {number: 80, name: http, protocol: HTTP}, hosts: ["bank/*"]}, {hosts: ["./*"]}]';
  expect(called([sidecar(egress)], 81)).toEqual(['a.shop', 'b.shop']);
});

test('a Sidecar with a workload selector comes before that of its namespace, and that before the one of the root namespace', () => {
  const forWeb = sidecar('[{hosts: ["bank/*"]}]', 'workloadSelector: {labels: {app: web}}, ').replace('name: default', 'name: web');
  const ofShop = sidecar('[{hosts: ["./*"]}]');
  const ofMesh = sidecar('[{hosts: ["*/a.bank.svc.cluster.local"]}]', '', 'istio-system');
  expect(called([forWeb, ofShop, ofMesh], 80, { app: 'web' })).toEqual(['a.bank', 'b.bank']);
  expect(called([forWeb, ofShop, ofMesh])).toEqual(['a.shop', 'b.shop']);
  expect(called([forWeb, ofMesh])).toEqual(['a.bank']);
});

test.each([
  ['{mode: ALLOW_ANY}', 'passthrough'],
  ['{mode: REGISTRY_ONLY}', 'respond'],
  ['{}', 'respond'],
])('the outbound traffic policy %s of a Sidecar counts in place of that of the mesh', (policy, kind) => {
  const simulation = simulationOf([MESH, sidecar('[{hosts: ["./*"]}]', `outboundTrafficPolicy: ${policy}, `)].join('---'));
  expect(simulation.ask({ host: 'www.example.com', port: 80, caller: Caller.pod('shop') }).outcomes[0].kind).toBe(kind);
});

test.each([
  ['["./*"]', undefined],
  ['["./*", "bank/*"]', 'bank/all'],
  ['["*/*", "~bank/*"]', undefined],
  ['["*/*"]', 'bank/all'],
])('rules of another namespace count where the Sidecar imports their host: %s', (hosts, expected) => {
  const yaml = [MESH, rule('all', 'bank', '{hosts: ["*.shop.svc.cluster.local"], http: [{directResponse: {status: 204}}]}'), sidecar(`[{hosts: ${hosts}}]`)].join('---');
  expect(simulationOf(yaml).ask({ host: 'a.shop.svc.cluster.local', port: 80, caller: Caller.pod('shop') }).virtualService).toBe(expected);
});

const LED = ['http: [{route: [{destination: {host: a.bank.svc.cluster.local}}]}]', 'http: [{route: [{destination: {host: a.bank.svc.cluster.local, port: {number: 80}}}]}]',
  'http: [{match: [{sourceNamespace: shop}], route: [{destination: {host: a.bank.svc.cluster.local}}]}]'];

test.each(LED)('a rule that the pods see leads to a service that their Sidecar does not import: %s', (http) => {
  const yaml = [MESH, rule('a', 'shop', `{hosts: [a.shop.svc.cluster.local], ${http}}`), sidecar('[{hosts: ["./*"]}]')].join('---');
  const answer = simulationOf(yaml).ask({ host: 'a.shop.svc.cluster.local', port: 80, caller: Caller.pod('shop') });
  expect(answer.outcomes).toMatchObject([{ kind: 'forward', cluster: 'outbound|80||a.bank.svc.cluster.local' }]);
});

test('copies lead to a service as routes do', () => {
  const http = 'http: [{route: [{destination: {host: a.shop.svc.cluster.local}}], mirror: {host: a.bank.svc.cluster.local}, mirrors: [{destination: {host: b.bank.svc.cluster.local}}]}]';
  const yaml = [MESH, rule('a', 'shop', `{hosts: [a.shop.svc.cluster.local], ${http}}`), sidecar('[{hosts: ["./*"]}]')].join('---');
  const answer = simulationOf(yaml).ask({ host: 'a.shop.svc.cluster.local', port: 80, caller: Caller.pod('shop') });
  expect(answer.explain()).not.toContain('are lost');
});

test('a destination that nobody knows, or that is not exported to the caller, is named with that reason', () => {
  const hidden = service('secret', 'bank', ', annotations: {networking.istio.io/exportTo: "."}');
  const leading = (host: string) => rule('a', 'shop', `{hosts: [www.example.com], gateways: [mesh], http: [{route: [{destination: {host: ${host}}}]}]}`);
  const ask = (host: string) => simulationOf([MESH, hidden, leading(host)].join('---'))
    .ask({ host: 'www.example.com', port: 80, caller: Caller.pod('shop') }).explain();
  expect(ask('secret.bank.svc.cluster.local')).toContain('secret.bank.svc.cluster.local is not exported to the namespace shop');
  expect(ask('missing.bank.svc.cluster.local')).toContain('Istio knows no host missing.bank.svc.cluster.local');
});

test('of several services of one host, that of the own namespace is called, or else the one of Kubernetes', () => {
  const entry = (namespace: string, port: number) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: same-${port}, namespace: ${namespace}}
spec: {hosts: [a.bank.svc.cluster.local], ports: [{number: ${port}, name: http, protocol: HTTP}], resolution: STATIC, endpoints: [{address: 10.2.0.1}]}
`;
  const simulation = simulationOf([MESH, entry('shop', 80), entry('shop', 82), entry('other', 83)].join('---'), 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}');
  const kinds = (namespace: string) => [80, 81, 82, 83].map((port) => (
    simulation.ask({ host: 'a.bank.svc.cluster.local', port, caller: Caller.pod(namespace) }).outcomes[0].kind === 'forward'
  ));
  expect(kinds('shop')).toEqual([true, false, true, false]);
  expect(kinds('third')).toEqual([true, true, false, false]);
});
