import type { RoutedService } from './destination';
import type { HeadersSpec } from '../private/imports';
import type { ServiceVersion } from '../workload/service-version';

/** A header by which requests stay on certain versions all along a chain of calls. */
export interface LaneHeader {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  /**
   * The version whose requests get the header, however they were led there.
   *
   * @default - none
   */
  readonly entry?: ServiceVersion;
  /** Whether requests from outside of the mesh lose the header. */
  readonly isStripped: boolean;
}

/** What happens to the headers of lanes on the way to a version, or to another host. */
export function laneEdits({ laneHeaders = [], outsidePath }: RoutedService, version?: ServiceVersion): HeadersSpec | undefined {
  if (laneHeaders.length === 0) {
    return undefined;
  }
  const set = Object.fromEntries(laneHeaders.filter(({ entry }) => entry && entry === version).map(({ name, value }) => [name, value]));
  const stripped = laneHeaders.filter(({ name, isStripped }) => isStripped && outsidePath !== undefined && !(name in set)).map(({ name }) => name);
  const request = {
    ...(Object.keys(set).length > 0 && { set }),
    ...(stripped.length > 0 && { remove: [...new Set(stripped)] }),
  };
  return Object.keys(request).length > 0 ? { request } : undefined;
}

/** The service for requests that are in a lane already: they keep its header as it is. */
export function insideLane(service: RoutedService, { name }: LaneHeader): RoutedService {
  return { ...service, laneHeaders: service.laneHeaders?.filter((other) => other.name !== name) };
}
