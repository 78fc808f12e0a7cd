/** Fields that no value of the library writes. Those below such a path are left out with it. */
export interface LeftOutFields {
  readonly kind: string;
  /** As in `fields.ts`; `**.` before it is any depth. */
  readonly paths: string[];
  readonly because: string;
}

export const LEFT_OUT_FIELDS: LeftOutFields[] = [
  { kind: 'VirtualService', paths: ['http[].corsPolicy.allowOrigin'], because: 'deprecated: `allowOrigins` says the same' },
  { kind: 'VirtualService', paths: ['http[].corsPolicy.unmatchedPreflights=UNSPECIFIED'], because: 'the same as leaving it out' },
  {
    kind: 'VirtualService',
    paths: ['http[].mirror', 'http[].mirrorPercent', 'http[].mirror_percent', 'http[].mirrorPercentage'],
    because: '`mirrors` says the same of any number of destinations, and Istio refuses both together',
  },
  { kind: 'VirtualService', paths: ['http[].fault.delay.percent'], because: 'deprecated: `percentage` says the same, and finer' },
  { kind: 'VirtualService', paths: ['http[].fault.delay.exponentialDelay', 'http[].fault.abort.http2Error'], because: 'Istio refuses it: it was never built' },
  { kind: 'VirtualService', paths: ['tcp[].match[].sourceSubnet'], because: 'Istio does not read it' },
  { kind: 'DestinationRule', paths: ['**.loadBalancer.simple=UNSPECIFIED'], because: 'the same as leaving it out' },
  { kind: 'DestinationRule', paths: ['**.loadBalancer.simple=LEAST_CONN'], because: 'deprecated: an old name of LEAST_REQUEST' },
  { kind: 'DestinationRule', paths: ['**.loadBalancer.warmupDurationSecs'], because: 'deprecated: `warmup.duration` says the same' },
  { kind: 'DestinationRule', paths: ['**.consistentHash.minimumRingSize'], because: 'deprecated: `ringHash.minimumRingSize` says the same' },
  {
    kind: 'DestinationRule',
    paths: ['**.outlierDetection.consecutiveErrors'],
    because: 'deprecated: `consecutiveGatewayErrors` and `consecutive5xxErrors` say it more clearly',
  },
  { kind: 'Gateway', paths: ['servers[].defaultEndpoint'], because: 'Istio does not read it' },
  { kind: 'Gateway', paths: ['servers[].port.targetPort'], because: 'Istio refuses it' },
  { kind: 'Gateway', paths: ['servers[].tls.tlsCertificates[].caCertificates'], because: 'Istio does not read it: `caCertificates` of the server is what counts' },
  {
    kind: 'Sidecar',
    paths: [
      'ingress[].tls.credentialName', 'ingress[].tls.credentialNames', 'ingress[].tls.httpsRedirect', 'ingress[].tls.subjectAltNames',
      'ingress[].tls.tlsCertificates', 'ingress[].tls.mode=AUTO_PASSTHROUGH', 'ingress[].tls.mode=ISTIO_MUTUAL',
    ],
    because: 'Istio refuses it for a sidecar',
  },
  { kind: 'Sidecar', paths: ['ingress[].tls.mode=PASSTHROUGH'], because: 'nothing is decrypted then: the same as leaving `tls` out' },
  {
    kind: 'Sidecar',
    paths: ['ingress[].tls.caCertCredentialName', 'ingress[].tls.insecureSkipVerify'],
    because: 'they belong to certificates that Istio fetches from Secrets, which it does not do here: a sidecar reads files',
  },
  { kind: 'Sidecar', paths: ['ingress[].port.targetPort', 'egress[].port.targetPort'], because: 'Istio refuses it' },
  { kind: 'WorkloadGroup', paths: ['probe.grpc'], because: 'Istio refuses it' },
  { kind: 'RequestAuthentication', paths: ['jwtRules[].jwks_uri'], because: 'another spelling of `jwksUri`' },
  ...['RequestAuthentication', 'AuthorizationPolicy', 'Telemetry'].flatMap((kind): LeftOutFields[] => [
    { kind, paths: ['targetRef'], because: 'deprecated: `targetRefs` says the same' },
    { kind, paths: ['targetRefs[].namespace'], because: 'Istio refuses any value' },
  ]),
];
