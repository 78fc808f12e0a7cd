import type { ContainerResources } from 'cdk8s-plus-28';
import { Autoscaling, fewestPods, validateAutoscaling } from './autoscaling';
import type { DisruptionBudget } from './disruption-budget';
import type { DeclaredContainer } from './pod-template';
import type { Capacity } from './pods';
import { TopologySpread, validateSpread } from './topology-spread';
import type { WorkloadConfig } from './workload-config';
import { validateZeroDowntime, ZeroDowntime } from './zero-downtime';
import { countOrZero } from '../istio/count';
import type { Place } from '../private/place';

/** How the pods of a version made here are run. None of it depends on the version's role. */
export interface WorkloadOptions {
  /**
   * The number of pods, a whole number from 0.
   *
   * @default - not written: one pod at first, and then what an autoscaler or a person has set
   */
  readonly replicas?: number;
  /**
   * An autoscaler of the version's own, in place of `replicas`.
   *
   * @default - none is made
   */
  readonly autoscaling?: Autoscaling;
  /**
   * How many pods stay while nodes are drained.
   *
   * @default - none is made: all pods may be evicted at once
   */
  readonly disruptionBudget?: DisruptionBudget;
  /**
   * Over which places the pods are spread.
   *
   * @default - as the cluster's scheduler does
   */
  readonly spread?: TopologySpread[];
  /**
   * Replaces and removes pods without a failed request. `{ readiness: ReadinessCheck.http('/healthz') }` is enough.
   *
   * @default - as Kubernetes and Istio do: pods that go stop at once, while requests still come
   */
  readonly zeroDowntime?: ZeroDowntime;
  /**
   * What the pods read when they start: they are replaced when it changes.
   *
   * @default - pods are replaced when their template changes
   */
  readonly config?: WorkloadConfig[];
}

/** How the pods of a version made of an image are run. */
export interface ImageWorkloadOptions extends WorkloadOptions {
  /**
   * What the container requests, and its limits. An autoscaler by utilization needs the request.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;
}

/** Complains of options that could not act, or that contradict each other. */
export function validateOptions(place: Place, options: WorkloadOptions, containers: DeclaredContainer[]): void {
  const { replicas, autoscaling, disruptionBudget, spread, zeroDowntime, config = [] } = options;
  if (replicas !== undefined) {
    place.at('replicas').check('InvalidReplicas', countOrZero, replicas, 'say how many pods, or leave it out for an autoscaler');
  }
  if (autoscaling) {
    rejectReplicas(place.at('replicas'), replicas);
    validateAutoscaling(place.at('autoscaling'), autoscaling, containers);
  }
  disruptionBudget?._validate(place.at('disruptionBudget'), autoscaling ? fewestPods(autoscaling) : replicas);
  if (spread) {
    validateSpread(place.at('spread'), spread);
  }
  if (zeroDowntime) {
    validateZeroDowntime(place.at('zeroDowntime'), zeroDowntime, containers);
  }
  config.forEach((one, index) => one._validate(place.at('config').item(index)));
}

/** How many pods there can be, if that is known. */
export function capacityOf({ replicas, autoscaling }: WorkloadOptions): Capacity | undefined {
  if (autoscaling) {
    return { pods: autoscaling.maxReplicas, prop: 'autoscaling.maxReplicas' };
  }
  return replicas === undefined ? undefined : { pods: replicas, prop: 'replicas' };
}

function rejectReplicas(place: Place, replicas?: number): void {
  if (replicas !== undefined) {
    place.fail('ReplicasAutoscaled', {
      must: 'be left out beside autoscaling', got: replicas, fix: 'every apply would reset what the autoscaler has chosen: remove one of the two',
    });
  }
}
