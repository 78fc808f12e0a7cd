import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { DestinationRule } from '../resources/destination-rule';
import type { VirtualService } from '../resources/virtual-service';
import type { ServiceVersion } from '../workload/service-version';

/**
 * A service with its versions and rules, whatever moves traffic between them: what all delivery constructs have in common.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export interface IDeliveryService extends IConstruct {
  /** The host that clients in the mesh call: the full DNS name if the chart has a namespace, else the service's name. */
  readonly host: string;
  /**
   * The Kubernetes Service, for patches.
   *
   * @default - nothing, if the Service exists already
   */
  readonly service?: ApiObject;
  /** The DestinationRule. */
  readonly destinationRule: DestinationRule;
  /** The VirtualService of the first exposure: that for the mesh, unless something else was asked for. */
  readonly virtualService: VirtualService;
  /** The VirtualServices of all exposures. */
  readonly virtualServices: VirtualService[];

  /**
   * The workload of a version, made here or adopted, for patches.
   *
   * @param version one of this service's versions, retiring ones included, that is made of an image, of containers or of a workload
   * @throws WorkloadMissing if the version is not one of this service's, or no more is known of its pods than labels or a host
   */
  workload(version: ServiceVersion): ApiObject;
}
