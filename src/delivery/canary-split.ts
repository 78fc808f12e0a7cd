import type { CanaryTraffic } from './canary-traffic';
import type { LongLivedVersion } from './long-lived-version';
import { wholePercent } from '../istio/percentage';
import type { Place } from '../private/place';
import type { ServiceVersion } from '../workload/service-version';

/** A version among those that share all requests. */
export interface CanaryShare {
  /** What it is to the service: `stable`, `canary`, or `long-lived-` and its name. */
  readonly role: string;
  readonly version: ServiceVersion;
  readonly weight: number;
}

/** Between whom requests are split. */
export interface CanarySplitProps {
  readonly stable: ServiceVersion;
  readonly canary?: ServiceVersion;
  readonly traffic?: CanaryTraffic;
  readonly longLived: LongLivedVersion[];
}

/**
 * Who gets which share of all requests; stable gets what the others leave. All are listed at any weight, so that a step changes two numbers and
 * nothing else; Istio drops the one whose weight is 0.
 */
export function canarySplit(place: Place, { stable, canary, traffic, longLived }: CanarySplitProps): CanaryShare[] {
  const constant = longLived.flatMap(({ version, weight }) => weight === undefined ? [] : [{ role: `long-lived-${version.name}`, version, weight }]);
  validateLongLived(place.at('longLived'), longLived);
  const moving = canary ? [{ role: 'canary', version: canary, weight: traffic?._weight(place.at('traffic')) ?? 0 }] : [];
  const highest = canary ? [{ role: 'canary', version: canary, weight: traffic?._highest ?? 0 }] : [];
  rejectExcess(place.at(canary && traffic ? 'traffic' : 'longLived'), [...highest, ...constant]);
  const left = 100 - sum([...moving, ...constant]);
  return [{ role: 'stable', version: stable, weight: left }, ...moving, ...constant];
}

function validateLongLived(place: Place, longLived: LongLivedVersion[]): void {
  longLived.forEach(({ weight, match = [] }, index) => {
    if (weight !== undefined) {
      place.item(index).at('weight').check('WeightOutOfRange', wholePercent, weight, 'write 10 for ten of a hundred requests');
    }
    if ((weight ?? 0) === 0 && match.length === 0) {
      place.item(index).fail('LongLivedUnreached', {
        must: 'have a weight above 0 or a match', found: 'neither', fix: 'say who reaches it, or list it as retiring',
      });
    }
  });
}

/** A step that is planned has to fit as well as the current one. */
function rejectExcess(place: Place, shares: CanaryShare[]): void {
  const total = sum(shares);
  if (total > 100) {
    const terms = shares.map(({ role, version, weight }) => `${weight} for ${role === 'canary' ? 'canary' : 'long-lived'} ${version.name}`);
    place.fail('WeightsOverHundred', {
      must: 'make at most 100 with the shares of the other versions', found: `${terms.join(' + ')} = ${total}`, fix: 'a weight is a share of all requests: lower one of them',
    });
  }
}

function sum(shares: CanaryShare[]): number {
  return shares.reduce((total, { weight }) => total + weight, 0);
}
