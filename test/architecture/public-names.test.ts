import { Exported, Member, namesExportedBy, publicApi, publicApiOf } from '../support/public-api';

const EXPORTED_NAMES = [
  'ApplyOrder', 'AuthorizationAction', 'AuthorizationCondition', 'AuthorizationConditionOptions', 'AuthorizationOperation',
  'AuthorizationPolicy', 'AuthorizationPolicyProps', 'AuthorizationRule', 'AuthorizationSource', 'Autoscaling', 'BackendService',
  'BasicTrafficPolicy', 'BlueGreenService', 'BlueGreenServiceProps', 'BlueGreenSlot', 'Caller', 'CanaryService', 'CanaryServiceProps',
  'CanaryStepsOptions', 'CanaryTraffic', 'CaptureMode', 'CertificateFiles', 'CheckReport', 'Checks', 'ChecksOptions', 'CipherSuite',
  'ClaimToHeader', 'ClientTls', 'ClientTlsOptions', 'ConnectionPool', 'CookieSameSite', 'CorsOrigin', 'CorsPolicy', 'CustomMetricOptions',
  'DelegateExposureOptions', 'DelegateVirtualServiceProps', 'DeliveryServiceProps', 'Destination', 'DestinationRule',
  'DestinationRuleProps', 'DisruptionBudget', 'Diversion', 'EgressProxyOptions', 'ExistingGatewayOptions', 'ExistingServiceOptions',
  'ExistingVirtualServiceOptions', 'Exposure', 'FaultAbort', 'FaultDelay', 'Finding', 'FindingObject', 'FindingSeverity',
  'FlaggerABTestingOptions', 'FlaggerAlert', 'FlaggerAlertSeverity', 'FlaggerAutoscaler', 'FlaggerBlueGreenOptions', 'FlaggerCanary',
  'FlaggerCanaryProps', 'FlaggerExposure', 'FlaggerLinearOptions', 'FlaggerMetric', 'FlaggerMetricTemplateOptions',
  'FlaggerRequestDurationOptions', 'FlaggerService', 'FlaggerSessionAffinity', 'FlaggerStrategy', 'FlaggerSuccessRateOptions',
  'FlaggerTarget', 'FlaggerWebhook', 'FlaggerWebhookOptions', 'FlaggerWeightedOptions', 'FlaggerWorkloadOptions', 'FluxLayout',
  'FluxLayoutProps', 'FluxSource', 'FluxSourceOptions', 'Gateway', 'GatewayExposureOptions', 'GatewayProps', 'GatewayProtocol',
  'GatewayServer', 'GatewayServerOptions', 'GatewayServerProps', 'GrpcStatus', 'H2UpgradePolicy', 'HashAlgorithm', 'HashCookieOptions',
  'HashOptions', 'HeaderEdits', 'HeaderMatch', 'HeaderOperations', 'HeaderRoute', 'HeaderRoutedService', 'HeaderRoutedServiceProps',
  'HostDestinationOptions', 'HostMirrorOptions', 'HostVersionOptions', 'Http2KeepAlive', 'HttpConnectionPool', 'HttpDelegateProps',
  'HttpFault', 'HttpForwardProps', 'HttpMatch', 'HttpMatchOptions', 'HttpProbeOptions', 'HttpRedirectProps', 'HttpRespondProps',
  'HttpRewrite', 'HttpRoute', 'HttpRouteMethod', 'HttpRouteOptions', 'HttpRuleProps', 'HttpScheme', 'IDeliveryService', 'IGateway',
  'IVirtualService', 'ImageWorkloadOptions', 'IstioMutualServerTlsOptions', 'JwtHeader', 'JwtRule', 'Lane', 'LaneMember', 'LaneProps',
  'LoadBalancer', 'LoadBalancerOptions', 'LocalityDistribution', 'LocalityFailover', 'LocalityFailoverOptions', 'LocalityLoadBalancing',
  'LocalityWeight', 'LongLivedVersion', 'Manifests', 'ManifestsOptions', 'MeshSettings', 'MeshSettingsProps', 'MetricTag',
  'MetricsOverride', 'Mirror', 'MirroredService', 'MirroredServiceProps', 'MutualServerTlsOptions', 'MutualTlsMode', 'MutualTlsOptions',
  'NetworkingApiVersion', 'OutboundTraffic', 'OutlierDetection', 'PathMatch', 'PathMatchOptions', 'PeerAuthentication',
  'PeerAuthenticationProps', 'PolicyProps', 'PolicyTarget', 'PortMutualTls', 'PortProtocol', 'PortTrafficPolicy', 'ProxyConfig',
  'ProxyConfigProps', 'ProxyProtocolVersion', 'QueryMatch', 'ReadinessCheck', 'ReadinessOptions', 'ReadinessProbe',
  'ReadinessProbeOptions', 'RedirectPort', 'Reporter', 'RequestAuthentication', 'RequestAuthenticationProps', 'RetryBudget', 'RetryOn',
  'RetryOptions', 'RetryPolicy', 'RingHashOptions', 'RouteTest', 'RouteTestReport', 'ScalingMetric', 'ServerCertificate', 'ServerTls',
  'ServerTlsOptions', 'ServiceAccess', 'ServiceAccessProps', 'ServiceEntry', 'ServiceEntryLocation', 'ServiceEntryPort',
  'ServiceEntryProps', 'ServiceEntryResolution', 'ServiceGrant', 'ServicePort', 'ServicePortOptions', 'ServiceRule', 'ServiceVersion',
  'SessionAffinity', 'SessionCookieOptions', 'Sidecar', 'SidecarEgress', 'SidecarIngress', 'SidecarMutualTlsOptions', 'SidecarPort',
  'SidecarProps', 'SidecarTls', 'SidecarTlsOptions', 'SidecarTlsVersion', 'SimpleLoadBalancerOptions', 'SimpleTlsOptions',
  'SimulatedAnswer', 'SimulatedOutcome', 'SimulatedRequest', 'Simulation', 'SimulationOptions', 'Subset', 'SubsetOptions',
  'SyncWavesOptions', 'TcpConnectionPool', 'TcpExposureOptions', 'TcpForwardProps', 'TcpKeepalive', 'TcpMatch', 'TcpMatchOptions',
  'TcpProbeOptions', 'TcpRoute', 'Telemetry', 'TelemetryAccessLogging', 'TelemetryMetric', 'TelemetryMetrics', 'TelemetryMode',
  'TelemetryProps', 'TelemetryTracing', 'TextMatch', 'TlsForwardProps', 'TlsMatch', 'TlsMatchOptions', 'TlsPassthroughExposureOptions',
  'TlsProtocolVersion', 'TlsRoute', 'TopologySpread', 'TopologySpreadOptions', 'TracingTag', 'TracingTagOptions', 'TrafficDifferences',
  'TrafficPolicy', 'TrafficQueries', 'TrafficQueriesOptions', 'Tunnel', 'TunnelProtocol', 'UnmatchedPreflights', 'UriRegexRewrite',
  'UtilizationOptions', 'VersionDestinationOptions', 'VersionPolicy', 'VersionedService', 'VersionedServiceProps', 'VirtualService',
  'VirtualServiceProps', 'Warmup', 'WorkloadConfig', 'WorkloadEndpoint', 'WorkloadEntry', 'WorkloadEntryProps', 'WorkloadGroup',
  'WorkloadGroupProps', 'WorkloadOptions', 'WorkloadPort', 'ZeroDowntime', 'ZoneAwareOptions',
];

/** Names of types that a program has before it imports anything, or nearly always imports. Go and Python qualify most names. */
const TAKEN_TYPE_NAMES: { [language: string]: string } = {
  // The namespaces that every new C# project uses implicitly: System, .IO, .Linq, .Net.Http, .Threading, .Threading.Tasks; and System.Drawing.
  'C#': `Action Array Attribute Boolean Buffer Byte Char Console Convert DateTime Decimal Delegate Directory Double Enum Enumerable
    Environment Exception File FileMode Guid Half HttpClient HttpContent HttpMethod HttpMessageHandler HttpRequestMessage HttpResponseMessage
    Index Math Monitor Mutex Object Parallel Path Progress Random Range Semaphore Single Stream String Task Thread Timeout Timer TimeSpan
    Tuple Type Uri Version Volatile Color`,
  // The package java.lang, and what is most used of java.util and java.time.
  'Java': `Boolean Byte Character Class Comparable Deprecated Double Enum Error Exception Float Integer Iterable Long Math Module Number
    Object Override Package Process Readable Record Runnable Runtime Short String System Thread Throwable Void Collection Collections Date
    Duration Instant List Locale Map Objects Optional Period Set Timer`,
  // Built in, and what is most used of typing.
  'Python': 'Any Callable Dict Ellipsis Exception False List Literal Mapping None NotImplemented Optional Protocol Sequence Set True Tuple Type Union Warning',
};

/** cdk8s-plus has a struct of this name, which programs rarely write out. */
const ALSO_IN_CDK8S_PLUS = ['ServicePort'];

/** Words of Kubernetes and Istio for their own things, the first of which cdk8s uses everywhere: C# writes members with a capital letter. */
const WORDS_OF_THEIRS = [
  'Exposure.delegate: delegate (C#)', 'HttpRoute.delegate: delegate (C#)', 'ExistingGatewayOptions.namespace: namespace (C#)',
  'VirtualService.delegate: delegate (C#)', 'ExistingVirtualServiceOptions.namespace: namespace (C#)', 'FindingObject.namespace: namespace (C#)',
  'ManifestsOptions.namespace: namespace (C#)', 'FluxLayoutProps.namespace: namespace (C#)', 'FluxSourceOptions.namespace: namespace (C#)',
];

/** Words that cannot name a type, a member or a parameter, or only in another spelling than the one in the documentation. */
const RESERVED_WORDS: { [language: string]: string } = {
  'C#': `abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
    explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object
    operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct
    switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while`,
  'Java': `abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally
    float for goto if implements import instanceof int interface long native new null package private protected public return short static
    strictfp super switch synchronized this throw throws transient true try void volatile while`,
  'Python': `False None True and as assert async await break class continue def del elif else except finally for from global if import in
    is lambda nonlocal not or pass raise return self try while with yield`,
  'Go': `break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select
    struct switch type var true false iota nil int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 complex64
    complex128 bool rune byte string error make len cap new append copy close delete complex real imag panic recover`,
};

/** What every object has in Java or C#, in whatever case, and what jsii refuses. */
const MEMBERS_OF_ALL_OBJECTS = ['build', 'equals', 'hashCode', 'getHashCode', 'getClass', 'class', 'getType', 'wait', 'notify', 'notifyAll',
  'finalize', 'clone', 'memberwiseClone', 'referenceEquals'];

const CLASHING = publicApiOf(`
  export class Version {
    static version(): Version { return new Version(); }
    static of(from: string): Version { return new Version(); }
    of(): void {}
    getName(): string { return ''; }
    hashCode(): number { return 0; }
    package: string = '';
  }
  export interface Params { readonly in: string; readonly to: string }
`).types;

function clashesOf(name: string, words: { [language: string]: string }, where: string): string[] {
  const languages = Object.keys(words).filter((language) => words[language].split(/\s+/).includes(name));
  return languages.length === 0 ? [] : [`${where}: ${name} (${languages.join(', ')})`];
}

function typesWithTakenNames(types: readonly Exported[]): string[] {
  return types.flatMap(({ name }) => clashesOf(name, TAKEN_TYPE_NAMES, 'type'));
}

function reservedWordsIn(types: readonly Exported[]): string[] {
  return types.flatMap((type) => [
    ...clashesOf(type.name, RESERVED_WORDS, 'type'),
    ...publicMembers(type).flatMap(({ name, path, parameters }) => [
      ...clashesOf(name, RESERVED_WORDS, path),
      ...parameters.flatMap((parameter) => clashesOf(parameter.name.getText(), RESERVED_WORDS, path)),
    ]),
  ]);
}

function likeMembersOfAllObjects(types: readonly Exported[]): string[] {
  const forbidden = MEMBERS_OF_ALL_OBJECTS.map((name) => name.toLowerCase());
  return types.filter(({ kind }) => kind !== 'enum').flatMap(publicMembers)
    .filter(({ name }) => /^[gs]et[A-Z]/.test(name) || forbidden.includes(name.toLowerCase()))
    .map(({ path }) => path);
}

function namedLikeTheirType(types: readonly Exported[]): string[] {
  return types.flatMap((type) => publicMembers(type)
    .filter(({ name }) => name.replaceAll('_', '').toLowerCase() === type.name.toLowerCase())
    .map(({ path }) => path));
}

function bothStaticAndNot(types: readonly Exported[]): string[] {
  return types.flatMap((type) => {
    const ofInstances = publicMembers(type).filter(({ isStatic }) => !isStatic).map(({ name }) => name.toLowerCase());
    return publicMembers(type).filter(({ isStatic, name }) => isStatic && ofInstances.includes(name.toLowerCase())).map(({ path }) => path);
  });
}

function publicMembers({ members }: Exported): Member[] {
  return members.filter(({ isInternal }) => !isInternal);
}

test('the exported names are these, and a change of the API is a decision', () => {
  expect(publicApi().types.map(({ name }) => name).sort()).toEqual(EXPORTED_NAMES);
});

describe('the type names', () => {
  test('are not those of types that everybody has at hand in other languages', () => {
    expect(typesWithTakenNames(CLASHING)).toEqual(['type: Version (C#)']);
    expect(typesWithTakenNames(publicApi().types)).toEqual([]);
  });

  // Every program imports these as well, in C# and Java whole packages at a time.
  test.each(['cdk8s', 'constructs'])('are not those of %s', (packageName) => {
    expect(commonWith(packageName)).toEqual([]);
  });

  test('are those of cdk8s-plus-28 only where both mean the same thing', () => {
    expect(commonWith('cdk8s-plus-28')).toEqual(ALSO_IN_CDK8S_PLUS);
  });

  function commonWith(packageName: string): string[] {
    const theirs = namesExportedBy(packageName);
    expect(theirs).not.toEqual([]);
    return EXPORTED_NAMES.filter((name) => theirs.includes(name));
  }
});

describe('the names of types, members and parameters', () => {
  test('are reserved words in no language', () => {
    expect(reservedWordsIn(CLASHING)).toEqual([
      'Version.of: from (Python)', 'Version.package: package (Java, Go)', 'Params.in: in (C#, Python)',
    ]);
    expect(reservedWordsIn(publicApi().types)).toEqual(WORDS_OF_THEIRS);
  });
});

describe('the names of members', () => {
  test('are not those of accessors and of what every object has', () => {
    expect(likeMembersOfAllObjects(CLASHING)).toEqual(['Version.getName', 'Version.hashCode']);
    expect(likeMembersOfAllObjects(publicApi().types)).toEqual([]);
  });

  test('are not the name of their type in another case: C# would rename the type', () => {
    expect(namedLikeTheirType(CLASHING)).toEqual(['Version.version']);
    expect(namedLikeTheirType(publicApi().types)).toEqual([]);
  });

  test('are static or not, never both', () => {
    expect(bothStaticAndNot(CLASHING)).toEqual(['Version.of']);
    expect(bothStaticAndNot(publicApi().types)).toEqual([]);
  });
});
