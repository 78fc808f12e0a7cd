import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { InManifest } from './kubernetes-form';
import type { LabelMap } from './pods';
import { count } from '../istio/count';
import { wholePercentFromOne } from '../istio/percentage';
import { defineObject } from '../private/api-object';
import type { Place } from '../private/place';

type Bound = 'minAvailable' | 'maxUnavailable';

/**
 * How many pods of a version stay while nodes are drained: a PodDisruptionBudget of its own, named as its Deployment. Pods that are not ready may
 * always be evicted, so that a broken canary holds up no drain.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class DisruptionBudget {
  /**
   * At least this number of pods stays.
   *
   * @param pods a whole number from 1, less than the version's fewest pods
   * @throws InvalidCount, DisruptionBudgetBlocks (when a construct receives it)
   */
  public static minAvailable(pods: number): DisruptionBudget {
    return new DisruptionBudget('minAvailable', pods, false);
  }

  /**
   * At least this share of the pods stays. Kubernetes rounds up to whole pods.
   *
   * @param percent a whole number from 1 to 99
   * @throws PercentOutOfRange, DisruptionBudgetBlocks (when a construct receives it)
   */
  public static minAvailablePercent(percent: number): DisruptionBudget {
    return new DisruptionBudget('minAvailable', percent, true);
  }

  /**
   * At most this number of pods is missing at a time.
   *
   * @param pods a whole number from 1
   * @throws InvalidCount (when a construct receives it)
   */
  public static maxUnavailable(pods: number): DisruptionBudget {
    return new DisruptionBudget('maxUnavailable', pods, false);
  }

  /**
   * At most this share of the pods is missing at a time. Kubernetes rounds up to whole pods.
   *
   * @param percent a whole number from 1 to 100
   * @throws PercentOutOfRange (when a construct receives it)
   */
  public static maxUnavailablePercent(percent: number): DisruptionBudget {
    return new DisruptionBudget('maxUnavailable', percent, true);
  }

  private constructor(private readonly bound: Bound, private readonly value: number, private readonly isPercent: boolean) {}

  /**
   * Complains of a budget that protects nothing, or from everything.
   *
   * @param fewest the fewest pods that there will be, if that is known
   * @internal
   */
  public _validate(place: Place, fewest?: number): void {
    const here = place.at(this.bound);
    if (this.isPercent) {
      here.check('PercentOutOfRange', wholePercentFromOne, this.value, 'write 50 for half of the pods');
    } else {
      here.check('InvalidCount', count, this.value, 'with 0 it would protect nothing, or from every eviction');
    }
    if (this.bound === 'minAvailable') {
      this.rejectBlocking(here, fewest);
    }
  }

  /**
   * The budget in the words of a PodDisruptionBudget.
   *
   * @internal
   */
  public _render(): { [bound in Bound]?: number | string } {
    return { [this.bound]: this.written };
  }

  private get written(): number | string {
    return this.isPercent ? `${this.value}%` : this.value;
  }

  /** Where no pod runs there is none to evict. */
  private rejectBlocking(place: Place, fewest?: number): void {
    const kept = this.isPercent ? Math.ceil(this.value * (fewest ?? 1) / 100) : this.value;
    const blocks = fewest === undefined ? this.isPercent && this.value === 100 : fewest > 0 && kept >= fewest;
    if (blocks) {
      place.fail('DisruptionBudgetBlocks', {
        must: 'let at least one pod be evicted',
        found: fewest === undefined ? `${this.written}` : `${this.written} of ${fewest}`,
        fix: 'no node with such a pod could be drained: lower it, run more pods, or use maxUnavailable(1)',
      });
    }
  }
}

/** Makes the budget of the pods with these labels. */
export function defineDisruptionBudget(scope: Construct, id: string, name: string, labels: LabelMap, budget: DisruptionBudget): void {
  const spec: InManifest<k8s.PodDisruptionBudgetSpec> = {
    ...budget._render(), selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow',
  };
  defineObject(scope, id, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name, spec: () => spec });
}
