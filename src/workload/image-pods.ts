import type { ContainerResources, k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { InManifest } from './kubernetes-form';
import type { DeclaredContainer, DeploymentBase, PodTemplate, Resource } from './pod-template';
import type { WorkloadContext } from './pods';
import { textPrimitive } from '../istio/primitive';
import type { Place } from '../private/place';

const imageName = textPrimitive('the name of a container image, not empty and without white space', /^\S+$/);

/** Pods with one container, with nothing that the caller did not ask for. */
export class ImagePods implements PodTemplate {
  public constructor(private readonly image: string, private readonly resources?: ContainerResources) {}

  public validate(place: Place): void {
    place.at('image').check('InvalidImage', imageName, this.image, 'write it as in a Deployment: registry/name:tag');
  }

  public containers(service: string): DeclaredContainer[] {
    return [{ name: service, ports: [], requests: requestsOf(this.resources), saysWhenReady: false }];
  }

  public renderer(_scope: Construct, _id: string, { service, targetPorts }: WorkloadContext): () => DeploymentBase {
    const ports = targetPorts.map((containerPort) => ({ containerPort }));
    const container = { name: service, image: this.image, ports, resources: this.resources && renderResources(this.resources) };
    return () => ({ template: { spec: { containers: [container] } } });
  }
}

/** What of the resources is requested by which an autoscaler can measure. */
export function requestsOf({ cpu, memory }: ContainerResources = {}): Resource[] {
  return [...cpu?.request ? ['cpu' as const] : [], ...memory?.request ? ['memory' as const] : []];
}

/** In the units of cdk8s-plus, but for storage, where it knows no part of a gibibyte. */
function renderResources(resources: ContainerResources): InManifest<k8s.ResourceRequirements> {
  return { requests: amountsOf(resources, 'request'), limits: amountsOf(resources, 'limit') };
}

function amountsOf({ cpu, memory, ephemeralStorage }: ContainerResources, bound: 'request' | 'limit'): { [resource: string]: string } | undefined {
  const sizes = Object.entries({ 'memory': memory?.[bound], 'ephemeral-storage': ephemeralStorage?.[bound] })
    .flatMap(([resource, size]) => size ? [[resource, `${size.toMebibytes()}Mi`]] : []);
  const amounts = [...cpu?.[bound] ? [['cpu', cpu[bound].amount]] : [], ...sizes];
  return amounts.length > 0 ? Object.fromEntries(amounts) : undefined;
}
