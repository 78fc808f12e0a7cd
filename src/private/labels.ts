import type { Place } from './place';
import { labelKey, labelValue } from '../istio/label-map';

/** Labels by which pods are selected: at least one, in the form that Kubernetes accepts. */
export function validateLabels(place: Place, labels: { [key: string]: string }): void {
  if (Object.keys(labels).length === 0) {
    place.fail('LabelsMissing', {
      must: 'have at least one label', got: labels, fix: 'no label at all would select every pod of the service: name one, such as version',
    });
  }
  validateLabelSyntax(place, labels);
}

/** Labels in the form that Kubernetes accepts, if there are any. */
export function validateLabelSyntax(place: Place, labels: { [key: string]: string }): void {
  for (const [key, value] of Object.entries(labels)) {
    place.check('InvalidLabel', labelKey, key, 'write a label key such as version or app.kubernetes.io/version');
    place.item(key).check('InvalidLabel', labelValue, value, 'shorten it, or leave out the characters that are not allowed');
  }
}
