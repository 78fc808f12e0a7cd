import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { OutboundTraffic } from './outbound-traffic';
import { renderEgress, SidecarEgress } from './sidecar-egress';
import { renderIngress, SidecarIngress } from './sidecar-ingress';
import { validateWorkloadSelector } from './workload-selector';
import { subdomainName } from '../istio/dns-label';
import { defineObject } from '../private/api-object';
import { sidecarManifest, SidecarSpec } from '../private/imports';
import { Place } from '../private/place';
import { MeshSettings } from '../settings/mesh-settings';
import { ConnectionPool, renderConnectionPool } from '../traffic-policy/connection-pool';

/** A Sidecar. */
export interface SidecarProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The pods whose proxies it is for: those of the namespace that carry all of these labels.
   *
   * @default - all pods of the namespace without a Sidecar of their own; in Istio's root namespace, all of the mesh
   */
  readonly workloadSelector?: { [key: string]: string };
  /**
   * What they can call. Of several listeners, the last one can be without a port, and is then for all other ports.
   *
   * @default - everything that the mesh knows
   */
  readonly egress?: SidecarEgress[];
  /**
   * How connections to them are taken, port by port.
   *
   * @default - on the ports of their containers and services
   */
  readonly ingress?: SidecarIngress[];
  /**
   * Limits on connections and requests to them, on all ports.
   *
   * @default - Istio's
   */
  readonly inboundConnectionPool?: ConnectionPool;
  /**
   * What becomes of calls to hosts that the mesh does not know.
   *
   * @default - as the mesh is set up; unless somebody changed it, `OutboundTraffic.allowAny()`
   */
  readonly outboundTraffic?: OutboundTraffic;
}

/**
 * What pods can call, and how connections to them are taken. Defines one Sidecar. A proxy that is told of fewer services needs less memory, and sooner knows of
 * changes.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { OutboundTraffic, Sidecar } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new Sidecar(chart, 'default', {
 *   egress: [{ hosts: ['./*', 'istio-system/*'] }],
 *   outboundTraffic: OutboundTraffic.registryOnly(),
 * });
 */
export class Sidecar extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, LabelsMissing, InvalidLabel, SidecarEmpty, and what listeners, limits and proxies raise
   */
  public constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, workloadSelector } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the Sidecar, or another id');
    if (workloadSelector) {
      validateWorkloadSelector(place.at('workloadSelector'), workloadSelector);
    }
    const rest = renderParts(place, props);
    if (Object.values(rest).every((part) => part === undefined)) {
      place.at('egress').fail('SidecarEmpty', {
        must: 'be given, or ingress, inboundConnectionPool or outboundTraffic',
        found: 'none of them',
        fix: 'Istio refuses a Sidecar that says nothing: say what the pods can call',
      });
    }
    const spec = { workloadSelector: workloadSelector && { labels: { ...workloadSelector } }, ...rest };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: MeshSettings._at(this).apiVersion,
      kind: 'Sidecar',
      name,
      spec: () => sidecarManifest(spec),
    });
  }
}

function renderParts(place: Place, { egress = [], ingress = [], inboundConnectionPool, outboundTraffic }: SidecarProps): SidecarSpec {
  return {
    egress: egress.length > 0 ? renderEgress(place.at('egress'), egress, Chart.of(place.scope).namespace) : undefined,
    ingress: ingress.length > 0 ? renderIngress(place.at('ingress'), ingress) : undefined,
    inboundConnectionPool: inboundConnectionPool && renderConnectionPool(place.at('inboundConnectionPool'), inboundConnectionPool),
    outboundTrafficPolicy: outboundTraffic?._render(place.at('outboundTraffic')),
  };
}
