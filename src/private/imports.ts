import type { DestinationRuleSpec, VirtualServiceSpec } from '../../imports/networking.istio.io';

// This is the only file that reads imports/. The generated code is large, so it is loaded when the first object is
// synthesised, not with the library.
export type {
  DestinationRuleSpec,
  DestinationRuleSpecSubsets as SubsetSpec,
  DestinationRuleSpecTrafficPolicy as TrafficPolicySpec,
  DestinationRuleSpecTrafficPolicyConnectionPool as ConnectionPoolSpec,
  DestinationRuleSpecTrafficPolicyOutlierDetection as OutlierDetectionSpec,
  VirtualServiceSpec,
  VirtualServiceSpecHttp as HttpRouteSpec,
  VirtualServiceSpecHttpFault as FaultSpec,
  VirtualServiceSpecHttpMatch as HttpMatchSpec,
  VirtualServiceSpecHttpMatchHeaders as StringMatchSpec,
  VirtualServiceSpecHttpRetries as RetriesSpec,
  VirtualServiceSpecHttpRoute as RouteDestinationSpec,
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
