import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** A workload as a team wrote it long ago. */
export interface WorkloadShape {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
  /** The labels of its pods. */
  readonly labels?: { [key: string]: unknown };
  /** Its selector: all labels of its pods, unless something else is said. */
  readonly selector?: object;
  readonly replicas?: number;
  /** The ports that its container declares. */
  readonly ports?: object[];
}

/** A workload as a plain object, called as its construct; unless something else is said, a Deployment of version v1 of reviews. */
export function existingWorkload(scope: Construct, id: string, shape: WorkloadShape = {}): ApiObject {
  const { kind = 'Deployment', apiVersion = 'apps/v1', namespace, ports, replicas } = shape;
  const { labels = { app: 'reviews', version: 'v1' }, selector = { matchLabels: labels } } = shape;
  return new ApiObject(scope, id, {
    apiVersion,
    kind,
    metadata: { name: id, namespace },
    spec: { replicas, selector, template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'reviews:1', ports }] } } },
  });
}
