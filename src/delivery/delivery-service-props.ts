import type { HttpRouteOptions } from '../routing/http-route';
import type { TrafficPolicy } from '../traffic-policy/traffic-policy';
import type { ServicePort } from '../workload/service-port';
import type { ServiceVersion } from '../workload/service-version';

/** What every delivery construct takes. Timeout, retries and faults hold for all of its rules that say nothing of their own. */
export interface DeliveryServiceProps extends HttpRouteOptions {
  /** The ports of the service, at least one of them speaking HTTP, HTTP/2 or gRPC. */
  readonly ports: ServicePort[];
  /**
   * Versions that are still there but get no requests: their pods and subsets stay, no rule leads to them. Take a version out of use by
   * listing it here first, and remove it altogether in a later step, when no proxy sends to it any more.
   *
   * @default - none
   */
  readonly retiring?: ServiceVersion[];
  /**
   * How clients call the service, whatever version they reach.
   *
   * @default - as the mesh is set up
   */
  readonly trafficPolicy?: TrafficPolicy;
  /**
   * The name of the service: of the Kubernetes Service, and part of the names of workloads. 1 to 63 lower-case letters, digits and hyphens,
   * beginning with a letter.
   *
   * @default - the construct's id
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
