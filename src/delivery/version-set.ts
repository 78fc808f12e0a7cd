import type { Place } from '../private/place';
import type { LabelMap } from '../workload/pods';
import type { ServiceVersion } from '../workload/service-version';

/** A version and the prop in which the user gave it. */
export interface PlacedVersion {
  readonly place: Place;
  readonly version: ServiceVersion;
}

/** The labels by which the Service selects the pods of all versions, and the key of the one that tells them apart. */
export interface Labelling {
  readonly selector: LabelMap;
  readonly versionLabel: string;
}

/** A version with the labels by which its subset selects, and with all labels of which we know that its pods carry them. */
export interface LabelledVersion extends PlacedVersion {
  readonly subset: LabelMap;
  readonly pods: LabelMap;
}

/** Complains of a version that is wrong by itself, of two with one name, and of one that is retiring and in use at once. */
export function validateVersions(inUse: PlacedVersion[], retiring: PlacedVersion[]): void {
  const earlier: PlacedVersion[] = [];
  for (const entry of [...inUse, ...retiring]) {
    const { place, version } = entry;
    version._validate(place);
    const other = earlier.find((one) => one.version.name === version.name);
    if (other?.version === version && inUse.includes(other) && retiring.includes(entry)) {
      place.fail('VersionRetiring', {
        must: 'be a version that is not in use', found: `version ${version.name}, which is in use`, fix: 'remove it in one of the two places',
      });
    }
    if (other) {
      place.at('name').fail('DuplicateVersion', {
        must: 'differ from the names of all other versions of the service',
        got: version.name,
        fix: other.version === version ? 'give the version once' : 'give every version a name of its own',
      });
    }
    earlier.push(entry);
  }
}

/** Gives the versions their labels; complains of labels that cannot tell them apart, or that the Service does not select. */
export function labelVersions(versions: PlacedVersion[], { selector, versionLabel }: Labelling): LabelledVersion[] {
  const labelled = versions.map(({ place, version }) => {
    const subset = version._pods.ownLabels ?? { [versionLabel]: version.name };
    for (const [key, value] of Object.entries(selector)) {
      if (subset[key] !== undefined && subset[key] !== value) {
        place.at('labels').item(key).fail('LabelsNotSelected', {
          must: `be ${JSON.stringify(value)}, by which the Service selects its pods`,
          got: subset[key],
          fix: 'leave it out, or let the Service select by another label (name, selector, or appLabel in MeshSettings)',
        });
      }
    }
    return { place, version, subset, pods: { ...selector, ...subset } };
  });
  // Of two with the same labels, the one given later is complained of: it is more likely new.
  for (const one of [...labelled].reverse()) {
    const other = labelled.find(({ version, pods }) => version !== one.version && holds(pods, one.subset));
    if (other) {
      one.place.fail('SubsetsOverlap', {
        must: `have labels that the pods of version ${other.version.name} do not carry`,
        got: one.subset,
        fix: `requests for version ${one.version.name} would reach them too: add a label that tells the versions apart`,
      });
    }
  }
  return labelled;
}

/** Versions in an order that does not depend on their roles, so that a change of roles moves nothing in the output: v2 before v10. */
export function inOrder<T extends PlacedVersion>(versions: T[]): T[] {
  return [...versions].sort((a, b) => sortKey(a) < sortKey(b) ? -1 : 1);
}

/** Numbers of equal length sort as numbers; the name itself tells v1 from v01. An Intl.Collator would take long to load. */
function sortKey({ version: { name } }: PlacedVersion): string {
  return `${name.replace(/\d+/g, (digits) => digits.padStart(63, '0'))} ${name}`;
}

function holds(labels: LabelMap, wanted: LabelMap): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
