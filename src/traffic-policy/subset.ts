import { dnsLabel } from '../istio/dns-label';
import type { SubsetSpec } from '../private/imports';
import { validateLabels } from '../private/labels';
import type { Place } from '../private/place';

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
   * @throws InvalidSubsetName, LabelsMissing, InvalidLabel (when a construct receives it)
   */
  public static labeled(name: string, labels: { [key: string]: string }): Subset {
    return new Subset(name, { ...labels });
  }

  private constructor(private readonly subset: string, private readonly labels: { [key: string]: string }) {}

  /**
   * An entry of a DestinationRule's `subsets`.
   *
   * @internal
   */
  public _render(place: Place): SubsetSpec {
    place.at('name').check('InvalidSubsetName', dnsLabel, this.subset, 'write a short name such as v2');
    validateLabels(place.at('labels'), this.labels);
    return { name: this.subset, labels: this.labels };
  }
}

/** The subsets of a DestinationRule, each with a name of its own: of two with one name, Istio would silently take the first. */
export function renderSubsets(place: Place, subsets: Subset[]): SubsetSpec[] {
  const rendered = subsets.map((subset, index) => subset._render(place.item(index)));
  const names = rendered.map(({ name }) => name);
  const repeated = names.findIndex((name, index) => names.indexOf(name) < index);
  if (repeated >= 0) {
    place.item(repeated).at('name').fail('DuplicateSubset', {
      must: 'differ from the names of the other subsets', got: names[repeated], fix: 'rename or remove one of them',
    });
  }
  return rendered;
}
