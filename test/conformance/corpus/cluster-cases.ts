import {
  anyObject, authorizationPolicy, deployment, destinationRule, gateway, gatewayServer, serviceEntry, service, sidecar, telemetry, together,
  virtualService,
} from '../../../src/checks/examples';

const IN_ISTIO = (yaml: string) => yaml.replaceAll('namespace: shop', 'namespace: istio-system');
const WITH = (metadata: string, yaml: string) => yaml.replace(/^metadata:$/m, `metadata:\n  ${metadata}`);
const NAMESPACE = (name: string, labels: string) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels: ${labels}\n`;
const INGRESS = (ports: string) => IN_ISTIO(service(`selector: {istio: ingressgateway}\nports:\n${ports}`, 'ingress'));
const LISTENS = (...ports: number[]) => gateway(`servers:\n${ports.map((port) => `- port: {number: ${port}, name: http-${port}, protocol: HTTP}\n  hosts: ["*"]`).join('\n')}`);
const AT_80 = (...hosts: string[]) => gateway(`servers:\n${hosts.map((host) => `- port: {number: 80, name: http, protocol: HTTP}\n  hosts: [${host && `${host}.example.com`}]`).join('\n')}`);
const TO = (host: string, more = '') => virtualService(`http:\n- route:\n  - destination: {host: ${host}${more}}`);
const INJECTED = '{app: reviews, sidecar.istio.io/inject: "true"}';
const PORT = (name: string, port: string) => service(`selector: {app: reviews}\nports:\n- {name: http, ${port}}`, name);
const SELECTED = authorizationPolicy('selector: {matchLabels: {app: reviews}}\nrules: [{}]');
const WITH_CONTAINER = (container: string) => deployment('reviews', '{app: reviews}').replace('- {name: app, image: reviews}', `- ${container}`);
const AMBIENT_PODS = deployment('reviews', '{app: reviews}').replace('    labels:', '    annotations: {ambient.istio.io/redirection: enabled}\n      labels:');
const SECRET = (data: string) => IN_ISTIO(anyObject('v1', 'Secret', 'www', '')).replace('spec: {}', `data: ${data}`);
const TLS = (credential: string) => gatewayServer(`tls: {mode: SIMPLE, credentialName: ${credential}}`);
const FOR_APP = '{labels: {app: reviews}}';

/** Clusters in which the analyzers find something by what several objects say together. */
export const CLUSTER_CASES: { readonly [name: string]: string } = {
  'a gateway at ports that a Service leads to by number': together(LISTENS(8080, 81, 9999), INGRESS('- {name: http, port: 81, targetPort: 8080}')),
  'a gateway at ports that a Service leads to by a number in a text': together(LISTENS(8080, 81), INGRESS('- {name: http, port: 81, targetPort: "8080"}')),
  'a gateway at a port that a Service leads to by name': together(LISTENS(8080, 81), INGRESS('- {name: http, port: 81, targetPort: web}')),
  'a gateway at a port of a Service without a target': together(LISTENS(81), INGRESS('- {name: http, port: 81, protocol: TCP}')),
  'a gateway at a port of UDP': together(LISTENS(81), INGRESS('- {name: http, port: 81, protocol: UDP}')),
  'a gateway at a port of a Service for other pods': together(LISTENS(81), IN_ISTIO(service('ports:\n- {name: http, port: 81}'))),
  'a gateway at a port of a Service for all pods': together(LISTENS(81), IN_ISTIO(service('ports:\n- {name: http, port: 81}').replace(/^ {2}selector.*\n/m, ''))),
  'a gateway beside a Service whose port has no number': together(LISTENS(81), INGRESS('- {name: http}')),
  'a gateway at pods of its own': together(gateway('selector: {app: reviews}'), service('ports:\n- {name: http, port: 80, targetPort: 8080}'), deployment('reviews', '{app: reviews}')),
  'a gateway at a port without a number': gateway('servers:\n- port: {name: http, protocol: HTTP}\n  hosts: ["*"]'),
  'a gateway without servers': gateway('servers: []'),
  'a gateway without servers beside one with the same pods': together(gateway('servers: []'), gateway('', 'other')),
  'gateways without servers': together(gateway('servers: []'), gateway('servers: []', 'other')),
  'a gateway for a label that is null': gateway('selector: {istio: null}'),
  'a gateway without servers beside one with other pods': together(gateway('servers: []'), gateway('selector: {app: reviews}', 'other'), deployment('reviews', '{app: reviews}')),
  'gateways of which one selects fewer pods': together(gateway('selector: {istio: ingressgateway}'), gateway('selector: {app: reviews, istio: ingressgateway}', 'other')),
  'gateways of which one selects fewer pods, which are there': together(gateway('selector: {istio: ingressgateway}'), gateway('selector: {app: reviews, istio: ingressgateway}', 'other'),
    deployment('reviews', '{app: reviews, istio: ingressgateway}')),
  'gateways of which the first selects fewer pods, which are there': together(gateway('selector: {app: reviews, istio: ingressgateway}', 'first'), gateway('selector: {istio: ingressgateway}'),
    deployment('reviews', '{app: reviews, istio: ingressgateway}')),
  'gateways for all pods': together(gateway('selector: {}'), gateway('selector: {}', 'other')),
  ...Object.fromEntries([['a', 'b', 'a'], ['a', 'b', 'b'], ['a', 'a', 'c'], ['a', 'a', ''], ['a', 'b', '']].map(([first, second, other]) => (
    [`gateways of which one serves ${first} and ${second} at a port, and one ${other || 'nothing'}`, together(AT_80(first, second), AT_80(other).replace('name: public', 'name: other'))]
  ))),
  'a gateway at a Pod of the ingress gateway with more labels': together(gateway('selector: {istio: ingressgateway, type: internal}\nservers:\n- port: {number: 443, name: https, protocol: HTTP}\n  hosts: ["*"]'),
    IN_ISTIO(WITH('labels: {istio: ingressgateway, type: internal}', anyObject('v1', 'Pod', 'ingress', 'containers: [{name: istio-proxy, image: proxy}]')))),
  'an entry that has been given addresses': `${serviceEntry('ports:\n- {number: 5432, name: tcp, protocol: TCP}')}status:\n  addresses:\n  - {host: api.example.com, value: 240.240.0.1}\n`,
  'subsets by the region, the zone and the name of a node': together(service(''), destinationRule(`subsets:
- {name: region, labels: {topology.kubernetes.io/region: eu}}
- {name: zone, labels: {app: reviews, topology.kubernetes.io/zone: eu-1}}
- {name: node, labels: {kubernetes.io/hostname: one}}
- {name: other, labels: {topology.kubernetes.io/region: us}}
- {name: host, labels: {kubernetes.io/hostname: two}}`),
  WITH('labels: {app: reviews}', anyObject('v1', 'Pod', 'reviews', 'nodeName: one\ncontainers: [{name: app, image: reviews}]')),
  'apiVersion: v1\nkind: Node\nmetadata:\n  name: one\n  labels: {topology.kubernetes.io/region: eu, topology.kubernetes.io/zone: eu-1, kubernetes.io/hostname: two}\n'),
  'gateways with other addresses': together(gatewayServer('bind: 10.0.0.1').replace('HTTPS', 'HTTP'), gateway('servers:\n- port: {number: 443, name: http, protocol: HTTP}\n  hosts: [www.example.com]', 'other')),
  'gateways with one certificate and other pods': together(TLS('www'), TLS('www').replace('name: public', 'name: other').replace('www.example.com', 'b.example.com').replace('istio: ingressgateway', 'app: reviews')),
  'gateways with a certificate in files without a key': together(...['a', 'b'].map((name) => gatewayServer('tls: {mode: SIMPLE, serverCertificate: /c}').replace('name: public', `name: ${name}`))),
  'a credential of another namespace': TLS('other/www'),
  'a credential whose namespace is written': together(TLS('istio-system/www'), SECRET('{tls.crt: "", tls.key: ""}')),
  'a credential with a certificate that nobody can read': together(TLS('www'), SECRET('{tls.crt: YQ==, tls.key: YQ==}')),
  'a credential with a certificate and no key': together(TLS('www'), SECRET('{tls.crt: YQ==}')),
  'a credential by the names of other Secrets': together(TLS('www'), SECRET('{cert: YQ==, key: YQ==}')),
  'a route to a host of a wildcard': together(TO('a.example.com'), serviceEntry('hosts: ["*.example.com"]')),
  'a route to a wildcard itself': together(TO('"*.example.com"'), serviceEntry('hosts: ["*.example.com"]')),
  'a route to a host of no wildcard': together(TO('a.example.org'), serviceEntry('hosts: ["*.example.com"]')),
  'a route to a host of a wildcard of its namespace': together(TO('a.example.com'), serviceEntry('hosts: ["*.example.com"]\nexportTo: ["."]')),
  'a route to a host of a wildcard of another namespace': together(TO('a.example.com'), serviceEntry('hosts: ["*.example.com"]\nexportTo: [other]')),
  'a route to a host without ports': together(TO('a.example.com', ', port: {number: 80}'), serviceEntry('hosts: [a.example.com]\nports: []')),
  'a route to a port of an entry without a number': together(TO('a.example.com', ', port: {number: 80}'), serviceEntry('hosts: [a.example.com]\nports:\n- {name: tcp, protocol: TCP}')),
  'a route to a Service without ports': together(TO('reviews', ', port: {number: 80}'), service('ports: []')),
  'a route to a Service whose port has no number': together(TO('reviews', ', port: {number: 80}'), service('ports:\n- {name: http}')),
  'a route to a Service of its namespace alone': together(TO('reviews'), WITH('annotations: {networking.istio.io/exportTo: .}', service(''))),
  'a route to a Service of another namespace alone': together(TO('reviews'), WITH('annotations: {networking.istio.io/exportTo: other}', service(''))),
  'a route to a Service of several namespaces': together(TO('reviews'), WITH('annotations: {networking.istio.io/exportTo: "other, shop"}', service(''))),
  'a route to a Service of all namespaces': together(TO('reviews'), WITH('annotations: {networking.istio.io/exportTo: "*"}', service(''))),
  'a route to a subset of a host in full': together(TO('reviews.shop.svc.cluster.local', ', subset: v1'), service(''), destinationRule('host: reviews\nsubsets:\n- {name: v1, labels: {version: v1}}')),
  'a route to a subset of a Pod': together(TO('reviews', ', subset: v1'), service(''), destinationRule('host: reviews\nsubsets:\n- {name: v1, labels: {version: v1}}'),
    WITH('labels: {app: reviews, version: v1}', anyObject('v1', 'Pod', 'reviews', 'containers: [{name: app, image: reviews}]'))),
  'a policy for pods with a proxy of their own': together(SELECTED, WITH_CONTAINER('{name: istio-proxy, image: proxy}')),
  'a policy for pods with a proxy that waits for its image': together(SELECTED, WITH_CONTAINER('{name: istio-proxy, image: ""}')),
  'a policy for pods that do not want a proxy': together(NAMESPACE('shop', '{istio-injection: enabled}'), SELECTED, deployment('reviews', '{app: reviews, sidecar.istio.io/inject: "false"}')),
  'a policy for pods that want a proxy by an annotation': together(SELECTED, deployment('reviews', '{app: reviews}').replace('    labels:', '    annotations: {sidecar.istio.io/inject: "true"}\n      labels:')),
  'a policy for ambient pods': together(SELECTED, AMBIENT_PODS),
  'a policy for all pods of a namespace without any': authorizationPolicy('rules: [{}]'),
  'a policy of the whole mesh': IN_ISTIO(authorizationPolicy('rules: [{}]')),
  'a policy of the whole mesh for pods of another namespace': together(IN_ISTIO(SELECTED), deployment('reviews', INJECTED)),
  'a policy of the whole mesh for no pods': IN_ISTIO(SELECTED),
  'a policy for callers of namespaces by beginning and end': together(NAMESPACE('shop', '{istio-injection: enabled}'), deployment('reviews', '{app: reviews}'),
    authorizationPolicy('rules:\n- from:\n  - source: {namespaces: ["sh*", "*op", "*", SHOP]}')),
  'a policy for callers of a namespace that is null': authorizationPolicy('rules:\n- from:\n  - source: {namespaces: [null]}'),
  'a policy for callers of unknown namespaces by beginning': together(NAMESPACE('shop', '{istio-injection: enabled}'), deployment('reviews', '{app: reviews}'),
    authorizationPolicy('rules:\n- from:\n  - source: {notNamespaces: ["op*"]}')),
  'a policy for callers of unknown namespaces by end': together(NAMESPACE('shop', '{istio-injection: enabled}'), deployment('reviews', '{app: reviews}'),
    authorizationPolicy('rules:\n- from:\n  - source: {namespaces: ["*sh"]}')),
  'Services of one Deployment without protocols': together(deployment('reviews', INJECTED), PORT('a', 'port: 80'), PORT('b', 'port: 80, protocol: UDP')),
  'Services of one Deployment without targets': together(deployment('reviews', INJECTED), PORT('a', 'port: 80'), PORT('b', 'port: 81, targetPort: 80')),
  'Services of one Deployment with targets that are nothing': together(deployment('reviews', INJECTED), PORT('a', 'port: 80, targetPort: 0'), PORT('b', 'port: 81, targetPort: ""')),
  'Services of one Deployment with targets by name': together(deployment('reviews', INJECTED), PORT('a', 'port: 80, targetPort: web'), PORT('b', 'port: 81, targetPort: web')),
  'Services of a Deployment without a proxy': together(deployment('reviews', '{app: reviews}'), PORT('a', 'port: 80'), PORT('b', 'port: 81, targetPort: 80')),
  'Services of a Deployment of a gateway': together(WITH('labels: {gateway.istio.io/managed: istio.io-mesh-controller}', deployment('reviews', INJECTED)), PORT('a', 'port: 80'), PORT('b', 'port: 81, targetPort: 80')),
  'a Service of a gateway that Istio manages': WITH('labels: {gateway.istio.io/managed: istio.io-gateway-controller}', PORT('a', 'port: 80').replace('name: http', 'name: web')),
  'a Service of a waypoint of agentgateway': WITH('labels: {gateway.istio.io/managed: istio.io-agentgateway-waypoint-controller}', PORT('a', 'port: 80').replace('name: http', 'name: web')),
  'a Service of the control plane': WITH('labels: {istio: pilot}', PORT('a', 'port: 80').replace('name: http', 'name: web')),
  'a Service whose port has no number and no protocol in its name': service('ports:\n- {name: web}'),
  'Services with protocols of all kinds': together(service('ports:\n- {name: web, port: 80, protocol: UDP}', 'a'), service('ports:\n- {name: web, port: 80, appProtocol: kubernetes.io/h2c}', 'b'),
    service('ports:\n- {name: http, port: 80, appProtocol: other}', 'c'), service('ports:\n- {name: grpc-web-a, port: 80}', 'd'), service('ports:\n- {name: web, port: 3306}', 'e')),
  'a route for hosts at a gateway of its own namespace': together(service(''), virtualService('hosts: [www.example.com]\ngateways: [public]'),
    gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["./*.example.com"]')),
  'a route for hosts at a gateway of another namespace': together(service(''), virtualService('hosts: [www.example.com]\ngateways: [istio-system/public]'),
    IN_ISTIO(gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["./*.example.com", "other/*", "~/*"]'))),
  'a route for hosts at a gateway for its namespace': together(service(''), virtualService('hosts: [www.example.com]\ngateways: [istio-system/public]'),
    IN_ISTIO(gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["shop/*.example.com"]'))),
  'a route for hosts at a gateway for all': together(service(''), virtualService('hosts: [www.example.com]\ngateways: [public]'),
    gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["*/*"]')),
  'Sidecars for ambient pods': together(AMBIENT_PODS, sidecar(`workloadSelector: ${FOR_APP}\negress:\n- hosts: ["./*"]`), sidecar(`workloadSelector: ${FOR_APP}\negress:\n- hosts: ["./*"]`, 'other')),
  'Sidecars for the ingress gateway': IN_ISTIO(together(...['a', 'b'].map((name) => sidecar('workloadSelector: {labels: {istio: ingressgateway}}\negress:\n- hosts: ["./*"]', name)))),
  'a Telemetry whose logging is no list': telemetry('accessLogging: {}'),
  'a Telemetry with logging that is off': telemetry('accessLogging:\n- disabled: true\n- {}'),
  'Telemetries with selectors without labels': together(telemetry('selector: {}\ntracing:\n- randomSamplingPercentage: 1'), telemetry('selector: null\ntracing:\n- randomSamplingPercentage: 1', 'other')),
  'VirtualServices of one host for other namespaces': together(service(''), virtualService('exportTo: ["."]', 'a'), virtualService('exportTo: [other]', 'b'), virtualService('', 'c')),
  'VirtualServices of a wildcard and a host in it': together(service(''), virtualService('hosts: ["*.example.com"]\nexportTo: ["."]', 'a'), virtualService('hosts: [www.example.com]', 'b'),
    virtualService('hosts: ["*.com"]', 'c'), virtualService('hosts: [b.example.com]\nexportTo: ["."]', 'd')),
};
