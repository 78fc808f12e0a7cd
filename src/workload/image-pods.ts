import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { podsMadeHere } from './known-pods';
import type { KnownPods, Pods, PodsService, WorkloadContext } from './pods';
import { countOrZero } from '../istio/count';
import { textPrimitive } from '../istio/primitive';
import { defineObject } from '../private/api-object';
import type { Place } from '../private/place';

const imageName = textPrimitive('the name of a container image, not empty and without white space', /^\S+$/);

/** Pods with one container, in a Deployment that holds nothing the caller did not ask for. */
export class ImagePods implements Pods {
  public constructor(private readonly image: string, private readonly replicas?: number) {}

  public validate(place: Place): void {
    place.at('image').check('InvalidImage', imageName, this.image, 'write it as in a Deployment: registry/name:tag');
    validateReplicas(place, this.replicas);
  }

  public identify(place: Place, service: PodsService): KnownPods {
    return podsMadeHere(place, service);
  }

  public make(scope: Construct, id: string, context: WorkloadContext): ApiObject {
    return defineObject(scope, id, { apiVersion: 'apps/v1', kind: 'Deployment', name: context.name, spec: () => this.spec(context) });
  }

  private spec({ service, labels, targetPorts }: WorkloadContext): k8s.DeploymentSpec {
    const ports = targetPorts.map((containerPort) => ({ containerPort }));
    return {
      replicas: this.replicas,
      selector: { matchLabels: { ...labels } },
      template: {
        metadata: { labels: { ...labels } },
        spec: { containers: [{ name: service, image: this.image, ports }] },
      },
    };
  }
}

/** Replicas are optional everywhere; zero is allowed, for a version that waits. */
export function validateReplicas(place: Place, replicas?: number): void {
  if (replicas !== undefined) {
    place.at('replicas').check('InvalidReplicas', countOrZero, replicas, 'say how many pods, or leave it out for an autoscaler');
  }
}
