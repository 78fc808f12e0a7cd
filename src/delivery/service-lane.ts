import type { Place } from '../private/place';
import type { LaneHeader } from '../routing/lane-header';
import type { ServiceVersion } from '../workload/service-version';

/** A lane, as one of its services sees it. */
export interface ServiceLane {
  /** The member of the lane that the user wrote. */
  readonly place: Place;
  readonly header: LaneHeader;
  readonly version: ServiceVersion;
}

/** Complains of a lane that another one of the service contradicts. */
export function rejectContradiction({ place, header, version }: ServiceLane, others: ServiceLane[]): void {
  for (const other of others.filter((one) => one.header.name === header.name)) {
    if (other.header.value === header.value) {
      place.at('service').fail('LanesContradict', {
        must: 'be in one lane with a header and value',
        found: `another lane for ${header.name}: ${header.value}, which leads to version ${other.version.name}`,
        fix: 'give one of the lanes another value, or make them one lane',
      });
    }
    if (header.entry && other.header.entry === header.entry) {
      place.at('entry').fail('LanesContradict', {
        must: `be left to one of the lanes that share the header ${header.name}`,
        found: `version ${version.name}, whose requests the lane ${other.header.value} marks`,
        fix: 'a request can carry one value: choose which lane it enters here, or give one of them another header',
      });
    }
  }
}
