import { describe, type Manifest } from '../../manifests/manifest';
import { identity } from '../../manifests/manifest-index';

export type Age = 'old' | 'new';

/** What becomes of an object: applying or removing it is one step from the old output to the new one. */
export interface Step {
  readonly old?: Manifest;
  readonly new?: Manifest;
}

/** The steps of some objects, by what identifies them. */
export function stepsOf(old: readonly Manifest[], now: readonly Manifest[]): Map<string, Step> {
  const steps = new Map<string, Step>(old.map((manifest) => [identity(manifest), { old: manifest }]));
  for (const manifest of now) {
    const key = identity(manifest);
    steps.set(key, { ...steps.get(key), new: manifest });
  }
  return steps;
}

export function isRemoval(step: Step): boolean {
  return step.new === undefined;
}

/** Objects by name, as in `VirtualService shop/reviews and Deployment shop/reviews-v2`. */
export function named(steps: readonly Step[]): string {
  return steps.map((step) => describe((step.new ?? step.old)!)).join(' and ');
}

/** What happens to objects: `VirtualService shop/reviews is applied`. */
export function done(steps: readonly Step[]): string {
  const phrase = (list: readonly Step[], verb: string) => list.length === 0 ? [] : [`${named(list)} ${list.length > 1 ? 'are' : 'is'} ${verb}`];
  return [...phrase(steps.filter((step) => !isRemoval(step)), 'applied'), ...phrase(steps.filter(isRemoval), 'removed')].join(' and ');
}
