import type { k8s } from 'cdk8s-plus-28';
import type { InManifest } from './kubernetes-form';
import type { DeclaredContainer, Resource } from './pod-template';
import { count } from '../istio/count';
import { metricName } from '../istio/metric-name';
import { validateLabelSyntax } from '../private/labels';
import type { Place } from '../private/place';

/** An entry of an autoscaler's `metrics`. */
export type MetricForm = InManifest<k8s.MetricSpecV2>;

/** Whose use is measured. */
export interface UtilizationOptions {
  /**
   * The name of a container: only its use counts, and only its request is needed. The container of a version made of an image is named after
   * the service. Needs Kubernetes 1.27.
   *
   * @default - all containers of the pod, Istio's proxy among them
   */
  readonly container?: string;
}

/** Of which time series a metric is. */
export interface CustomMetricOptions {
  /**
   * Labels that the series carry.
   *
   * @default - all series of that name
   */
  readonly labels?: { [key: string]: string };
}

/**
 * By what an autoscaler chooses the number of pods.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export class ScalingMetric {
  /**
   * CPU in use, on the average of the pods. The containers need a request for CPU.
   *
   * @param percent of the requested CPU, a whole number from 1; it may exceed 100
   * @param options whose use
   * @throws PercentOutOfRange, ContainerUnknown, ResourceRequestMissing (when a construct receives it)
   */
  public static cpuUtilization(percent: number, options: UtilizationOptions = {}): ScalingMetric {
    return new ScalingMetric(new Utilization('cpu', percent, options.container));
  }

  /**
   * Memory in use, on the average of the pods. The containers need a request for memory.
   *
   * @param percent of the requested memory, a whole number from 1; it may exceed 100
   * @param options whose use
   * @throws PercentOutOfRange, ContainerUnknown, ResourceRequestMissing (when a construct receives it)
   */
  public static memoryUtilization(percent: number, options: UtilizationOptions = {}): ScalingMetric {
    return new ScalingMetric(new Utilization('memory', percent, options.container));
  }

  /**
   * A metric of each pod that an adapter serves as `custom.metrics.k8s.io`, such as requests per second.
   *
   * @param name the metric
   * @param averageValue what a pod should have of it, a whole number from 1
   * @param options of which series
   * @throws InvalidMetricName, InvalidCount, InvalidLabel (when a construct receives it)
   */
  public static pods(name: string, averageValue: number, options: CustomMetricOptions = {}): ScalingMetric {
    return new ScalingMetric(new CustomMetric('Pods', 'pods', name, averageValue, options.labels && { ...options.labels }));
  }

  /**
   * A metric of something else than the pods that an adapter serves as `external.metrics.k8s.io`, such as the length of a queue.
   *
   * @param name the metric
   * @param averageValue what there should be of it for each pod, a whole number from 1
   * @param options of which series
   * @throws InvalidMetricName, InvalidCount, InvalidLabel (when a construct receives it)
   */
  public static external(name: string, averageValue: number, options: CustomMetricOptions = {}): ScalingMetric {
    return new ScalingMetric(new CustomMetric('External', 'external', name, averageValue, options.labels && { ...options.labels }));
  }

  private constructor(private readonly source: MetricSource) {}

  /**
   * Complains of what was asked for.
   *
   * @internal
   */
  public _validate(place: Place, containers: DeclaredContainer[]): void {
    this.source.validate(place, containers);
  }

  /**
   * An entry of an autoscaler's `metrics`.
   *
   * @internal
   */
  public _render(): MetricForm {
    return this.source.render();
  }
}

interface MetricSource {
  validate(place: Place, containers: DeclaredContainer[]): void;
  render(): MetricForm;
}

class Utilization implements MetricSource {
  public constructor(private readonly resource: Resource, private readonly percent: number, private readonly container?: string) {}

  public validate(place: Place, containers: DeclaredContainer[]): void {
    place.at('percent').check('PercentOutOfRange', count, this.percent, 'write 70 for seventy hundredths of what is requested');
    const measured = this.container === undefined ? containers : containers.filter(({ name }) => name === this.container);
    if (measured.length === 0) {
      place.at('container').fail('ContainerUnknown', {
        must: `be a container of this version (${containers.map(({ name }) => name).join(', ')})`,
        got: this.container,
        fix: 'name one of these, or leave it out to measure the whole pod',
      });
    }
    const without = measured.find(({ requests }) => !requests.includes(this.resource));
    if (without) {
      place.fail('ResourceRequestMissing', {
        must: `measure containers that request ${this.resource}`,
        found: `container ${without.name}, which requests none`,
        fix: `the use is a share of what is requested, so that the autoscaler would do nothing: add resources: { ${this.resource}: { request } }`,
      });
    }
  }

  public render(): MetricForm {
    const { resource: name, container } = this;
    const target = { type: 'Utilization', averageUtilization: this.percent };
    return container === undefined
      ? { type: 'Resource', resource: { name, target } }
      : { type: 'ContainerResource', containerResource: { name, container, target } };
  }
}

class CustomMetric implements MetricSource {
  public constructor(
    private readonly type: string,
    private readonly member: 'pods' | 'external',
    private readonly name: string,
    private readonly averageValue: number,
    private readonly labels?: { [key: string]: string },
  ) {}

  public validate(place: Place): void {
    place.at('name').check('InvalidMetricName', metricName, this.name, 'write it as the metrics adapter serves it');
    place.at('averageValue').check('InvalidCount', count, this.averageValue, 'say how much of it a pod should have');
    if (this.labels) {
      validateLabelSyntax(place.at('labels'), this.labels);
    }
  }

  public render(): MetricForm {
    const selector = this.labels && { matchLabels: this.labels };
    const target = { type: 'AverageValue', averageValue: String(this.averageValue) };
    return { type: this.type, [this.member]: { metric: { name: this.name, selector }, target } };
  }
}
