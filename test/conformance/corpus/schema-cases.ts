import {
  anyObject, authorizationPolicy, destinationRule, gateway, gatewayServer, httpRule, jwtRule, peerAuthentication, requestAuthentication,
  serviceEntry, sidecar, telemetry, trafficPolicy, virtualService, workloadEntry, workloadGroup,
} from '../../../src/checks/examples';

const WASM = (fields: string) => anyObject('extensions.istio.io/v1alpha1', 'WasmPlugin', 'filter', fields);
const PROXY = (fields: string) => anyObject('networking.istio.io/v1beta1', 'ProxyConfig', 'proxy', fields);
const ENVOY = (fields: string) => anyObject('networking.istio.io/v1alpha3', 'EnvoyFilter', 'filter', fields);
const IN_TEXT = (uri: string) => jwtRule(`jwksUri: "${uri}"`);
const PORTS_OF = (ports: string) => peerAuthentication(`selector: {matchLabels: {app: a}}\nportLevelMtls: ${ports}`);
const TRACING = (tags: string) => telemetry(`tracing:\n- customTags: ${tags}`);
const METRICS = (tags: string) => telemetry(`metrics:\n- overrides:\n  - tagOverrides: {a: ${tags}}`);

function each(name: string, values: readonly string[], yaml: (value: string) => string): { [name: string]: string } {
  return Object.fromEntries(values.map((value) => [`${name} ${value}`, yaml(value)]));
}

/** Objects that the API server or Istio's decoding refuses, or nearly. */
export const SCHEMA_CASES: { readonly [name: string]: string } = {
  ...each('keys at', [
    'https://a.example.com/keys', 'HTTPS://a.example.com', 'https:opaque', '*', ':', ':a', '/keys', '//a/keys', '///keys', 'a.example.com', 'https://user:word@a.example.com/', 'https://us er@a/',
    'https://u%zz@a/', 'https://a/%zz', 'https://a/%20', 'https://a/?%zz', 'https://[::1]:80/', 'https://[::1/', 'https://a:b/', 'https://a:80/', 'https://a b/', 'ftp://a/', 'https://', 'https:///keys',
    'https://a/\\u0001', 'https://a/\\u007f', '1a://b/',
  ], IN_TEXT),
  ...each('a filter at', ['oci://a/b', 'a/b:v1', 'a b', '*', ':a', 'ftp://a/b', 'http://a/%zz', 'localhost:5000/a', 'FILE:///a', '/a', '[', ''], (url) => WASM(`url: ${JSON.stringify(url)}`)),
  ...each('a timeout of', ['1s', '-1s', '1.5s', '.5s', '5.s', '1h1m', '0', '1', '1d', '', '3000000h', '-3000000h', '999us', '1ms', '2562047h47m16.854775807s', '2562047h47m16.854775808s', '+1s'],
    (value) => httpRule(`timeout: ${JSON.stringify(value)}`)),
  ...each('an idle timeout of', ['1s', 'soon', '3000000h', '5', 'null'], (value) => trafficPolicy(`connectionPool: {http: {idleTimeout: ${value}}}`)),
  'an idle timeout in a list': destinationRule('subsets:\n- {name: v1}\n- {name: v2, trafficPolicy: {connectionPool: {tcp: {idleTimeout: soon}}}}'),
  ...each('a life of a cookie of', ['1s', 'soon', '0s', '5', '""'], (value) => trafficPolicy(`loadBalancer: {consistentHash: {httpCookie: {name: a, ttl: ${value}}}}`)),
  ...each('an address', ['unix:///a', 'unix://@a', 'unix://a', 'unix:///a/', 'unix:///', '10.0.0.1', '""'], (value) => workloadEntry(`address: ${value}`)),
  ...each('ports of an address', ['{a: 1}', '{}', '{"": 1}', '{a: 0}', '{a: 65536}', '{a: "1"}', '{-: 1}', '{a-: 1}'], (value) => workloadEntry(`address: 10.0.0.1\nports: ${value}`)),
  'ports of an address of UNIX': workloadEntry('address: unix:///a\nports: {a: 1}'),
  'a workload with a network alone': workloadEntry('network: a'),
  'a workload with nothing': workloadEntry('labels: {a: b}'),
  ...each('mTLS at ports', ['{80: {mode: STRICT}}', '{"+80": {mode: STRICT}}', '{"080": {mode: STRICT}}', '{"-1": {mode: STRICT}}', '{"0": {mode: STRICT}}', '{"65536": {mode: STRICT}}', '{http: {mode: STRICT}}', '{80: null}', '{}', 'null', '{4294967296: {}}'], PORTS_OF),
  ...each('mTLS at a port for', ['{}', '{matchLabels: {}}', '{matchLabels: {app: a}}'], (value) => peerAuthentication(`selector: ${value}\nportLevelMtls: {80: {mode: STRICT}}`)),
  'mTLS at a port for all': peerAuthentication('portLevelMtls: {80: {mode: STRICT}}'),
  ...each('a weight', ['"1"', '""', 'a', '1.5', '1.0', '-1', '2147483648', '-2147483649', 'true', '[]', '{}'],
    (value) => virtualService(`http:\n- route:\n  - destination: {host: reviews}\n    weight: ${value}`)),
  ...each('a port', ['"80"', '80.5', '65536', '0', '-1', '4294967296', 'http', 'null'], (value) => virtualService(`http:\n- route:\n  - destination: {host: reviews, port: {number: ${value}}}`)),
  ...each('a number of connections', ['1', '"1"', '2147483648', '1.5', '1e3'], (value) => trafficPolicy(`connectionPool: {tcp: {maxConnections: ${value}}}`)),
  ...each('a share', ['1', '"1"', '"a"', '1.5', 'null', 'true', '100', '101', '-1', '"NaN"'], (value) => telemetry(`tracing:\n- randomSamplingPercentage: ${value}`)),
  ...each('a delay in percent', ['0.1', '"50"', 'half', '101', '-1', '[]'], (value) => httpRule(`fault: {delay: {fixedDelay: 1s, percentage: {value: ${value}}}}`)),
  ...each('a switch', ['true', '"true"', '1', 'null'], (value) => telemetry(`accessLogging:\n- providers: [{name: envoy}]\n  disabled: ${value}`)),
  ...each('a mode', ['SIMPLE', '1', '1.5', 'simple', 'SIMPEL', '""', 'null', '[]'], (value) => trafficPolicy(`tls: {mode: ${value}}`)),
  ...each('hosts', ['[a, a]', '[null]', '[1]', '{}', 'a', '[]', 'null', '[[a]]'], (value) => virtualService(`hosts: ${value}`)),
  ...each('labels of a subset', ['{a: 1}', '{a: null}', '[]', '{"": b}', '{a: b}'], (value) => destinationRule(`subsets:\n- {name: v1, labels: ${value}}`)),
  ...each('labels of workloads', ['{a: "*"}', '{"*": a}', '{"": a}', '{a: 1}', '{a: null}'], (value) => sidecar(`workloadSelector: {labels: ${value}}`)),
  ...each('labels of workloads of a policy', ['{a: "*"}', '{"*": a}', '{"": a}', '{a: 1}'], (value) => authorizationPolicy(`selector: {matchLabels: ${value}}`)),
  ...each('labels of a template', ['{a: b}', '{"": b}', '{a b: c}', '{-a: b}'], (value) => workloadGroup(`metadata: {labels: ${value}}`)),
  ...each('a probe of', ['HTTP', 'HTTPS', '""', 'FTP', 'null'], (value) => workloadGroup(`probe: {httpGet: {port: 80, scheme: ${value}}}`)),
  ...each('headers of a probe', ['[{name: a}]', '[{name: ""}]', '[{}]', '[null]'], (value) => workloadGroup(`probe: {httpGet: {port: 80, httpHeaders: ${value}}}`)),
  ...each('a field named', ['toString', 'constructor', 'timout', 'TIMEOUT', 'x', '__proto_'], (value) => httpRule(`${value}: 1s`)),
  ...each('a field that is no text', ['constructor: {}', 'toString: null'], (value) => gateway(value)),
  ...each('a spec of', ['null', '[]', 'a', '1', 'true'], (value) => gateway('').replace(/^spec:[^]*$/m, `spec: ${value}\n`)),
  'no spec at all': gateway('').replace(/^spec:[^]*$/m, ''),
  ...each('a destination of', ['null', '[]', '{}', 'a'], (value) => virtualService(`http:\n- route:\n  - destination: ${value}`)),
  ...each('routes of', ['[null]', '[[]]', '[1]', '[{}]', 'null'], (value) => virtualService(`http: ${value}`)),
  ...each('a match of', ['{}', '{exact: a}', '{exact: a, regex: b}', '{exact: null}', '{exact: null, prefix: a}', '{other: a}', '[]', 'null', '{exact: a, prefix: b, regex: c}'],
    (value) => httpRule(`match:\n- uri: ${value}`)),
  ...each('a load balancer of', ['{simple: RANDOM}', '{simple: RANDOM, consistentHash: {useSourceIp: true}}', '{consistentHash: {}}', '{consistentHash: {useSourceIp: true, httpHeaderName: a}}', '{consistentHash: {useSourceIp: true, maglev: {}, ringHash: {}}}', '{warmup: {duration: 1s, aggression: 0.5, minimumPercent: 101}}', '{warmup: {aggression: 1}}'],
    (value) => trafficPolicy(`loadBalancer: ${value}`)),
  ...each('a tag of a trace', ['{a: {literal: {value: b}}}', '{a: {literal: {value: ""}}}', '{a: {literal: {}}}', '{a: {literal: {value: b}, header: {name: c}}}', '{a: {}}', '{a: {environment: {name: ""}}}', '{a: null}', '{}'], TRACING),
  ...each('a tag of a metric', ['{operation: REMOVE}', '{operation: REMOVE, value: a}', '{operation: UPSERT}', '{operation: UPSERT, value: a}', '{operation: UPSERT, value: ""}', '{value: a}', '{value: null}', '{operation: UPSERT, value: null}', '{operation: REMOVE, value: null}', 'null'], METRICS),
  ...each('variables of a filter', ['[{name: A, value: b}]', '[{name: A}, {name: A}]', '[{name: A, valueFrom: HOST, value: b}]', '[{name: A, valueFrom: HOST}]', '[{name: ""}]', '[{}]', '[{name: A, valueFrom: INLINE}]', '[null]'],
    (value) => WASM(`url: oci://a/b\nvmConfig: {env: ${value}}`)),
  ...each('a hash of a filter', ['""', 'a', `${'a'.repeat(64)}`, `${'A'.repeat(64)}`, 'null'], (value) => WASM(`url: oci://a/b\nsha256: ${value}`)),
  ...each('a filter matches ports', ['[{number: 80}]', '[{number: 0}]', '[{number: 65536}]', '[{number: 80}, {number: 80}]', '[{}]'], (value) => WASM(`url: oci://a/b\nmatch:\n- ports: ${value}`)),
  ...each('a filter\'s settings', ['{}', '{a: {b: [1, null]}}', 'null', '[]', 'a'], (value) => WASM(`url: oci://a/b\npluginConfig: ${value}`)),
  'a filter without an address': WASM('pluginName: a'),
  'a filter with a selector and targets': WASM('url: oci://a/b\nselector: {matchLabels: {app: a}}\ntargetRefs:\n- {kind: Gateway, name: a, group: gateway.networking.k8s.io}'),
  ...each('variables of a proxy', ['{A: b}', '{A: 1}', '{A: null}', '[]', 'null'], (value) => PROXY(`environmentVariables: ${value}`)),
  ...each('threads of a proxy', ['1', '-1', '"1"', '1.5', 'null', '2147483648'], (value) => PROXY(`concurrency: ${value}`)),
  ...each('a patch for', ['{context: WAYPOINT}', '{context: WAYPOINT, waypoint: {}}', '{waypoint: {}}', '{context: ANY, waypoint: {}}', '{context: ANY}', '{}', 'null'],
    (value) => ENVOY(`configPatches:\n- applyTo: CLUSTER\n  match: ${value}\n  patch: {operation: MERGE, value: {a: null, b: [1, {}]}}`)),
  ...each('an entry at', ['[10.0.0.0/8]', '[10.0.0.1]', '[]', '[10.0.0.0/8, 1.1.1.1]', 'null'], (value) => serviceEntry(`addresses: ${value}\nresolution: DNS`)),
  'an entry at a range': serviceEntry('addresses: [10.0.0.0/8]\nresolution: NONE'),
  'an entry at a range, static': serviceEntry('addresses: [10.0.0.0/8]\nresolution: STATIC\nendpoints: [{address: 10.0.0.1}]'),
  ...each('endpoints with resolution', ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', '""', '0', 'null'], (value) => serviceEntry(`resolution: ${value}\nendpoints: [{address: 10.0.0.1}, {address: 10.0.0.2}]`)),
  'endpoints and a selector': serviceEntry('resolution: STATIC\nworkloadSelector: {labels: {app: a}}\nendpoints: [{address: 10.0.0.1}]'),
  ...each('ports of an entry', ['[{number: 80, name: a}, {number: 80, name: b}]', '[{number: 80, name: a}, {number: 81, name: a}]', '[{number: 80}]', '[null]', '[{name: a}]', '[{number: 0, name: a}]', '[{number: 65536, name: a}]', '[{number: "80", name: a}]', '[{number: 80, name: a, targetPort: 0}]'],
    (value) => serviceEntry(`ports: ${value}`)),
  ...each('hosts of an entry', ['["*"]', '[]', '[null]', '[1]', '[""]'], (value) => serviceEntry(`hosts: ${value}`)),
  ...each('callers', ['{serviceAccounts: [a/b], principals: [c]}', '{notServiceAccounts: [a/b], notPrincipals: [c]}', '{serviceAccounts: [a/b], namespaces: [c]}', '{serviceAccounts: [a/b], notNamespaces: [c]}', '{serviceAccounts: [a/b/c]}', '{serviceAccounts: [""]}', '{serviceAccounts: [a/b]}', '{serviceAccounts: null, principals: [c]}'],
    (value) => authorizationPolicy(`selector: {matchLabels: {app: a}}\nrules:\n- from:\n  - source: ${value}`)),
  ...each('tokens in', ['[{name: a}]', '[{name: ""}]', '[{}]', '[null]', 'null', '[{name: a, prefix: 1}]'], (value) => jwtRule(`fromHeaders: ${value}`)),
  ...each('an issuer', ['""', 'null', '1', 'a'], (value) => jwtRule(`issuer: ${value}`)),
  'keys in two ways': jwtRule('jwks: "{}"\njwks_uri: https://a.example.com'),
  'rules of tokens that are no list': requestAuthentication('jwtRules: {}'),
  ...each('a certificate by', ['credentialName: a, credentialNames: [b]', 'credentialNames: [a], tlsCertificates: [{}]', 'credentialNames: [a, b, c]', 'credentialNames: []', 'tlsCertificates: []', 'credentialName: null, credentialNames: [b]'],
    (value) => gatewayServer(`tls: {mode: SIMPLE, ${value}}`)),
  'two selectors of a policy': authorizationPolicy('selector: {matchLabels: {app: a}}\ntargetRef: {kind: Gateway, name: a, group: gateway.networking.k8s.io}'),
  ...each('targets of a policy', ['[]', '[null]', '[{}]', '[{kind: Gateway, name: ""}]', '[{kind: Gateway, name: a, group: gateway.networking.k8s.io, namespace: b}]'], (value) => authorizationPolicy(`targetRefs: ${value}`)),
};
