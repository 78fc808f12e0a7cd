import type { k8s } from 'cdk8s-plus-28';
import type { InManifest } from './kubernetes-form';
import type { LabelMap } from './pods';
import { count } from '../istio/count';
import { labelKey } from '../istio/label-map';
import type { Place } from '../private/place';

/** How evenly pods are spread. */
export interface TopologySpreadOptions {
  /**
   * By how many pods two of the places may differ, a whole number from 1.
   *
   * @default 1
   */
  readonly maxSkew?: number;
  /**
   * Whether a pod waits until it can be placed evenly (`DoNotSchedule`). Otherwise it is placed as evenly as can be (`ScheduleAnyway`).
   *
   * @default false
   */
  readonly required?: boolean;
}

/**
 * Over which places the pods of a version are spread. Only pods of this version are counted, and while they are replaced, only the new ones.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export class TopologySpread {
  /**
   * Over the zones of the cloud: `topology.kubernetes.io/zone`.
   *
   * @param options how evenly
   * @throws InvalidCount, TopologySpreadTwice (when a construct receives it)
   */
  public static zones(options: TopologySpreadOptions = {}): TopologySpread {
    return new TopologySpread('topology.kubernetes.io/zone', options);
  }

  /**
   * Over the nodes: `kubernetes.io/hostname`.
   *
   * @param options how evenly
   * @throws InvalidCount, TopologySpreadTwice (when a construct receives it)
   */
  public static nodes(options: TopologySpreadOptions = {}): TopologySpread {
    return new TopologySpread('kubernetes.io/hostname', options);
  }

  /**
   * Over the values of any label of the nodes.
   *
   * @param topologyKey the label's key
   * @param options how evenly
   * @throws InvalidLabel, InvalidCount, TopologySpreadTwice (when a construct receives it)
   */
  public static topology(topologyKey: string, options: TopologySpreadOptions = {}): TopologySpread {
    return new TopologySpread(topologyKey, options);
  }

  private constructor(
    /** @internal */
    public readonly _topologyKey: string,
    private readonly options: TopologySpreadOptions,
  ) {}

  /**
   * Complains of what was asked for.
   *
   * @internal
   */
  public _validate(place: Place): void {
    place.at('topologyKey').check('InvalidLabel', labelKey, this._topologyKey, 'write the key of a label of the nodes');
    if (this.options.maxSkew !== undefined) {
      place.at('maxSkew').check('InvalidCount', count, this.options.maxSkew, 'say by how many pods two places may differ');
    }
  }

  /**
   * An entry of a pod's `topologySpreadConstraints`.
   *
   * @internal
   */
  public _render(labels: LabelMap): InManifest<k8s.TopologySpreadConstraint> {
    const { maxSkew = 1, required = false } = this.options;
    return {
      topologyKey: this._topologyKey,
      maxSkew,
      whenUnsatisfiable: required ? 'DoNotSchedule' : 'ScheduleAnyway',
      labelSelector: { matchLabels: { ...labels } },
      // Without it, pods that are being replaced count as well, and the new ones end up where those were not.
      matchLabelKeys: ['pod-template-hash'],
    };
  }
}

/** Complains of places over which pods cannot be spread, or are twice. */
export function validateSpread(place: Place, spread: TopologySpread[]): void {
  const seen = new Set<string>();
  spread.forEach((one, index) => {
    one._validate(place.item(index));
    if (seen.has(one._topologyKey)) {
      place.item(index).fail('TopologySpreadTwice', {
        must: 'be about other places than those before it', got: one._topologyKey, fix: 'say once for each kind of place how evenly',
      });
    }
    seen.add(one._topologyKey);
  });
}
