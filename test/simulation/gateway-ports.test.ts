import { Caller } from '../../src/simulation/caller';
import { simulationOf } from '../support/mesh';

const gateway = (name: string, servers: string, more = 'selector: {istio: ingress}, ') => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: edge}
spec: {${more}servers: [${servers}]}
`;

const rule = (name: string, gateways: string, spec: string, hosts = '["*.example.com"]') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: edge}
spec: {hosts: ${hosts}, gateways: [${gateways}], ${spec}}
`;

const HTTP = (port: number, hosts = '["*"]', more = '') => `{port: {number: ${port}, name: http-${port}, protocol: HTTP}, hosts: ${hosts}${more}}`;
const HTTPS = (port: number, hosts: string, more = '') => `{port: {number: ${port}, name: https-${port}, protocol: HTTPS}, hosts: ${hosts}, tls: {mode: SIMPLE, credentialName: a}${more}}`;
const TCP = (port: number, more = '') => `{port: {number: ${port}, name: tcp-${port}, protocol: TCP}, hosts: ["*"]${more}}`;

const OK = 'http: [{directResponse: {status: 200}}]';

const BACKEND = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: db, namespace: edge}
spec: {hosts: [db.example.org], ports: [{number: 5432, name: tcp, protocol: TCP}], resolution: STATIC, endpoints: [{address: 10.2.0.1}]}
`;

const TO_DB = 'route: [{destination: {host: db.example.org, port: {number: 5432}}}]';

function ask(yaml: string[], request: { port: number; scheme?: string; host?: string }, name = 'edge/a') {
  return simulationOf(yaml.join('---')).ask({ host: 'www.example.com', ...request, caller: Caller.gateway(name) });
}

test('a port that no server opens is closed, and servers that are left out are named with the reason', () => {
  const yaml = [gateway('a', HTTP(8080)), gateway('b', TCP(8080))];
  expect(ask(yaml, { port: 9090 }).explain()).toContain('no Gateway for these pods opens port 9090');
  expect(ask(yaml, { port: 9090 }).explain()).toContain('a server of Gateway edge/b is left out: Gateway edge/a speaks HTTP at the port already');
});

test('plain servers of several Gateways for the same pods share a port', () => {
  const yaml = [gateway('a', HTTP(8080, '["a.example.com"]')), gateway('b', HTTP(8080, '["b.example.com"]')), rule('r', 'edge/a, edge/b', OK)];
  expect(['a.example.com', 'b.example.com', 'c.example.com'].map((host) => ask(yaml, { port: 8080, host }).outcomes[0].status)).toEqual([200, 200, 404]);
});

test('a Gateway for other pods opens nothing', () => {
  const yaml = [gateway('a', HTTP(8080)), gateway('b', HTTP(9090), 'selector: {istio: egress}, ')];
  expect(ask(yaml, { port: 9090 }).explain()).toContain('opens port 9090');
});

test('a Gateway without a selector is for all pods', () => {
  const yaml = [gateway('a', HTTP(8080)), gateway('b', HTTP(9090), ''), rule('r', 'edge/b', OK)];
  expect(ask(yaml, { port: 9090 }).outcomes[0].status).toBe(200);
});

test('a host with TLS belongs to the first Gateway that has it at a port', () => {
  const yaml = [gateway('a', HTTPS(443, '["www.example.com"]')), gateway('b', HTTPS(443, '["www.example.com", "b.example.com"]')), rule('r', 'edge/a, edge/b', OK)];
  expect(ask(yaml, { port: 443, scheme: 'https' }).outcomes[0].status).toBe(200);
  const refused = ask(yaml, { port: 443, scheme: 'https', host: 'b.example.com' });
  expect(refused.explain()).toContain('a server of Gateway edge/b is left out: Gateway edge/a has one of its hosts at the port already');
});

test('several servers with TLS at one port are told apart by the server name', () => {
  const yaml = [gateway('a', `${HTTPS(443, '["a.example.com"]')}, ${HTTPS(443, '["*.example.com"]').replace('https-443', 'https-rest')}`), rule('r', 'edge/a', OK)];
  expect(['a.example.com', 'b.example.com'].map((host) => ask(yaml, { port: 443, scheme: 'https', host }).outcomes[0].status)).toEqual([200, 200]);
  expect(ask(yaml, { port: 443, scheme: 'https', host: 'other.org' }).explain()).toContain('no server at port 443 is for the server name other.org');
});

test('a server that passes TLS on follows the rules for TLS', () => {
  const server = '{port: {number: 443, name: tls, protocol: TLS}, hosts: ["*.example.com"], tls: {mode: PASSTHROUGH}}';
  const yaml = [BACKEND, gateway('a', server), rule('r', 'edge/a', `tls: [{match: [{sniHosts: ["www.example.com"]}], ${TO_DB}}]`)];
  expect(ask(yaml, { port: 443, scheme: 'tls' }).outcomes[0].cluster).toBe('outbound|5432||db.example.org');
  expect(ask(yaml, { port: 443, scheme: 'tls', host: 'b.example.com' }).explain()).toContain('no server at port 443 is for the server name b.example.com');
});

test('a server that ends TLS without HTTP follows the rules for TCP', () => {
  const server = '{port: {number: 443, name: tls, protocol: TLS}, hosts: ["*.example.com"], tls: {mode: SIMPLE, credentialName: a}}';
  const tcp = (match: string) => [BACKEND, gateway('a', server), rule('r', 'edge/a', `tcp: [{${match}${TO_DB}}]`)];
  expect(ask(tcp(''), { port: 443, scheme: 'tls' }).outcomes[0].cluster).toBe('outbound|5432||db.example.org');
  expect(ask(tcp('match: [{port: 443}], '), { port: 443, scheme: 'tls' }).outcomes[0].cluster).toBe('outbound|5432||db.example.org');
  expect(ask(tcp('match: [{port: 444}], '), { port: 443, scheme: 'tls' }).explain()).toContain('no server at port 443');
});

test('a server of TCP follows the rules for TCP, and without one closes connections', () => {
  const yaml = [BACKEND, gateway('a', TCP(5432))];
  expect(ask([...yaml, rule('r', 'edge/a', `tcp: [{${TO_DB}}]`, '["*"]')], { port: 5432, scheme: 'tcp' }).outcomes[0].cluster).toBe('outbound|5432||db.example.org');
  expect(ask(yaml, { port: 5432, scheme: 'tcp' }).explain()).toContain('no rule for TCP of a VirtualService is for this server');
});

test('a server that redirects to HTTPS answers plain requests to its hosts with 301, and knows no others', () => {
  const yaml = [gateway('a', HTTP(80, '["*.example.com"]', ', tls: {httpsRedirect: true}')), rule('r', 'edge/a', OK)];
  expect(ask(yaml, { port: 80 }).outcomes[0]).toMatchObject({ kind: 'redirect', status: 301, location: 'https://www.example.com/' });
  expect(ask(yaml, { port: 80, host: 'other.org' }).outcomes[0].status).toBe(404);
});

const pods = (labels: string, containers = '[{name: proxy, ports: [{name: web, containerPort: 8080}]}]') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress, namespace: edge}
spec: {selector: {matchLabels: {istio: ingress}}, template: {metadata: {labels: ${labels}}, spec: {containers: ${containers}}}}
`;

const front = (spec: string) => `
apiVersion: v1
kind: Service
metadata: {name: ingress, namespace: edge}
spec: ${spec}
`;

test.each([
  ['{selector: {istio: ingress}, ports: [{name: http, port: 80, targetPort: 8080}]}'],
  ['{selector: {istio: ingress}, ports: [{name: http, port: 80, targetPort: web}]}'],
])('the Service before a gateway leads from its port to the one where its pods listen, of which servers name the first: %s', (spec) => {
  const yaml = [pods('{istio: ingress}'), front(spec), gateway('a', HTTP(80)), rule('r', 'edge/a', OK)];
  expect(ask(yaml, { port: 80 }).outcomes[0].status).toBe(200);
  expect(ask(yaml, { port: 8080 }).outcomes[0].status).toBe(200);
});

test.each([
  ['of other pods', '{selector: {istio: egress}, ports: [{name: http, port: 80, targetPort: 8080}]}'],
  ['without a selector', '{ports: [{name: http, port: 80, targetPort: 8080}]}'],
  ['with an empty selector', '{selector: {}, ports: [{name: http, port: 80, targetPort: 8080}]}'],
  ['without a target port', '{selector: {istio: ingress}, ports: [{name: http, port: 80}]}'],
  ['to a port that no pod has', '{selector: {istio: ingress}, ports: [{name: http, port: 80, targetPort: none}]}'],
])('a Service %s changes no port', (_, spec) => {
  const yaml = [pods('{istio: ingress}'), front(spec), gateway('a', HTTP(80)), rule('r', 'edge/a', OK)];
  expect(ask(yaml, { port: 80 }).outcomes[0].status).toBe(200);
  expect(ask(yaml, { port: 8080 }).explain()).toContain('opens port 8080');
});

test('servers for other addresses do not share a port with one for all addresses', () => {
  const yaml = [gateway('a', HTTP(8080, '["*"]', ', bind: 10.0.0.1')), gateway('b', HTTP(8080)), rule('a', 'edge/a', OK), rule('b', 'edge/b', 'http: [{directResponse: {status: 201}}]')];
  expect(ask(yaml, { port: 8080 }).outcomes[0].status).toBe(201);
});

test('servers with TLS for one address are reached where none is for all', () => {
  const yaml = [gateway('a', `${HTTPS(443, '["a.example.com"]', ', bind: 10.0.0.1')}, ${HTTP(443, '["*"]', ', bind: 10.0.0.1').replace('http-443', 'http')}`), rule('r', 'edge/a', OK)];
  expect(ask(yaml, { port: 443, scheme: 'https', host: 'a.example.com' }).outcomes[0].status).toBe(200);
});

test('a second server of one name with HTTPS at a port is left out', () => {
  const yaml = [gateway('a', `${HTTPS(443, '["a.example.com"]')}, ${HTTPS(443, '["b.example.com"]')}`), rule('r', 'edge/a', OK)];
  expect(ask(yaml, { port: 443, scheme: 'https', host: 'b.example.com' }).explain()).toContain('is left out: the port has its name already');
});

test.each([
  ['public', 'edge'], ['./public', 'edge'], ['edge/public', 'other'], ['public.edge', 'other'], ['public.edge.svc.cluster.local', 'other'],
])('a rule names its gateway as %s from the namespace %s', (name, namespace) => {
  const yaml = [gateway('public', HTTP(80)), rule('r', name, OK).replace('namespace: edge', `namespace: ${namespace}`)];
  expect(ask(yaml, { port: 80 }, 'edge/public').outcomes[0].status).toBe(200);
});
