import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { rememberPlainText } from './mutual-tls';
import { validateWorkloadSelector } from './workload-selector';
import { subdomainName } from '../istio/dns-label';
import { resolveHost, wildcardHost } from '../istio/host';
import { defineObject } from '../private/api-object';
import { exportedFrom, validateExportTo } from '../private/export-to';
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
  /**
   * The namespaces whose callers obey the rule: names, `.` for its own, or `*` alone for all. With a `workloadSelector` only its own.
   *
   * @default - that of `MeshSettings`, or else as the mesh is set up; unless somebody changed it, all namespaces
   */
  readonly exportTo?: string[];
  /**
   * The callers that obey the rule: pods in its namespace with all of these labels. They obey it in place of a rule for the same host that has none.
   *
   * @default - all
   */
  readonly workloadSelector?: { [key: string]: string };
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
   * @throws InvalidObjectName, InvalidHost, DuplicateSubset, InvalidExportTo, LabelsMissing, InvalidLabel, and what the subsets and the policy raise
   */
  public constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id);
    const place = Place.of(this);
    const name = props.name ?? id;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the DestinationRule, or another id');
    place.at('host').check('InvalidHost', wildcardHost, props.host, 'write the name of a Service, or its full DNS name');
    if (props.workloadSelector) {
      validateWorkloadSelector(place.at('workloadSelector'), props.workloadSelector);
    }
    const { apiVersion, clusterDomain } = MeshSettings._at(this);
    const trafficPolicy = props.trafficPolicy && renderTrafficPolicy(place.at('trafficPolicy'), props.trafficPolicy);
    const spec = {
      host: props.host,
      trafficPolicy,
      exportTo: renderExportTo(place.at('exportTo'), props),
      workloadSelector: props.workloadSelector && { matchLabels: { ...props.workloadSelector } },
      subsets: props.subsets && renderSubsets(place.at('subsets'), props.subsets, trafficPolicy),
    };
    if (trafficPolicy?.tls?.mode === 'DISABLE') {
      rememberPlainText(this, resolveHost(props.host, Chart.of(this).namespace, clusterDomain));
    }
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion,
      kind: 'DestinationRule',
      name,
      spec: () => destinationRuleManifest(spec),
    });
  }
}

/** A rule for some callers alone reaches no other namespace, so that what holds for all rules of the app cannot hold for it. */
function renderExportTo(place: Place, { exportTo, workloadSelector }: DestinationRuleProps): string[] | undefined {
  if (!exportTo) {
    return workloadSelector ? undefined : MeshSettings._at(place.scope).exportTo;
  }
  validateExportTo(place, exportTo);
  const namespaces = exportedFrom(Chart.of(place.scope).namespace, exportTo);
  if (workloadSelector && namespaces.some((namespace) => namespace !== '.')) {
    place.fail('InvalidExportTo', {
      must: 'be ["."] or left out beside workloadSelector', got: exportTo, fix: 'a rule for some callers is for those in its own namespace: Istio refuses others',
    });
  }
  return namespaces;
}
