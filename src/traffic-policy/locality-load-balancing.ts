import { count } from '../istio/count';
import { labelKey, labelValue } from '../istio/label-map';
import { covers, locality, region } from '../istio/locality';
import { wholePercentFromOne } from '../istio/percentage';
import { isText } from '../istio/primitive';
import type { LoadBalancerSpec } from '../private/imports';
import type { Place } from '../private/place';

type LocalitySpec = Pick<LoadBalancerSpec, 'localityLbSetting' | 'zoneAwareLbSetting'>;
type LocalityLbSpec = NonNullable<LoadBalancerSpec['localityLbSetting']>;

/**
 * A part of the requests.
 *
 * @throws InvalidLocality, LocalitiesOverlap, LocalityWeightsNotHundred (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute
 */
export interface LocalityWeight {
  /** Where the pods are: `region`, `region/zone` or `region/zone/subzone`, of which the last may be `*`. */
  readonly locality: string;
  /** The percentage of the requests, a whole number from 1 to 100. */
  readonly weight: number;
}

/**
 * Where the requests of callers in a locality go.
 *
 * @throws InvalidLocality, LocalitiesOverlap, LocalityWeightsNotHundred (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute
 */
export interface LocalityDistribution {
  /** Where the callers are: `region`, `region/zone` or `region/zone/subzone`, of which the last may be `*`. */
  readonly fromLocality: string;
  /** Where their requests go; the weights sum to 100. Pods elsewhere get none, even if these fail. */
  readonly to: LocalityWeight[];
}

/**
 * To which region requests of callers in another one go when the pods there fail.
 *
 * @throws InvalidLocality, LocalitiesOverlap (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover
 */
export interface LocalityFailover {
  /** The region of the callers. */
  readonly fromRegion: string;
  /** The region of the pods that stand in. */
  readonly toRegion: string;
}

/** How pods are ordered beside the regions of a failover. */
export interface LocalityFailoverOptions {
  /**
   * The labels by which pods are ordered: those of which the values are the caller's for the most labels, from the first on, come first.
   * `key=value` compares with this value in place of the caller's. Labels of the region, the zone and the subzone are not taken here.
   *
   * @default - regions, zones and subzones alone decide
   */
  readonly failoverPriority?: string[];
}

/** How requests are kept in the zone of the caller. */
export interface ZoneAwareOptions extends LocalityFailoverOptions {
  /**
   * Whether requests are kept in the zone at all; false also switches off what the mesh has set up.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Where requests go when all pods of a region fail.
   *
   * @default - to any other region
   */
  readonly failover?: LocalityFailover[];
  /**
   * With fewer pods than these, from 1, requests are spread over all zones.
   *
   * @default 6
   */
  readonly minClusterSize?: number;
}

/** The labels that say where a pod is. */
const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/**
 * How it counts, or does not count, where callers and pods are. Failover acts only together with `outlierDetection`, which finds out what fails.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export class LocalityLoadBalancing {
  /** Requests go to the nearest pods, and elsewhere only if those fail, even if the mesh or the Service is set up otherwise. */
  public static enabled(): LocalityLoadBalancing {
    return new LocalityLoadBalancing(() => ({ localityLbSetting: { enabled: true } }));
  }

  /** Requests go to pods anywhere, even if the mesh is set up otherwise. */
  public static disabled(): LocalityLoadBalancing {
    return new LocalityLoadBalancing(() => ({ localityLbSetting: { enabled: false } }));
  }

  /**
   * Requests are divided between localities by percentages.
   *
   * @param distributions at least one; the first whose `fromLocality` the caller is in decides, and without one requests go to the nearest pods
   * @throws LocalitiesMissing, InvalidLocality, LocalitiesOverlap, LocalityWeightsNotHundred (when a construct receives it)
   */
  public static distribute(distributions: LocalityDistribution[]): LocalityLoadBalancing {
    const all = [...distributions];
    return new LocalityLoadBalancing((place) => ({ localityLbSetting: { distribute: renderDistributions(place.at('distribute'), all) } }));
  }

  /**
   * Requests go to the nearest pods, and where all pods of a region fail, to another region.
   *
   * @param failovers at least one; from regions that are not named, requests go to any other
   * @param options how pods are ordered beside
   * @throws LocalitiesMissing, InvalidLocality, LocalitiesOverlap, InvalidLabel, FailoverConflict, FailoverIneffective (when a construct receives it)
   */
  public static failover(failovers: LocalityFailover[], options: LocalityFailoverOptions = {}): LocalityLoadBalancing {
    const all = [...failovers];
    return new LocalityLoadBalancing((place) => ({
      localityLbSetting: {
        failover: renderFailovers(place.at('failover'), all),
        failoverPriority: options.failoverPriority && renderPriority(place.at('failoverPriority'), options.failoverPriority, 'failover'),
      },
    }));
  }

  /**
   * Requests go to the pods that have the most labels in common with the caller, and to the next ones only if those fail.
   *
   * @param labels at least one: keys of labels whose values are compared with the caller's, or `key=value`; the first counts most
   * @throws LocalitiesMissing, InvalidLabel, FailoverIneffective (when a construct receives it)
   */
  public static failoverPriority(labels: string[]): LocalityLoadBalancing {
    const all = [...labels];
    return new LocalityLoadBalancing((place) => ({ localityLbSetting: { failoverPriority: renderPriority(place.at('failoverPriority'), all) } }));
  }

  /**
   * Requests are kept in the caller's zone as far as its pods can take them, and the rest is spread over the others. The proxies of the callers need
   * `ENABLE_SELF_DISCOVERY: "true"` in their `proxyMetadata`, or they do not know how large their zone is; at waypoints it is as `enabled()`.
   *
   * @param options what happens when pods fail
   * @throws LocalitiesMissing, InvalidLocality, LocalitiesOverlap, InvalidLabel, InvalidCount, FailoverConflict, FailoverIneffective (when a construct
   * receives it)
   */
  public static zoneAware(options: ZoneAwareOptions = {}): LocalityLoadBalancing {
    const { enabled, failover, failoverPriority, minClusterSize } = options;
    return new LocalityLoadBalancing((place) => {
      if (minClusterSize !== undefined) {
        place.at('minClusterSize').check('InvalidCount', count, minClusterSize, 'leave it out for 6');
      }
      return {
        zoneAwareLbSetting: {
          enabled,
          minClusterSize,
          failover: failover && renderFailovers(place.at('failover'), failover),
          failoverPriority: failoverPriority && renderPriority(place.at('failoverPriority'), failoverPriority, 'zoneAware'),
        },
      };
    });
  }

  private constructor(private readonly render: (place: Place) => LocalitySpec) {}

  /**
   * The settings of localities in a load balancer.
   *
   * @internal
   */
  public _render(place: Place): LocalitySpec {
    return this.render(place);
  }
}

function renderDistributions(place: Place, distributions: LocalityDistribution[]): LocalityLbSpec['distribute'] {
  failIfNone(place, distributions, 'say where requests go: { fromLocality: "us-east1/*", to: [{ locality: "us-east1/*", weight: 100 }] }');
  return distributions.map(({ fromLocality: from, to }, index) => {
    const own = place.item(index);
    checkLocality(own.at('fromLocality'), from);
    const earlier = distributions.slice(0, index).map(({ fromLocality }) => fromLocality);
    const hidden = earlier.find((other) => covers(other, from) || (covers(from, other) && !from.endsWith('*')));
    if (hidden !== undefined) {
      failOnOverlap(own.at('fromLocality'), from, hidden);
    }
    checkShares(own.at('to'), to);
    return { from, to: Object.fromEntries(to.map(({ locality: name, weight }) => [name, weight])) };
  });
}

function checkShares(place: Place, to: LocalityWeight[]): void {
  to.forEach(({ locality: name, weight }, index) => {
    const own = place.item(index);
    checkLocality(own.at('locality'), name);
    own.at('weight').check('LocalityWeightsNotHundred', wholePercentFromOne, weight, 'write 80 for 80 of a hundred requests; who gets none is left out');
    const other = to.find((one, position) => position !== index && covers(one.locality, name));
    if (other) {
      failOnOverlap(own.at('locality'), name, other.locality);
    }
  });
  const weights = to.map(({ weight }) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum !== 100) {
    place.fail('LocalityWeightsNotHundred', { must: 'have weights that sum to 100', got: weights, fix: `the sum is ${sum}, and Istio refuses it` });
  }
}

function checkLocality(place: Place, name: string): void {
  place.check('InvalidLocality', locality, name, 'write it as the nodes carry it: us-east1/us-east1-b, or us-east1/* for all of a region');
}

function failOnOverlap(place: Place, name: string, other: string): never {
  return place.fail('LocalitiesOverlap', {
    must: `stand for other places than ${JSON.stringify(other)}`, got: name, fix: 'a place would be meant twice: name zones, or put "region/*" behind its zones',
  });
}

function renderFailovers(place: Place, failovers: LocalityFailover[]): LocalityLbSpec['failover'] {
  failIfNone(place, failovers, 'say where requests go: { fromRegion: "us-east1", toRegion: "us-west1" }');
  return failovers.map(({ fromRegion: from, toRegion: to }, index) => {
    const own = place.item(index);
    own.at('fromRegion').check('InvalidLocality', region, from, 'within a region requests fail over by themselves: name the region alone');
    own.at('toRegion').check('InvalidLocality', region, to, 'within a region requests fail over by themselves: name the region alone');
    if (from === to) {
      own.at('toRegion').fail('LocalitiesOverlap', { must: 'be another region than fromRegion', got: to, fix: 'name the region that stands in' });
    }
    return { from, to };
  });
}

/** The labels of a failover. Those of regions and zones are refused by Istio where something else orders regions and zones already. */
function renderPriority(place: Place, labels: string[], orderedBy?: string): string[] {
  failIfNone(place, labels, 'name labels, the most important one first');
  labels.forEach((label, index) => {
    const own = place.item(index);
    const [key, ...value] = isText(label) ? label.split('=') : [label];
    own.check('InvalidLabel', labelKey, key, 'write a label key, perhaps with = and a value behind it');
    own.check('InvalidLabel', labelValue, value.join('='), 'write a label value behind the =');
    if (orderedBy !== undefined && TOPOLOGY.includes(key)) {
      own.fail('FailoverConflict', {
        must: `be no label of a region, a zone or a subzone beside ${orderedBy}`, got: label, fix: `${orderedBy} orders them already: leave it out`,
      });
    }
  });
  return [...labels];
}

function failIfNone(place: Place, list: unknown[], fix: string): void {
  if (list.length === 0) {
    place.fail('LocalitiesMissing', { must: 'have at least one entry', got: list, fix });
  }
}
