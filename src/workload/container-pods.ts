import { ApiObject, JsonPatch } from 'cdk8s';
import type { ContainerProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { validateReplicas } from './image-pods';
import type { LabelMap, Pods, PodsContext } from './pods';
import type { Place } from '../private/place';

/** Pods rendered by cdk8s-plus-28, with its defaults, in a Deployment whose selector and template do not depend on its path. */
export class ContainerPods implements Pods {
  public constructor(private readonly containers: ContainerProps[], private readonly replicas?: number) {}

  public validate(place: Place): void {
    if (this.containers.length === 0) {
      place.at('containers').fail('ContainersMissing', { must: 'have at least one container', got: [], fix: 'add the container of the application' });
    }
    validateReplicas(place, this.replicas);
  }

  public make(scope: Construct, id: string, { name, labels }: PodsContext): ApiObject {
    // cdk8s-plus is large, and most programs do without it.
    const { Deployment, LabelSelector } = require('cdk8s-plus-28') as typeof import('cdk8s-plus-28');
    const deployment = new Deployment(scope, id, {
      metadata: { name },
      podMetadata: { labels },
      containers: this.containers,
      replicas: this.replicas,
      select: false,
    });
    deployment.select(LabelSelector.of({ labels }));
    const object = ApiObject.of(deployment);
    object.addJsonPatch(removePathHash(labels));
    if (this.replicas === undefined) {
      object.addJsonPatch(JsonPatch.remove('/spec/replicas'));
    }
    return object;
  }
}

/**
 * cdk8s-plus labels pods with a hash of the construct's path even if it does not select by it. Moving the construct
 * would then replace every pod.
 */
function removePathHash(labels: LabelMap): JsonPatch {
  return JsonPatch.replace('/spec/template/metadata/labels', { ...labels });
}
