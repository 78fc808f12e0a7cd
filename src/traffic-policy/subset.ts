import { renderSubsetPolicy, TrafficPolicy } from './traffic-policy';
import { dnsLabel } from '../istio/dns-label';
import type { SubsetSpec, TrafficPolicySpec } from '../private/imports';
import { validateLabels } from '../private/labels';
import type { Place } from '../private/place';

/** What is different for the pods of a subset. */
export interface SubsetOptions {
  /**
   * How clients call these pods. It acts only on requests that a rule sends to the subset. What it does not say is inherited, each member as a whole:
   * from the policy that the DestinationRule has for the port, else from that for all ports.
   *
   * @default - inherited
   */
  readonly trafficPolicy?: TrafficPolicy;
}

/**
 * A named part of a service's pods, to which rules can send requests.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export class Subset {
  /**
   * The pods of the service that carry all of these labels.
   *
   * @param name the subset's name: a DNS label of at most 63 characters
   * @param labels at least one
   * @param options a policy of its own
   * @throws InvalidSubsetName, LabelsMissing, InvalidLabel, and what the policy raises (when a construct receives it)
   */
  public static labeled(name: string, labels: { [key: string]: string }, options: SubsetOptions = {}): Subset {
    return new Subset(name, { ...labels }, options.trafficPolicy);
  }

  private constructor(
    private readonly subset: string,
    private readonly labels: { [key: string]: string },
    private readonly trafficPolicy?: TrafficPolicy,
  ) {}

  /**
   * An entry of a DestinationRule's `subsets`, which inherits from the policy of the DestinationRule.
   *
   * @internal
   */
  public _render(place: Place, host?: TrafficPolicySpec): SubsetSpec {
    place.at('name').check('InvalidSubsetName', dnsLabel, this.subset, 'write a short name such as v2');
    validateLabels(place.at('labels'), this.labels);
    const trafficPolicy = renderSubsetPolicy(place.at('trafficPolicy'), this.trafficPolicy, host);
    return { name: this.subset, labels: this.labels, trafficPolicy };
  }
}

/** The subsets of a DestinationRule, each with a name of its own: of two with one name, Istio would silently take the first. */
export function renderSubsets(place: Place, subsets: Subset[], host?: TrafficPolicySpec): SubsetSpec[] {
  const rendered = subsets.map((subset, index) => subset._render(place.item(index), host));
  const names = rendered.map(({ name }) => name);
  const repeated = names.findIndex((name, index) => names.indexOf(name) < index);
  if (repeated >= 0) {
    place.item(repeated).at('name').fail('DuplicateSubset', {
      must: 'differ from the names of the other subsets', got: names[repeated], fix: 'rename or remove one of them',
    });
  }
  return rendered;
}
