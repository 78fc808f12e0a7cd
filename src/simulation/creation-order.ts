import { textIn, valueAt } from '../manifests/json';
import type { Manifest } from '../manifests/manifest';

/**
 * In the order in which istiod takes objects: the oldest first; those of one age, as after one `kubectl apply`, by name and then by
 * namespace. What is not in a cluster yet has no age, and counts as applied together.
 */
export function byCreation<T extends { readonly manifest: Manifest }>(objects: readonly T[]): T[] {
  return [...objects].sort((a, b) => compareCreation(a.manifest, b.manifest));
}

export function compareCreation(a: Manifest, b: Manifest): number {
  return createdAt(a) - createdAt(b) || compareText(a.name, b.name) || compareText(a.namespace, b.namespace);
}

export function createdAt({ object }: Manifest): number {
  const time = Date.parse(textIn(valueAt(object, 'metadata', 'creationTimestamp')));
  // Objects without a time follow all that are in the cluster already.
  return Number.isNaN(time) ? Number.MAX_SAFE_INTEGER : time;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
