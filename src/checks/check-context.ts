import type { Manifest } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';
import type { MeshConfig } from '../manifests/mesh-config';

/** What rules know of the surroundings of an object. */
export interface CheckContext {
  /** The objects that are looked at. */
  readonly own: readonly Manifest[];
  /** All objects that Istio can read, with those that are only assumed. */
  readonly index: ManifestIndex;
  readonly mesh: MeshConfig;
}
