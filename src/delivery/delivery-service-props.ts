import type { Exposure } from './exposure';
import type { ServiceRule } from './service-rule';
import type { VersionPolicy } from './version-policy';
import type { HttpRouteOptions } from '../routing/route-manners';
import type { TrafficPolicy } from '../traffic-policy/traffic-policy';
import type { BackendService } from '../workload/backend-service';
import type { ServicePort } from '../workload/service-port';
import type { ServiceVersion } from '../workload/service-version';

/** What every delivery construct takes. What it says of the way (timeout, retries, faults, ...) holds for all
 * of its rules that say nothing of their own. */
export interface DeliveryServiceProps extends HttpRouteOptions {
  /**
   * The ports of the service, at least one. Weights act on all of them: on requests where HTTP, HTTP/2 or gRPC is spoken, on connections elsewhere. All else
   * that rules do acts on requests only.
   */
  readonly ports: ServicePort[];
  /**
   * The Kubernetes Service, if there is one already.
   *
   * @default - one is made
   */
  readonly service?: BackendService;
  /**
   * Where the service can be called from. All exposures have the same rules and weights.
   *
   * @default [Exposure.mesh()]
   */
  readonly exposures?: Exposure[];
  /**
   * Requests with manners of their own, in order, before all others. They are split between the versions as all others are.
   *
   * @default - none
   */
  readonly rules?: ServiceRule[];
  /**
   * Versions that are still there but get no requests: their pods and subsets stay, no rule leads to them. Take a version out of use by
   * listing it here first, and remove it altogether in a later step, when no proxy sends to it any more.
   *
   * @default - none
   */
  readonly retiring?: ServiceVersion[];
  /**
   * Whether the pods of each version are known to suffice for what is led to it. Otherwise a version that has a smaller part of the pods than of the
   * weights is warned of when the app is synthesised, and one that is to get all requests with fewer pods than the version
   * before it is refused. What is compared are `replicas`, or the most that an autoscaler makes of them.
   *
   * @default false
   */
  readonly acknowledgeCapacity?: boolean;
  /**
   * How clients call the service, whatever version they reach.
   *
   * @default - as the mesh is set up
   */
  readonly trafficPolicy?: TrafficPolicy;
  /**
   * Versions that are called in a way of their own, such as a canary with lower limits. It acts on all requests that rules send there.
   *
   * @default - all versions are called alike
   */
  readonly versionPolicies?: VersionPolicy[];
  /**
   * The name of the service: of the Kubernetes Service, and part of the names of workloads. 1 to 63 lower-case letters, digits and hyphens,
   * beginning with a letter.
   *
   * @default - the name of the existing service, or else the construct's id
   */
  readonly name?: string;
  /**
   * The name of the VirtualService.
   *
   * @default - the name of the service
   */
  readonly virtualServiceName?: string;
  /**
   * The name of the DestinationRule.
   *
   * @default - the name of the service
   */
  readonly destinationRuleName?: string;
}
