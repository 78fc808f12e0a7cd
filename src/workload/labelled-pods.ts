import { podsLabelled } from './known-pods';
import type { KnownPods, LabelMap, Pods, PodsService } from './pods';
import { validateLabels } from '../private/labels';
import type { Place } from '../private/place';

/** Pods that somebody else runs, of which no more is known than their labels. */
export class LabelledPods implements Pods {
  public constructor(private readonly labels: LabelMap) {}

  public validate(place: Place): void {
    validateLabels(place.at('labels'), this.labels);
  }

  public identify(place: Place, service: PodsService): KnownPods {
    return podsLabelled(place, service, this.labels);
  }
}
