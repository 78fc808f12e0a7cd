import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ReadinessProbe } from './readiness-probe';
import { renderEndpoint, validateEndpointLabels, WorkloadEndpoint } from './workload-endpoint';
import { subdomainName } from '../istio/dns-label';
import { labelKey } from '../istio/label-map';
import { defineObject } from '../private/api-object';
import { workloadGroupManifest } from '../private/imports';
import { Place } from '../private/place';
import { MeshSettings } from '../settings/mesh-settings';

/** A WorkloadGroup. */
export interface WorkloadGroupProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** What the workloads have in common; what is left out, such as the address, each says when it joins. */
  readonly template: WorkloadEndpoint;
  /**
   * The labels of their WorkloadEntries, by which services select them.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * The annotations of their WorkloadEntries.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * How it is found out whether one of them is ready.
   *
   * @default - they are always ready
   */
  readonly probe?: ReadinessProbe;
}

/**
 * Workloads outside of Kubernetes, such as virtual machines, that join the mesh by themselves, each with a WorkloadEntry that Istio makes. Defines one
 * WorkloadGroup.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { ReadinessProbe, WorkloadGroup } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new WorkloadGroup(chart, 'ratings-db', {
 *   labels: { app: 'ratings-db' },
 *   template: { serviceAccount: 'ratings-db', network: 'on-premises' },
 *   probe: ReadinessProbe.tcpSocket(3306),
 * });
 */
export class WorkloadGroup extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, InvalidLabel, and what the template and the probe raise
   */
  public constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, labels, annotations, template, probe } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the WorkloadGroup, or another id');
    validateEndpointLabels(place.at('labels'), labels ?? {});
    for (const key of Object.keys(annotations ?? {})) {
      place.at('annotations').check('InvalidLabel', labelKey, key, 'write a key such as example.com/owner');
    }
    const spec = {
      metadata: labels || annotations ? { labels: labels && { ...labels }, annotations: annotations && { ...annotations } } : undefined,
      template: renderEndpoint(place.at('template'), template, { isTemplate: true }),
      probe: probe?._render(place.at('probe')),
    };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: MeshSettings._at(this).apiVersion,
      kind: 'WorkloadGroup',
      name,
      spec: () => workloadGroupManifest(spec),
    });
  }
}
