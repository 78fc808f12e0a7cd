import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { defineAutoscaler } from './autoscaling';
import { defineDisruptionBudget } from './disruption-budget';
import { podsMadeHere } from './known-pods';
import type { DeploymentForm, PodForm } from './kubernetes-form';
import type { DeploymentBase, PodTemplate } from './pod-template';
import type { KnownPods, Pods, PodsService, WorkloadContext } from './pods';
import { configAnnotations, writeConfigFirst } from './workload-config';
import { capacityOf, validateOptions, WorkloadOptions } from './workload-options';
import { drainedPod, proxyAnnotations, replacementOf } from './zero-downtime';
import { defineObject } from '../private/api-object';
import type { Place } from '../private/place';

/** Pods in a Deployment made here, with what watches over them. All of it is named by the service and the version. */
export class DeployedPods implements Pods {
  public constructor(private readonly template: PodTemplate, private readonly options: WorkloadOptions) {}

  public validate(place: Place): void {
    this.template.validate(place);
  }

  public identify(place: Place, service: PodsService): KnownPods {
    const containers = this.template.containers(service.service);
    validateOptions(place, this.options, containers);
    return { ...podsMadeHere(place, service), declaredPorts: containers.flatMap(({ ports }) => ports), capacity: capacityOf(this.options) };
  }

  public make(scope: Construct, id: string, context: WorkloadContext): ApiObject {
    const { name, labels } = context;
    const { autoscaling, disruptionBudget, config = [] } = this.options;
    const render = this.template.renderer(scope, id, context);
    const spec = () => this.spec(render(), context);
    const deployment = defineObject(scope, id, { apiVersion: 'apps/v1', kind: 'Deployment', name, spec });
    writeConfigFirst(deployment, config);
    if (autoscaling) {
      defineAutoscaler(scope, `${id}-HorizontalPodAutoscaler`, name, autoscaling);
    }
    if (disruptionBudget) {
      defineDisruptionBudget(scope, `${id}-PodDisruptionBudget`, name, labels, disruptionBudget);
    }
    return deployment;
  }

  private spec({ template, ...rest }: DeploymentBase, context: WorkloadContext): DeploymentForm {
    const { labels } = context;
    const { replicas, zeroDowntime } = this.options;
    return {
      ...rest,
      ...(zeroDowntime && replacementOf(zeroDowntime)),
      replicas,
      selector: { matchLabels: { ...labels } },
      template: { metadata: { annotations: this.annotations(), labels: { ...labels } }, spec: this.pod(template.spec!, context) },
    };
  }

  private pod(pod: PodForm, { labels, targetPorts }: WorkloadContext): PodForm {
    const { spread, zeroDowntime } = this.options;
    const spreadOut = spread ? { ...pod, topologySpreadConstraints: spread.map((one) => one._render(labels)) } : pod;
    return zeroDowntime ? drainedPod(zeroDowntime, spreadOut, targetPorts[0]) : spreadOut;
  }

  private annotations(): { [key: string]: string } | undefined {
    const { zeroDowntime, config = [] } = this.options;
    return zeroDowntime || config.length > 0
      ? { ...(config.length > 0 && configAnnotations(config)), ...(zeroDowntime && proxyAnnotations(zeroDowntime)) }
      : undefined;
  }
}
