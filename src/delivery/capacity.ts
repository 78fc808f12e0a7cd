import type { KnownVersion } from './version-set';
import type { Destination } from '../routing/destination';
import type { Capacity } from '../workload/pods';
import type { ServiceVersion } from '../workload/service-version';

/** Who gets which share of the requests, and how many pods there are for them. */
export interface CapacityPlan {
  /** All versions of the service, those without a share among them. */
  readonly versions: KnownVersion[];
  /** Where all requests go that no rule takes. */
  readonly defaultRoute: Destination[];
  /** The version whose pods are taken to suffice for all requests: the first that is named in the default route, unless another one is said. */
  readonly measure?: ServiceVersion;
}

/**
 * Complains of a version whose pods are too few for all requests; of one whose pods are too few for its share of them, it warns. Versions of
 * which nobody knows how many pods they have are passed over.
 */
export function checkCapacity({ versions, defaultRoute, measure = defaultRoute[0]?._version }: CapacityPlan): void {
  const measured = versions.find(({ version }) => version === measure);
  const enough = measured?.pods.capacity?.pods;
  if (enough === undefined) {
    return;
  }
  for (const { _version, _weight = 100 } of defaultRoute) {
    const one = versions.find(({ version }) => version === _version);
    const capacity = one?.pods.capacity;
    if (capacity && one !== measured && capacity.pods < enough * _weight / 100) {
      complain(one, capacity, { weight: _weight, enough, of: measured!.version.name });
    }
  }
}

interface Demand {
  readonly weight: number;
  readonly enough: number;
  readonly of: string;
}

function complain({ place }: KnownVersion, { pods, prop }: Capacity, { weight, enough, of }: Demand): void {
  const complaint = {
    must: `be at least ${Math.ceil(enough * weight / 100)} for ${weight} % of what the ${enough} pods of version ${of} can carry`,
    got: pods,
    fix: 'run more pods, lead fewer requests to them, or say acknowledgeCapacity: true if they suffice',
  };
  if (weight === 100) {
    place.at(prop).fail('CapacityInsufficient', complaint);
  }
  place.at(prop).warn('CapacityInsufficient', complaint);
}
