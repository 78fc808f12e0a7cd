import type { LabelMap, Pods } from './pods';
import { validateLabels } from '../private/labels';
import type { Place } from '../private/place';

/** Pods that somebody else runs. */
export class LabelledPods implements Pods {
  public constructor(public readonly ownLabels: LabelMap) {}

  public validate(place: Place): void {
    validateLabels(place.at('labels'), this.ownLabels);
  }

  public make(): undefined {
    return undefined;
  }
}
