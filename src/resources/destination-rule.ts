import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { subdomainName } from '../istio/dns-label';
import { wildcardHost } from '../istio/host';
import { defineObject } from '../private/api-object';
import { destinationRuleManifest } from '../private/imports';
import { Place } from '../private/place';
import { MeshSettings } from '../settings/mesh-settings';
import { renderSubsets, Subset } from '../traffic-policy/subset';
import { renderTrafficPolicy, TrafficPolicy } from '../traffic-policy/traffic-policy';

/** A DestinationRule. */
export interface DestinationRuleProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The host whose callers obey the rule. Istio completes a name without dots with the namespace of the DestinationRule, and takes
   * any other as it stands.
   */
  readonly host: string;
  /**
   * The parts of the service's pods that rules can name.
   *
   * @default - none
   */
  readonly subsets?: Subset[];
  /**
   * How the destination is called.
   *
   * @default - as the mesh is set up
   */
  readonly trafficPolicy?: TrafficPolicy;
}

/**
 * How callers call a host, and which parts of its pods rules can name. Defines one DestinationRule. The delivery constructs, such as
 * `CanaryService`, make one of their own; use this for a service that has none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { DestinationRule, Subset } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new DestinationRule(chart, 'ratings', {
 *   host: 'ratings.bookinfo.svc.cluster.local',
 *   subsets: [Subset.labeled('v1', { version: 'v1' })],
 *   trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } },
 * });
 */
export class DestinationRule extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, InvalidHost, DuplicateSubset, and what the subsets and the policy raise
   */
  public constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id);
    const place = Place.of(this);
    const name = props.name ?? id;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the DestinationRule, or another id');
    place.at('host').check('InvalidHost', wildcardHost, props.host, 'write the name of a Service, or its full DNS name');
    const { apiVersion, exportTo } = MeshSettings._at(this);
    const spec = {
      host: props.host,
      exportTo,
      trafficPolicy: props.trafficPolicy && renderTrafficPolicy(place.at('trafficPolicy'), props.trafficPolicy),
      subsets: props.subsets && renderSubsets(place.at('subsets'), props.subsets),
    };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion,
      kind: 'DestinationRule',
      name,
      spec: () => destinationRuleManifest(spec),
    });
  }
}
