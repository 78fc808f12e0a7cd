import type { KnownPods, LabelMap, PodsService } from './pods';
import type { Place } from '../private/place';

/** Pods that carry the labels by which their Service selects, and these; complains where the two contradict each other. */
export function podsLabelled(place: Place, { selector }: PodsService, subset: LabelMap): KnownPods {
  for (const [key, value] of Object.entries(selector)) {
    if (subset[key] !== undefined && subset[key] !== value) {
      place.at('labels').item(key).fail('LabelsNotSelected', {
        must: `be ${JSON.stringify(value)}, by which the Service selects its pods`,
        got: subset[key],
        fix: 'leave it out, or let the Service select by another label (name, selector, or appLabel in MeshSettings)',
      });
    }
  }
  return { subset, labels: { ...selector, ...subset } };
}

/** Pods whose labels are written here: those of their service, and the name of their version. */
export function podsMadeHere(place: Place, service: PodsService): KnownPods {
  return podsLabelled(place, service, { [service.versionLabel]: service.version });
}
