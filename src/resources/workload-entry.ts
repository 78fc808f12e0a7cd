import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { renderEndpoint, WorkloadEndpoint } from './workload-endpoint';
import { subdomainName } from '../istio/dns-label';
import { defineObject } from '../private/api-object';
import { workloadEntryManifest } from '../private/imports';
import { Place } from '../private/place';
import { MeshSettings } from '../settings/mesh-settings';

/** A WorkloadEntry. */
export interface WorkloadEntryProps extends WorkloadEndpoint {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/**
 * A workload outside of Kubernetes, such as a virtual machine, that services select by its labels as they do pods. Defines one WorkloadEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { WorkloadEntry } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new WorkloadEntry(chart, 'ratings-db', {
 *   address: '10.1.2.3',
 *   labels: { app: 'ratings-db' },
 *   serviceAccount: 'ratings-db',
 * });
 */
export class WorkloadEntry extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, AddressMissing, InvalidEndpointAddress, EndpointPortConflict, InvalidPort, InvalidPortName, InvalidLabel, InvalidCount, ValueMissing
   */
  public constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the WorkloadEntry, or another id');
    const spec = renderEndpoint(place, props);
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: MeshSettings._at(this).apiVersion,
      kind: 'WorkloadEntry',
      name,
      spec: () => workloadEntryManifest(spec),
    });
  }
}
