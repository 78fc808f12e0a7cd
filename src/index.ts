// Every public name, by hand: this is the API on one screen.

// What a team writes.
export { CanaryService, type CanaryServiceProps } from './delivery/canary-service';
export { type CanaryStepsOptions, CanaryTraffic } from './delivery/canary-traffic';
export { type DeliveryServiceProps } from './delivery/delivery-service-props';
export { VersionedService, type VersionedServiceProps } from './delivery/versioned-service';

// Versions, and the ports they answer on.
export { ServicePort, type ServicePortOptions } from './workload/service-port';
export { ServiceVersion, type WorkloadOptions } from './workload/service-version';

// Which request, where to, what happens on the way.
export { Destination, type HostDestinationOptions } from './routing/destination';
export { HeaderMatch } from './routing/header-match';
export { FaultAbort, FaultDelay, type HttpFault } from './routing/http-fault';
export { HttpMatch, type HttpMatchOptions } from './routing/http-match';
export { HttpRouteMethod } from './routing/http-route-method';
export { type HttpForwardProps, HttpRoute, type HttpRouteOptions } from './routing/http-route';
export { PathMatch } from './routing/path-match';
export { QueryMatch } from './routing/query-match';
export { RetryOn } from './routing/retry-on';
export { type RetryOptions, RetryPolicy } from './routing/retry-policy';

// How a destination is called.
export { type ConnectionPool, H2UpgradePolicy, type HttpConnectionPool, type TcpConnectionPool } from './traffic-policy/connection-pool';
export { type OutlierDetection } from './traffic-policy/outlier-detection';
export { Subset } from './traffic-policy/subset';
export { type TrafficPolicy } from './traffic-policy/traffic-policy';

// Istio's objects, for services without a delivery construct.
export { DestinationRule, type DestinationRuleProps } from './resources/destination-rule';
export { VirtualService, type VirtualServiceProps } from './resources/virtual-service';

// What all services have in common.
export { MeshSettings, type MeshSettingsProps, NetworkingApiVersion } from './settings/mesh-settings';
