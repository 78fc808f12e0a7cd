import type { ErrorCode } from '../../src/private/error-codes';

/** An object that Istio refuses, written by its rules: so that we know that the judge can. */
export interface WrongObject {
  readonly mistake: string;
  readonly yaml: string;
  /** A part of what a judge says, so that no other mistake is the reason. */
  readonly says: string;
  /** What this library says of the same mistake; nothing where its API cannot express it. */
  readonly ours?: ErrorCode;
}

function object(kind: string, spec: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: {name: a}\nspec: ${spec}\n`;
}

/** A VirtualService with these members in its only rule. */
function rule(members: string): string {
  return object('VirtualService', `{hosts: [a], http: [{route: [{destination: {host: a}}], ${members}}]}`);
}

/** A VirtualService whose only rule forwards to these. */
function route(destinations: string): string {
  return object('VirtualService', `{hosts: [a], http: [{route: ${destinations}}]}`);
}

/** A DestinationRule with these members in its policy. */
function policy(members: string): string {
  return object('DestinationRule', `{host: a, trafficPolicy: {${members}}}`);
}

/** A Gateway with these members in its only server. */
function server(members: string): string {
  return object('Gateway', `{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"], ${members}}]}`);
}

/** A Gateway with a server of this protocol, and these members. */
function speaking(protocol: string, members = 'name: a'): string {
  return object('Gateway', `{servers: [{port: {number: 443, name: a, protocol: ${protocol}}, hosts: ["*"], ${members}}]}`);
}

/** A Flagger Canary with these members in its analysis. */
function canary(analysis: string): string {
  return 'apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: a}\n'
    + `spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, service: {port: 80}, analysis: {${analysis}}}\n`;
}

/** An object of the group that says who may call what. */
function security(kind: string, spec: string): string {
  return object(kind, spec).replace('networking', 'security');
}

/** An AuthorizationPolicy with this rule alone. */
function authorization(members: string): string {
  return security('AuthorizationPolicy', `{rules: [{${members}}]}`);
}

/** A RequestAuthentication with these members in its only rule. */
function jwt(members: string): string {
  return security('RequestAuthentication', `{jwtRules: [{${members}}]}`);
}

/** A ServiceEntry for one host with these members. */
function entry(members: string): string {
  return object('ServiceEntry', `{hosts: [a.example.com], ports: [{number: 80, name: http, protocol: HTTP}], ${members}}`);
}

/** A Sidecar with this listener alone. */
function listener(kind: string, members: string): string {
  return object('Sidecar', `{${kind}: [{${members}}]}`);
}

/** A WorkloadGroup with this probe. */
function probe(members: string): string {
  return object('WorkloadGroup', `{template: {}, probe: {${members}}}`);
}

/** A Telemetry with these members. */
function telemetry(members: string): string {
  return object('Telemetry', `{${members}}`).replace('networking', 'telemetry');
}

/** Nothing is wrong with these: the mistakes below are all that is. */
export const RIGHT_OBJECTS = [
  rule('timeout: 1s'), policy('loadBalancer: {simple: RANDOM}'), server('name: a'), authorization('from: [{source: {namespaces: [a]}}]'), jwt('issuer: a'), security('PeerAuthentication', '{mtls: {mode: STRICT}}'),
  entry('resolution: DNS'), listener('egress', 'hosts: ["./*"]'), probe('tcpSocket: {port: 80}'), telemetry('accessLogging: [{}]'), canary('interval: 1m, threshold: 5, stepWeight: 10'),
];

export const WRONG_OBJECTS: WrongObject[] = [
  { mistake: 'a timeout of zero', yaml: rule('timeout: 0s'), says: 'duration must be greater than 1ms', ours: 'InvalidDuration' },
  { mistake: 'a timeout without a unit', yaml: rule('timeout: "5"'), says: 'timeout', ours: 'InvalidDuration' },
  { mistake: 'a pattern with look-ahead', yaml: rule('match: [{uri: {regex: "(?=x)"}}]'), says: 'regex', ours: 'InvalidRegex' },
  { mistake: 'two comparisons of one text', yaml: rule('match: [{uri: {exact: /a, prefix: /a}}]'), says: 'uri' },
  { mistake: 'an empty prefix', yaml: rule('match: [{headers: {x: {prefix: ""}}}]'), says: 'prefix', ours: 'MatchValueMissing' },
  { mistake: 'a header name with a space', yaml: rule('match: [{headers: {"x y": {exact: z}}}]'), says: 'header name', ours: 'InvalidHeaderName' },
  { mistake: 'a claim of a token in the mesh', yaml: rule('match: [{headers: {"@request.auth.claims.a": {exact: z}}}]'), says: 'only supported for gateway', ours: 'ClaimsOutsideGateway' },
  { mistake: 'a namespace of callers with a dot', yaml: rule('match: [{sourceNamespace: a.b}]'), says: 'sourceNamespace', ours: 'InvalidObjectName' },
  { mistake: 'a label of callers with a space', yaml: rule('match: [{sourceLabels: {"a b": c}}]'), says: 'a b', ours: 'InvalidLabel' },
  { mistake: 'a port to match beyond all ports', yaml: rule('match: [{port: 65536}]'), says: 'port', ours: 'InvalidPort' },
  { mistake: 'an empty beginning of a host', yaml: rule('match: [{authority: {prefix: ""}}]'), says: 'prefix', ours: 'MatchValueMissing' },
  { mistake: 'a pattern for the headers of others that is none', yaml: rule('match: [{withoutHeaders: {x: {regex: "["}}}]'), says: 'regex', ours: 'InvalidRegex' },
  { mistake: 'a gateway with an underscore in a match', yaml: rule('match: [{gateways: [a/b_c]}]'), says: 'gateway', ours: 'GatewayUnknown' },
  { mistake: 'an unknown status of gRPC', yaml: rule('fault: {abort: {grpcStatus: BROKEN, percentage: {value: 1}}}'), says: 'BROKEN', ours: 'InvalidStatus' },
  { mistake: 'a backoff of zero', yaml: rule('retries: {attempts: 1, backoff: 0s}'), says: 'duration', ours: 'InvalidDuration' },
  { mistake: 'a rule that delegates and forwards', yaml: rule('delegate: {name: b}'), says: 'must not specify route' },
  { mistake: 'a delegate of a delegate', yaml: object('VirtualService', '{http: [{delegate: {name: b}}]}'), says: 'delegate', ours: 'DelegateMisplaced' },
  { mistake: 'a delegate on a gateway', yaml: object('VirtualService', '{gateways: [g], http: [{route: [{destination: {host: a}}]}]}'), says: 'must have no gateways' },
  { mistake: 'a delegate for TCP', yaml: object('VirtualService', '{http: [{route: [{destination: {host: a}}]}], tcp: [{route: [{destination: {host: a}}]}]}'), says: 'must have no tcp', ours: 'DelegateOfConnections' },
  { mistake: 'a delegate that asks for a claim', yaml: object('VirtualService', '{http: [{match: [{headers: {"@request.auth.claims.a": {exact: b}}}], route: [{destination: {host: a}}]}]}'), says: 'only supported for gateway', ours: 'ClaimsOutsideGateway' },
  { mistake: 'an export to all and one more', yaml: object('VirtualService', '{hosts: [a], exportTo: ["*", b], http: [{route: [{destination: {host: a}}]}]}'), says: 'exportTo', ours: 'InvalidExportTo' },
  { mistake: 'a fault for 101 percent', yaml: rule('fault: {abort: {httpStatus: 500, percentage: {value: 101}}}'), says: 'percentage', ours: 'PercentOutOfRange' },
  { mistake: 'a fault with status 199', yaml: rule('fault: {abort: {httpStatus: 199, percentage: {value: 1}}}'), says: '199', ours: 'InvalidStatus' },
  { mistake: 'an unknown condition to retry', yaml: rule('retries: {attempts: 1, retryOn: sometimes}'), says: 'sometimes' },
  { mistake: 'fewer retries than none', yaml: rule('retries: {attempts: -1}'), says: 'attempts', ours: 'InvalidCount' },
  { mistake: 'a mirror without a destination', yaml: rule('mirrors: [{percentage: {value: 1}}]'), says: 'destination' },
  { mistake: 'a CORS policy with an unknown method', yaml: rule('corsPolicy: {allowMethods: [PROPFIND]}'), says: 'PROPFIND', ours: 'CorsMethodUnknown' },
  { mistake: 'a header value with half a variable', yaml: rule('headers: {request: {set: {x: "%REQ(a"}}}'), says: 'header', ours: 'InvalidHeaderValue' },
  { mistake: 'an empty rewrite', yaml: rule('rewrite: {}'), says: 'rewrite', ours: 'RewriteEmpty' },
  { mistake: 'a rule that both redirects and forwards', yaml: rule('redirect: {uri: /b}'), says: 'redirect', ours: 'RedirectConflict' },
  { mistake: 'an unknown field', yaml: rule('retry: {attempts: 1}'), says: 'unknown field' },
  { mistake: 'a negative weight', yaml: route('[{destination: {host: a}, weight: -1}]'), says: 'weight', ours: 'WeightOutOfRange' },
  { mistake: 'weights of zero altogether', yaml: route('[{destination: {host: a}, weight: 0}, {destination: {host: b}, weight: 0}]'), says: 'weight', ours: 'WeightsNotHundred' },
  { mistake: 'a weight in quotes', yaml: route('[{destination: {host: a}, weight: "100"}]'), says: 'weight', ours: 'WeightOutOfRange' },
  { mistake: 'a destination with an underscore', yaml: route('[{destination: {host: a_b}}]'), says: 'a_b', ours: 'InvalidHost' },
  { mistake: 'a port beyond all ports', yaml: route('[{destination: {host: a, port: {number: 65536}}}]'), says: 'port', ours: 'InvalidPort' },
  { mistake: 'a rule without an action', yaml: object('VirtualService', '{hosts: [a], http: [{match: [{uri: {prefix: /}}]}]}'), says: 'route', ours: 'DestinationsMissing' },
  { mistake: 'a TLS rule without a match', yaml: object('VirtualService', '{hosts: [a], tls: [{match: [], route: [{destination: {host: a}}]}]}'), says: 'match', ours: 'MatchEmpty' },
  { mistake: 'a TLS match without hosts', yaml: object('VirtualService', '{hosts: [a], tls: [{match: [{sniHosts: []}], route: [{destination: {host: a}}]}]}'), says: 'SNI host', ours: 'HostsMissing' },
  { mistake: 'an SNI host of another service', yaml: object('VirtualService', '{hosts: [a], tls: [{match: [{sniHosts: [b]}], route: [{destination: {host: a}}]}]}'), says: 'compatible subset', ours: 'SniHostUnknown' },
  { mistake: 'a TCP rule without a destination', yaml: object('VirtualService', '{hosts: [a], tcp: [{match: [{port: 1}]}]}'), says: 'route', ours: 'DestinationsMissing' },
  { mistake: 'a network that is none', yaml: object('VirtualService', '{hosts: [a], tcp: [{match: [{destinationSubnets: [10.0.0.0/33]}], route: [{destination: {host: a}}]}]}'), says: '10.0.0.0/33', ours: 'InvalidSubnet' },
  { mistake: 'one host twice', yaml: object('VirtualService', '{hosts: [a, a], http: [{route: [{destination: {host: a}}]}]}'), says: 'duplicate', ours: 'DuplicateHost' },
  { mistake: 'a subset with an underscore', yaml: object('DestinationRule', '{host: a, subsets: [{name: v_1, labels: {v: a}}]}'), says: 'v_1', ours: 'InvalidSubsetName' },
  { mistake: 'an unknown load balancer', yaml: policy('loadBalancer: {simple: BEST}'), says: 'BEST' },
  { mistake: 'an empty policy', yaml: policy(''), says: 'traffic policy must have at least one field' },
  { mistake: 'half of a client certificate', yaml: policy('tls: {mode: MUTUAL, clientCertificate: /c}'), says: 'private key', ours: 'TlsValueMissing' },
  { mistake: 'two protocols for one connection', yaml: policy('connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}}'), says: 'use client protocol', ours: 'ConnectionUpgradeConflict' },
  { mistake: 'a tunnel beside the PROXY protocol', yaml: policy('tunnel: {targetHost: a.b, targetPort: 1}, proxyProtocol: {version: V1}'), says: 'tunnel and proxyProtocol', ours: 'TunnelConflict' },
  { mistake: 'a tunnel to a URL', yaml: policy('tunnel: {targetHost: "http://a", targetPort: 1}'), says: 'target host', ours: 'InvalidHost' },
  { mistake: 'a port with an empty policy', yaml: policy('portLevelSettings: [{port: {number: 80}}]'), says: 'port traffic policy must have at least one field' },
  { mistake: 'more retries than requests', yaml: policy('retryBudget: {percent: 101}'), says: 'percent', ours: 'PercentOutOfRange' },
  { mistake: 'a failure with status 99', yaml: policy('outlierDetection: {outlierDetectionHttpErrorCodes: [99]}'), says: 'outlierDetectionHttpErrorCodes', ours: 'InvalidStatus' },
  { mistake: 'PINGs without a timeout', yaml: policy('connectionPool: {http: {http2KeepAlive: {interval: 1s}}}'), says: 'timeout is required' },
  { mistake: 'a warm-up without aggression', yaml: policy('loadBalancer: {simple: RANDOM, warmup: {duration: 1s, aggression: 0}}'), says: 'aggression', ours: 'InvalidAggression' },
  { mistake: 'a Maglev table that is no prime', yaml: policy('loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 8}}}'), says: 'prime', ours: 'InvalidCount' },
  { mistake: 'a ring and a table', yaml: policy('loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 7}, ringHash: {}}}'), says: 'oneOf' },
  { mistake: 'localities of two kinds', yaml: policy('loadBalancer: {localityLbSetting: {}, zoneAwareLbSetting: {}}'), says: 'only one of localityLbSetting' },
  { mistake: 'a distribution of 90 percent', yaml: policy('loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {a: 90}}]}}'), says: '!= 100', ours: 'LocalityWeightsNotHundred' },
  { mistake: 'callers in a region and its zone', yaml: policy('loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {a: 100}}, {from: a/b, to: {a: 100}}]}}'), says: 'overlap', ours: 'LocalitiesOverlap' },
  { mistake: 'a failover to a zone', yaml: policy('outlierDetection: {}, loadBalancer: {localityLbSetting: {failover: [{from: a, to: b/c}]}}'), says: 'only specify region', ours: 'InvalidLocality' },
  { mistake: 'a failover to the same region', yaml: policy('outlierDetection: {}, loadBalancer: {localityLbSetting: {failover: [{from: a, to: a}]}}'), says: 'different regions', ours: 'LocalitiesOverlap' },
  { mistake: 'zones ordered twice', yaml: policy('outlierDetection: {}, loadBalancer: {zoneAwareLbSetting: {failoverPriority: [topology.kubernetes.io/zone]}}'), says: 'must not use topology label', ours: 'FailoverConflict' },
  { mistake: 'an attribute of a cookie without a name', yaml: policy('loadBalancer: {consistentHash: {httpCookie: {name: a, attributes: [{name: ""}]}}}'), says: 'attribute name', ours: 'InvalidCookie' },
  { mistake: 'a rule for some callers in all namespaces', yaml: object('DestinationRule', '{host: a, exportTo: ["*"], workloadSelector: {matchLabels: {app: a}}}'), says: 'workload selector', ours: 'InvalidExportTo' },
  { mistake: 'callers with a wildcard for a label', yaml: object('DestinationRule', '{host: a, workloadSelector: {matchLabels: {app: "*"}}}'), says: 'wildcard', ours: 'InvalidLabel' },
  { mistake: 'a gateway host without a dot', yaml: object('Gateway', '{servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: [shop]}]}'), says: 'short names', ours: 'InvalidGatewayHost' },
  { mistake: 'a server without hosts', yaml: object('Gateway', '{servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: []}]}'), says: 'host', ours: 'HostsMissing' },
  { mistake: 'HTTPS without TLS settings', yaml: speaking('HTTPS'), says: 'must have TLS settings', ours: 'GatewayTlsMismatch' },
  { mistake: 'MongoDB with TLS settings', yaml: speaking('MONGO', 'tls: {mode: SIMPLE, credentialName: a}'), says: 'cannot have TLS settings', ours: 'GatewayTlsMismatch' },
  { mistake: 'a protocol of the future', yaml: speaking('HTTP9'), says: 'invalid protocol' },
  { mistake: 'a server bound to a name', yaml: speaking('HTTP', 'bind: localhost'), says: 'localhost', ours: 'InvalidBind' },
  { mistake: 'a socket with a port', yaml: speaking('HTTP', 'bind: "unix:///a"'), says: 'port number must be 0', ours: 'InvalidBind' },
  { mistake: 'clients that nothing verifies', yaml: speaking('HTTPS', 'tls: {mode: MUTUAL, serverCertificate: /a, privateKey: /b}'), says: 'client CA bundle', ours: 'TlsValueMissing' },
  { mistake: 'three Secrets for one server', yaml: speaking('HTTPS', 'tls: {mode: SIMPLE, credentialNames: [a, b, c]}'), says: 'credentialNames', ours: 'InvalidCertificateCount' },
  { mistake: 'a certificate of its own for clients of the mesh', yaml: speaking('HTTPS', 'tls: {mode: ISTIO_MUTUAL, credentialName: a}'), says: 'ISTIO_MUTUAL' },
  { mistake: 'a Secret and files', yaml: speaking('HTTPS', 'tls: {mode: SIMPLE, credentialName: a, serverCertificate: /a, privateKey: /b}'), says: 'only one of' },
  { mistake: 'a key written twice', yaml: rule('timeout: 1s, timeout: 2s'), says: 'already set' },
  { mistake: 'a name in upper case', yaml: rule('timeout: 1s').replace('name: a', 'name: A'), says: 'RFC 1123', ours: 'InvalidObjectName' },
  { mistake: 'a kind that Istio does not know', yaml: rule('timeout: 1s').replace('VirtualService', 'VirtualServer'), says: 'unrecognized type' },
  { mistake: 'a source that says nothing', yaml: authorization('from: [{source: {}}]'), says: 'from.source', ours: 'AuthorizationRuleEmpty' },
  { mistake: 'an operation that says nothing', yaml: authorization('to: [{operation: {}}]'), says: 'to.operation', ours: 'AuthorizationRuleEmpty' },
  { mistake: 'an empty namespace', yaml: authorization('from: [{source: {namespaces: [""]}}]'), says: 'empty value', ours: 'InvalidCaller' },
  { mistake: 'an address that is none', yaml: authorization('from: [{source: {ipBlocks: [10.0.0.0/33]}}]'), says: '10.0.0.0/33', ours: 'InvalidIpRange' },
  { mistake: 'a service account with a wildcard', yaml: authorization('from: [{source: {serviceAccounts: ["a/*"]}}]'), says: 'wildcard', ours: 'InvalidCaller' },
  { mistake: 'service accounts beside namespaces', yaml: authorization('from: [{source: {serviceAccounts: [a], namespaces: [a]}}]'), says: 'serviceAccounts', ours: 'AuthorizationSourceConflict' },
  { mistake: 'a trust domain with a slash', yaml: authorization('from: [{source: {trustDomains: [a/b]}}]'), says: 'trust domain', ours: 'InvalidCaller' },
  { mistake: 'a template with a part too many', yaml: authorization('to: [{operation: {paths: ["/{**}/{*}"]}}]'), says: '{**}', ours: 'InvalidPath' },
  { mistake: 'a port that is no number', yaml: authorization('to: [{operation: {ports: [http]}}]'), says: 'bad port', ours: 'InvalidPort' },
  { mistake: 'a condition without values', yaml: authorization('when: [{key: source.ip}]'), says: 'values', ours: 'AuthorizationRuleEmpty' },
  { mistake: 'an unknown attribute', yaml: authorization('when: [{key: source.color, values: [a]}]'), says: 'unknown attribute' },
  { mistake: 'nothing to deny', yaml: security('AuthorizationPolicy', '{action: DENY}'), says: 'DENY', ours: 'AuthorizationRulesMissing' },
  { mistake: 'nobody to ask', yaml: security('AuthorizationPolicy', '{action: CUSTOM, rules: [{}]}'), says: 'provider.name', ours: 'AuthorizationProviderConflict' },
  { mistake: 'a provider that nobody asks', yaml: security('AuthorizationPolicy', '{provider: {name: a}, rules: [{}]}'), says: 'provider', ours: 'AuthorizationProviderConflict' },
  { mistake: 'a provider asked about a caller', yaml: security('AuthorizationPolicy', '{action: CUSTOM, provider: {name: a}, rules: [{from: [{source: {namespaces: [a]}}]}]}'), says: 'From.Namespaces', ours: 'AuthorizationUnsupported' },
  { mistake: 'a selector beside a target', yaml: security('AuthorizationPolicy', '{selector: {matchLabels: {a: b}}, targetRefs: [{kind: Service, name: a}]}'), says: 'only one of', ours: 'PolicyTargetsConflict' },
  { mistake: 'ports of no pods', yaml: security('PeerAuthentication', '{portLevelMtls: {80: {mode: STRICT}}}'), says: 'port level', ours: 'PortMutualTlsConflict' },
  { mistake: 'a port beyond all ports, with mutual TLS', yaml: security('PeerAuthentication', '{selector: {matchLabels: {a: b}}, portLevelMtls: {65536: {mode: STRICT}}}'), says: '65535', ours: 'InvalidPort' },
  { mistake: 'tokens of nobody', yaml: jwt('audiences: [a]'), says: 'issuer', ours: 'JwtRuleConflict' },
  { mistake: 'keys twice', yaml: jwt('issuer: a, jwksUri: "https://a/", jwks: "{}"'), says: 'jwks', ours: 'JwtRuleConflict' },
  { mistake: 'keys from a file', yaml: jwt('issuer: a, jwksUri: "file:///keys"'), says: 'scheme', ours: 'InvalidKeySet' },
  { mistake: 'keys that are no JSON', yaml: jwt('issuer: a, jwks: "a"'), says: 'jwks', ours: 'InvalidKeySet' },
  { mistake: 'a claim in a header with a dot', yaml: jwt('issuer: a, outputClaimToHeaders: [{header: a.b, claim: c}]'), says: 'header', ours: 'InvalidHeaderName' },
  { mistake: 'a ServiceEntry for every host', yaml: entry('resolution: NONE').replace('a.example.com', '"*"'), says: 'wildcard', ours: 'InvalidHost' },
  { mistake: 'a selector beside endpoints', yaml: entry('resolution: STATIC, endpoints: [{address: 10.0.0.1}], workloadSelector: {labels: {a: b}}'), says: 'WorkloadSelector', ours: 'ServiceEntryConflict' },
  { mistake: 'a range that is looked up', yaml: entry('resolution: DNS, addresses: [10.0.0.0/8]'), says: 'CIDR', ours: 'ServiceEntryConflict' },
  { mistake: 'endpoints that nobody looks at', yaml: entry('resolution: NONE, endpoints: [{address: 10.0.0.1}]'), says: 'NONE', ours: 'ServiceEntryConflict' },
  { mistake: 'a fixed endpoint with a name', yaml: entry('resolution: STATIC, endpoints: [{address: b.example.com}]'), says: 'not a valid IP', ours: 'InvalidEndpointAddress' },
  { mistake: 'an endpoint with a foreign port', yaml: entry('resolution: STATIC, endpoints: [{address: 10.0.0.1, ports: {grpc: 80}}]'), says: 'not defined', ours: 'EndpointPortConflict' },
  { mistake: 'a looked up socket', yaml: entry('resolution: DNS, endpoints: [{address: "unix:///a"}]'), says: 'FQDN', ours: 'InvalidEndpointAddress' },
  { mistake: 'two endpoints by turns', yaml: entry('resolution: DNS_ROUND_ROBIN, endpoints: [{address: a.b}, {address: c.d}]'), says: 'multiple endpoints', ours: 'ServiceEntryConflict' },
  { mistake: 'a single host looked up for each request', yaml: entry('resolution: DYNAMIC_DNS'), says: 'wildcarded', ours: 'InvalidHost' },
  { mistake: 'one port twice', yaml: entry('resolution: DNS').replace('}],', '}, {number: 80, name: b}],'), says: 'port number cannot be duplicated', ours: 'DuplicatePort' },
  { mistake: 'two hosts of one TCP port', yaml: entry('resolution: DNS').replace('HTTP', 'TCP').replace('[a.example.com]', '[a.example.com, b.example.com]'), says: 'multiple hosts', ours: 'ServiceEntryConflict' },
  { mistake: 'exported to nobody and somebody', yaml: entry('resolution: DNS, exportTo: ["~", "."]'), says: '~', ours: 'InvalidExportTo' },
  { mistake: 'an empty Sidecar', yaml: object('Sidecar', '{workloadSelector: {labels: {a: b}}}'), says: 'empty configuration', ours: 'SidecarEmpty' },
  { mistake: 'a listener without hosts', yaml: listener('egress', 'hosts: []'), says: 'at least one host', ours: 'HostsMissing' },
  { mistake: 'an egress host without a namespace', yaml: listener('egress', 'hosts: [a.example.com]'), says: 'namespace/dnsName', ours: 'InvalidEgressHost' },
  { mistake: 'an egress host without a dot', yaml: listener('egress', 'hosts: ["./a"]'), says: 'short names', ours: 'InvalidEgressHost' },
  { mistake: 'a wildcard listener before another', yaml: object('Sidecar', '{egress: [{hosts: ["./*"]}, {port: {number: 80}, hosts: ["./*"]}]}'), says: 'last listener', ours: 'SidecarListenerConflict' },
  { mistake: 'a listener without a number', yaml: listener('egress', 'port: {protocol: HTTP}, hosts: ["./*"]'), says: 'unix domain socket', ours: 'InvalidPort' },
  { mistake: 'a redirected socket', yaml: listener('egress', 'port: {protocol: HTTP}, bind: "unix:///a", captureMode: IPTABLES, hosts: ["./*"]'), says: 'captureMode', ours: 'SidecarListenerConflict' },
  { mistake: 'an application elsewhere', yaml: listener('ingress', 'port: {number: 80}, defaultEndpoint: "10.0.0.1:80"'), says: 'defaultEndpoint', ours: 'SidecarListenerConflict' },
  { mistake: 'TLS on a port of HTTP', yaml: listener('ingress', 'port: {number: 80, protocol: HTTP}, tls: {mode: SIMPLE, serverCertificate: /c, privateKey: /k}'), says: 'non HTTPS/TLS', ours: 'SidecarListenerConflict' },
  { mistake: 'a certificate without its key', yaml: listener('ingress', 'port: {number: 80, protocol: TLS}, tls: {mode: SIMPLE, serverCertificate: /c}'), says: 'private key', ours: 'ValueMissing' },
  { mistake: 'a proxy for a closed door', yaml: object('Sidecar', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY, egressProxy: {host: a.b, port: {number: 80}}}}'), says: 'ALLOW_ANY' },
  { mistake: 'a workload nowhere', yaml: object('WorkloadEntry', '{labels: {a: b}}'), says: 'ddress is required', ours: 'AddressMissing' },
  { mistake: 'a socket with ports', yaml: object('WorkloadEntry', '{address: "unix:///a", ports: {http: 80}}'), says: 'ports', ours: 'EndpointPortConflict' },
  { mistake: 'a workload with a bad label', yaml: object('WorkloadEntry', '{address: 10.0.0.1, labels: {"a b": c}}'), says: 'a b', ours: 'InvalidLabel' },
  { mistake: 'a probe by gRPC', yaml: probe('grpc: {port: 80}'), says: 'health check method' },
  { mistake: 'a probe of a port beyond all ports', yaml: probe('tcpSocket: {port: 65536}'), says: '65535', ours: 'InvalidPort' },
  { mistake: 'a probe without a command', yaml: probe('exec: {command: []}'), says: 'command', ours: 'ValueMissing' },
  { mistake: 'more traces than requests', yaml: telemetry('tracing: [{randomSamplingPercentage: 101}]'), says: '100', ours: 'PercentOutOfRange' },
  { mistake: 'a provider without a name in a Telemetry', yaml: telemetry('accessLogging: [{providers: [{name: ""}]}]'), says: 'name', ours: 'ValueMissing' },
  { mistake: 'a tag that is set to nothing', yaml: telemetry('metrics: [{overrides: [{tagOverrides: {a: {operation: UPSERT}}}]}]'), says: 'value', ours: 'ValueMissing' },
  { mistake: 'a filter that is no expression', yaml: telemetry('accessLogging: [{filter: {expression: "a >"}}]'), says: 'CEL' },
  { mistake: 'fewer threads than none', yaml: object('ProxyConfig', '{concurrency: -1}').replace('/v1', '/v1beta1'), says: 'concurrency', ours: 'InvalidCount' },
  { mistake: 'iterations beside steps', yaml: canary('interval: 1m, threshold: 5, iterations: 10, stepWeight: 10, maxWeight: 50'), says: 'oneOf', ours: 'FlaggerStrategyMixed' },
  { mistake: 'steps without a threshold', yaml: canary('interval: 1m, stepWeight: 10'), says: 'threshold' },
  { mistake: 'equal steps beside listed ones', yaml: canary('interval: 1m, threshold: 5, stepWeight: 10, stepWeights: [10, 20]'), says: 'oneOf', ours: 'FlaggerStrategyMixed' },
  { mistake: 'an interval in hours', yaml: canary('interval: 1h, threshold: 5, stepWeight: 10'), says: 'interval' },
];
