// Every public name, by hand: this is the API on one screen.

// What a team writes.
export { CanaryService, CanaryServiceProps } from './delivery/canary-service';
export { CanaryStepsOptions, CanaryTraffic } from './delivery/canary-traffic';
export { DeliveryServiceProps } from './delivery/delivery-service-props';
export { VersionedService, VersionedServiceProps } from './delivery/versioned-service';

// Versions, and the ports they answer on.
export { ServicePort, ServicePortOptions } from './workload/service-port';
export { ServiceVersion, WorkloadOptions } from './workload/service-version';

// Which request, where to, what happens on the way.
export { Destination, HostDestinationOptions } from './routing/destination';
export { HeaderMatch } from './routing/header-match';
export { FaultAbort, FaultDelay, HttpFault } from './routing/http-fault';
export { HttpMatch, HttpMatchOptions } from './routing/http-match';
export { HttpMethod } from './routing/http-method';
export { HttpForwardProps, HttpRoute, HttpRouteOptions } from './routing/http-route';
export { PathMatch } from './routing/path-match';
export { QueryMatch } from './routing/query-match';
export { RetryOn } from './routing/retry-on';
export { RetryOptions, RetryPolicy } from './routing/retry-policy';

// How a destination is called.
export { ConnectionPool, H2UpgradePolicy, HttpConnectionPool, TcpConnectionPool } from './traffic-policy/connection-pool';
export { OutlierDetection } from './traffic-policy/outlier-detection';
export { Subset } from './traffic-policy/subset';
export { TrafficPolicy } from './traffic-policy/traffic-policy';

// Istio's objects, for services without a delivery construct.
export { DestinationRule, DestinationRuleProps } from './resources/destination-rule';
export { VirtualService, VirtualServiceProps } from './resources/virtual-service';

// What all services have in common.
export { MeshSettings, MeshSettingsProps, NetworkingApiVersion } from './settings/mesh-settings';
