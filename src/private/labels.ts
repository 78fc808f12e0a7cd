import type { Place } from './place';
import { labelKey, labelValue } from '../istio/label-map';

/** Labels by which pods are selected: at least one, in the form that Kubernetes accepts. */
export function validateLabels(place: Place, labels: { [key: string]: string }): void {
  const entries = Object.entries(labels);
  if (entries.length === 0) {
    place.fail('LabelsMissing', {
      must: 'have at least one label', got: labels, fix: 'no label at all would select every pod of the service: name one, such as version',
    });
  }
  for (const [key, value] of entries) {
    place.check('InvalidLabel', labelKey, key, 'write a label key such as version or app.kubernetes.io/version');
    place.item(key).check('InvalidLabel', labelValue, value, 'shorten it, or leave out the characters that are not allowed');
  }
}
