import { App, Chart, Duration, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AuthorizationAction, AuthorizationCondition, AuthorizationPolicy, AuthorizationPolicyProps, Autoscaling, BlueGreenService,
  BlueGreenServiceProps, BlueGreenSlot, CanaryService, CanaryServiceProps, CanaryTraffic, ClientTls, CookieSameSite, CorsOrigin, Destination,
  DisruptionBudget, Exposure, FaultAbort, FaultDelay, FlaggerAlertSeverity, FlaggerCanary, FlaggerExposure, FlaggerLinearOptions, FlaggerMetric,
  FlaggerService, FlaggerStrategy, FlaggerTarget, FlaggerWebhook, FluxLayout, FluxSource, Gateway, GatewayExposureOptions, GatewayProtocol,
  GatewayServer, H2UpgradePolicy, HeaderMatch, HttpMatch, HttpRoute, HttpRouteMethod, IDeliveryService, JwtRule, Lane, LaneProps, LoadBalancer,
  LocalityLoadBalancing, MeshSettings, Mirror, MirroredService, MutualTlsMode, PeerAuthentication, PolicyTarget, PortProtocol, ProxyConfig,
  ProxyProtocolVersion, QueryMatch, ReadinessProbe, RedirectPort, RequestAuthentication, RetryOn, RetryPolicy, ScalingMetric, ServerCertificate,
  ServerTls, ServiceAccess, ServiceEntry, ServiceEntryResolution, ServicePort, ServiceVersion, SessionAffinity, Sidecar, SidecarTls, Subset,
  TcpMatch, TcpRoute, Telemetry, TextMatch, TlsMatch, TlsProtocolVersion, TlsRoute, TopologySpread, TracingTag, TrafficQueries, VirtualService,
  WorkloadConfig, WorkloadEntry, WorkloadGroup,
} from '../src';
import { bookinfo, synthesised } from './support/bookinfo';
import {
  destinationRule, RATINGS, renderedMatch, renderedPolicy, renderedRoute, renderedRule, renderedTcpMatch, reviews, V1, V2, virtualService,
} from './support/chart';
import { flaggerCanary, LINEAR, workload } from './support/flagger';
import { codeOf, messageOf } from './support/messages';
import { RESOURCES, run } from './support/run';
import { existingWorkload, WorkloadShape } from './support/workloads';
import { ERROR_CODES, ErrorCode } from '../src/private/error-codes';

/** A program with a mistake, and the message with which it ends. */
type Mistake = [program: () => unknown, message: string];

const MATCH = [HttpMatch.pathExact('/')];
const LABELLED = ServiceVersion.labels('legacy', { release: '1' });

function canary(props: Partial<CanaryServiceProps>): CanaryService {
  return new CanaryService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], stable: V1, ...props });
}

function weighted(traffic: CanaryTraffic): CanaryService {
  return canary({ canary: V2, traffic });
}

function blueGreen(props: Partial<BlueGreenServiceProps>): BlueGreenService {
  return new BlueGreenService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], blue: V1, active: BlueGreenSlot.BLUE, ...props });
}

function gateway(...servers: GatewayServer[]): Gateway {
  return new Gateway(bookinfo(), 'public', { servers });
}

function secured(tls: ServerTls): Gateway {
  return gateway(GatewayServer.of({ protocol: GatewayProtocol.HTTPS, hosts: ['*'], tls }));
}

function exposed(...options: Partial<GatewayExposureOptions>[]): CanaryService {
  return canary({ exposures: options.map((one) => Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], ...one })) });
}

function forTls(...sniHosts: string[][]): VirtualService {
  return new VirtualService(bookinfo(), 'pay', {
    hosts: ['*.example.com'], tls: sniHosts.map((hosts) => TlsRoute.forward({ match: [TlsMatch.sniHosts(hosts)], to: [RATINGS] })),
  });
}

function authorization(props: AuthorizationPolicyProps): AuthorizationPolicy {
  return new AuthorizationPolicy(bookinfo(), 'ratings', props);
}

function authenticated(rule: JwtRule): RequestAuthentication {
  return new RequestAuthentication(bookinfo(), 'ratings', { jwtRules: [rule] });
}

function twice(): unknown {
  const chart = bookinfo();
  reviews({}, chart);
  return new VirtualService(chart, 'ratings', { hosts: ['reviews'] });
}

function delegating({ nested = false, name, path = '/ratings', exportTo }: { nested?: boolean; name?: string; path?: string; exportTo?: string[] }): unknown {
  const chart = bookinfo();
  const team = VirtualService.delegate(chart, 'team', {
    exportTo,
    http: [nested ? HttpRoute.delegate({ to: VirtualService.fromName('other') }) : HttpRoute.forward({ match: [HttpMatch.pathPrefix(path)], to: [RATINGS] })],
  });
  const to = name === undefined ? team : VirtualService.fromName(name);
  new VirtualService(chart, 'ratings', { hosts: ['ratings'], http: [HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/ratings')], to })] });
  return synthesised(chart);
}

function unreadable(): unknown {
  const chart = bookinfo();
  reviews({ rules: [{ match: [HttpMatch.pathExact('/a\u0085')] }] }, chart);
  return synthesised(chart);
}

function released(service: Partial<FlaggerService>): FlaggerCanary {
  return flaggerCanary({ service: { port: ServicePort.http(8080), ...service } });
}

function measured(...metrics: FlaggerMetric[]): FlaggerCanary {
  return flaggerCanary({ metrics });
}

function takenName(): unknown {
  const chart = bookinfo();
  flaggerCanary({}, chart);
  destinationRule({ name: 'reviews-canary' }, chart);
  return synthesised(chart);
}

function releasedTwice(): unknown {
  const canaryOfReviews = flaggerCanary();
  return new FlaggerCanary(Chart.of(canaryOfReviews), 'again', {
    target: FlaggerTarget.deployment('reviews'), service: { port: ServicePort.http(80) }, strategy: LINEAR, interval: Duration.minutes(1), threshold: 1,
  });
}

function located(locality: LocalityLoadBalancing): unknown {
  return renderedPolicy({ loadBalancer: LoadBalancer.roundRobin({ locality }) });
}

function unfit(): unknown {
  const chart = bookinfo();
  const target = workload(chart, { selector: { matchLabels: { tier: 'web' } } });
  return flaggerCanary({ target: FlaggerTarget.workload(target) }, chart);
}

function refusedByPods(): unknown {
  const chart = bookinfo();
  destinationRule({ trafficPolicy: { tls: ClientTls.disable() } }, chart);
  new PeerAuthentication(chart, 'default', { mode: MutualTlsMode.STRICT });
  return synthesised(chart);
}

function granted(): ServiceAccess {
  const chart = bookinfo();
  return new ServiceAccess(chart, 'access', { service: reviews({}, chart), grants: [{ ports: [9090] }] });
}

function tooLate(): void {
  const chart = bookinfo();
  virtualService({}, chart);
  MeshSettings.of(chart, { appLabel: 'name' });
}

function withoutRules(): unknown {
  const chart = bookinfo();
  new VirtualService(chart, 'ratings', { hosts: ['ratings'] });
  return synthesised(chart);
}

/** A lane of the stable versions of these services. */
function lane(props: Partial<LaneProps>, ...names: string[]): Lane {
  return laneIn(bookinfo(), 'beta', props, names);
}

function laneIn(chart: Chart, id: string, props: Partial<LaneProps>, names: string[]): Lane {
  const members = names.map((name) => ({
    version: V1,
    service: chart.node.tryFindChild(name) as CanaryService | undefined
      ?? new CanaryService(chart, name, { ports: [ServicePort.http(8080)], stable: V1 }),
  }));
  return new Lane(chart, id, { members, ...props });
}

function twoLanes(): unknown {
  const names = ['reviews', 'ratings'];
  return laneIn(Chart.of(lane({}, ...names)), 'also', { value: 'beta' }, names);
}

/** A construct that looks like a delivery construct and has nothing to do with one. */
function unrelated(): IDeliveryService {
  const { host, destinationRule: rule, virtualService: service, virtualServices } = canary({});
  const made = { host, destinationRule: rule, virtualService: service, virtualServices, workload: () => rule.apiObject };
  return Object.assign(new Construct(bookinfo(), 'reviews-of-another'), made);
}

function foreign(): unknown {
  return TrafficQueries.of(unrelated());
}

function autoscaled(autoscaling: Partial<Autoscaling>): unknown {
  return run({ resources: RESOURCES, autoscaling: { maxReplicas: 5, metrics: [ScalingMetric.cpuUtilization(70)], ...autoscaling } });
}

/** A canary beside a Deployment of somebody else, of this shape. */
function adopted(shape: WorkloadShape): CanaryService {
  const chart = bookinfo();
  const stable = ServiceVersion.workload('v1', existingWorkload(chart, 'legacy', shape));
  return new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable, canary: V2 });
}

function adoptedTwice(): unknown {
  const chart = bookinfo();
  const legacy = existingWorkload(chart, 'legacy');
  return reviews({ versions: ['v1', 'v2'].map((name) => ServiceVersion.workload(name, legacy)) }, chart);
}

function changed(): unknown {
  const chart = bookinfo();
  const legacy = existingWorkload(chart, 'legacy');
  reviews({ versions: [ServiceVersion.workload('v1', legacy)] }, chart);
  legacy.addJsonPatch(JsonPatch.replace('/spec/template/metadata/labels/version', 'v2'));
  return synthesised(chart);
}

/** One mistake for each code; the type makes sure that none is forgotten. */
const MISTAKES: Record<ErrorCode, Mistake> = {
  AddressMissing: [() => new WorkloadEntry(bookinfo(), 'db', { labels: { app: 'db' } }),
    '[bookinfo/db] AddressMissing: address must be given where there is no network, got nothing; say where the workload answers'],
  AffinityCookieDropped: [() => canary({ canary: V2, sessionAffinity: SessionAffinity.cookie({ sameSite: CookieSameSite.NONE }) }),
    '[bookinfo/reviews] AffinityCookieDropped: sessionAffinity.secure must be true where the cookie is sameSite None, got nothing; set it: browsers drop the cookie otherwise'],
  AuthorizationDeniesTcp: [() => authorization({ action: AuthorizationAction.DENY, rules: [{ operations: [{ paths: ['/admin'] }] }] }),
    '[bookinfo/ratings] AuthorizationDeniesTcp: rules[0] must name ports in its operations where it denies, got attributes of HTTP alone; of connections to TCP ports Istio would deny all: add the HTTP ports of the pods, as operations: [{ ports: [8080] }]'],
  AuthorizationProviderConflict: [() => authorization({ provider: 'ext-authz', rules: [{}] }),
    '[bookinfo/ratings] AuthorizationProviderConflict: provider must be left out where the action is ALLOW, got "ext-authz"; a provider is asked by AuthorizationAction.CUSTOM, and by no other action'],
  AuthorizationRuleEmpty: [() => authorization({ rules: [{ sources: [{}] }] }),
    '[bookinfo/ratings] AuthorizationRuleEmpty: rules[0].sources[0] must name who is meant, got {}; leave sources out if anybody is meant'],
  AuthorizationRulesMissing: [() => authorization({ action: AuthorizationAction.DENY }),
    '[bookinfo/ratings] AuthorizationRulesMissing: rules must have 1 to 512 rules where the action is DENY, got 0; without a rule it never acts: for every request write [{}]'],
  AuthorizationSourceConflict: [() => authorization({ rules: [{ sources: [{ serviceAccounts: ['web'], namespaces: ['shop'] }] }] }),
    '[bookinfo/ratings] AuthorizationSourceConflict: rules[0].sources[0].namespaces must be left out where service accounts are named, got ["shop"]; a service account says its namespace: write two sources if either is meant'],
  AuthorizationUnsupported: [() => authorization({ action: AuthorizationAction.CUSTOM, provider: 'ext-authz', rules: [{ sources: [{ namespaces: ['shop'] }] }] }),
    '[bookinfo/ratings] AuthorizationUnsupported: rules[0].sources[0].namespaces must be left out where a provider is asked, got the identity of the caller; Istio does not support it with CUSTOM: let the provider look at the identity'],
  AutoscalerBoundsReversed: [() => autoscaled({ minReplicas: 5, maxReplicas: 3 }),
    '[bookinfo/reviews] AutoscalerBoundsReversed: versions[0].autoscaling.minReplicas must be at most maxReplicas, 3, got 5; exchange the two, or raise maxReplicas'],
  BodyTooLarge: [() => renderedRoute(HttpRoute.respond({ status: 200, body: 'x'.repeat(1024 * 1024 + 1) })),
    '[bookinfo/ratings] BodyTooLarge: http[0].body must be a text of at most 1 MiB, got 1048577 bytes; let a service answer with more, or with anything but text'],
  BodyUnreadable: [() => renderedRoute(HttpRoute.respond({ status: 200, bodyBase64: 'aGVsbG8' })),
    '[bookinfo/ratings] BodyUnreadable: http[0].bodyBase64 must be base64 with its padding, such as aGVsbG8=, got "aGVsbG8"; write Buffer.from(...).toString(\'base64\')'],
  CanaryMissing: [() => canary({ traffic: CanaryTraffic.weight(10) }),
    '[bookinfo/reviews] CanaryMissing: traffic must come with a canary, got no canary; add canary, or leave this out until there is one'],
  CanaryStepUnknown: [() => weighted(CanaryTraffic.steps([10, 50], { at: 20 })),
    '[bookinfo/reviews] CanaryStepUnknown: traffic.at must be 0 or one of the steps (10, 50), got 20; name a listed step, or add this one to the list'],
  CanaryStepsNotAscending: [() => weighted(CanaryTraffic.steps([10, 50, 50])),
    '[bookinfo/reviews] CanaryStepsNotAscending: traffic.steps must ascend, beginning above 0, got [10,50,50]; write each step once and in order, such as [10, 25, 50, 100]'],
  CanaryWeightOutOfRange: [() => weighted(CanaryTraffic.weight(101)),
    '[bookinfo/reviews] CanaryWeightOutOfRange: traffic.weight must be a whole number from 0 to 100, got 101; write 10 for ten of a hundred requests'],
  CapacityInsufficient: [
    () => canary({
      stable: ServiceVersion.image('v1', 'reviews:1', { replicas: 3 }),
      canary: ServiceVersion.image('v2', 'reviews:2', { replicas: 1 }),
      traffic: CanaryTraffic.weight(100),
    }),
    '[bookinfo/reviews] CapacityInsufficient: canary.replicas must be at least 3 for 100 % of what the 3 pods of version v1 can carry, got 1; run more pods, lead fewer requests to them, or say acknowledgeCapacity: true if they suffice',
  ],
  ClaimsOutsideGateway: [() => renderedMatch(HttpMatch.header(HeaderMatch.jwtClaim(['group'], TextMatch.exact('dev')))),
    '[bookinfo/ratings] ClaimsOutsideGateway: http[0].match[0] must ask for no claim of a token where the rule acts in the mesh, got "@request.auth.claims[group]"; Istio knows claims on gateways alone and refuses them elsewhere: give such requests rules of their own there'],
  ConfigUnreadable: [() => run({ config: [WorkloadConfig.of(new Construct(bookinfo(), 'config'))] }),
    '[bookinfo/reviews] ConfigUnreadable: versions[0].config[0] must be or hold an object, got none; pass the ConfigMap or the Secret that the pods read'],
  ConnectionMatchesOverlap: [() => forTls(['a.example.com'], ['a.example.com', 'b.example.com']),
    '[bookinfo/pay] ConnectionMatchesOverlap: tls[1].match must share no host or network with a match of an earlier rule that holds for the same clients, got "a.example.com"; Envoy refuses two lists that differ and have one in common: name it in one match only'],
  ConnectionUpgradeConflict: [
    () => renderedPolicy({ connectionPool: { http: { h2UpgradePolicy: H2UpgradePolicy.UPGRADE, useClientProtocol: true } } }),
    '[bookinfo/ratings] ConnectionUpgradeConflict: trafficPolicy.connectionPool.http.useClientProtocol must be left out where h2UpgradePolicy is UPGRADE, got true; keep one of the two: Istio refuses both together',
  ],
  ContainerUnknown: [() => autoscaled({ metrics: [ScalingMetric.cpuUtilization(70, { container: 'app' })] }),
    '[bookinfo/reviews] ContainerUnknown: versions[0].autoscaling.metrics[0].container must be a container of this version (reviews), got "app"; name one of these, or leave it out to measure the whole pod'],
  ContainersMissing: [() => reviews({ versions: [ServiceVersion.containers('v1', [])] }),
    '[bookinfo/reviews] ContainersMissing: versions[0].containers must have at least one container, got []; add the container of the application'],
  CorsMethodUnknown: [() => renderedRule({ cors: { allowOrigins: [CorsOrigin.exact('*')], allowMethods: [HttpRouteMethod.of('PROPFIND')] } }),
    '[bookinfo/ratings] CorsMethodUnknown: http[0].cors.allowMethods[0] must be one of CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE, *, got "PROPFIND"; Istio takes these alone: allow all of them with HttpRouteMethod.of("*")'],
  CorsOriginsMissing: [() => renderedRule({ cors: { allowOrigins: [] } }),
    '[bookinfo/ratings] CorsOriginsMissing: http[0].cors.allowOrigins must have at least one origin, got []; add one, such as CorsOrigin.exact("https://www.example.com"), or leave cors out'],
  DelegateMisplaced: [() => delegating({ nested: true }),
    '[bookinfo/team] DelegateMisplaced: http[0] must forward, redirect or answer in a delegate, got a rule that delegates; Istio follows no delegate of a delegate: name that one where this one is named'],
  DelegateNotExported: [() => delegating({ exportTo: ['shop'] }),
    'Validation failed with the following errors:\n  [bookinfo/ratings] DelegateNotExported: http[0].to must be exported to bookinfo, got team, which is exported to shop alone; Istio would drop the rule: add the namespace to its exportTo'],
  DelegateOfConnections: [() => VirtualService.delegate(bookinfo(), 'team').addTcpRoute(TcpRoute.forward({ to: [RATINGS] })),
    '[bookinfo/team] DelegateOfConnections: tcp must be left out of a delegate, got a rule; Istio delegates requests alone: write it in the VirtualService that has the hosts'],
  DelegateRouteLost: [() => delegating({ path: '/other' }),
    'Validation failed with the following errors:\n  [bookinfo/ratings] DelegateRouteLost: http[0].to must keep all rules of the delegate, got a change of rule 1 of team: match[0] is no narrower than any match of the rule that delegates; begin its paths with the path prefix that is matched here, in the same case, and match headers, callers and the like in one of both alone'],
  DelegateUnknown: [() => delegating({ name: 'Team' }),
    '[bookinfo/ratings] DelegateUnknown: http[0].to.virtualServiceName must be 1 to 253 characters: lower-case letters, digits and hyphens in parts joined by dots, each beginning and ending with a letter or a digit, got "Team"; pass VirtualService.delegate() or VirtualService.fromName()'],
  DestinationsMissing: [() => renderedRule({ to: [] }),
    '[bookinfo/ratings] DestinationsMissing: http[0].to must have at least one destination, got []; add Destination.version(), or Destination.host() in a VirtualService of its own'],
  DisruptionBudgetBlocks: [() => run({ replicas: 2, disruptionBudget: DisruptionBudget.minAvailablePercent(60) }),
    '[bookinfo/reviews] DisruptionBudgetBlocks: versions[0].disruptionBudget.minAvailable must let at least one pod be evicted, got 60% of 2; no node with such a pod could be drained: lower it, run more pods, or use maxUnavailable(1)'],
  DuplicateHost: [() => new VirtualService(bookinfo(), 'ratings', { hosts: ['*.example.com', 'www.example.com'] }),
    '[bookinfo/ratings] DuplicateHost: hosts[1] must be a host for which "*.example.com" does not stand already, got "www.example.com"; remove one of them: Istio refuses both together'],
  DuplicatePort: [() => reviews({ ports: [ServicePort.http(80), ServicePort.grpc(80)] }),
    '[bookinfo/reviews] DuplicatePort: ports[1].port must differ from the number of every other port, got 80; remove or change one of them'],
  DuplicatePortPolicy: [() => renderedPolicy({ portLevelSettings: [{ port: 80 }, { port: 80 }] }),
    '[bookinfo/ratings] DuplicatePortPolicy: trafficPolicy.portLevelSettings[1].port must be a port that no earlier entry is for, got 80; join the two: Istio takes the first and ignores the other'],
  DuplicateSubset: [() => destinationRule({ subsets: [Subset.labeled('v1', { a: '1' }), Subset.labeled('v1', { a: '2' })] }),
    '[bookinfo/ratings] DuplicateSubset: subsets[1].name must differ from the names of the other subsets, got "v1"; rename or remove one of them'],
  DuplicateVersion: [() => canary({ canary: ServiceVersion.image('v1', 'reviews:2') }),
    '[bookinfo/reviews] DuplicateVersion: canary.name must differ from the names of all other versions of the service, got "v1"; give every version a name of its own'],
  DuplicateVersionPolicy: [() => reviews({ versionPolicies: [{ version: V1, trafficPolicy: {} }, { version: V1, trafficPolicy: {} }] }),
    '[bookinfo/reviews] DuplicateVersionPolicy: versionPolicies[1].version must be a version that no earlier entry is for, got version v1 again; join the two policies'],
  EndpointPortConflict: [() => new WorkloadEntry(bookinfo(), 'db', { address: 'unix:///db', ports: [{ name: 'mysql', port: 3306 }] }),
    '[bookinfo/db] EndpointPortConflict: ports must be left out for a socket, got [3306]; a socket has no ports'],
  EndpointsMissing: [() => new ServiceEntry(bookinfo(), 'db', { hosts: ['db.example.com'], ports: [{ number: 80 }], resolution: ServiceEntryResolution.STATIC }),
    '[bookinfo/db] EndpointsMissing: endpoints must be given, or a workloadSelector, where the resolution is STATIC, got []; nobody would answer: name endpoints, or look the host up with DNS'],
  ExposurePortUnknown: [() => exposed({ port: 80 }),
    '[bookinfo/reviews] ExposurePortUnknown: exposures[0].port must be an HTTP port of the service (8080), got 80; name one of them, or leave it out for the first'],
  ExposuresMissing: [() => canary({ exposures: [] }),
    '[bookinfo/reviews] ExposuresMissing: exposures must have at least one exposure, got []; add Exposure.mesh(), or leave exposures out'],
  ExposuresOverlap: [() => exposed({ pathPrefix: '/a' }, { pathPrefix: '/a/b' }),
    '[bookinfo/reviews] ExposuresOverlap: exposures[1] must take other requests than every other exposure, got hosts and paths that exposures[0] has on the same gateway; give it another host or path prefix, or remove one of them'],
  FailoverConflict: [() => located(LocalityLoadBalancing.zoneAware({ failoverPriority: ['topology.kubernetes.io/zone'] })),
    '[bookinfo/ratings] FailoverConflict: trafficPolicy.loadBalancer.locality.failoverPriority[0] must be no label of a region, a zone or a subzone beside zoneAware, got "topology.kubernetes.io/zone"; zoneAware orders them already: leave it out'],
  FailoverIneffective: [() => located(LocalityLoadBalancing.failoverPriority(['tier'])),
    '[bookinfo/ratings] FailoverIneffective: trafficPolicy.loadBalancer.locality must come with outlierDetection, got a failover without it; only outlier detection finds out that pods fail: add it, or leave the failover out'],
  FaultMissing: [() => renderedRule({ fault: {} }),
    '[bookinfo/ratings] FaultMissing: http[0].fault must have a delay or an abort, got neither; add one, or leave the fault out'],
  FlaggerAffinityConflict: [
    () => flaggerCanary({ strategy: FlaggerStrategy.steps([10], { sessionAffinity: { cookieName: 'canary', primaryCookieName: 'canary' } }) }),
    '[bookinfo/reviews] FlaggerAffinityConflict: strategy.sessionAffinity.primaryCookieName must differ from cookieName, got "canary"; Flagger refuses to begin a release with one cookie for two versions',
  ],
  FlaggerAlertSilent: [() => flaggerCanary({ alerts: [{ name: 'on-call', providerName: 'slack', severity: 'warning' as FlaggerAlertSeverity }] }),
    '[bookinfo/reviews] FlaggerAlertSilent: alerts[0].severity must be one of info, warn, error, got "warning"; name one: an alert without severity is never sent, although Flagger calls info its default'],
  FlaggerDropsSetting: [() => released({ trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } } }),
    '[bookinfo/reviews] FlaggerDropsSetting: service.trafficPolicy.connectionPool.tcp must be left out of a service that Flagger releases, got {"maxConnections":100}; its CRD does not know it and would drop it without a word, so nothing would be limited or secured by it'],
  FlaggerGatewaysMissing: [() => released({ exposure: FlaggerExposure.gateways([], ['a.example.com']) }),
    '[bookinfo/reviews] FlaggerGatewaysMissing: service.exposure.gateways must name at least one gateway, got []; name one, or use FlaggerExposure.mesh(), for which Flagger takes an empty list'],
  FlaggerMatchLost: [
    () => flaggerCanary({ service: { port: ServicePort.http(8080), match: MATCH }, strategy: FlaggerStrategy.abTesting({ iterations: 10, match: [HttpMatch.query(QueryMatch.exact('beta', 'true'))] }) }),
    '[bookinfo/reviews] FlaggerMatchLost: strategy.match[0].query must be left out where service.match is given, got ["beta"]; Flagger drops it there, and every request would go to the new version: tell the users by headers or cookies',
  ],
  FlaggerMaxWeightOvershot: [() => flaggerCanary({ strategy: FlaggerStrategy.linear({ stepWeight: 20, maxWeight: 50 }) }),
    '[bookinfo/reviews] FlaggerMaxWeightOvershot: strategy.maxWeight must be a multiple of stepWeight (20), got 50; Flagger would go on to 60 before it promotes: write 40, or list the weights with FlaggerStrategy.steps()'],
  FlaggerMetricRange: [() => measured(FlaggerMetric.template('error-rate', {})),
    '[bookinfo/reviews] FlaggerMetricRange: metrics[0] must have min or max, got neither; say which values are good: Flagger would take every value above 0 for a failure'],
  FlaggerMetricTwice: [() => measured(FlaggerMetric.template('request-duration', { max: 1 })),
    '[bookinfo/reviews] FlaggerMetricTwice: metrics[0].name must differ from the names of the other metrics, and from request-success-rate and request-duration if it is a template\'s, got "request-duration"; give name: Flagger measures by the name too, and shows both under one'],
  FlaggerMetricWindow: [() => measured(FlaggerMetric.requestSuccessRate({ min: 99, interval: Duration.minutes(5) })),
    '[bookinfo/reviews] FlaggerMetricWindow: metrics[0].interval must be at most the interval of the analysis, 1m, got 5m; shorten it, or lengthen the interval: each check would still count the requests of the steps before'],
  FlaggerObjectTwice: [takenName,
    'Validation failed with the following errors:\n  [bookinfo/reviews] FlaggerObjectTwice: no other object of the app must be the DestinationRule reviews-canary, which Flagger makes by itself, got bookinfo/ratings; remove it, or name it otherwise: Flagger would take it over and rewrite it'],
  FlaggerPortConflict: [
    () => released({ portDiscovery: true, exposure: FlaggerExposure.meshAndGateways([Gateway.fromName('public')], ['a.example.com']) }),
    '[bookinfo/reviews] FlaggerPortConflict: service.portDiscovery must be left out where callers in the mesh and at gateways share one rule, got true; Flagger would send the requests to all ports to the first one: declare one port, or expose the service in the mesh or at gateways alone',
  ],
  FlaggerReferenceInvalid: [() => measured(FlaggerMetric.template('error rate', { max: 1 })),
    '[bookinfo/reviews] FlaggerReferenceInvalid: metrics[0].templateName must be 1 to 253 characters: lower-case letters, digits and hyphens in parts joined by dots, each beginning and ending with a letter or a digit, got "error rate"; write the name of the object'],
  FlaggerStepsNotAscending: [() => flaggerCanary({ strategy: FlaggerStrategy.steps([50, 20, 80]) }),
    '[bookinfo/reviews] FlaggerStepsNotAscending: strategy.stepWeights must ascend, got [50,20,80]; write each weight once and in order: Flagger would stay for ever, without an error, where the next one is not greater'],
  FlaggerStrategyMixed: [
    () => flaggerCanary({ strategy: FlaggerStrategy.linear({ stepWeight: 10, maxWeight: 50, iterations: 10 } as FlaggerLinearOptions) }),
    '[bookinfo/reviews] FlaggerStrategyMixed: strategy.iterations must be left out of linear(), got 10; Flagger\'s CRD refuses iterations beside weights, and without it no weight would ever be read: keep the weights to shift traffic in steps, or use FlaggerStrategy.blueGreen({ iterations }) to check without shifting',
  ],
  FlaggerTargetTwice: [releasedTwice,
    '[bookinfo/again] FlaggerTargetTwice: target must be of no other FlaggerCanary of the app, got Deployment reviews, which bookinfo/reviews has; remove one of the two: each would take back what the other does'],
  FlaggerTargetUnfit: [unfit,
    '[bookinfo/reviews] FlaggerTargetUnfit: target must select its pods by one of the labels app, name, app.kubernetes.io/name, got Deployment reviews, which selects by tier; add one to its selector and its pods, or say selectorLabels if Flagger runs with others: it would never start a release'],
  FlaggerTrafficMissing: [
    () => flaggerCanary({ strategy: FlaggerStrategy.blueGreen({ iterations: 10 }), metrics: [FlaggerMetric.requestSuccessRate({ min: 99 })] }),
    '[bookinfo/reviews] FlaggerTrafficMissing: strategy must bring requests to the new version, of which request-success-rate is checked, got blueGreen() without mirrorWeight, and no rollout webhook; add mirrorWeight, or FlaggerWebhook.rollout() for a load test of reviews-canary: without a value every check fails, and Flagger would roll back healthy releases',
  ],
  FlaggerWebhookInvalid: [() => flaggerCanary({ webhooks: [FlaggerWebhook.rollout('load-test', 'loadtester.test')] }),
    '[bookinfo/reviews] FlaggerWebhookInvalid: webhooks[0].url must be a URL that begins with http:// or https://, got "loadtester.test"; write the whole address, such as http://loadtester.test/'],
  FlaggerWebhooksTooSlow: [
    () => flaggerCanary({ webhooks: [FlaggerWebhook.rollout('load-test', 'http://loadtester.test/', { timeout: Duration.minutes(1) })] }),
    '[bookinfo/reviews] FlaggerWebhooksTooSlow: webhooks must be done within the interval of 60 s, got rollout webhooks that may take 60 s, repetitions included; shorten their timeouts, or lengthen the interval: a check would begin before the last one has ended',
  ],
  GatewayNotBound: [() => renderedMatch(HttpMatch.of({ gateways: [Gateway.fromName('public')] })),
    '[bookinfo/ratings] GatewayNotBound: http[0].match[0].gateways[0] must be one of those on which the rule acts (mesh), got "public"; the match would hold nowhere: name it among the gateways of the VirtualService'],
  GatewayServerConflict: [() => gateway(GatewayServer.http(['a.com']), GatewayServer.https(['a.com'], 'certificate', { port: 80 })),
    '[bookinfo/public] GatewayServerConflict: servers[1].port must be another port than that of a server that speaks HTTP, got 80; of two protocols on one port, Istio leaves one out without a word: change one of the ports'],
  GatewayServersMissing: [() => gateway(),
    '[bookinfo/public] GatewayServersMissing: servers must have at least one server, got []; add one, such as GatewayServer.http(["shop.example.com"])'],
  GatewayTlsMismatch: [() => gateway(GatewayServer.of({ protocol: GatewayProtocol.HTTPS, hosts: ['*'] })),
    '[bookinfo/public] GatewayTlsMismatch: servers[0].tls must be given for HTTPS, got no TLS settings; say how it is secured, such as ServerTls.simple()'],
  GatewayUnknown: [() => canary({ exposures: [Exposure.gateway(Gateway.fromName('Public'), { hosts: ['a.example.com'] })] }),
    '[bookinfo/reviews] GatewayUnknown: exposures[0].gateway.gatewayName must be 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or a digit, got "Public"; pass a Gateway, or Gateway.fromName(\'name\', { namespace })'],
  HostClaimedTwice: [twice,
    '[bookinfo/ratings] HostClaimedTwice: hosts[0] must be a host that nothing else in the app has in the mesh, got "reviews.bookinfo.svc.cluster.local", which bookinfo/reviews has; give both to one construct, or another name to one of them: Istio ignores the younger of two VirtualServices'],
  HostNotOnGateway: [
    () => canary({ exposures: [Exposure.gateway(Gateway.fromName('public', { hosts: ['*.example.com'] }), { hosts: ['a.example.org'] })] }),
    '[bookinfo/reviews] HostNotOnGateway: exposures[0].hosts[0] must be a host that gateway public serves (*.example.com), got "a.example.org"; add the host to a server of the gateway, or use one that is there: Istio ignores the others',
  ],
  HostPortAmbiguous: [() => reviews({ ports: [ServicePort.http(80), ServicePort.grpc(81)], versions: [ServiceVersion.host('v1', 'a', { port: 80 })] }),
    '[bookinfo/reviews] HostPortAmbiguous: versions[0].port must be left out where the service has several ports, got 80; traffic to each of them (80, 81) goes to the same port of the host: let it have these ports'],
  HostsMissing: [() => new VirtualService(bookinfo(), 'ratings', { hosts: [] }),
    '[bookinfo/ratings] HostsMissing: hosts must name at least one host, got []; name the host that clients call'],
  HostsOverlap: [() => reviews({ versions: [ServiceVersion.host('v1', 'reviews')] }),
    '[bookinfo/reviews] HostsOverlap: versions[0].host must be a host of its own, got reviews.bookinfo.svc.cluster.local, where the service itself is called; name the Service that selects the pods of this version alone'],
  HttpPortMissing: [() => canary({ ports: [ServicePort.tcp(5432)], timeout: Duration.seconds(3) }),
    '[bookinfo/reviews] HttpPortMissing: timeout must be left out of a service without a port that speaks HTTP, HTTP/2 or gRPC, got ports of which Istio sees connections only (tcp 5432); it acts on requests: remove it, or declare the port by ServicePort.http(), http2() or grpc() if that is what is spoken there'],
  InvalidAggression: [() => renderedPolicy({ loadBalancer: LoadBalancer.roundRobin({ warmup: { duration: Duration.minutes(1), aggression: 0 } }) }),
    '[bookinfo/ratings] InvalidAggression: trafficPolicy.loadBalancer.warmup.aggression must be a number above 0, got 0; write 1 for a share that grows evenly'],
  InvalidAttribute: [() => authorization({ rules: [{ conditions: [AuthorizationCondition.requestClaim('a b', { values: ['c'] })] }] }),
    '[bookinfo/ratings] InvalidAttribute: rules[0].conditions[0].name must be the name of a claim, or the names on the way to it joined by "][", as realm_access][roles, got "a b"; name the claim as it stands in the token'],
  InvalidBind: [() => gateway(GatewayServer.http(['*'], { bind: 'localhost' })),
    '[bookinfo/public] InvalidBind: servers[0].bind must be an IP address, or unix:// and the absolute path of a socket, or unix://@ and a name, got "localhost"; leave it out to listen at all addresses of the pods'],
  InvalidCaller: [() => authorization({ rules: [{ sources: [{ principals: ['spiffe://cluster.local/ns/shop/sa/web'] }] }] }),
    '[bookinfo/ratings] InvalidCaller: rules[0].sources[0].principals[0] must be an identity such as cluster.local/ns/bookinfo/sa/reviews, without spiffe:// before it, and with "*" at one of its ends or nowhere, got "spiffe://cluster.local/ns/shop/sa/web"; write the identity as it stands in the certificate, without spiffe://'],
  InvalidCertificateCount: [() => secured(ServerTls.simple(ServerCertificate.secrets([]))),
    '[bookinfo/public] InvalidCertificateCount: servers[0].tls.credentialNames must have one or two entries, got 0; Istio takes at most two, for two kinds of keys: use a server for each host instead'],
  InvalidCertificateHash: [() => secured(ServerTls.mutual(ServerCertificate.secret('web'), { verifyCertificateHash: ['ab:cd'] })),
    '[bookinfo/public] InvalidCertificateHash: servers[0].tls.verifyCertificateHash[0] must be a SHA-256 hash of 64 hexadecimal digits, perhaps with colons between the bytes, got "ab:cd"; write the SHA-256 fingerprint of the certificate'],
  InvalidClaim: [() => renderedMatch(HttpMatch.header(HeaderMatch.jwtClaim([], TextMatch.exact('dev')))),
    '[bookinfo/ratings] InvalidClaim: http[0].match[0].headers[0].path must be names of claims, without brackets, got []; name the claim, such as [\'group\']'],
  InvalidCookie: [() => renderedMatch(HttpMatch.header(HeaderMatch.cookie('beta user', 'true'))),
    '[bookinfo/ratings] InvalidCookie: http[0].match[0].headers[0].name must be a cookie name: letters, digits and any of !#$%&\'*+-.^_`|~, got "beta user"; name the cookie and its value as the browser sends them'],
  InvalidCount: [() => renderedPolicy({ connectionPool: { tcp: { maxConnections: 0 } } }),
    '[bookinfo/ratings] InvalidCount: trafficPolicy.connectionPool.tcp.maxConnections must be a whole number from 1 to 2147483647, got 0; for no limit leave it out'],
  InvalidDuration: [() => reviews({ timeout: Duration.seconds(0) }),
    '[bookinfo/reviews] InvalidDuration: timeout must be a Duration of a whole number of milliseconds, at least 1 and at most 292 years, got 0 ms; to switch a limit off, leave it out'],
  InvalidEgressHost: [() => new Sidecar(bookinfo(), 'default', { egress: [{ hosts: ['reviews'] }] }),
    '[bookinfo/default] InvalidEgressHost: egress[0].hosts[0] must be <namespace>/<host>: the namespace a name, "*" or ".", perhaps behind "~" to leave it out; the host "*", or a DNS name with a dot whose first label may be "*", got "reviews"; write ./* for the own namespace, shop/* for another, */* for all'],
  InvalidEndpointAddress: [() => new WorkloadEntry(bookinfo(), 'db', { address: '10.0.0.1:3306' }),
    '[bookinfo/db] InvalidEndpointAddress: address must be an IP address, a DNS name, or a socket such as unix:///var/run/app.sock, got "10.0.0.1:3306"; say where the workload answers, without port'],
  InvalidExportTo: [() => new ServiceEntry(bookinfo(), 'db', { hosts: ['db.example.com'], ports: [{ number: 80 }], resolution: ServiceEntryResolution.DNS, exportTo: ['~', '.'] }),
    '[bookinfo/db] InvalidExportTo: exportTo[0] must be the name of a namespace, given once, or ".", or "*" alone, got "~"; Istio refuses anything else in exportTo'],
  InvalidFlaggerDuration: [() => flaggerCanary({ interval: Duration.seconds(5) }),
    '[bookinfo/reviews] InvalidFlaggerDuration: interval must be a Duration of whole seconds, at least 10, got 5 s; write Duration.minutes(1), say: Flagger would take 10 s for less'],
  InvalidGatewayHost: [() => gateway(GatewayServer.http(['shop'])),
    '[bookinfo/public] InvalidGatewayHost: servers[0].hosts[0] must be "*", or a DNS name with a dot whose first label may be "*", or an IP address; perhaps behind a namespace, "." or "*" and a slash, got "shop"; write a full DNS name such as shop.example.com or *.example.com'],
  InvalidHeaderName: [() => renderedMatch(HttpMatch.header(HeaderMatch.present('x-canary:'))),
    '[bookinfo/ratings] InvalidHeaderName: http[0].match[0].headers[0].name must be a header name (letters, digits and any of !#$%&\'*+-.^_`|~) or a pseudo header such as :authority, got "x-canary:"; write the name alone, without colon or spaces'],
  InvalidHeaderValue: [() => renderedRule({ headers: { request: { set: { 'x-load': '100%' } } } }),
    '[bookinfo/ratings] InvalidHeaderValue: http[0].headers.request.set["x-load"] must be a header value: no control characters, and % only as %% or in a variable such as %PROTOCOL% or %REQ(x-user)%, got "100%"; write a percent sign as %%'],
  InvalidHost: [() => renderedRule({ to: [Destination.host('http://ratings')] }),
    '[bookinfo/ratings] InvalidHost: http[0].to[0].host must be a host name of at most 255 characters, in which only the first label may be or begin with "*", and which is not "*" alone, got "http://ratings"; write the name of a Service, or its full DNS name'],
  InvalidImage: [() => reviews({ versions: [ServiceVersion.image('v1', '')] }),
    '[bookinfo/reviews] InvalidImage: versions[0].image must be the name of a container image, not empty and without white space, got ""; write it as in a Deployment: registry/name:tag'],
  InvalidIpRange: [() => authorization({ rules: [{ sources: [{ ipBlocks: ['10.0.0.0/33'] }] }] }),
    '[bookinfo/ratings] InvalidIpRange: rules[0].sources[0].ipBlocks[0] must be an IPv4 or IPv6 address, perhaps with the length of its network, such as 10.1.0.0/16, got "10.0.0.0/33"; write an address or a range'],
  InvalidKeySet: [() => authenticated({ issuer: 'a', jwksUri: 'accounts.example.com/keys' }),
    '[bookinfo/ratings] InvalidKeySet: jwtRules[0].jwksUri must be an address such as https://issuer.example.com/keys, of HTTP or HTTPS, got "accounts.example.com/keys"; write where the issuer publishes its keys'],
  InvalidLabel: [() => destinationRule({ subsets: [Subset.labeled('v1', { version: 'v 1' })] }),
    '[bookinfo/ratings] InvalidLabel: subsets[0].labels["version"] must be empty, or a label value: 1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or a digit, got "v 1"; shorten it, or leave out the characters that are not allowed'],
  InvalidLaneValue: [() => lane({ value: 'a b' }),
    '[bookinfo/beta] InvalidLaneValue: value must be letters, digits, hyphens, underscores and dots, got "a b"; give a value, or another id'],
  InvalidLocality: [() => located(LocalityLoadBalancing.failover([{ fromRegion: 'us-east1/b', toRegion: 'us-west1' }])),
    '[bookinfo/ratings] InvalidLocality: trafficPolicy.loadBalancer.locality.failover[0].fromRegion must be a region, without "/" and "*", got "us-east1/b"; within a region requests fail over by themselves: name the region alone'],
  InvalidMethod: [() => renderedMatch(HttpMatch.method(HttpRouteMethod.of('get'))),
    '[bookinfo/ratings] InvalidMethod: http[0].match[0].method must be an HTTP method in upper case, such as GET, got "get"; write it as clients send it, for example HttpRouteMethod.GET'],
  InvalidMetricName: [() => autoscaled({ metrics: [ScalingMetric.pods('http/requests', 1)] }),
    '[bookinfo/reviews] InvalidMetricName: versions[0].autoscaling.metrics[0].name must be the name of a metric: not empty, without white space, "/" and "%", and neither "." nor "..", got "http/requests"; write it as the metrics adapter serves it'],
  InvalidObjectName: [() => destinationRule({ name: 'my_ratings' }),
    '[bookinfo/ratings] InvalidObjectName: name must be 1 to 253 characters: lower-case letters, digits and hyphens in parts joined by dots, each beginning and ending with a letter or a digit, got "my_ratings"; give a name for the DestinationRule, or another id'],
  InvalidPath: [() => renderedMatch(HttpMatch.pathPrefix('reports')),
    '[bookinfo/ratings] InvalidPath: http[0].match[0].path must begin with a slash, got "reports"; every path does: write "/reports"'],
  InvalidPort: [() => reviews({ ports: [ServicePort.http(0)] }),
    '[bookinfo/reviews] InvalidPort: ports[0].port must be a whole number from 1 to 65535, got 0; name the port that clients call'],
  InvalidPortName: [() => reviews({ ports: [ServicePort.http(80, { name: 'web' })] }),
    '[bookinfo/reviews] InvalidPortName: ports[0].name must be "http", or "http-" and at most 63 lower-case letters, digits and hyphens in all, got "web"; Istio reads the protocol from the name; leave it out to have one made'],
  InvalidProbeTime: [() => new WorkloadGroup(bookinfo(), 'db', { template: {}, probe: ReadinessProbe.tcpSocket(3306, { period: Duration.millis(500) }) }),
    '[bookinfo/db] InvalidProbeTime: probe.period must be a Duration of 1 to 2147483647 whole seconds, got 500 ms; Istio counts the times of probes in seconds'],
  InvalidQuantile: [() => TrafficQueries.of(canary({})).latency(V1, 99),
    '[bookinfo/reviews] InvalidQuantile: TrafficQueries.latency.quantile must be a number between 0 and 1, both excluded, got 99; write 0.99 for the 99th percentile'],
  InvalidRegex: [() => renderedMatch(HttpMatch.pathRegex('(?=x)')),
    '[bookinfo/ratings] InvalidRegex: http[0].match[0].path must be a regular expression in RE2 syntax (https://github.com/google/re2/wiki/Syntax) of 1 to 1024 bytes, got "(?=x)"; RE2 says: invalid or unsupported Perl syntax: `(?=`'],
  InvalidReplicas: [() => reviews({ versions: [ServiceVersion.image('v1', 'reviews:1', { replicas: -1 })] }),
    '[bookinfo/reviews] InvalidReplicas: versions[0].replicas must be a whole number from 0 to 2147483647, got -1; say how many pods, or leave it out for an autoscaler'],
  InvalidRuleName: [() => canary({ rules: [{ name: 'slow', match: MATCH }, { name: 'slow', match: [HttpMatch.pathExact('/b')] }] }),
    '[bookinfo/reviews] InvalidRuleName: rules[1].name must be a name that no other rule of the service has, got "slow"; choose another: access logs and tools tell rules by it'],
  InvalidServerName: [() => gateway(GatewayServer.http(['*'], { name: 'a' }), GatewayServer.http(['*'], { name: 'a', port: 81 })),
    '[bookinfo/public] InvalidServerName: servers[1].name must differ from that of every other server, got "a"; choose another, or leave it out'],
  InvalidServiceName: [() => reviews({ name: '1-reviews' }),
    '[bookinfo/reviews] InvalidServiceName: name must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or a digit, got "1-reviews"; give a name for the Service, or another id'],
  InvalidSetting: [() => MeshSettings.of(bookinfo(), { clusterDomain: '.local' }),
    '[bookinfo] InvalidSetting: MeshSettings.clusterDomain must be a host name: DNS labels joined by dots, at most 255 characters, the last label not a number, got ".local"; write a DNS name such as cluster.local'],
  InvalidSourcePath: [() => FluxLayout.write(new App(), { source: FluxSource.gitRepository('shop'), path: '/dist' }),
    '[the app] InvalidSourcePath: FluxLayout.path must be a folder below the root of the source, got "/dist"; write it without a slash in front and without "..", such as dist, or . for the root'],
  InvalidStatus: [() => renderedRule({ fault: { abort: FaultAbort.httpStatus(199, 10) } }),
    '[bookinfo/ratings] InvalidStatus: http[0].fault.abort.status must be a whole number from 200 to 599, got 199; name the status to answer with'],
  InvalidSubnet: [() => renderedTcpMatch(TcpMatch.of({ destinationSubnets: ['10.0.0.0/33'] })),
    '[bookinfo/db] InvalidSubnet: tcp[0].match[0].destinationSubnets[0] must be an IPv4 or IPv6 address, perhaps with the length of its network, such as 10.1.0.0/16, got "10.0.0.0/33"; write an address or a network, such as 10.1.0.0/16'],
  InvalidSubsetName: [() => destinationRule({ subsets: [Subset.labeled('v_1', { version: 'v1' })] }),
    '[bookinfo/ratings] InvalidSubsetName: subsets[0].name must be a DNS label: 1 to 63 letters, digits and hyphens, beginning and ending with a letter or a digit, got "v_1"; write a short name such as v2'],
  InvalidVariable: [() => new ProxyConfig(bookinfo(), 'default', { environmentVariables: { '1A': '' } }),
    '[bookinfo/default] InvalidVariable: environmentVariables must be the name of a variable: letters, digits and "_", not beginning with a digit, got "1A"; name it as a shell would'],
  InvalidVersionName: [() => canary({ stable: ServiceVersion.image('v1.0', 'reviews:1') }),
    '[bookinfo/reviews] InvalidVersionName: stable.name must be 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or a digit, got "v1.0"; write a short name such as v2'],
  InvalidWindow: [() => TrafficQueries.of(canary({}), { window: Duration.seconds(15) }),
    '[bookinfo/reviews] InvalidWindow: TrafficQueries.window must be a Duration of a whole number of seconds, at least 30 and at most 292 years, got 15000 ms; a rate needs several samples in it: four times the scrape interval is a good length'],
  JwtRuleConflict: [() => authenticated({ audiences: ['bookinfo'] }),
    '[bookinfo/ratings] JwtRuleConflict: jwtRules[0].issuer must be given where there is no jwksUri, got nothing; name who issues the tokens'],
  LabelsMissing: [() => destinationRule({ subsets: [Subset.labeled('v1', {})] }),
    '[bookinfo/ratings] LabelsMissing: subsets[0].labels must have at least one label, got {}; no label at all would select every pod of the service: name one, such as version'],
  LabelsNotSelected: [() => canary({ canary: ServiceVersion.labels('v2', { app: 'ratings', version: 'v2' }) }),
    '[bookinfo/reviews] LabelsNotSelected: canary.labels["app"] must be "reviews", by which the Service selects its pods, got "ratings"; leave it out, or let the Service select by another label (name, selector, or appLabel in MeshSettings)'],
  LaneMemberTwice: [() => lane({}, 'reviews', 'reviews'),
    '[bookinfo/beta] LaneMemberTwice: members[1].service must be another service than those before it, got reviews.bookinfo.svc.cluster.local, as in members[0]; a request in the lane goes to one version: remove one of them'],
  LaneMemberUnfit: [() => new Lane(bookinfo(), 'beta', { members: [{ service: unrelated(), version: V1 }, { service: canary({}), version: V1 }] }),
    '[bookinfo/beta] LaneMemberUnfit: members[0].service must be or hold the delivery construct of reviews.bookinfo.svc.cluster.local, got a construct without one; pass the CanaryService, VersionedService, ... itself, or make it below this construct'],
  LaneMembersMissing: [() => lane({}, 'reviews'),
    '[bookinfo/beta] LaneMembersMissing: members must have at least two members, got 1; a lane leads from one service to another: add the others, or use testers'],
  LanesContradict: [twoLanes,
    '[bookinfo/also] LanesContradict: members[0].service must be in one lane with a header and value, got another lane for x-lane: beta, which leads to version v1; give one of the lanes another value, or make them one lane'],
  LocalitiesMissing: [() => located(LocalityLoadBalancing.failover([])),
    '[bookinfo/ratings] LocalitiesMissing: trafficPolicy.loadBalancer.locality.failover must have at least one entry, got []; say where requests go: { fromRegion: "us-east1", toRegion: "us-west1" }'],
  LocalitiesOverlap: [() => located(LocalityLoadBalancing.failover([{ fromRegion: 'us-east1', toRegion: 'us-east1' }])),
    '[bookinfo/ratings] LocalitiesOverlap: trafficPolicy.loadBalancer.locality.failover[0].toRegion must be another region than fromRegion, got "us-east1"; name the region that stands in'],
  LocalityWeightsNotHundred: [() => located(LocalityLoadBalancing.distribute([{ fromLocality: '*', to: [{ locality: '*', weight: 90 }] }])),
    '[bookinfo/ratings] LocalityWeightsNotHundred: trafficPolicy.loadBalancer.locality.distribute[0].to must have weights that sum to 100, got [90]; the sum is 90, and Istio refuses it'],
  LongLivedUnreached: [() => canary({ longLived: [{ version: V2 }] }),
    '[bookinfo/reviews] LongLivedUnreached: longLived[0] must have a weight above 0 or a match, got neither; say who reaches it, or list it as retiring'],
  MatchConditionTwice: [() => renderedMatch(HttpMatch.of({ headers: [HeaderMatch.present('X-User'), HeaderMatch.exact('x-user', 'a')] })),
    '[bookinfo/ratings] MatchConditionTwice: http[0].match[0].headers[1] must be about a name of its own, got "x-user"; Istio keeps one condition a name: join both in one regular expression, or use two matches if either is enough'],
  MatchEmpty: [() => renderedMatch(HttpMatch.of({})),
    '[bookinfo/ratings] MatchEmpty: http[0].match[0] must have a condition, got {}; name a path, header, method or query parameter'],
  MatchNeverHolds: [() => renderedMatch(HttpMatch.of({ withoutHeaders: [HeaderMatch.regex('x-user', '.*')] })),
    '[bookinfo/ratings] MatchNeverHolds: http[0].match[0].withoutHeaders[0].value must leave some requests, got ".*"; to ask for a header to be missing, write HeaderMatch.present() here'],
  MatchValueMissing: [() => renderedMatch(HttpMatch.query(QueryMatch.prefix('beta', ''))),
    '[bookinfo/ratings] MatchValueMissing: http[0].match[0].query[0].value must begin with some text, got ""; name the beginning to look for, or use present() to take any value'],
  MatchesIncompatible: [() => canary({ canary: V2, testers: [HttpMatch.pathRegex('/r.*')], rules: [{ match: [HttpMatch.pathPrefix('/reports')] }] }),
    '[bookinfo/reviews] MatchesIncompatible: rules[0].match must be expressible in one match with {"prefix":"/reports"} for the same path, got {"regex":"/r.*"}; Istio keeps one comparison for it, and a regular expression cannot be combined with another one or with a prefix: use exact or prefix'],
  MetricMissing: [() => TrafficQueries.of(reviews({ ports: [ServicePort.tcp(5432)] })).requests(V1),
    '[bookinfo/reviews] MetricMissing: TrafficQueries must ask for what is counted on the ports of the service: connections, got a query about requests; on TCP and TLS ports proxies see no requests: ask for connections()'],
  MirrorAnswers: [() => canary({ canary: V2, traffic: CanaryTraffic.weight(1), mirrors: [Mirror.version(V2)] }),
    '[bookinfo/reviews] MirrorAnswers: mirrors[0] must lead to another destination than the requests themselves, got subset v2 of reviews.bookinfo.svc.cluster.local, which answers them; it would do each copied request twice: leave the mirror out, or send the requests elsewhere'],
  MutualTlsRefused: [refusedByPods,
    'Validation failed with the following errors:\n  [bookinfo/default] MutualTlsRefused: mode must not be STRICT where a DestinationRule forbids mutual TLS, got bookinfo/ratings for ratings.bookinfo.svc.cluster.local; every call would fail with 503: leave tls out there, or make an exception for these pods'],
  NameTooLong: [() => reviews({ versions: [ServiceVersion.image('v'.repeat(56), 'reviews:1')] }),
    `[bookinfo/reviews] NameTooLong: name must be short enough that with a hyphen and the name of a version it has at most 63 characters, got reviews-${'v'.repeat(56)} with 64; shorten the name of the service or of the version`],
  OutlierDetectionIneffective: [() => renderedPolicy({ outlierDetection: { consecutiveLocalOriginFailures: 5 } }),
    '[bookinfo/ratings] OutlierDetectionIneffective: trafficPolicy.outlierDetection.consecutiveLocalOriginFailures must come with splitExternalLocalOriginErrors: true, got 5; otherwise failures to connect count as 5xx errors, and Istio refuses the rule'],
  PathPrefixMissing: [() => exposed({ strip: true }),
    '[bookinfo/reviews] PathPrefixMissing: exposures[0].pathPrefix must be given where it is to be stripped, got nothing; name the prefix to cut off, or leave strip out'],
  PercentOutOfRange: [() => renderedRule({ fault: { delay: FaultDelay.fixedDelay(Duration.seconds(1), 101) } }),
    '[bookinfo/ratings] PercentOutOfRange: http[0].fault.delay.percent must be 0 or a number from 0.0001 to 100, got 101; write 10 for ten of a hundred requests'],
  PolicyIneffective: [() => reviews({ versions: [ServiceVersion.host('v1', 'a')], trafficPolicy: {} }),
    '[bookinfo/reviews] PolicyIneffective: trafficPolicy must be left out where no version is behind the service, got versions behind other hosts alone; callers go by the policy of the host that they call: write a DestinationRule for each of these hosts'],
  PolicyTargetsConflict: [() => authorization({ selector: { app: 'ratings' }, targets: [PolicyTarget.service('ratings')] }),
    '[bookinfo/ratings] PolicyTargetsConflict: targets must be left out where there is a selector, got both; select pods for sidecars, name targets for waypoints and gateways: write two policies for both'],
  PortMutualTlsConflict: [() => new PeerAuthentication(bookinfo(), 'default', { ports: [{ port: 80, mode: MutualTlsMode.STRICT }] }),
    '[bookinfo/default] PortMutualTlsConflict: ports must be left out where no pods are selected, got [80]; Istio takes ports only for selected pods: give a selector'],
  PortPolicyLosesSetting: [() => renderedPolicy({ retryBudget: {}, portLevelSettings: [{ port: 80, tls: ClientTls.disable() }] }),
    '[bookinfo/ratings] PortPolicyLosesSetting: trafficPolicy.portLevelSettings must be left out where retryBudget is given, got [80]; Istio would drop retryBudget on these ports without a word, and has no place for it there: keep one of the two'],
  PortsMissing: [() => reviews({ ports: [] }),
    '[bookinfo/reviews] PortsMissing: ports must name at least one port, got []; add one, such as ServicePort.http(8080)'],
  ReadinessMissing: [() => run({ zeroDowntime: {} }),
    '[bookinfo/reviews] ReadinessMissing: versions[0].zeroDowntime.readiness must be given where the container says nothing of it, got nothing; a pod would get requests before it can answer: add ReadinessCheck.http(path), or readiness to the container'],
  RedirectConflict: [() => renderedRoute(HttpRoute.redirect({ uri: '/', port: 80, derivePort: RedirectPort.FROM_REQUEST_PORT })),
    '[bookinfo/ratings] RedirectConflict: http[0].derivePort must be left out where port is given, got "FROM_REQUEST_PORT"; keep one of the two: Istio refuses both together'],
  RedirectEmpty: [() => renderedRoute(HttpRoute.redirect({ code: 302 })),
    '[bookinfo/ratings] RedirectEmpty: http[0] must lead elsewhere, got a redirect to where the request came from; give uri, prefixRewrite, authority, port or scheme'],
  ReplicasAutoscaled: [() => run({ replicas: 3, autoscaling: { maxReplicas: 5, metrics: [] } }),
    '[bookinfo/reviews] ReplicasAutoscaled: versions[0].replicas must be left out beside autoscaling, got 3; every apply would reset what the autoscaler has chosen: remove one of the two'],
  ResourceRequestMissing: [() => run({ autoscaling: { maxReplicas: 5, metrics: [ScalingMetric.cpuUtilization(70)] } }),
    '[bookinfo/reviews] ResourceRequestMissing: versions[0].autoscaling.metrics[0] must measure containers that request cpu, got container reviews, which requests none; the use is a share of what is requested, so that the autoscaler would do nothing: add resources: { cpu: { request } }'],
  RetryAttemptsMissing: [() => reviews({ retries: RetryPolicy.on([RetryOn.RESET], { attempts: 0 }) }),
    '[bookinfo/reviews] RetryAttemptsMissing: retries.attempts must be at least 1 in a policy that says when to retry, got 0; for no retries at all write RetryPolicy.none()'],
  RetryConditionsMissing: [() => reviews({ retries: RetryPolicy.on([]) }),
    '[bookinfo/reviews] RetryConditionsMissing: retries.conditions must name at least one condition, got []; add one, such as RetryOn.CONNECT_FAILURE, or use RetryPolicy.meshConditions()'],
  RewriteConflict: [() => renderedRule({ rewrite: { uri: '/', uriRegex: { match: 'a', rewrite: 'b' } } }),
    '[bookinfo/ratings] RewriteConflict: http[0].rewrite.uri must be left out where uriRegex is given, got "/"; keep one of the two: both write the path'],
  RewriteEmpty: [() => renderedRule({ rewrite: {} }),
    '[bookinfo/ratings] RewriteEmpty: http[0].rewrite must have something to write, got {}; give uri, uriRegex or authority, or leave the rewrite out'],
  RouteAfterCatchAll: [() => virtualService().addHttpRoute(HttpRoute.forward({ match: MATCH, to: [RATINGS] })),
    '[bookinfo/ratings] RouteAfterCatchAll: http[1] must stand before the rule without a match, got a rule behind it; that rule takes every request: put it last'],
  RouteHidden: [() => canary({ rules: [{ match: [HttpMatch.pathPrefix('/a')] }, { match: [HttpMatch.pathExact('/a/b')] }] }),
    '[bookinfo/reviews] RouteHidden: rules[1] must take some request that no earlier rule takes, got only requests that rules[0] takes already; put the narrower rule first, or remove this one'],
  RouteWithoutMatch: [() => reviews().addRoute(HttpRoute.forward({ to: [Destination.version(V1)] })),
    '[bookinfo/reviews] RouteWithoutMatch: routes[0] must have a match, got none; it would hide the default route: say in defaultRoute where all other requests go'],
  RoutesMissing: [withoutRules,
    'Validation failed with the following errors:\n  [bookinfo/ratings] RoutesMissing: http, tls or tcp must have at least one rule, got none; add one, or remove the VirtualService'],
  ScalingMetricsMissing: [() => autoscaled({ metrics: [] }),
    '[bookinfo/reviews] ScalingMetricsMissing: versions[0].autoscaling.metrics must have at least one metric, got []; say by what the number of pods is chosen, such as ScalingMetric.cpuUtilization(70)'],
  SelectorsOverlap: [() => adopted({ selector: { matchLabels: { app: 'reviews' } } }),
    '[bookinfo/reviews] SelectorsOverlap: stable.workload must select no pods of version v2, got Deployment legacy, which selects {"app":"reviews"}; two workloads would count each other\'s pods, and an autoscaler too: a selector cannot be changed, so make the workload anew, under another name and with the version\'s label in its selector'],
  ServiceAccessConflict: [granted,
    '[bookinfo/access] ServiceAccessConflict: grants[0].ports[0] must be a port of the service (8080), got 9090; name the port that clients call'],
  ServiceEntryConflict: [() => new ServiceEntry(bookinfo(), 'db', { hosts: ['db.example.com'], ports: [{ number: 80 }], resolution: ServiceEntryResolution.DNS, addresses: ['10.0.0.0/8'] }),
    '[bookinfo/db] ServiceEntryConflict: addresses[0] must be left out where the resolution is DNS, got "10.0.0.0/8"; ranges go with NONE and STATIC only: name single addresses'],
  ServiceNotMeasurable: [foreign,
    '[bookinfo/reviews-of-another] ServiceNotMeasurable: TrafficQueries.service must be or hold the delivery construct of reviews.bookinfo.svc.cluster.local, got a construct without one; pass the CanaryService, VersionedService, ... itself, or make it below this construct'],
  SettingsTooLate: [tooLate,
    '[bookinfo] SettingsTooLate: MeshSettings must be set once, before the first construct that uses them, got a call after bookinfo/ratings was made; move the call up, right behind the line that makes this app or chart'],
  ShadowMissing: [() => new MirroredService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], stable: V1, percent: 10 }),
    '[bookinfo/reviews] ShadowMissing: percent must come with a shadow, got no shadow; add shadow, or leave this out until there is one'],
  SidecarEmpty: [() => new Sidecar(bookinfo(), 'default', {}),
    '[bookinfo/default] SidecarEmpty: egress must be given, or ingress, inboundConnectionPool or outboundTraffic, got none of them; Istio refuses a Sidecar that says nothing: say what the pods can call'],
  SidecarListenerConflict: [() => new Sidecar(bookinfo(), 'default', { egress: [{ hosts: ['./*'] }, { port: { number: 80 }, hosts: ['./*'] }] }),
    '[bookinfo/default] SidecarListenerConflict: egress[0].port must be given but for the last listener, got nothing; one without a port has all that the others leave: put it last'],
  SidecarTlsConflict: [() => new Sidecar(bookinfo(), 'default', { ingress: [{ port: { number: 443, protocol: PortProtocol.TLS }, tls: SidecarTls.simple('/c', '/k', { cipherSuites: ['ROT13'] }) }] }),
    '[bookinfo/default] SidecarTlsConflict: ingress[0].tls.cipherSuites[0] must be one of ECDHE-ECDSA-AES128-GCM-SHA256, ECDHE-RSA-AES128-GCM-SHA256, ECDHE-ECDSA-AES256-GCM-SHA384, ECDHE-RSA-AES256-GCM-SHA384, ECDHE-ECDSA-CHACHA20-POLY1305, ECDHE-RSA-CHACHA20-POLY1305, ECDHE-ECDSA-AES128-SHA, ECDHE-RSA-AES128-SHA, ECDHE-ECDSA-AES256-SHA, ECDHE-RSA-AES256-SHA, AES128-GCM-SHA256, AES256-GCM-SHA384, AES128-SHA, AES256-SHA, DES-CBC3-SHA, got "ROT13"; Istio leaves out others without a word'],
  SlotEmpty: [() => blueGreen({ active: BlueGreenSlot.GREEN }),
    '[bookinfo/reviews] SlotEmpty: active must name a slot that holds a version (blue), got "green"; put the version that gets all requests into that slot, or name the other one'],
  SniHostUnknown: [() => forTls(['pay.example.org']),
    '[bookinfo/pay] SniHostUnknown: tls[0].match[0].sniHosts[0] must be one of the VirtualService\'s hosts, or one for which a wildcard among them stands (*.example.com), got "pay.example.org"; add it to hosts, in the form in which clients call it'],
  SourceIgnored: [() => renderedMatch(HttpMatch.of({ gateways: [Gateway.mesh()], sourceNamespace: 'shop' })),
    '[bookinfo/ratings] SourceIgnored: http[0].match[0].sourceNamespace must be left out where gateways are named, got "shop"; Istio then looks at the gateways alone: use two matches'],
  SplitBypassed: [() => canary({ trafficPolicy: { loadBalancer: LoadBalancer.passthrough() } }),
    '[bookinfo/reviews] SplitBypassed: trafficPolicy.loadBalancer must choose a pod of the version, got "PASSTHROUGH"; the address that the client called would decide instead of the weights: leave it out, or choose another'],
  StandbyMissing: [() => blueGreen({ previewers: MATCH }),
    '[bookinfo/reviews] StandbyMissing: previewers must come with a version in the other slot, got no standby; put one there, or leave this out until there is one'],
  SubsetsOverlap: [() => canary({ canary: ServiceVersion.labels('v2', { version: 'v1' }) }),
    '[bookinfo/reviews] SubsetsOverlap: canary must have labels that the pods of version v1 do not carry, got {"version":"v1"}; requests for version v2 would reach them too: add a label that tells the versions apart'],
  TargetPortUnknown: [
    () => reviews({ ports: [ServicePort.http(80)], versions: [ServiceVersion.containers('v1', [{ image: 'reviews:1', portNumber: 8080 }])] }),
    '[bookinfo/reviews] TargetPortUnknown: ports must target a port that the containers of version v1 declare (8080), got [80]; set targetPort to the port on which they listen, or let them declare this one',
  ],
  TelemetryTwice: [() => new Telemetry(bookinfo(), 'default', { tracing: { customTags: [TracingTag.literal('a', 'b'), TracingTag.literal('a', 'c')] } }),
    '[bookinfo/default] TelemetryTwice: tracing.customTags[1].name must be a name that is not given yet, got "a"; remove one of them'],
  TlsSettingsConflict: [() => renderedPolicy({ tls: ClientTls.simple({ credentialName: 'ca', caCertificates: '/etc/ca.pem' }) }),
    '[bookinfo/ratings] TlsSettingsConflict: trafficPolicy.tls.caCertificates must be left out where credentialName is given, got "/etc/ca.pem"; put it into the Secret, or name files only'],
  TlsValueMissing: [() => renderedPolicy({ tls: ClientTls.mutualWithFiles({ clientCertificate: '/etc/client.pem', privateKey: '' }) }),
    '[bookinfo/ratings] TlsValueMissing: trafficPolicy.tls.privateKey must not be empty, got ""; name the file as the proxy sees it'],
  TlsVersionsConflict: [() => secured(ServerTls.simple(ServerCertificate.secret('web'), { minProtocolVersion: TlsProtocolVersion.TLSV1_0 })),
    '[bookinfo/public] TlsVersionsConflict: servers[0].tls.cipherSuites must be given where versions from TLSV1_0 on are allowed, got []; of the usual ones, none is known to versions below TLSV1_2: name one, or raise minProtocolVersion'],
  TopologySpreadTwice: [() => run({ spread: [TopologySpread.zones(), TopologySpread.zones({ maxSkew: 2 })] }),
    '[bookinfo/reviews] TopologySpreadTwice: versions[0].spread[1] must be about other places than those before it, got "topology.kubernetes.io/zone"; say once for each kind of place how evenly'],
  TunnelConflict: [() => renderedPolicy({ proxyProtocol: ProxyProtocolVersion.V2, tunnel: { targetHost: 'a.b', targetPort: 1 } }),
    '[bookinfo/ratings] TunnelConflict: trafficPolicy.proxyProtocol must be left out beside the other of tunnel and proxyProtocol, got "V2"; Istio refuses both for one destination, inherited ones included: keep one of the two'],
  UnknownVersion: [() => reviews({ defaultRoute: [Destination.version(V2)] }),
    '[bookinfo/reviews] UnknownVersion: defaultRoute[0] must lead to a version of this service (v1), got version v2; pass the same ServiceVersion object that is listed in versions, or list this one there'],
  UnreadableText: [unreadable,
    'Validation failed with the following errors:\n  [bookinfo/reviews] UnreadableText: VirtualService spec.http[0].match[0].uri.exact must be a text that Kubernetes reads as it is written, got "/a\\u0085"; choose another: control characters, octal numbers such as 0o14 and a few keys are read as something else'],
  ValueMissing: [() => authorization({ rules: [{ sources: [{ namespaces: [] }] }] }),
    '[bookinfo/ratings] ValueMissing: rules[0].sources[0].namespaces must not be an empty list, got []; Istio takes an empty list for no condition: name what is meant, or leave it out'],
  VersionLabelMissing: [() => adopted({ labels: { app: 'reviews' } }),
    '[bookinfo/reviews] VersionLabelMissing: stable.workload.labels["version"] must tell the pods of this version from those of others, got pods of Deployment legacy with {"app":"reviews"}; add {"version":"v1"} to its pod template (podMetadata: { labels } in cdk8s-plus), say in MeshSettings which versionLabel they carry, or name other labels with ServiceVersion.labels()'],
  VersionNotMeasurable: [() => TrafficQueries.of(canary({ canary: LABELLED })).errors(LABELLED),
    '[bookinfo/reviews] VersionNotMeasurable: TrafficQueries.version must be told from the other versions by a label of its pods that Istio writes into its metrics, got version legacy with {"app":"reviews","release":"1"}; let its pods carry the label version: legacy, and name it in ServiceVersion.labels()'],
  VersionRetiring: [() => canary({ retiring: [V1] }),
    '[bookinfo/reviews] VersionRetiring: retiring[0] must be a version that is not in use, got version v1, which is in use; remove it in one of the two places'],
  VersionWithoutService: [() => renderedRule({ to: [Destination.version(V1)] }),
    '[bookinfo/ratings] VersionWithoutService: http[0].to[0] must name a host, got version v1; a VirtualService does not know versions: use host() in place of version(), or addRoute() of a VersionedService'],
  VersionsMissing: [() => reviews({ versions: [] }),
    '[bookinfo/reviews] VersionsMissing: versions must have at least one version, got []; add the version that is in use'],
  WeightMissing: [() => renderedRule({ to: [Destination.host('a', { weight: 100 }), RATINGS] }),
    '[bookinfo/ratings] WeightMissing: http[0].to[1].weight must be given where there are several destinations, got nothing; Istio takes a missing weight for 0: say the share, so that all sum to 100'],
  WeightOutOfRange: [() => renderedRule({ to: [Destination.host('ratings', { weight: 0.5 })] }),
    '[bookinfo/ratings] WeightOutOfRange: http[0].to[0].weight must be a whole number from 0 to 100, got 0.5; write 10 for ten of a hundred requests'],
  WeightsNotHundred: [() => renderedRule({ to: [Destination.host('a', { weight: 10 }), Destination.host('b', { weight: 20 })] }),
    '[bookinfo/ratings] WeightsNotHundred: http[0].to must have weights that sum to 100, got [10,20]; the sum is 30, and Istio would divide by it without a word'],
  WeightsOverHundred: [() => canary({ canary: V2, traffic: CanaryTraffic.steps([10, 95]), longLived: [{ version: LABELLED, weight: 10 }] }),
    '[bookinfo/reviews] WeightsOverHundred: traffic must make at most 100 with the shares of the other versions, got 95 for canary v2 + 10 for long-lived legacy = 105; a weight is a share of all requests: lower one of them'],
  WorkloadAdoptedTwice: [adoptedTwice,
    '[bookinfo/reviews] WorkloadAdoptedTwice: versions[1].workload must be a workload that no other version has, got Deployment legacy, which version v1 of bookinfo/reviews has; pass the workload of this version, or use one service for both; to know the same pods by another label use ServiceVersion.labels()'],
  WorkloadChanged: [changed,
    'Validation failed with the following errors:\n  [bookinfo/reviews] WorkloadChanged: versions[0].workload must stay as it is when the service is made, got a change of the name, namespace, selector or pod labels of Deployment legacy since; make the service behind the last change of its workloads'],
  WorkloadElsewhere: [() => adopted({ namespace: 'prod' }),
    '[bookinfo/reviews] WorkloadElsewhere: stable.workload must be in the namespace of the service, bookinfo, got Deployment legacy in prod; a Service selects no pods of other namespaces: define both in one namespace, or put a Service before these pods and use ServiceVersion.host()'],
  WorkloadMissing: [() => reviews({ versions: [LABELLED] }).workload(LABELLED),
    '[bookinfo/reviews] WorkloadMissing: workload must be asked of a version of this service whose workload is made here or adopted, got version legacy; change the workload where it is made'],
  WorkloadUnreadable: [() => flaggerCanary({ target: FlaggerTarget.workload(bookinfo()) }),
    '[bookinfo/reviews] WorkloadUnreadable: target must be a Deployment, StatefulSet, DaemonSet or Rollout, or hold one, got bookinfo, which holds no object; pass the object that runs the pods; for pods of another kind use ServiceVersion.labels()'],
};

describe('the code', () => {
  test.each(Object.entries(MISTAKES))('%s stands before a message that names the mistake and its remedy', (code, [program, message]) => {
    expect(messageOf(program)).toBe(message);
    expect(codeOf(program)).toBe(code);
  });

  test('is raised by a program, whichever it is', () => {
    expect(Object.keys(MISTAKES)).toEqual(Object.keys(ERROR_CODES));
  });

  test('has a meaning that no other code has', () => {
    expect(new Set(Object.values(ERROR_CODES)).size).toBe(Object.keys(ERROR_CODES).length);
  });

  test('stands in its place in the alphabet', () => {
    const codes = Object.keys(ERROR_CODES);
    expect(codes).toEqual([...codes].sort());
  });
});

describe('a canary is refused', () => {
  test.each<[string, Partial<CanaryServiceProps>, string]>([
    ['with a weight below 0', { canary: V2, traffic: CanaryTraffic.weight(-1) }, 'CanaryWeightOutOfRange: traffic.weight '],
    ['with a weight that is not whole', { canary: V2, traffic: CanaryTraffic.weight(0.1) }, 'CanaryWeightOutOfRange: traffic.weight '],
    ['with a step above 100', { canary: V2, traffic: CanaryTraffic.steps([10, 101]) }, 'CanaryWeightOutOfRange: traffic.steps[1] '],
    ['with a step that is not whole', { canary: V2, traffic: CanaryTraffic.steps([2.5]) }, 'CanaryWeightOutOfRange: traffic.steps[0] '],
    ['with descending steps', { canary: V2, traffic: CanaryTraffic.steps([50, 10]) }, 'CanaryStepsNotAscending: traffic.steps '],
    ['with a first step of 0', { canary: V2, traffic: CanaryTraffic.steps([0, 10]) }, 'CanaryStepsNotAscending: traffic.steps '],
    ['with no steps', { canary: V2, traffic: CanaryTraffic.steps([]) }, 'CanaryStepsNotAscending: traffic.steps '],
    ['with testers alone', { testers: MATCH }, 'CanaryMissing: testers '],
    ['that is retiring', { canary: V2, retiring: [V2] }, 'VersionRetiring: retiring[0] '],
    ['with the name of a version that is retiring', { canary: V2, retiring: [ServiceVersion.image('v2', 'a')] }, 'DuplicateVersion: retiring[0].name '],
    ['with a name that is no DNS label', { canary: ServiceVersion.image('V2', 'a') }, 'InvalidVersionName: canary.name '],
    ['with a label that is no label value', { canary: ServiceVersion.labels('v2', { a: '/' }) }, 'InvalidLabel: canary.labels["a"] '],
    ['with a key that is no label', { canary: ServiceVersion.labels('v2', { 'a b': '1' }) }, 'InvalidLabel: canary.labels '],
    ['with a mistake in its testers', { canary: V2, testers: [...MATCH, HttpMatch.of({})] }, 'MatchEmpty: testers[1] '],
    ['on a port beyond 65535', { canary: V2, ports: [ServicePort.http(65536)] }, 'InvalidPort: ports[0].port '],
    ['with a mistake in its retries', { canary: V2, retries: RetryPolicy.meshConditions({ attempts: 0 }) }, 'RetryAttemptsMissing: retries.attempts '],
  ])('%s', (_mistake, props, beginning) => {
    expect(messageOf(() => canary(props))).toMatch(new RegExp(`^\\[bookinfo/reviews\\] ${beginning.replace(/[[\]]/g, '\\$&')}must `));
  });
});

describe('a mistake is told by its place', () => {
  const hosts = (...names: string[]) => names.map((name) => Destination.host(name, { weight: 50 }));
  const rules = (...http: HttpRoute[]) => new VirtualService(bookinfo(), 'ratings', { hosts: ['ratings'], http });

  test.each<[string, () => unknown]>([
    ['hosts[1]', () => new VirtualService(bookinfo(), 'ratings', { hosts: ['ratings', 'a..b'] })],
    ['http[1].to', () => rules(HttpRoute.forward({ match: MATCH, to: [RATINGS] }), HttpRoute.forward({ to: [] }))],
    ['http[0].match[1].path', () => renderedRule({ match: [...MATCH, HttpMatch.pathExact('a')] })],
    ['http[0].match[0].query[1].name', () => renderedMatch(HttpMatch.of({ query: [QueryMatch.present('a'), QueryMatch.present('')] }))],
    ['http[0].to[1].host', () => renderedRule({ to: hosts('a', '') })],
    ['http[0].to[0].subset', () => renderedRule({ to: [Destination.host('a', { subset: '' })] })],
    ['http[0].to[0].port', () => renderedRule({ to: [Destination.host('a', { port: 0 })] })],
    ['http[0].retries.conditions[1]', () => renderedRule({ retries: RetryPolicy.on([RetryOn.RESET, RetryOn.statusCode(0)]) })],
    ['http[0].retries.perTryTimeout', () => renderedRule({ retries: RetryPolicy.meshConditions({ perTryTimeout: Duration.millis(0) }) })],
    ['http[0].fault.delay.delay', () => renderedRule({ fault: { delay: FaultDelay.fixedDelay(Duration.millis(0), 1) } })],
    ['http[0].fault.abort.percent', () => renderedRule({ fault: { abort: FaultAbort.httpStatus(500, 101) } })],
    ['subsets[1].name', () => destinationRule({ subsets: [Subset.labeled('v1', { a: '1' }), Subset.labeled('', { a: '2' })] })],
    ['ports[1].port', () => reviews({ ports: [ServicePort.http(80), ServicePort.http(0)] })],
    ['ports[1].targetPort', () => reviews({ ports: [ServicePort.http(80), ServicePort.grpc(81, { targetPort: 0 })] })],
    ['ports[1].name', () => reviews({ ports: [ServicePort.http(80), ServicePort.http(81, { name: 'http' })] })],
    ['routes[1].to[0]', () => reviews({
      routes: [V1, V2].map((version) => HttpRoute.forward({ match: MATCH, to: [Destination.version(version)] })),
    })],
    ['trafficPolicy.connectionPool.tcp.idleTimeout', () => renderedPolicy({ connectionPool: { tcp: { idleTimeout: Duration.days(1e6) } } })],
    ['trafficPolicy.outlierDetection.interval', () => renderedPolicy({ outlierDetection: { interval: Duration.millis(0) } })],
    ['virtualServiceName', () => reviews({ virtualServiceName: 'my_reviews' })],
    ['destinationRuleName', () => reviews({ destinationRuleName: '' })],
  ])('%s', (place, program) => {
    expect(messageOf(program).split(' ')[2]).toBe(place);
  });
});
