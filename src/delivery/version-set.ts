import type { Place } from '../private/place';
import type { ServiceVersion } from '../workload/service-version';

/** A version and the prop in which the user gave it. */
export interface PlacedVersion {
  readonly place: Place;
  readonly version: ServiceVersion;
}

/** A prop that lists versions. */
export function placed(place: Place, versions: ServiceVersion[]): PlacedVersion[] {
  return versions.map((version, index) => ({ place: place.item(index), version }));
}

/** Complains of a version that is wrong by itself, of two with one name, and of one that is retiring and in use at once. */
export function validateVersions(inUse: PlacedVersion[], retiring: PlacedVersion[]): void {
  const earlier = new Map<string, ServiceVersion>();
  for (const { place, version } of [...inUse, ...retiring]) {
    version._validate(place);
    const other = earlier.get(version.name);
    if (other === version && retiring.some((entry) => entry.place === place)) {
      place.fail('VersionRetiring', {
        must: 'be a version that is not in use', got: `version ${version.name}, which is in use`, fix: 'remove it in one of the two places',
      });
    }
    if (other) {
      place.at('name').fail('DuplicateVersion', {
        must: 'differ from the names of all other versions of the service', got: version.name, fix: 'give every version a name of its own',
      });
    }
    earlier.set(version.name, version);
  }
}

const NUMERICALLY = new Intl.Collator('en', { numeric: true });

/** Versions in an order that does not depend on their roles, so that a change of roles moves nothing in the output. */
export function inOrder(versions: ServiceVersion[]): ServiceVersion[] {
  return [...versions].sort((a, b) => NUMERICALLY.compare(a.name, b.name));
}
