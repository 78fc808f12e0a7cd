import { validateLabels } from '../private/labels';
import type { Place } from '../private/place';

/** Labels by which an object of Istio's selects pods of its namespace. */
export function validateWorkloadSelector(place: Place, labels: { [key: string]: string }): void {
  if (Object.keys(labels).length === 0) {
    place.fail('LabelsMissing', { must: 'have at least one label', got: labels, fix: 'leave it out if all pods of the namespace are meant' });
  }
  validateLabels(place, labels);
}
