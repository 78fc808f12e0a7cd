/** Values worth trying, by the name of a field: first those that are right there, then those at the limits and beyond. */
export interface Pool {
  readonly right: readonly unknown[];
  readonly wrong: readonly unknown[];
}

const DURATIONS: Pool = { right: ['1s', '500ms', '1m30s', '1h', '1ms', '0.5s'], wrong: ['0s', '1us', '1500us', '5 seconds', '', '-1s', '1', '1.5ms', 'P1D'] };
const HOSTS: Pool = {
  right: ['reviews', 'reviews.shop.svc.cluster.local', '*.example.com', 'www.example.com', 'a.example.com', 'A.b', 'x.y.'],
  wrong: ['*', 'a..b', '', '-a', 'a_b', 'svc.123', '123', '10.0.0.1', '*foo.com', '*-a.com', 'a*.com', 'outbound_.80_._.a.b', 'outbound_.x_._.1', 'x/y', '*.', '2001:db8::1'],
};
const NAMES: Pool = { right: ['v1', 'v2', 'a', 'A-b'], wrong: ['v_1', '', '-a', 'a.b', 'x'.repeat(64), 'a b', 'é'] };
const NAMESPACES: Pool = { right: ['shop', 'other', '.'], wrong: ['*', '~', 'a b', ''] };
const GATEWAYS: Pool = { right: ['mesh', 'ingress/public', 'shop/public', 'public'], wrong: ['a.b', './public', '/a', 'a/', 'a b', '', 'a/b/c', 'public.ingress.svc'] };
const PORTS: Pool = { right: [80, 443, 9080, 65535, 1], wrong: [0, 65536, 70000, -1, 1.5, 4294967296] };
const ADDRESSES: Pool = {
  right: ['10.0.0.1', '10.0.0.0/8', '2001:db8::1', '::/0'],
  wrong: ['10.0.0', '10.0.0.0/33', 'a', '', '10.0.0.0/08', '1.2.3.04', '::1/129', 'fe80::1%eth0', 'fe80::1%eth0/64', '::ffff:1.2.3.4', '10.0.0.1/'],
};
const PERCENTS: Pool = { right: [0, 1, 50, 100], wrong: [-1, 101, 0.5, 200] };
const TEXTS: Pool = { right: ['a', 'GET', '/v2', 'abc'], wrong: ['', ' ', '*', 'x'.repeat(1100), '\u0001', 'é', '{*}'] };
const REGEXES: Pool = { right: ['a.*', '^/v[12]$', '.*'], wrong: ['', '(?=x)', '[', '*', 'x'.repeat(1025), '(a)\\1', '\\C', 'a{1001}', '(?i)a', '\\p{Greek}', '(?P<n>a)', 'a**', '[[:word:]]', '\\Qa'] };
const PROTOCOLS: Pool = { right: ['HTTP', 'TCP', 'TLS', 'HTTPS', 'GRPC', 'HTTP2'], wrong: ['http', 'UDP', 'grpc-web', 'WEB', '', 'Mongo', 'tcp', 'HTTP_PROXY'] };

const POOLS: { readonly [key: string]: Pool } = {
  hosts: HOSTS,
  host: HOSTS,
  sniHosts: HOSTS,
  targetHost: HOSTS,
  authority: { right: ['www.example.com', 'a:80'], wrong: [''] },
  subset: NAMES,
  exportTo: { right: ['.', '*', 'shop', 'other'], wrong: ['~', 'a b', ''] },
  gateways: GATEWAYS,
  sourceNamespace: NAMES,
  namespaces: NAMESPACES,
  notNamespaces: NAMESPACES,
  destinationSubnets: ADDRESSES,
  addresses: ADDRESSES,
  ipBlocks: ADDRESSES,
  notIpBlocks: ADDRESSES,
  remoteIpBlocks: ADDRESSES,
  address: { right: ['10.0.0.1', 'vm.example.com', 'unix:///a/b', 'unix://@a'], wrong: ['', 'unix://', 'unix:///a/', 'unix://a', 'a_b', '10.0.0.1/8', '*'] },
  bind: { right: ['10.0.0.1', '::', 'unix:///a'], wrong: ['a', 'unix://a', ''] },
  number: PORTS,
  port: PORTS,
  targetPort: PORTS,
  ports: { right: ['80', '9080'], wrong: ['', '70000', 'a', '-1', '0', '+80', '65535', '1e3'] },
  weight: { right: [0, 1, 10, 50, 90, 100], wrong: [-1, 4294967295, 1.5, '10'] },
  value: { right: [1, 50, 0.5, 100, 0, 'a'], wrong: [0.00001, -1, 101, 0.0001, ''] },
  regex: REGEXES,
  match: REGEXES,
  prefix: { right: ['/v2', '/', '/a', '/ab', '/abc'], wrong: ['', 'x'] },
  exact: { right: ['GET', '/a', 'a'], wrong: [''] },
  method: { right: ['GET'], wrong: [''] },
  httpStatus: { right: [200, 503, 600], wrong: [199, 601, 0, 99] },
  status: { right: [200, 503, 600], wrong: [199, 601, 0, 99] },
  grpcStatus: { right: ['UNAVAILABLE', 'OK'], wrong: ['NOPE', '', 'unavailable'] },
  http2Error: { right: ['x'], wrong: [''] },
  redirectCode: { right: [301, 308, 0], wrong: [200, 400, 304] },
  scheme: { right: ['http', 'https', 'HTTP'], wrong: ['ftp', ''] },
  retryOn: { right: ['5xx', '5xx,reset', '503', 'connect-failure,503'], wrong: ['5xx, reset', 'nope', '', '999', ',', '100', '+503', '0503'] },
  attempts: { right: [0, 1, 3], wrong: [-1, 2147483648] },
  allowMethods: { right: ['GET', 'POST', '*'], wrong: ['get', 'FETCH', ''] },
  allowHeaders: { right: ['x-a', '*'], wrong: ['', 'a b', 'x:'] },
  exposeHeaders: { right: ['x-a', '*'], wrong: ['', 'a b'] },
  uri: { right: ['/a', '/'], wrong: [''] },
  rewrite: { right: ['/a', '/\\1'], wrong: [''] },
  remove: { right: ['x-a'], wrong: ['host', ':path', '', 'Host', ':authority'] },
  bytes: { right: ['YQ=='], wrong: ['!', 'a'] },
  string: { right: ['a'], wrong: [''] },
  mode: { right: [], wrong: [0, 1, 7] },
  cipherSuites: { right: ['ECDHE-RSA-AES128-SHA', 'AES256-SHA'], wrong: ['TLS_A', '', 'ALL', '+a', 'é'] },
  protocol: PROTOCOLS,
  name: { right: ['v1', 'v2', 'http', 'a'], wrong: ['', 'v_1', 'a.b', 'a b'] },
  from: { right: ['eu', 'eu/*', 'eu/a', 'us/*'], wrong: ['*', '', 'eu/*/a', 'eu/**', 'eu//a', 'eu/a/b/c'] },
  to: { right: ['us', 'eu'], wrong: ['*', 'us/a', ''] },
  failoverPriority: { right: ['a', 'b'], wrong: ['topology.kubernetes.io/region', 'topology.istio.io/subzone', ''] },
  tableSize: { right: [65537, 2, 1, 3], wrong: [0, 4, 65536, 5000011, 5000009] },
  maxEjectionPercent: PERCENTS,
  minHealthPercent: PERCENTS,
  consecutiveErrors: { right: [0, 5], wrong: [-1] },
  credentialName: { right: ['a', 'configmap://shop/a'], wrong: ['', 'configmap://a', 'configmap://other/a', 'configmap://shop/', 'configmap://shop/a/b'] },
  subjectAltNames: { right: ['a'], wrong: [''] },
  caCertificates: { right: ['/a', ''], wrong: [] },
  clientCertificate: { right: ['/a', ''], wrong: [] },
  privateKey: { right: ['/a', ''], wrong: [] },
  serverCertificate: { right: ['/a', ''], wrong: [] },
  caCrl: { right: ['/a', ''], wrong: [] },
  defaultEndpoint: {
    right: ['127.0.0.1:80', ':80', '[::1]:80', '0.0.0.0:1', 'unix:///a'],
    wrong: ['10.0.0.1:80', 'a', '127.0.0.1', '[::]:0', ':70000', ':a', 'unix://a/', '::1:80', ':+80', ':080', '127.0.0.1:', '[127.0.0.1]:80', ''],
  },
  issuer: { right: ['https://a', 'a'], wrong: [''] },
  jwksUri: { right: ['https://a/keys', 'http://a:80'], wrong: ['ftp://a', 'a', '', 'https://a b', 'https:a', 'https://a:b', 'HTTPS://a', 'http://', 'https://[::1]', 'https://a/%zz', '://a', 'https://a?b c'] },
  jwks: { right: ['{"keys":[]}', '{"keys":[{"kty":"oct","k":"YQ"}]}'], wrong: ['', 'x', '{}', '[]', '{"keys":[{"kty":"RSA"}]}', '{"keys":[{}]}', 'null', '{"kty":"oct","k":"YQ"}', '{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b"}]}'] },
  audiences: { right: ['a'], wrong: [''] },
  fromParams: { right: ['a'], wrong: [''] },
  fromCookies: { right: ['a'], wrong: [''] },
  header: { right: ['x-a', 'x_a'], wrong: ['', 'a b', 'a:b'] },
  claim: { right: ['a'], wrong: [''] },
  key: {
    right: ['request.headers[x-a]', 'source.ip', 'source.namespace', 'destination.port', 'connection.sni', 'request.auth.claims[a]', 'source.principal', 'source.serviceAccount', 'source.trustDomain'],
    wrong: ['', 'nope', 'request.headers', 'request.headers[]', 'destination.name', 'destination.labels[a]', 'destination.namespace', 'request.headersx[a]', 'experimental.envoy.filters.a[b]', 'experimental.envoy.filters.', 'request.headers[a]b'],
  },
  values: { right: ['a', '10.0.0.1', '80', '10.0.0.0/8'], wrong: ['', 'a/b', '*', '*a*', 'a*b'] },
  notValues: { right: ['a', '10.0.0.1', '80'], wrong: ['', '*'] },
  paths: { right: ['/a', '/a/{*}', '/a/{**}', '/*'], wrong: ['', '/{a}', '/{**}/{*}', '/a/{**}/b', '/a*/{*}', '/a b/{*}', '/a/x{*}', '{*}', '//{*}', '/{**}/{**}'] },
  notPaths: { right: ['/a', '/a/{*}'], wrong: ['', '/{a}'] },
  methods: { right: ['GET'], wrong: [''] },
  serviceAccounts: { right: ['a', 'shop/a'], wrong: ['', '*', 'a/b/c', '/a', 'a/', 'x'.repeat(321)] },
  notServiceAccounts: { right: ['a', 'shop/a'], wrong: ['', '*'] },
  trustDomains: { right: ['a', '*a', 'a*', '*'], wrong: ['', 'a/b', 'a*b', '*a*', '**'] },
  notTrustDomains: { right: ['a'], wrong: ['', 'a/b'] },
  principals: { right: ['a', '*'], wrong: [''] },
  requestPrincipals: { right: ['a', '*'], wrong: [''] },
  kind: { right: ['Service', 'Gateway', 'ServiceEntry'], wrong: ['Pod', '', 'GatewayClass'] },
  group: { right: ['', 'gateway.networking.k8s.io', 'networking.istio.io', 'core'], wrong: ['apps'] },
  namespace: { right: [''], wrong: ['shop'] },
  randomSamplingPercentage: { right: [0, 10.5, 100], wrong: [-1, 101] },
  expression: { right: ['response.code >= 400', 'a.b["c"] in [1, 2u] && !has(x.y)'], wrong: ['a >=', '', '(', 'a ? b', '"x', 'a b', '1.', 'a..b', '{a: 1}', '[1,]', 'a{b: 1}', '-1', '!a', '--a', 'a[1][2].b(c, d)', '.a', 'true && false || null', "b'x'", 'r"\\d"', '1 ? 2 : 3 ? 4 : 5', 'x.map(y, y)', 'in', 'a in in', '0x1F', '1e3', '// c'] },
  url: { right: ['oci://a/b:v1', 'https://a', 'a/b'], wrong: ['', 'ftp://a', 'file:///a', 'HTTPS://a', 'a b', 'http://', 'https://a:b', '://a', 'a:80/b', '%zz', 'https://a%zz', 'x:y', '*', '#', '?'] },
  sha256: { right: ['', 'a'.repeat(64)], wrong: ['a', 'A'.repeat(64), 'g'.repeat(64), 'a'.repeat(65)] },
  proxyVersion: { right: ['^1[.]31.*', ''], wrong: ['[', '(?=a)', 'a'.repeat(1025), '\\C'] },
  pluginName: { right: ['a'], wrong: ['', 'a'.repeat(257), 'é'.repeat(129)] },
  imagePullSecret: { right: ['a'], wrong: ['', 'a'.repeat(254)] },
  concurrency: { right: [0, 2], wrong: [-1] },
  priority: { right: [0, 1], wrong: [-1] },
  endpoints: { right: [], wrong: [] },
};

export function poolOf(key: string, isDuration: boolean): Pool {
  if (isDuration) return DURATIONS;
  return Object.hasOwn(POOLS, key) ? POOLS[key] : TEXTS;
}

export const DURATION_KEYS = ['timeout', 'perTryTimeout', 'backoff', 'maxAge', 'fixedDelay', 'exponentialDelay', 'idleTimeout', 'ttl', 'interval', 'duration'];

/** Keys of maps whose keys are free. */
export const MAP_KEYS: { readonly [key: string]: readonly string[] } = {
  headers: ['x-a', 'x-b', ':authority', '@request.auth.claims.a', 'a b', '', ':bad', '@request.auth.claims', 'X-A'],
  withoutHeaders: ['x-a', 'x-b', '@request.auth.claims[a]', 'a b'],
  queryParams: ['a', 'b', ''],
  set: ['x-a', 'host', ':authority', ':path', '', 'Host'],
  add: ['x-a', 'host', ':authority', ':status'],
  portLevelMtls: ['80', '9080', '0', '70000', 'a', '-1', '080', '1.0'],
  ports: ['http', 'https', 'a_b', 'v1', '', 'x'.repeat(63)],
  to: ['eu/*', 'us/*', 'eu/a', 'eu', '*'],
  labels: ['app', 'version', 'a b', '', 'example.com/a', '*', 'a/b/c', 'x'.repeat(64)],
  matchLabels: ['app', 'version', 'a*', '', 'example.com/a'],
  sourceLabels: ['app', 'a b', ''],
};

/** Values of such maps, where they are texts. */
export const MAP_VALUES: { readonly [key: string]: readonly string[] } = {
  set: ['a', '10%', '10%%', '%REQ(a)%', '%A', '%A(b', '%REQ(a) %', '%%%', '%a-b%', '%A([ "b" , "c" ])%', '%A()%', '%A( x)%', '\u0001', '%A("x")%', '%A(x"y)%', '%A([x])%', '%A(\\))%', '%(a)%', '% %'],
  add: ['a', '10%', '%REQ(a)%', ''],
  labels: ['a', 'v1', 'a b', '', 'x'.repeat(64), '*', '-a', 'a.b_c'],
  matchLabels: ['a', 'v1', '*', 'a*', ''],
  sourceLabels: ['a', 'a b', ''],
};
