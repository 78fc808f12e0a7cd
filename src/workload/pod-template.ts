import type { Construct } from 'constructs';
import type { DeploymentForm } from './kubernetes-form';
import type { WorkloadContext } from './pods';
import type { Place } from '../private/place';

/** What containers ask of their node, and what their use is measured by. */
export type Resource = 'cpu' | 'memory';

/** What is known of a container before it is rendered. */
export interface DeclaredContainer {
  readonly name: string;
  /** The ports that it declares. */
  readonly ports: number[];
  /** What it requests. */
  readonly requests: Resource[];
  /** Whether it says itself when it is ready. */
  readonly saysWhenReady: boolean;
}

/** What a Deployment is, but for its replicas, its selector and the labels of its pods. */
export type DeploymentBase = Omit<DeploymentForm, 'replicas' | 'selector' | 'template'> & { readonly template: Pick<DeploymentForm['template'], 'spec'> };

/** Where the containers of pods made here come from. */
export interface PodTemplate {
  /** Complains of what was asked for. */
  validate(place: Place): void;
  /** Its containers, the one of the application first. */
  containers(service: string): DeclaredContainer[];
  /** What renders the Deployment, when it is synthesised. */
  renderer(scope: Construct, id: string, context: WorkloadContext): () => DeploymentBase;
}
