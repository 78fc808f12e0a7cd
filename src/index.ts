// Every public name, by hand: this is the API on one screen.

// What a team writes.
export { BlueGreenService, type BlueGreenServiceProps, BlueGreenSlot } from './delivery/blue-green-service';
export { CanaryService, type CanaryServiceProps } from './delivery/canary-service';
export { type CanaryStepsOptions, CanaryTraffic } from './delivery/canary-traffic';
export { type IDeliveryService } from './delivery/delivery-service';
export { type DeliveryServiceProps } from './delivery/delivery-service-props';
export {
  type DelegateExposureOptions, Exposure, type GatewayExposureOptions, type TcpExposureOptions, type TlsPassthroughExposureOptions,
} from './delivery/exposure';
export { type HeaderRoute, HeaderRoutedService, type HeaderRoutedServiceProps } from './delivery/header-routed-service';
export { Lane, type LaneMember, type LaneProps } from './delivery/lane';
export { type LongLivedVersion } from './delivery/long-lived-version';
export { MirroredService, type MirroredServiceProps } from './delivery/mirrored-service';
export { ServiceAccess, type ServiceAccessProps, type ServiceGrant } from './delivery/service-access';
export { type Diversion, type ServiceRule } from './delivery/service-rule';
export { SessionAffinity, type SessionCookieOptions } from './delivery/session-affinity';
export { type VersionPolicy } from './delivery/version-policy';
export { VersionedService, type VersionedServiceProps } from './delivery/versioned-service';

// Versions, and the ports they answer on.
export { BackendService, type ExistingServiceOptions } from './workload/backend-service';
export { ServicePort, type ServicePortOptions } from './workload/service-port';
export { type HostVersionOptions, ServiceVersion } from './workload/service-version';

// How the pods of a version made here are run.
export { type Autoscaling } from './workload/autoscaling';
export { DisruptionBudget } from './workload/disruption-budget';
export { ReadinessCheck, type ReadinessOptions } from './workload/readiness-check';
export { type CustomMetricOptions, ScalingMetric, type UtilizationOptions } from './workload/scaling-metric';
export { TopologySpread, type TopologySpreadOptions } from './workload/topology-spread';
export { WorkloadConfig } from './workload/workload-config';
export { type ImageWorkloadOptions, type WorkloadOptions } from './workload/workload-options';
export { type ZeroDowntime } from './workload/zero-downtime';

// Which request, where to, what happens on the way.
export { CookieSameSite } from './routing/cookie-same-site';
export { CorsOrigin, type CorsPolicy, UnmatchedPreflights } from './routing/cors-policy';
export { Destination, type HostDestinationOptions, type VersionDestinationOptions } from './routing/destination';
export { type IGateway } from './routing/gateway-reference';
export { HeaderMatch } from './routing/header-match';
export { type HeaderEdits, type HeaderOperations } from './routing/header-operations';
export { type HttpDelegateProps } from './routing/http-delegate';
export { type HttpRespondProps } from './routing/http-direct-response';
export { FaultAbort, FaultDelay, GrpcStatus, type HttpFault } from './routing/http-fault';
export { HttpMatch } from './routing/http-match';
export { type HttpMatchOptions } from './routing/http-match-options';
export { type HttpRedirectProps, HttpScheme, RedirectPort } from './routing/http-redirect';
export { type HttpRewrite, type UriRegexRewrite } from './routing/http-rewrite';
export { type HttpForwardProps, HttpRoute } from './routing/http-route';
export { HttpRouteMethod } from './routing/http-route-method';
export { type HttpRuleProps } from './routing/http-rule';
export { type HostMirrorOptions, Mirror } from './routing/mirror';
export { PathMatch, type PathMatchOptions } from './routing/path-match';
export { QueryMatch } from './routing/query-match';
export { RetryOn } from './routing/retry-on';
export { type RetryOptions, RetryPolicy } from './routing/retry-policy';
export { type HttpRouteOptions } from './routing/route-manners';
export { TcpMatch, type TcpMatchOptions } from './routing/tcp-match';
export { type TcpForwardProps, TcpRoute } from './routing/tcp-route';
export { TextMatch } from './routing/text-match';
export { TlsMatch, type TlsMatchOptions } from './routing/tls-match';
export { type TlsForwardProps, TlsRoute } from './routing/tls-route';
export { type IVirtualService } from './routing/virtual-service-reference';

// How a destination is called.
export { ClientTls, type ClientTlsOptions, type MutualTlsOptions, type SimpleTlsOptions } from './traffic-policy/client-tls';
export {
  type ConnectionPool, H2UpgradePolicy, type Http2KeepAlive, type HttpConnectionPool, type TcpConnectionPool, type TcpKeepalive,
} from './traffic-policy/connection-pool';
export { HashAlgorithm, type RingHashOptions } from './traffic-policy/hash-algorithm';
export {
  type HashCookieOptions, type HashOptions, LoadBalancer, type LoadBalancerOptions, type SimpleLoadBalancerOptions,
} from './traffic-policy/load-balancer';
export {
  type LocalityDistribution, type LocalityFailover, type LocalityFailoverOptions, LocalityLoadBalancing, type LocalityWeight,
  type ZoneAwareOptions,
} from './traffic-policy/locality-load-balancing';
export { type OutlierDetection } from './traffic-policy/outlier-detection';
export { type RetryBudget } from './traffic-policy/retry-budget';
export { Subset, type SubsetOptions } from './traffic-policy/subset';
export { type BasicTrafficPolicy, type PortTrafficPolicy, type TrafficPolicy } from './traffic-policy/traffic-policy';
export { ProxyProtocolVersion, type Tunnel, TunnelProtocol } from './traffic-policy/tunnel';
export { type Warmup } from './traffic-policy/warmup';

// Istio's objects, for services without a delivery construct.
export { AuthorizationCondition, type AuthorizationConditionOptions } from './resources/authorization-condition';
export { type AuthorizationOperation } from './resources/authorization-operation';
export { AuthorizationAction, AuthorizationPolicy, type AuthorizationPolicyProps } from './resources/authorization-policy';
export { type AuthorizationRule } from './resources/authorization-rule';
export { type AuthorizationSource } from './resources/authorization-source';
export { DestinationRule, type DestinationRuleProps } from './resources/destination-rule';
export { type ExistingGatewayOptions, Gateway, type GatewayProps } from './resources/gateway';
export { GatewayProtocol } from './resources/gateway-protocol';
export { GatewayServer, type GatewayServerOptions, type GatewayServerProps } from './resources/gateway-server';
export { type CertificateFiles, ServerCertificate } from './resources/server-certificate';
export { type IstioMutualServerTlsOptions, type MutualServerTlsOptions, ServerTls, type ServerTlsOptions } from './resources/server-tls';
export { CipherSuite, TlsProtocolVersion } from './resources/tls-version';
export { type ClaimToHeader, type JwtHeader, type JwtRule } from './resources/jwt-rule';
export { type EgressProxyOptions, OutboundTraffic } from './resources/outbound-traffic';
export { MutualTlsMode, PeerAuthentication, type PeerAuthenticationProps, type PortMutualTls } from './resources/peer-authentication';
export { type PolicyProps, PolicyTarget } from './resources/policy-target';
export { PortProtocol } from './resources/port-protocol';
export { ProxyConfig, type ProxyConfigProps } from './resources/proxy-config';
export { type HttpProbeOptions, ReadinessProbe, type ReadinessProbeOptions, type TcpProbeOptions } from './resources/readiness-probe';
export { RequestAuthentication, type RequestAuthenticationProps } from './resources/request-authentication';
export { ServiceEntry, ServiceEntryLocation, type ServiceEntryProps, ServiceEntryResolution } from './resources/service-entry';
export { type ServiceEntryPort } from './resources/service-entry-port';
export { Sidecar, type SidecarProps } from './resources/sidecar';
export { type SidecarEgress } from './resources/sidecar-egress';
export { type SidecarIngress } from './resources/sidecar-ingress';
export { CaptureMode, type SidecarPort } from './resources/sidecar-port';
export { type SidecarMutualTlsOptions, SidecarTls, type SidecarTlsOptions, SidecarTlsVersion } from './resources/sidecar-tls';
export { Telemetry, type TelemetryProps } from './resources/telemetry';
export { type TelemetryAccessLogging } from './resources/telemetry-access-logging';
export { type MetricsOverride, MetricTag, TelemetryMetric, type TelemetryMetrics } from './resources/telemetry-metrics';
export { TelemetryMode } from './resources/telemetry-mode';
export { type TelemetryTracing, TracingTag, type TracingTagOptions } from './resources/telemetry-tracing';
export { VirtualService } from './resources/virtual-service';
export {
  type DelegateVirtualServiceProps, type ExistingVirtualServiceOptions, type VirtualServiceProps,
} from './resources/virtual-service-props';
export { type WorkloadEndpoint, type WorkloadPort } from './resources/workload-endpoint';
export { WorkloadEntry, type WorkloadEntryProps } from './resources/workload-entry';
export { WorkloadGroup, type WorkloadGroupProps } from './resources/workload-group';

// Services that Flagger releases.
export { type FlaggerAlert, FlaggerAlertSeverity } from './controllers/flagger-alert';
export { FlaggerAutoscaler } from './controllers/flagger-autoscaler';
export { FlaggerCanary, type FlaggerCanaryProps } from './controllers/flagger-canary';
export { FlaggerExposure } from './controllers/flagger-exposure';
export {
  FlaggerMetric, type FlaggerMetricTemplateOptions, type FlaggerRequestDurationOptions, type FlaggerSuccessRateOptions,
} from './controllers/flagger-metric';
export { type FlaggerService } from './controllers/flagger-service';
export { type FlaggerSessionAffinity } from './controllers/flagger-session-affinity';
export {
  type FlaggerABTestingOptions, type FlaggerBlueGreenOptions, type FlaggerLinearOptions, FlaggerStrategy, type FlaggerWeightedOptions,
} from './controllers/flagger-strategy';
export { FlaggerTarget, type FlaggerWorkloadOptions } from './controllers/flagger-target';
export { FlaggerWebhook, type FlaggerWebhookOptions } from './controllers/flagger-webhook';

// Questions to Prometheus about the versions of a service.
export { Reporter } from './monitoring/reporter';
export { TrafficQueries, type TrafficQueriesOptions } from './monitoring/traffic-queries';

// Manifests, whoever wrote them, and what is wrong with them.
export { CheckReport } from './checks/check-report';
export { Checks, type ChecksOptions } from './checks/checks';
export { type Finding, type FindingObject, FindingSeverity } from './checks/finding';
export { Manifests, type ManifestsOptions } from './manifests/manifests';

/** @internal */
export { IstioValidation } from './plugin/istio-validation';

// Where requests go, and tests of that.
export { Caller } from './simulation/caller';
export { RouteTest } from './simulation/route-test';
export { RouteTestReport } from './simulation/route-test-report';
export { SimulatedAnswer } from './simulation/simulated-answer';
export { type SimulatedOutcome } from './simulation/simulated-outcome';
export { type SimulatedRequest } from './simulation/simulated-request';
export { Simulation, type SimulationOptions } from './simulation/simulation';
export { TrafficDifferences } from './simulation/traffic-differences';

// What all services have in common.
export { ApplyOrder, type SyncWavesOptions } from './settings/apply-order';
export { MeshSettings, type MeshSettingsProps, NetworkingApiVersion } from './settings/mesh-settings';

// The output in the order in which it is to be applied.
export { FluxLayout, type FluxLayoutProps } from './synth/flux-layout';
export { FluxSource, type FluxSourceOptions } from './synth/flux-source';
