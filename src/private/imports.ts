import type { CanarySpec } from '../../imports/flagger.app';
import type { DestinationRuleSpec, GatewaySpec, VirtualServiceSpec } from '../../imports/networking.istio.io';

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
} from '../../imports/networking.istio.io';

function networking(): typeof import('../../imports/networking.istio.io') {
  return require('../../imports/networking.istio.io');
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
