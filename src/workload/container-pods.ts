import { ApiObject } from 'cdk8s';
import type { ContainerProps, k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { validateReplicas } from './image-pods';
import { podsMadeHere } from './known-pods';
import type { KnownPods, LabelMap, Pods, PodsService, WorkloadContext } from './pods';
import { defineObject } from '../private/api-object';
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

  public identify(place: Place, service: PodsService): KnownPods {
    const declaredPorts = this.containers
      .flatMap(({ port, portNumber, ports = [] }) => [port, portNumber, ...ports.map(({ number }) => number)])
      .filter((declared) => declared !== undefined);
    return { ...podsMadeHere(place, service), declaredPorts };
  }

  public make(scope: Construct, id: string, { name, labels }: WorkloadContext): ApiObject {
    const render = this.renderer(scope, id);
    return defineObject(scope, id, { apiVersion: 'apps/v1', kind: 'Deployment', name, spec: () => this.spec(render(), labels) });
  }

  /**
   * cdk8s-plus needs a place in the tree to render in, but its own object drops patches of fields that it does not know. So it
   * gives up its place to a plain one.
   */
  private renderer(scope: Construct, id: string): () => k8s.DeploymentSpec {
    // cdk8s-plus is large, and most programs do without it.
    const { Deployment } = require('cdk8s-plus-28') as typeof import('cdk8s-plus-28');
    const deployment = new Deployment(scope, id, { containers: this.containers, replicas: this.replicas, select: false });
    scope.node.tryRemoveChild(id);
    return () => ApiObject.of(deployment).toJson().spec;
  }

  /** Labels replace those of cdk8s-plus, which hold a hash of the path: moving the construct would replace every pod. */
  private spec({ template, ...rest }: k8s.DeploymentSpec, labels: LabelMap): k8s.DeploymentSpec {
    return {
      ...rest,
      replicas: this.replicas,
      selector: { matchLabels: { ...labels } },
      template: { ...template, metadata: { ...template.metadata, labels: { ...labels } } },
    };
  }
}
