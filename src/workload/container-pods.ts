import { ApiObject } from 'cdk8s';
import type { ContainerProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { requestsOf } from './image-pods';
import type { DeclaredContainer, DeploymentBase, PodTemplate } from './pod-template';
import type { Place } from '../private/place';

/** Pods rendered by cdk8s-plus-28, with its defaults. */
export class ContainerPods implements PodTemplate {
  public constructor(private readonly props: ContainerProps[]) {}

  public validate(place: Place): void {
    if (this.props.length === 0) {
      place.at('containers').fail('ContainersMissing', { must: 'have at least one container', got: [], fix: 'add the container of the application' });
    }
  }

  /** Without resources, cdk8s-plus requests both; without a name, it calls them so. */
  public containers(): DeclaredContainer[] {
    return this.props.map(({ name = 'main', port, portNumber, ports = [], resources, readiness }) => ({
      name,
      ports: [port, portNumber, ...ports.map(({ number }) => number)].filter((declared) => declared !== undefined),
      requests: resources ? requestsOf(resources) : ['cpu', 'memory'],
      saysWhenReady: readiness !== undefined,
    }));
  }

  /**
   * cdk8s-plus needs a place in the tree to render in, but its own object drops patches of fields that it does not know. So it
   * gives up its place to a plain one. Its labels are left out: they hold a hash of the path, and moving the construct would replace every pod.
   */
  public renderer(scope: Construct, id: string): () => DeploymentBase {
    // cdk8s-plus is large, and most programs do without it.
    const { Deployment } = require('cdk8s-plus-28') as typeof import('cdk8s-plus-28');
    const deployment = new Deployment(scope, id, { containers: this.props, select: false });
    scope.node.tryRemoveChild(id);
    return () => ApiObject.of(deployment).toJson().spec;
  }
}
