import type { CanarySpec } from '../../imports/flagger.app';
import type {
  DestinationRuleSpec, GatewaySpec, ProxyConfigSpec, ServiceEntrySpec, SidecarSpec, VirtualServiceSpec, WorkloadEntrySpec, WorkloadGroupSpec,
} from '../../imports/networking.istio.io';
import type { AuthorizationPolicySpec, PeerAuthenticationSpec, RequestAuthenticationSpec } from '../../imports/security.istio.io';
import type { TelemetrySpec } from '../../imports/telemetry.istio.io';

// This is the only file that reads imports/. The generated code is large, so it is loaded when the first object is
// synthesised, not with the library.
export type { CanarySpec } from '../../imports/flagger.app';
export type {
  DestinationRuleSpec,
  DestinationRuleSpecSubsets as SubsetSpec,
  DestinationRuleSpecTrafficPolicy as TrafficPolicySpec,
  DestinationRuleSpecTrafficPolicyConnectionPool as ConnectionPoolSpec,
  DestinationRuleSpecTrafficPolicyLoadBalancer as LoadBalancerSpec,
  DestinationRuleSpecTrafficPolicyOutlierDetection as OutlierDetectionSpec,
  DestinationRuleSpecTrafficPolicyTls as ClientTlsSpec,
  GatewaySpec,
  GatewaySpecServers as GatewayServerSpec,
  ServiceEntrySpec,
  ServiceEntrySpecPorts as ServiceEntryPortSpec,
  SidecarSpec,
  SidecarSpecEgress as SidecarEgressSpec,
  SidecarSpecIngress as SidecarIngressSpec,
  SidecarSpecIngressTls as SidecarTlsSpec,
  SidecarSpecOutboundTrafficPolicy as OutboundTrafficSpec,
  VirtualServiceSpec,
  VirtualServiceSpecHttp as HttpRouteSpec,
  VirtualServiceSpecHttpCorsPolicy as CorsPolicySpec,
  VirtualServiceSpecHttpDirectResponse as DirectResponseSpec,
  VirtualServiceSpecHttpFault as FaultSpec,
  VirtualServiceSpecHttpHeaders as HeadersSpec,
  VirtualServiceSpecHttpMatch as HttpMatchSpec,
  VirtualServiceSpecHttpMatchHeaders as StringMatchSpec,
  VirtualServiceSpecHttpMirrors as MirrorSpec,
  VirtualServiceSpecHttpRedirect as RedirectSpec,
  VirtualServiceSpecHttpRetries as RetriesSpec,
  VirtualServiceSpecHttpRewrite as RewriteSpec,
  VirtualServiceSpecHttpRoute as RouteDestinationSpec,
  VirtualServiceSpecTcp as TcpRouteSpec,
  VirtualServiceSpecTcpMatch as TcpMatchSpec,
  VirtualServiceSpecTls as TlsRouteSpec,
  VirtualServiceSpecTlsMatch as TlsMatchSpec,
  WorkloadEntrySpec as WorkloadEndpointSpec,
  WorkloadGroupSpecProbe as ReadinessProbeSpec,
} from '../../imports/networking.istio.io';
export type {
  AuthorizationPolicySpecRules as AuthorizationRuleSpec,
  AuthorizationPolicySpecRulesFromSource as AuthorizationSourceSpec,
  AuthorizationPolicySpecRulesToOperation as AuthorizationOperationSpec,
  AuthorizationPolicySpecRulesWhen as AuthorizationConditionSpec,
  AuthorizationPolicySpecTargetRefs as PolicyTargetSpec,
  RequestAuthenticationSpecJwtRules as JwtRuleSpec,
} from '../../imports/security.istio.io';
export type {
  TelemetrySpecAccessLogging as AccessLoggingSpec,
  TelemetrySpecMetrics as MetricsSpec,
  TelemetrySpecMetricsOverrides as MetricOverrideSpec,
  TelemetrySpecMetricsOverridesTagOverrides as TagOverrideSpec,
  TelemetrySpecTracing as TracingSpec,
  TelemetrySpecTracingCustomTags as TracingTagSpec,
} from '../../imports/telemetry.istio.io';

function networking(): typeof import('../../imports/networking.istio.io') {
  return require('../../imports/networking.istio.io');
}

function security(): typeof import('../../imports/security.istio.io') {
  return require('../../imports/security.istio.io');
}

/** The spec as it stands in a manifest. */
export function virtualServiceManifest(spec: VirtualServiceSpec): unknown {
  return networking().toJson_VirtualServiceSpec(spec);
}

/** The spec as it stands in a manifest. */
export function destinationRuleManifest(spec: DestinationRuleSpec): unknown {
  return networking().toJson_DestinationRuleSpec(spec);
}

/** The spec as it stands in a manifest. */
export function gatewayManifest(spec: GatewaySpec): unknown {
  return networking().toJson_GatewaySpec(spec);
}

/** The spec as it stands in a manifest. */
export function flaggerCanaryManifest(spec: CanarySpec): unknown {
  const { toJson_CanarySpec } = require('../../imports/flagger.app') as typeof import('../../imports/flagger.app');
  return toJson_CanarySpec(spec);
}

/** The spec as it stands in a manifest. */
export function authorizationPolicyManifest(spec: AuthorizationPolicySpec): unknown {
  return security().toJson_AuthorizationPolicySpec(spec);
}

/** The spec as it stands in a manifest. */
export function peerAuthenticationManifest(spec: PeerAuthenticationSpec): unknown {
  return security().toJson_PeerAuthenticationSpec(spec);
}

/** The spec as it stands in a manifest. The CRD has two spellings of one field, of which the generated code writes the one that is not documented. */
export function requestAuthenticationManifest(spec: RequestAuthenticationSpec): unknown {
  const { jwtRules, ...rest } = security().toJson_RequestAuthenticationSpec(spec)!;
  const documented = ({ jwks_uri: jwksUri, ...rule }: { [field: string]: unknown }) => jwksUri === undefined ? rule : { ...rule, jwksUri };
  return { ...rest, jwtRules: jwtRules.map(documented) };
}

/** The spec as it stands in a manifest. */
export function serviceEntryManifest(spec: ServiceEntrySpec): unknown {
  return networking().toJson_ServiceEntrySpec(spec);
}

/** The spec as it stands in a manifest. */
export function sidecarManifest(spec: SidecarSpec): unknown {
  return networking().toJson_SidecarSpec(spec);
}

/** The spec as it stands in a manifest. */
export function workloadEntryManifest(spec: WorkloadEntrySpec): unknown {
  return networking().toJson_WorkloadEntrySpec(spec);
}

/** The spec as it stands in a manifest. */
export function workloadGroupManifest(spec: WorkloadGroupSpec): unknown {
  return networking().toJson_WorkloadGroupSpec(spec);
}

/** The spec as it stands in a manifest. */
export function proxyConfigManifest(spec: ProxyConfigSpec): unknown {
  return networking().toJson_ProxyConfigSpec(spec);
}

/** The spec as it stands in a manifest. */
export function telemetryManifest(spec: TelemetrySpec): unknown {
  const { toJson_TelemetrySpec } = require('../../imports/telemetry.istio.io') as typeof import('../../imports/telemetry.istio.io');
  return toJson_TelemetrySpec(spec);
}
