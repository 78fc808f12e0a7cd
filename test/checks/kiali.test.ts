import { allRules } from '../../src/checks/catalogue';
import { Checks } from '../../src/checks/checks';
import {
  anyObject, authorizationPolicy, deployment, destinationRule, httpRule, jwtRule, peerAuthentication, requestAuthentication, service, serviceEntry,
  sidecar, together, virtualService,
} from '../../src/checks/examples';
import { KIALI_CODES } from '../../src/checks/kiali/kiali-codes';
import { explain } from '../../src/checks/output/rule-explanation';
import { Manifests } from '../../src/manifests/manifests';

function codes(...objects: string[]) {
  return Checks.run(Manifests.fromYaml(together(...objects))).findings.filter(({ origin }) => origin === 'kiali').map(({ code }) => code);
}

const IN = (namespace: string, yaml: string) => yaml.replaceAll('namespace: shop', `namespace: ${namespace}`);
const NAMESPACE = (name: string, labels = '{istio-injection: enabled}') => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels: ${labels}\n`;
const AMBIENT = NAMESPACE('shop', '{istio.io/dataplane-mode: ambient}');

describe('every code of Kiali', () => {
  test('leads to rules that there are', () => {
    const names = new Set(allRules().map(({ name }) => name));
    const missing = Object.values(KIALI_CODES).flatMap((code) => 'rules' in code ? code.rules : []).filter((name) => !names.has(name));
    expect(missing).toEqual([]);
  });

  test('that a rule has as its own is that of the rule', () => {
    const own = allRules().filter(({ origin }) => origin === 'kiali').map(({ name, code }) => [name, code]);
    expect(own.filter(([name, code]) => !JSON.stringify(KIALI_CODES[code]).includes(`"${name}"`))).toEqual([]);
    expect(own.length).toBeGreaterThan(15);
  });

  test('is explained by the rules that stand for it, or by why there is none', () => {
    expect(explain('KIA1107')).toMatch(/^KIA1107 of Kiali: a subset is not there\n\ndestination-subset-not-found \(IST0101, error, istio\)/);
    expect(explain('kia1105')).toMatch(/^KIA1105 of Kiali: .*\n\nversion-destination-twice \(KIA1105, warning, kiali\)/);
    expect(explain('KIA0401')).toBe('KIA0401 of Kiali: a DestinationRule with mutual TLS for the mesh is missing\nThere is no rule: clients open mutual TLS by themselves since Istio 1.5, without a DestinationRule.');
    expect(explain('destination-subset-not-found')).toContain('\nKiali: KIA1107\n');
    expect(explain('KIA9999')).toBeUndefined();
  });
});

describe('versions', () => {
  test('are not named twice, but for another port', () => {
    expect(codes(httpRule('route:\n- {destination: {host: reviews}, weight: 50}\n- {destination: {host: reviews.shop.svc.cluster.local}, weight: 50}'))).toEqual(['KIA1105']);
    expect(codes(httpRule('route:\n- {destination: {host: reviews, port: {number: 80}}, weight: 50}\n- {destination: {host: reviews, port: {number: 81}}, weight: 50}'))).toEqual([]);
  });

  test('are named twice where the headers that are set differ', () => {
    const entry = (value: string) => `- {destination: {host: reviews}, weight: 50, headers: {request: {set: {x-share: ${value}}}}}`;
    expect(codes(httpRule(`route:\n${entry('a')}\n${entry('b')}`))).toEqual([]);
    expect(codes(httpRule(`route:\n${entry('a')}\n${entry('a')}`))).toEqual(['KIA1105']);
  });

  test('of hosts that are no Service need no labels', () => {
    expect(codes(serviceEntry(''), destinationRule('host: api.example.com\nsubsets:\n- {name: v1}'))).toEqual([]);
  });

  test('of a Rollout get their label from its controller', () => {
    const rollout = deployment('reviews', '{app: reviews}').replace('apps/v1', 'argoproj.io/v1alpha1').replace('kind: Deployment', 'kind: Rollout');
    expect(codes(service(''), destinationRule('subsets:\n- {name: stable}'), rollout)).toEqual([]);
  });
});

describe('a Sidecar', () => {
  const EGRESS = (host: string) => sidecar(`egress:\n- hosts: ["${host}"]`);
  test.each([
    ['./*', []],
    ['*/reviews.shop.svc.cluster.local', []],
    ['*/ratings.shop.svc.cluster.local', ['KIA1004']],
    ['*/ratings.other.svc.cluster.local', []],
    ['*/declared.shop.svc.cluster.local', []],
    ['*/api.example.com', []],
    ['*/*.shop.svc.cluster.local', []],
    ['~/ratings.shop.svc.cluster.local', []],
  ])('lets out to %s', (host, expected) => {
    expect(codes(service(''), serviceEntry('hosts: [declared.shop.svc.cluster.local]'), EGRESS(host))).toEqual(expected);
  });

  test('has a selector in other namespaces than that of Istio', () => {
    expect(codes(sidecar('workloadSelector: {labels: {app: a}}\negress:\n- hosts: ["./*"]'))).toEqual([]);
  });
});

describe('policies of one namespace', () => {
  const APP = deployment('reviews', '{app: reviews}');
  const OF = (app: string, name: string) => peerAuthentication(`selector: {matchLabels: {app: ${app}}}\nmtls: {mode: STRICT}`, name);
  test.each([
    ['two for all pods', [peerAuthentication('', 'a'), peerAuthentication('', 'b')], ['KIA0002', 'KIA0002']],
    ['two for all pods of two namespaces', [peerAuthentication('', 'a'), IN('other', peerAuthentication('', 'b'))], []],
    ['two for the same pods', [APP, OF('reviews', 'a'), OF('reviews', 'b')], ['KIA0003', 'KIA0003']],
    ['two for the pods of the ingress gateway, which is not among the manifests',
      ['a', 'b'].map((name) => IN('istio-system', peerAuthentication('selector: {matchLabels: {istio: ingressgateway}}', name))), []],
    ['one for no pods', [APP, OF('ratings', 'a')], ['KIA0004']],
    ['one for pods of which nothing is known', [OF('ratings', 'a')], []],
    ['tokens for no pods', [APP, requestAuthentication('selector: {matchLabels: {app: ratings}}')], ['KIA0004']],
    ['one for all namespaces', [IN('istio-system', APP), IN('istio-system', OF('ratings', 'a'))], []],
  ])('%s', (_, objects, expected) => {
    expect(codes(...objects)).toEqual(expected);
  });
});

describe('an AuthorizationPolicy', () => {
  const RULE = (rule: string) => authorizationPolicy(`rules:\n- ${rule}`);
  const PRINCIPAL = (principal: string) => RULE(`from:\n  - source: {principals: ["${principal}"]}`);
  const PLAIN = peerAuthentication('mtls: {mode: DISABLE}');
  test.each([
    ['methods of gRPC', [RULE('to:\n  - operation: {methods: [/pkg.Service/Method], notMethods: [get]}')], ['KIA0102', 'KIA0102']],
    ['all methods, and one that few know', [RULE('to:\n  - operation: {methods: ["*", PURGE]}')], []],
    ['namespaces without mutual TLS', [PLAIN, RULE('from:\n  - source: {notNamespaces: [a]}')], ['KIA0105']],
    ['a condition without mutual TLS', [PLAIN, RULE('when:\n  - {key: source.principal, values: [a]}')], ['KIA0105']],
    ['addresses without mutual TLS', [PLAIN, RULE('from:\n  - source: {ipBlocks: [10.0.0.0/8]}\n  when:\n  - {key: source.ip, values: [10.0.0.1]}')], []],
    ['an account of pods', [deployment('web', '{app: web}').replace('    spec:\n', '    spec:\n      serviceAccountName: web\n'), PRINCIPAL('cluster.local/ns/shop/sa/web')], []],
    ['the account that pods have by default', [deployment('web', '{app: web}'), PRINCIPAL('cluster.local/ns/shop/sa/default')], []],
    ['an account that no pods have', [deployment('web', '{app: web}'), PRINCIPAL('cluster.local/ns/shop/sa/web')], ['KIA0106']],
    ['an account of a namespace of which nothing is known', [PRINCIPAL('cluster.local/ns/shop/sa/web')], []],
    ['an account of another mesh', [deployment('web', '{app: web}'), PRINCIPAL('other.mesh/ns/shop/sa/web')], []],
    ['accounts that begin alike', [deployment('web', '{app: web}'), PRINCIPAL('cluster.local/ns/shop/sa/w*')], []],
  ])('asks for %s', (_, objects, expected) => {
    expect(codes(...objects)).toEqual(expected);
  });
});

describe('a Service leads to', () => {
  const TO = (port: string) => service(`ports:\n- {name: http, port: 80, ${port}}`);
  const LISTENS = deployment('reviews', '{app: reviews}').replace('image: reviews}', 'image: reviews, ports: [{name: web, containerPort: 9080}]}');
  const SILENT = deployment('silent', '{app: reviews}');
  test.each([
    ['a name that some pods have', [TO('targetPort: web'), LISTENS, SILENT], []],
    ['a name that no pods have', [TO('targetPort: web'), SILENT], ['KIA0701']],
    ['a number that is declared', [TO('targetPort: 9080'), LISTENS], []],
    ['a number that is its own and not declared', [TO('protocol: TCP'), LISTENS], ['KIA0701']],
    ['a number, where nothing is declared', [TO('targetPort: 8080'), SILENT], []],
    ['a number in a text', [TO('targetPort: "8080"'), LISTENS], []],
    ['pods that are not known', [TO('targetPort: web')], []],
  ])('%s', (_, objects, expected) => {
    expect(codes(...objects)).toEqual(expected);
  });
});

test('an object is exported to namespaces of which something is known, where any Namespace is', () => {
  expect(codes(NAMESPACE('shop'), destinationRule('exportTo: [".", other]'))).toEqual(['KIA0005']);
  expect(codes(NAMESPACE('shop'), IN('other', service('')), virtualService('exportTo: [other]'))).toEqual([]);
  expect(codes(destinationRule('exportTo: [other]'))).toEqual([]);
});

describe('in ambient mode', () => {
  test.each([
    ['rules for connections need no target', [authorizationPolicy('rules:\n- to:\n  - operation: {ports: ["80"]}')], []],
    ['rules for tokens do', [authorizationPolicy('rules:\n- from:\n  - source: {requestPrincipals: ["*"]}')], ['KIA0110']],
    ['rules for headers do', [authorizationPolicy('rules:\n- when:\n  - {key: "request.headers[x]", values: [a]}')], ['KIA0110']],
    ['one target will do', [jwtRule('').replace('spec:\n', 'spec:\n  targetRef: {kind: Service, group: "", name: reviews}\n')], []],
    ['another namespace needs none', [IN('other', jwtRule(''))], []],
    ['a VirtualService beside its service is at its place', [virtualService('')], []],
    ['a VirtualService in the namespace of the waypoint is at its place',
      [service('').replace('  namespace: shop\n', '  namespace: shop\n  labels: {istio.io/use-waypoint-namespace: web}\n'), IN('web', virtualService('hosts: [reviews.shop.svc.cluster.local]'))], []],
    ['a VirtualService for a service that is not is at its place', [IN('other', virtualService('hosts: [www.example.com]'))], []],
  ])('%s', (_, objects, expected) => {
    expect(codes(AMBIENT, service(''), ...objects)).toEqual(expected);
  });
});

test('a WasmPlugin for a Service is at its place in ambient mode', () => {
  expect(codes(AMBIENT, anyObject('extensions.istio.io/v1alpha1', 'WasmPlugin', 'filter', 'url: oci://a'))).toEqual(['KIA1116']);
});
