import { authorizationPolicy, destinationRule, gateway, gatewayServer, httpRule, jwtRule, peerAuthentication, serviceEntry, sidecar, telemetry, trafficPolicy, virtualService, workloadEntry, workloadGroup } from '../../../src/checks/examples';
import type { Case } from '../judge';

const TO_REVIEWS = 'route:\n  - destination: {host: reviews}';

/** A policy with one source, operation or condition, whichever its rule has. */
const rule = (fields: string, spec = '') => authorizationPolicy(`${spec}rules:\n- ${fields}`);
const when = (fields: string) => rule(`when:\n  - {${fields}}`);
const paths = (...list: string[]) => rule(`to:\n  - operation: {paths: ${JSON.stringify(list)}}`);
const accounts = (list: readonly string[]) => rule(`from:\n  - source: {serviceAccounts: ${JSON.stringify(list)}}`);
const custom = (fields: string) => rule(fields, 'action: CUSTOM\nprovider: {name: oauth}\n');

const outliers = (fields: string) => trafficPolicy(`outlierDetection: {${fields}}`);
const clientTls = (fields: string) => trafficPolicy(`tls: {${fields}}`);
const hash = (fields: string) => trafficPolicy(`loadBalancer:\n  consistentHash: {${fields}}`);
const balancer = (fields: string) => trafficPolicy(`outlierDetection: {consecutive5xxErrors: 5}\nloadBalancer: {${fields}}`);
const warmup = (fields: string) => trafficPolicy(`loadBalancer:\n  simple: ROUND_ROBIN\n  warmup: {${fields}}`);
const locality = (fields: string) => balancer(`localityLbSetting: {${fields}}`);
const from = (...regions: string[]) => locality(`distribute: [${regions.map((region) => `{from: "${region}", to: {"*": 100}}`).join(', ')}]`);
const to = (weights: string) => locality(`distribute: [{from: eu/*, to: {${weights}}}]`);

const serverTls = (fields: string) => gatewayServer(`tls: {${fields}}`);
const serverPort = (port: string, more = '') => gateway(`servers:\n- port: {${port}}\n  hosts: ["*.example.com"]${more}`);

const redirect = (fields: string, match = '{prefix: /a}') => httpRule(`match:\n- uri: ${match}\nredirect: {${fields}}`);
const rewrite = (fields: string) => httpRule(`rewrite: {${fields}}`);
const fault = (fields: string) => httpRule(`fault: {${fields}}`);
const keys = (jwks: unknown) => jwtRule(`jwks: ${JSON.stringify(typeof jwks === 'string' ? jwks : JSON.stringify(jwks))}`);

const sniRule = (sni: string, host = sni) => virtualService(`hosts: ["${host}"]\ngateways: [egress]\ntls:\n- match: [{sniHosts: ["${sni}"]}]\n  ${TO_REVIEWS}`);
const matches = (...rules: string[]) => virtualService(`http:${rules.map((match) => `\n- match: [${match}]\n  ${TO_REVIEWS}`).join('')}`);
const named = (name: string, match: string) => `{name: ${name}, ${match}}`;

const annotated = (yaml: string, annotation: string) => yaml.replace('  namespace: shop\n', `  namespace: shop\n  annotations: {${annotation}}\n`);
const egress = (fields: string) => sidecar(`egress:\n- hosts: ["./*"]\n  ${fields}`);
const egressHosts = (...hosts: string[]) => sidecar(`egress:\n- hosts: ${JSON.stringify(hosts)}`);
const ingress = (...listeners: string[]) => sidecar(`ingress:\n${listeners.map((fields) => `- {${fields}}`).join('\n')}`);
const sockets = (...endpoints: string[]) => serviceEntry(`resolution: STATIC\nports: [{number: 80, name: http, protocol: HTTP}, {number: 81, name: more, protocol: HTTP}]\nendpoints: [${endpoints.join(', ')}]`);
const probe = (fields: string) => workloadGroup(`probe: {${fields}}`);

const EDGES: { readonly [name: string]: string } = {
  'a condition on an empty value': when('key: source.ip, values: [""]'),
  'a condition on no address': when('key: source.ip, values: [nowhere]'),
  'a condition on an address': when('key: destination.ip, notValues: [10.0.0.0/8]'),
  'a condition on a port that is too large': when('key: destination.port, values: ["65536"]'),
  'a condition on a port': when('key: destination.port, values: ["0"]'),
  'a condition on a trust domain': when('key: source.trustDomain, values: ["*.local"]'),
  'a condition on a header without a name': when('key: request.headers, values: [a]'),
  'a condition on a claim in brackets': when('key: "request.auth.claims[group][name]", values: [a]'),
  'a condition without a key': when('values: [a]'),
  'a condition on an empty key': when('key: "", values: [a]'),
  'a condition without values': when('key: source.ip'),
  'too many accounts': accounts(Array.from({ length: 17 }, (_, index) => `shop/a${index}`)),
  'as many accounts as may be': accounts(Array.from({ length: 16 }, (_, index) => `shop/a${index}`)),
  'an account with a wildcard': accounts(['shop/*']),
  'an account with two slashes': accounts(['shop/a/b']),
  'an account without a name': accounts(['shop/']),
  'an account that is too long': accounts([`shop/${'a'.repeat(316)}`]),
  'an account that is nearly too long': accounts([`shop/${'a'.repeat(315)}`]),
  'a path with a segment behind the rest': paths('/a/{**}/b'),
  'a path with a template behind the rest': paths('/a/{**}/{*}'),
  'a path with a sign beside a template': paths('/a b/{*}'),
  'a source beside accounts': rule('from:\n  - source: {serviceAccounts: [shop/a], namespaces: [shop]}'),
  'a namespace that CUSTOM is asked for': custom('from:\n  - source: {namespaces: [shop]}'),
  'a condition on a namespace beside CUSTOM': custom('when:\n  - {key: source.namespace, values: [shop]}'),
  'a condition on an address beside CUSTOM': custom('when:\n  - {key: source.ip, values: [10.0.0.1]}'),
  'a DENY by what only tokens have': rule('from:\n  - source: {requestPrincipals: ["*"]}', 'action: DENY\n'),
  'a DENY of everything': rule('{}', 'action: DENY\n'),

  'a negative limit': trafficPolicy('connectionPool: {http: {maxRetries: -1}}'),
  'a negative number of connections': trafficPolicy('connectionPool: {tcp: {maxConnections: -1}}'),
  'a timeout of no duration': trafficPolicy('connectionPool: {tcp: {connectTimeout: soon}}'),
  'a timeout of less than a millisecond': trafficPolicy('connectionPool: {tcp: {connectTimeout: 1us}}'),
  'a timeout of parts of milliseconds': trafficPolicy('connectionPool: {http: {idleTimeout: 1500us}}'),
  'a keep-alive without a timeout': trafficPolicy('connectionPool: {http: {http2KeepAlive: {interval: 1s}}}'),
  'an upgrade beside the protocol of the client': trafficPolicy('connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}}'),
  'an origin of CORS that is empty': httpRule('corsPolicy: {allowOrigins: [{exact: ""}]}'),
  'an origin of CORS that is no expression': httpRule('corsPolicy: {allowOrigins: [{regex: "("}]}'),
  'an age of parts of seconds': httpRule('corsPolicy: {allowOrigins: [{exact: "*"}], maxAge: 1500ms}'),

  'an interval of no duration': outliers('interval: soon'),
  'an ejection of parts of milliseconds': outliers('baseEjectionTime: 1500us'),
  'an ejection of more than all': outliers('maxEjectionPercent: 101'),
  'an ejection of less than none': outliers('minHealthPercent: -1'),
  'a ConfigMap of the own namespace': clientTls('mode: SIMPLE, credentialName: "configmap://shop/ca"'),
  'a ConfigMap of another namespace': clientTls('mode: SIMPLE, credentialName: "configmap://other/ca"'),
  'a ConfigMap without a name': clientTls('mode: SIMPLE, credentialName: "configmap://shop"'),
  'a ConfigMap with an empty name': clientTls('mode: SIMPLE, credentialName: "configmap://shop/"'),
  'verification that is skipped': clientTls('mode: SIMPLE, insecureSkipVerify: true'),
  'verification that is skipped beside authorities': clientTls('mode: SIMPLE, insecureSkipVerify: true, caCertificates: /ca'),
  'verification that is skipped beside a Secret': clientTls('mode: SIMPLE, insecureSkipVerify: true, credentialName: ca'),
  'verification that is skipped beside names': clientTls('mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: [a]'),
  'verification that is skipped of both sides': clientTls('mode: MUTUAL, insecureSkipVerify: true, clientCertificate: /c, privateKey: /k'),
  'verification that is skipped of both sides by a Secret': clientTls('mode: MUTUAL, insecureSkipVerify: true, credentialName: client'),
  'verification that is skipped without TLS': clientTls('mode: DISABLE, insecureSkipVerify: true, caCertificates: /ca'),
  'TLS of both sides by files': clientTls('mode: MUTUAL, clientCertificate: /c, privateKey: /k'),
  'TLS of both sides by files and a Secret': clientTls('mode: MUTUAL, credentialName: a, clientCertificate: /c, privateKey: /k'),
  'TLS of the mesh beside files': clientTls('mode: ISTIO_MUTUAL, clientCertificate: /c'),
  'a tunnel to a port that is too large': trafficPolicy('tunnel: {targetHost: example.com, targetPort: 65536}'),
  'a tunnel to no host': trafficPolicy('tunnel: {targetHost: a_b..c, targetPort: 443}'),
  'a subset with a name of another': destinationRule('subsets:\n- {name: v1, labels: {version: v1}}\n- {name: v1, labels: {version: v2}}'),
  'a subset with a policy that is deprecated': destinationRule('subsets:\n- {name: v1, trafficPolicy: {outlierDetection: {consecutiveErrors: 5}}}'),
  'a port without a policy': trafficPolicy('portLevelSettings: [{port: {number: 80}}]'),
  'a policy without a port': trafficPolicy('portLevelSettings: [{tls: {mode: DISABLE}}]'),

  'a cookie without a name': hash('httpCookie: {ttl: 0s}'),
  'a cookie with attributes': hash('httpCookie: {name: a, attributes: [{name: SameSite, value: Lax}, {name: Secure}]}'),
  'a cookie with an attribute twice': hash('httpCookie: {name: a, attributes: [{name: Secure}, {name: Secure}]}'),
  'a cookie with an attribute without a name': hash('httpCookie: {name: a, attributes: [{value: Lax}]}'),
  'two sizes of a ring': hash('useSourceIp: true, minimumRingSize: 1024, ringHash: {minimumRingSize: 1024}'),
  'a ring beside a table': hash('useSourceIp: true, minimumRingSize: 1024, maglev: {tableSize: 65537}'),
  'a table that is too large': hash('useSourceIp: true, maglev: {tableSize: 5000011}'),
  'a table of one': hash('useSourceIp: true, maglev: {tableSize: 1}'),
  'a table of nine': hash('useSourceIp: true, maglev: {tableSize: 9}'),
  'localities beside zones': balancer('localityLbSetting: {enabled: true}, zoneAwareLbSetting: {enabled: true}'),
  'zones that name the topology': balancer('zoneAwareLbSetting: {failoverPriority: [topology.kubernetes.io/zone]}'),
  'zones that fail over by labels': balancer('zoneAwareLbSetting: {failoverPriority: [version]}'),
  'a warm-up without a duration': warmup('minimumPercent: 10'),
  'a warm-up of no duration': warmup('duration: soon'),
  'a warm-up from more than all': warmup('duration: 30s, minimumPercent: 101'),
  'localities that are shared out and fail over': locality('distribute: [{from: eu/*, to: {"*": 100}}], failover: [{from: eu, to: us}]'),
  'localities that fail over by the topology': locality('failover: [{from: eu, to: us}], failoverPriority: [topology.kubernetes.io/region]'),
  'localities that fail over to themselves': locality('failover: [{from: eu, to: eu}]'),
  'localities that fail over to zones': locality('failover: [{from: eu, to: us/a}]'),
  'a share of nothing': to('"eu/*": 0, "us/*": 100'),
  'a locality that is there twice': from('eu/a/b', 'eu/a/b'),
  'a locality that is there twice, with another between': from('eu/a/b', 'eu/a/c', 'eu/a/b'),
  'a share with two wildcards': to('"eu/*/*": 100'),
  'a locality with a wildcard in the middle': from('eu/*/b'),
  'a locality with an empty part': from('eu//b'),
  'a locality with an empty end': from('eu/a/'),
  'a locality with a slash too many': from('eu/a/b/c'),
  'a locality behind all': from('*', 'eu'),
  'a region behind its zone': from('eu/a', 'eu'),
  'a zone behind its region': from('eu', 'eu/a'),
  'a zone behind all zones': from('eu/*', 'eu/a'),
  'all zones behind a zone': from('eu/a', 'eu/*'),
  'a zone behind its part': from('eu/a/b', 'eu/a'),
  'a part behind its zone': from('eu/a', 'eu/a/b'),
  'a part behind all parts': from('eu/a/*', 'eu/a/b'),
  'two parts of a zone': from('eu/a/b', 'eu/a/c'),
  'two zones of a region': from('eu/a/b', 'eu/b/b'),

  'a mode that is a number': serverTls('mode: 1, credentialName: web'),
  'a mode with a number that stands for none': serverTls('mode: 31, credentialName: web'),
  'no authorities for both sides': serverTls('mode: MUTUAL, serverCertificate: /c, privateKey: /k'),
  'three certificates': serverTls(`mode: SIMPLE, tlsCertificates: [${['a', 'b', 'c'].map((name) => `{serverCertificate: /${name}, privateKey: /k}`).join(', ')}]`),
  'a certificate without a key': serverTls('mode: SIMPLE, serverCertificate: /c'),
  'certificates of which one has no key': serverTls('mode: SIMPLE, tlsCertificates: [{serverCertificate: /c}]'),
  'a list of revoked certificates for one side': serverTls('mode: SIMPLE, serverCertificate: /c, privateKey: /k, caCrl: /crl'),
  'a list of revoked certificates beside a passed secret': serverTls('mode: PASSTHROUGH, credentialName: web, caCrl: /crl'),
  'TLS of the mesh beside a Secret': serverTls('mode: ISTIO_MUTUAL, credentialName: web'),
  'a server that redirects TCP': serverPort('number: 80, name: tcp, protocol: TCP', '\n  tls: {httpsRedirect: true}'),
  'a port of a target': serverPort('number: 80, name: http, protocol: HTTP, targetPort: 8080'),
  'a port without a name': serverPort('number: 80, protocol: HTTP'),
  'a server without a port': gateway('servers:\n- hosts: ["*.example.com"]'),
  'a server at a socket': serverPort('number: 0, name: http, protocol: HTTP', '\n  bind: "unix:///a"'),
  'a server at a socket and a port': serverPort('number: 80, name: http, protocol: HTTP', '\n  bind: "unix:///a"'),
  'a server at a socket that is relative': serverPort('number: 0, name: http, protocol: HTTP', '\n  bind: "unix://a"'),
  'a server at a name': serverPort('number: 80, name: http, protocol: HTTP', '\n  bind: example.com'),
  'two ports of one name': gateway(`servers:${[80, 81].map((number) => `\n- port: {number: ${number}, name: http, protocol: HTTP}\n  hosts: ["*.example.com"]`).join('')}`),

  'a share of more than all': fault('abort: {httpStatus: 503, percentage: {value: 101}}'),
  'a status of gRPC that does not exist': fault('abort: {grpcStatus: LATE, percentage: {value: 10}}'),
  'a reset of HTTP/2': fault('abort: {http2Error: REFUSED_STREAM, percentage: {value: 10}}'),
  'a delay of less than a millisecond': fault('delay: {fixedDelay: 1us, percentage: {value: 10}}'),
  'a delay that grows': fault('delay: {exponentialDelay: 1s, percentage: {value: 10}}'),
  'a delay of nothing': fault('delay: {percentage: {value: 10}}'),

  'fewer attempts than none': httpRule('retries: {attempts: -1}'),
  'a try of no duration': httpRule('retries: {attempts: 1, perTryTimeout: soon}'),
  'a pause between tries of no duration': httpRule('retries: {attempts: 1, backoff: 1us}'),
  'a rewrite of the path, twice': rewrite('uri: /a, uriRegexRewrite: {match: a, rewrite: b}'),
  'a rewrite by an expression': rewrite('uriRegexRewrite: {match: "^/a", rewrite: /b}'),
  'a rewrite by no expression': rewrite('uriRegexRewrite: {match: "(", rewrite: /b}'),
  'a rewrite without a match': rewrite('uriRegexRewrite: {rewrite: /b}'),
  'a redirect twice': redirect('uri: /b, prefixRewrite: /b'),
  'a redirect of a prefix without one': redirect('prefixRewrite: /b', '{exact: /a}'),
  'a redirect of a prefix': redirect('prefixRewrite: /b'),
  'a redirect to nothing': redirect('redirectCode: 302'),
  'a redirect with no such code': redirect('uri: /b, redirectCode: 404'),
  'a redirect by another scheme': redirect('scheme: ftp'),
  'a redirect to a port that is too large': redirect('port: 65536'),
  'a redirect to the largest port': redirect('port: 65535'),
  'a redirect to a port of its own': redirect('derivePort: FROM_REQUEST_PORT'),
  'an answer in bytes': httpRule('directResponse: {status: 200, body: {bytes: YQ==}}'),
  'an answer in too many bytes': httpRule(`directResponse: {status: 200, body: {string: ${'a'.repeat(1_048_577)}}}`),
  'a share of a mirror of more than all': httpRule('mirror: {host: reviews}\nmirrorPercent: 101'),
  'a mirror of less than nothing': httpRule('mirrors: [{destination: {host: reviews}, percentage: {value: -1}}]'),
  'a mirror without a destination': httpRule('mirrors: [{percentage: {value: 10}}]'),

  'a key that is a text': keys('"a"'),
  'a list of keys': keys([{ kty: 'oct', k: 'YQ' }]),
  'one key': keys({ kty: 'RSA', n: 'YQ', e: 'AQAB' }),
  'one key that both sides have': keys({ kty: 'oct', k: 'YQ' }),
  'a key that is null': keys({ keys: [null] }),
  'no keys': keys({ keys: [] }),
  'a key without a type': keys({ keys: [{}] }),
  'a key of a type that does not exist': keys({ keys: [{ kty: 'DSA' }] }),
  'a key without an exponent': keys({ keys: [{ kty: 'RSA', n: 'YQ' }] }),
  'a key that is secret': keys({ keys: [{ kty: 'RSA', n: 'YQ', e: 'AQAB', d: 'YQ' }] }),

  'a dry run of yes and no': annotated(authorizationPolicy('action: DENY\nrules: [{}]'), 'istio.io/dry-run: maybe'),
  'a dry run': annotated(authorizationPolicy('rules: [{}]'), 'istio.io/dry-run: "true"'),
  'a dry run of a CUSTOM': annotated(authorizationPolicy('action: CUSTOM\nprovider: {name: oauth}\nrules: [{}]'), 'istio.io/dry-run: "true"'),
  'what only Istio may write': annotated(virtualService(''), 'internal.istio.io/parents: a'),
  'a port of no number that has TLS of its own': peerAuthentication('selector: {matchLabels: {app: a}}\nportLevelMtls: {"0": {mode: STRICT}}'),

  'a service entry with a port of no protocol that there is': serviceEntry('ports: [{number: 80, name: a, protocol: FTP}]'),
  'a service entry with a selector of a wildcard': serviceEntry('workloadSelector: {labels: {app: "a*"}}\nresolution: STATIC'),
  'a service entry with a selector that is no label': serviceEntry('workloadSelector: {labels: {"a b": a}}\nresolution: STATIC'),
  'a wildcard for a part of a label': serviceEntry('hosts: ["*a.example.com"]\nresolution: NONE'),
  'no protocol without addresses': serviceEntry('resolution: NONE\nports: [{number: 80, name: tcp}]'),
  'a resolution that does not exist': serviceEntry('resolution: 9'),
  'a wildcard inside the mesh at a waypoint': serviceEntry('hosts: ["*.example.com"]\nresolution: DYNAMIC_DNS\nlocation: MESH_INTERNAL').replace('  namespace: shop\n', '  namespace: shop\n  labels: {istio.io/use-waypoint: egress}\n'),
  'a wildcard inside the mesh without a waypoint': serviceEntry('hosts: ["*.example.com"]\nresolution: DYNAMIC_DNS\nlocation: MESH_INTERNAL').replace('  namespace: shop\n', '  namespace: shop\n  labels: {istio.io/use-waypoint: None}\n'),

  'a Sidecar for a wildcard': sidecar('workloadSelector: {labels: {app: "a*"}}\negress: [{hosts: ["./*"]}]'),
  'a Sidecar for no label': sidecar('workloadSelector: {labels: {"a b": a}}\negress: [{hosts: ["./*"]}]'),
  'a Sidecar with a port twice': ingress('port: {number: 9080, protocol: HTTP, name: a}', 'port: {number: 9080, protocol: HTTP, name: b}'),
  'a Sidecar with TLS of the mesh': ingress('port: {number: 9443, protocol: HTTPS}, tls: {mode: ISTIO_MUTUAL}'),
  'a Sidecar with TLS at a port of HTTP': ingress('port: {number: 9080, protocol: HTTP}, tls: {mode: SIMPLE, serverCertificate: /c, privateKey: /k}'),
  'a Sidecar that hands over to a socket': ingress('port: {number: 9080, protocol: HTTP}, defaultEndpoint: "unix:///a"'),
  'a Sidecar with a socket': egress('port: {number: 0, protocol: HTTP}\n  bind: "unix:///a"'),
  'a Sidecar with a socket that is captured': egress('port: {number: 0, protocol: HTTP}\n  bind: "unix:///a"\n  captureMode: IPTABLES'),
  'a Sidecar with neither port nor socket': egress('port: {number: 0, protocol: HTTP}\n  bind: 127.0.0.1'),
  'a Sidecar with hosts beside all': egressHosts('*/*', 'shop/*'),
  'a Sidecar with all hosts': egressHosts('*/*'),
  'a Sidecar with hosts of no namespace': egressHosts('a_b/*'),
  'a Sidecar with hosts of an empty namespace': egressHosts('/*'),
  'a Sidecar with hosts of nobody': egressHosts('~/*'),
  'a Sidecar with a host without a dot': egressHosts('shop/reviews'),
  'a Sidecar with a part of a wildcard': egressHosts('shop/*reviews.shop'),

  'a metric without a name': telemetry('metrics: [{overrides: [{match: {customMetric: ""}}]}]'),
  'a tag without a name': telemetry('metrics: [{overrides: [{tagOverrides: {"": {value: a}}}]}]'),
  'a tag without a value': telemetry('metrics: [{overrides: [{tagOverrides: {a: {operation: UPSERT}}}]}]'),
  'a tag that is removed': telemetry('metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE}}}]}]'),
  'a tag that is removed and has a value': telemetry('metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE, value: b}}}]}]'),
  'a tag that is null': telemetry('metrics: [{overrides: [{tagOverrides: {a: null}}]}]'),
  'a match of a port of TCP that is too large': virtualService(`tcp:\n- match: [{port: 65536}]\n  ${TO_REVIEWS}`),

  'all matches of an earlier rule': matches('{uri: {prefix: /a}}', '{uri: {prefix: /a}}'),
  'all matches of an earlier rule with a name': virtualService(`http:\n- name: first\n  match: [{uri: {prefix: /a}}]\n  ${TO_REVIEWS}\n- match: [{uri: {prefix: /a}}]\n  ${TO_REVIEWS}`),
  'a prefix of another port': matches('{uri: {prefix: /a}, port: 80}', '{uri: {prefix: /a/b}, port: 81}'),
  'a prefix of another method': matches('{uri: {prefix: /a}, method: {exact: GET}}', '{uri: {prefix: /a/b}, method: {exact: PUT}}'),
  'a prefix of another host': matches('{uri: {prefix: /a}, authority: {exact: a}}', '{uri: {prefix: /a/b}, authority: {prefix: b}}'),
  'a prefix of fewer headers': matches('{uri: {prefix: /a}, headers: {a: {exact: a}}}', '{uri: {prefix: /a/b}}'),
  'a prefix of other headers': matches('{uri: {prefix: /a}, headers: {a: {exact: a}}}', '{uri: {prefix: /a/b}, headers: {b: {exact: a}}}'),
  'a prefix of the same headers': matches('{uri: {prefix: /a}, headers: {a: {prefix: a}}}', '{uri: {prefix: /a/b}, headers: {a: {prefix: a}}}'),
  'a match of another name': matches(named('a', 'uri: {prefix: /a}'), named('b', 'uri: {prefix: /a}')),

  'a name that Istio makes for a subset': sniRule('outbound_.80_._.reviews.shop.svc.cluster.local'),
  'a name for a subset without a port': sniRule('outbound_.a_._.reviews.shop.svc.cluster.local'),
  'a name for a subset without a host': sniRule('outbound_.80'),
  'a name for a subset of numbers': sniRule('outbound_.80_._.1'),
  'a name for a subset that is too long': sniRule(`outbound_.80_._.${'a'.repeat(240)}`),
  'a name for nothing': sniRule('outbound_'),

  'a socket of a service of two ports': sockets('{address: "unix:///a"}'),
  'a socket of a service of one port': serviceEntry('resolution: STATIC\nports: [{number: 80, name: http, protocol: HTTP}]\nendpoints: [{address: "unix:///a"}]'),
  'an endpoint that is null': sockets('null'),
  'an endpoint with a port of none': sockets('{address: 10.0.0.1, ports: {other: 80}}'),
  'an endpoint with a name as address': sockets('{address: a.example.com}'),
  'an endpoint without an address': sockets('{network: vms}'),
  'a socket that is relative': workloadEntry('address: "unix://a"'),
  'a socket with ports': workloadEntry('address: "unix:///a"\nports: {http: 80}'),
  'a workload at an address of a name': workloadEntry('address: vm.example.com'),
  'a probe by another scheme': probe('httpGet: {port: 80, scheme: FTP}'),
  'a probe of HTTPS': probe('httpGet: {port: 80, scheme: HTTPS}'),
  'a probe with a header of no name': probe('httpGet: {port: 80, httpHeaders: [{value: a}]}'),
  'a probe with a header': probe('httpGet: {port: 80, httpHeaders: [{name: X-User, value: a}]}'),
  'a probe by no command': probe('exec: {command: []}'),
  'a probe by a command': probe('exec: {command: [ls]}'),
  'a probe of less than no time': probe('tcpSocket: {port: 80}, timeoutSeconds: -1'),
};

/** Objects at the edges of what Istio's webhook accepts, which random ones seldom reach. */
export function webhookEdges(): Case[] {
  return Object.entries(EDGES).map(([name, yaml]) => ({ name, yaml }));
}
