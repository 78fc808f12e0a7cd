import { Caller } from '../../src/simulation/caller';
import { simulationOf } from '../support/mesh';

const service = (name: string, spec: string) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
`;

const entry = (spec: string, name = 'entry') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
`;

const rule = (kind: string, spec: string, name = 'rule') => `
apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
`;

const pod = (labels: string, spec = '{containers: [{name: app, ports: [{name: web, containerPort: 8080}]}]}', more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: shop}
spec: {${more}selector: {matchLabels: ${labels}}, template: {metadata: {labels: ${labels}}, spec: ${spec}}}
`;

function ask(yaml: string[], host = 'shop', request: { port?: number; scheme?: string } = {}) {
  return simulationOf(yaml.join('---')).ask({ host, caller: Caller.pod('shop'), ...request });
}

const HTTP = 'ports: [{name: http, port: 80}]';

test.each([
  ['a pod has the labels', [pod('{app: shop}')], '{selector: {app: shop}, ports: [{name: http, port: 80}]}', 'pods with app=shop'],
  ['a container has the port of that name', [pod('{app: shop}')], '{selector: {app: shop}, ports: [{name: http, port: 80, targetPort: web}]}', 'pods with app=shop'],
  ['a workload entry has the labels', [rule('WorkloadEntry', '{address: 10.1.0.1, labels: {app: shop}}')], '{selector: {app: shop}, ports: [{name: http, port: 80}]}', 'pods with app=shop'],
])('requests reach something behind a Service if %s', (_, behind, spec, text) => {
  const answer = ask([...behind, service('shop', spec)]);
  expect(answer.outcomes[0].kind).toBe('forward');
  expect(answer.explain()).toContain(text);
});

test.each([
  ['no pod has the labels', [pod('{app: other}')], '{selector: {app: shop}, ports: [{name: http, port: 80}]}', 'no pod in the namespace shop has app=shop, as the Service of shop.shop.svc.cluster.local asks'],
  ['the pods have no replicas', [pod('{app: shop}', '{}', 'replicas: 0, ')], '{selector: {app: shop}, ports: [{name: http, port: 80}]}', 'no pod in the namespace shop has app=shop'],
  ['no container has the port of that name', [pod('{app: shop}')], '{selector: {app: shop}, ports: [{name: http, port: 80, targetPort: admin}]}', 'no pod in the namespace shop has app=shop'],
  ['a workload entry has other labels', [rule('WorkloadEntry', '{address: 10.1.0.1, labels: {app: other}}')], '{selector: {app: shop}, ports: [{name: http, port: 80}]}', 'no pod'],
  ['nobody says what is behind it', [], '{ports: [{name: http, port: 80}]}', 'shop.shop.svc.cluster.local has no endpoint'],
])('Envoy answers 503 with UH where %s', (_, behind, spec, text) => {
  const answer = ask([...behind, service('shop', spec)]);
  expect(answer.outcomes).toMatchObject([{ kind: 'respond', status: 503, flag: 'UH' }]);
  expect(answer.explain()).toContain(text);
});

const slice = (ports: string, endpoints = '[{addresses: [10.1.0.1]}]') => `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: shop-1, namespace: shop, labels: {kubernetes.io/service-name: shop}}
addressType: IPv4
ports: ${ports}
endpoints: ${endpoints}
`;

const endpoints = (subsets: string) => `
apiVersion: v1
kind: Endpoints
metadata: {name: shop, namespace: shop}
subsets: ${subsets}
`;

test.each([
  ['a slice with the port', slice('[{name: http, port: 80}]'), 'forward'],
  ['a slice with a port without a name', slice('[{port: 80}]'), 'forward'],
  ['a slice with another port', slice('[{name: admin, port: 80}]'), 'respond'],
  ['a slice without addresses', slice('[{name: http, port: 80}]', '[]'), 'respond'],
  ['Endpoints with the port', endpoints('[{addresses: [{ip: 10.1.0.1}], ports: [{name: http, port: 80}]}]'), 'forward'],
  ['Endpoints without addresses', endpoints('[{notReadyAddresses: [{ip: 10.1.0.1}], ports: [{name: http, port: 80}]}]'), 'respond'],
  ['Endpoints of nothing', endpoints('[]'), 'respond'],
])('what is behind a Service without a selector is written down by hand: %s', (_, yaml, kind) => {
  expect(ask([service('shop', `{${HTTP}}`), yaml]).outcomes[0].kind).toBe(kind);
  expect(ask([service('shop', `{selector: {}, ${HTTP}}`), yaml]).outcomes[0].kind).toBe(kind);
});

test.each([
  ['STATIC', 'endpoints: [{address: 10.2.0.1}], ', 'forward', undefined],
  ['STATIC', '', 'respond', 'UH'],
  ['DNS', '', 'forward', undefined],
  ['DNS_ROUND_ROBIN', '', 'forward', undefined],
  ['NONE', '', 'forward', undefined],
  ['STATIC', 'workloadSelector: {labels: {app: shop}}, ', 'forward', undefined],
  ['STATIC', 'workloadSelector: {labels: {app: none}}, ', 'respond', 'UH'],
])('the endpoints of a service entry with resolution %s and %s', (resolution, more, kind, flag) => {
  const yaml = [pod('{app: shop}'), entry(`{hosts: [api.example.com], ${more}ports: [{number: 80, name: http, protocol: HTTP}], resolution: ${resolution}}`)];
  const [outcome] = ask(yaml, 'api.example.com', { port: 80 }).outcomes;
  expect([outcome.kind, outcome.flag]).toEqual([kind, flag]);
});

test('an entry of DNS whose pods are gone has no cluster', () => {
  const yaml = [entry('{hosts: [api.example.com], workloadSelector: {labels: {app: none}}, ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}')];
  const answer = ask(yaml, 'api.example.com', { port: 80 });
  expect(answer.outcomes[0].flag).toBe('NC');
  expect(answer.explain()).toContain('api.example.com has no endpoint');
});

const to = (destination: string) => rule('VirtualService', `{hosts: [shop], http: [{route: [{destination: ${destination}}]}]}`);
const SHOP = [pod('{app: shop, version: v1}'), service('shop', `{selector: {app: shop}, ${HTTP}}`)];
const policy = (spec: string) => rule('DestinationRule', spec);

test.each([
  ['{host: shop, port: {number: 81}}', [], 'shop.shop.svc.cluster.local has no port 81 (80)'],
  ['{host: empty, port: {number: 80}}', [service('empty', '{clusterIP: None}')], 'empty.shop.svc.cluster.local has no port 80 (it has none)'],
  ['{host: name}', [service('name', `{type: ExternalName, externalName: www.example.com, ${HTTP}}`)], 'Istio knows no host www.example.com'],
  ['{host: shop, subset: v9}', [policy('{host: shop, subsets: [{name: v1, labels: {version: v1}}]}')], 'DestinationRule shop/rule has no subset v9'],
  ['{host: shop, subset: v9}', [], 'no DestinationRule is for shop.shop.svc.cluster.local'],
  ['{host: shop, subset: v2}', [policy('{host: shop, subsets: [{name: v2, labels: {version: v2}}]}')], 'no pod behind shop.shop.svc.cluster.local has the labels of subset v2'],
  ['{host: api.example.com, subset: v2}', [
    entry('{hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, endpoints: [{address: a.example.com, labels: {version: v1}}]}'),
    policy('{host: api.example.com, subsets: [{name: v2, labels: {version: v2}}]}'),
  ], 'no pod behind api.example.com has the labels of subset v2'],
  ['{host: "*.example.com", subset: v2}', [
    entry('{hosts: ["*.example.com"], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DYNAMIC_DNS}'),
    policy('{host: "*.example.com", subsets: [{name: v2, labels: {version: v2}}]}'),
  ], '*.example.com is looked up at every request, and has no subsets'],
])('a destination that cannot be reached is named with the reason: %s', (destination, more, reason) => {
  const answer = ask([...SHOP, ...more, to(destination)]);
  expect(answer.outcomes).toMatchObject([{ kind: 'respond', status: 503 }]);
  expect(answer.explain()).toContain(reason);
});

test('a rule that leads to a port that a host does not have opens nothing to the pods of a Sidecar', () => {
  const sidecar = rule('Sidecar', '{egress: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["./shop.shop.svc.cluster.local"]}]}', 'narrow');
  const leading = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: far, namespace: shop}
spec: {hosts: [shop], http: [{match: [{sourceNamespace: bank}], route: [{destination: {host: far}}]}, {route: [{destination: {host: far, port: {number: 99}}}]}]}
`;
  const answer = ask([...SHOP, service('far', '{ports: [{name: http, port: 81}]}'), sidecar, leading]);
  expect(answer.outcomes).toMatchObject([{ kind: 'respond', status: 503, flag: 'NC' }]);
});

test.each(['PASSTHROUGH', 'ROUND_ROBIN'])('with the load balancer %s nobody asks what is behind a host if connections go where they were going', (simple) => {
  const yaml = [service('shop', `{selector: {app: none}, ${HTTP}}`), policy(`{host: shop, trafficPolicy: {loadBalancer: {simple: ${simple}}}, subsets: [{name: v1, labels: {version: v1}}]}`)];
  const kind = simple === 'PASSTHROUGH' ? 'forward' : 'respond';
  expect(ask(yaml).outcomes[0].kind).toBe(kind);
  expect(ask([...yaml, to('{host: shop, subset: v1}')]).outcomes[0].kind).toBe(kind);
});

test('a subset of a host that is called at its own addresses needs no pods', () => {
  const yaml = [entry('{hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: NONE}'),
    policy('{host: api.example.com, subsets: [{name: v2, labels: {version: v2}}]}'), ...SHOP, to('{host: api.example.com, subset: v2}')];
  expect(ask(yaml).outcomes).toMatchObject([{ kind: 'forward', subset: 'v2' }]);
});

test('an ExternalName Service is another name for the host that it leads to, if need be by way of another, and a circle leads nowhere', () => {
  const alias = (name: string, target: string) => service(name, `{type: ExternalName, externalName: ${target}, ${HTTP}}`);
  const yaml = [...SHOP, alias('one', 'two.shop.svc.cluster.local'), alias('two', 'shop.shop.svc.cluster.local'), alias('x', 'y.shop.svc.cluster.local'), alias('y', 'x.shop.svc.cluster.local')];
  expect(ask(yaml, 'two').virtualHost).toBe('shop.shop.svc.cluster.local:80');
  expect(ask(yaml, 'one').virtualHost).toBe('shop.shop.svc.cluster.local:80');
  expect(ask(yaml, 'x').outcomes[0].kind).toBe('passthrough');
});

test.each([
  ['{port: 80, name: http}', 'http'], ['{port: 80, name: grpc-web-x}', 'http'], ['{port: 80, name: other, appProtocol: http2}', 'http'],
  ['{port: 80, name: tcp, appProtocol: kubernetes.io/h2c}', 'http'], ['{port: 80, name: http, appProtocol: kubernetes.io/wss}', 'tcp'], ['{port: 80, name: tcp-http}', 'tcp'],
  ['{port: 3306, name: db}', 'tcp'], ['{port: 8080, name: db}', 'http'], ['{port: 80, name: http, appProtocol: tcp}', 'tcp'], ['{port: 80, name: http, protocol: UDP}', 'none'],
  ['{port: 80}', 'http'], ['{name: http}', 'none'],
])('the port %s speaks %s', (port, protocol) => {
  const number = Number(/port: (\d+)/.exec(port)?.[1] ?? 80);
  const yaml = [pod('{app: shop}'), service('shop', `{clusterIP: 10.0.0.1, selector: {app: shop}, ports: [${port}]}`), rule('VirtualService', '{hosts: [shop], http: [{directResponse: {status: 204}}]}')];
  const answer = ask(yaml, 'shop', { port: number });
  expect(answer.outcomes[0].status).toBe(protocol === 'http' ? 204 : undefined);
});

test('an entry is called by its addresses', () => {
  const yaml = [entry('{hosts: [db.example.com], addresses: [10.9.0.1/32, 10.8.0.0/16], ports: [{number: 5432, name: tcp, protocol: TCP}], resolution: STATIC, endpoints: [{address: 10.2.0.1}]}')];
  expect(ask(yaml, '10.9.0.1', { port: 5432, scheme: 'tcp' }).outcomes[0].cluster).toBe('outbound|5432||db.example.com');
});

test('a Service is called by each of its cluster addresses', () => {
  const yaml = [pod('{app: shop}'), service('shop', '{clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 10.0.0.2], selector: {app: shop}, ports: [{name: tcp, port: 9000}]}')];
  expect(['10.0.0.1', '10.0.0.2'].map((host) => ask(yaml, host, { port: 9000, scheme: 'tcp' }).outcomes[0].cluster)).toEqual(
    ['outbound|9000||shop.shop.svc.cluster.local', 'outbound|9000||shop.shop.svc.cluster.local'],
  );
});

test('pods of a headless Service are called by names before its own', () => {
  const yaml = [pod('{app: shop}'), service('shop', `{clusterIP: None, selector: {app: shop}, ${HTTP}}`)];
  expect(ask(yaml, 'shop-0.shop.shop.svc.cluster.local', { port: 80 }).virtualHost).toBe('shop.shop.svc.cluster.local:80');
  expect(ask(yaml, 'shop-0.shop', { port: 80 }).virtualHost).toBe('shop.shop.svc.cluster.local:80');
});

test('a host may be written with a dot at its end', () => {
  expect(ask(SHOP, 'shop.shop.svc.cluster.local.', { port: 80 }).virtualHost).toBe('shop.shop.svc.cluster.local:80');
});
