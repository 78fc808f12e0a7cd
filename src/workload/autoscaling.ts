import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { InManifest } from './kubernetes-form';
import type { DeclaredContainer } from './pod-template';
import type { ScalingMetric } from './scaling-metric';
import { count } from '../istio/count';
import { defineObject } from '../private/api-object';
import type { Place } from '../private/place';

/**
 * An autoscaler of a version's own: a HorizontalPodAutoscaler that is named as the version's Deployment. The number of pods is then written nowhere
 * else, so that no apply resets it.
 *
 * @throws InvalidCount, AutoscalerBoundsReversed, ScalingMetricsMissing, ReplicasAutoscaled (when a construct receives it), and what the metrics
 * raise
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export interface Autoscaling {
  /**
   * The fewest pods, a whole number from 1.
   *
   * @default 1
   */
  readonly minReplicas?: number;
  /** The most pods, a whole number that is not less than `minReplicas`. */
  readonly maxReplicas: number;
  /** By what the number of pods is chosen, at least one metric; the one that asks for the most pods decides. */
  readonly metrics: ScalingMetric[];
}

/** The fewest pods that an autoscaler leaves. */
export function fewestPods({ minReplicas = 1 }: Autoscaling): number {
  return minReplicas;
}

/** Complains of an autoscaler that could not work. */
export function validateAutoscaling(place: Place, autoscaling: Autoscaling, containers: DeclaredContainer[]): void {
  const { maxReplicas, metrics } = autoscaling;
  const minReplicas = fewestPods(autoscaling);
  place.at('minReplicas').check('InvalidCount', count, minReplicas, 'say the fewest pods that there should be');
  place.at('maxReplicas').check('InvalidCount', count, maxReplicas, 'say the most pods that there may be');
  if (minReplicas > maxReplicas) {
    place.at('minReplicas').fail('AutoscalerBoundsReversed', {
      must: `be at most maxReplicas, ${maxReplicas}`, got: minReplicas, fix: 'exchange the two, or raise maxReplicas',
    });
  }
  if (metrics.length === 0) {
    place.at('metrics').fail('ScalingMetricsMissing', {
      must: 'have at least one metric', got: metrics, fix: 'say by what the number of pods is chosen, such as ScalingMetric.cpuUtilization(70)',
    });
  }
  metrics.forEach((metric, index) => metric._validate(place.at('metrics').item(index), containers));
}

/** Makes the autoscaler of a Deployment. */
export function defineAutoscaler(scope: Construct, id: string, name: string, autoscaling: Autoscaling): void {
  const spec: InManifest<k8s.HorizontalPodAutoscalerSpecV2> = {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: fewestPods(autoscaling),
    maxReplicas: autoscaling.maxReplicas,
    metrics: autoscaling.metrics.map((metric) => metric._render()),
  };
  defineObject(scope, id, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name, spec: () => spec });
}
