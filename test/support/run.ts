import { Size } from 'cdk8s';
import { ContainerProps, Cpu } from 'cdk8s-plus-28';
import { bookinfo, synthesised } from './bookinfo';
import { reviews } from './chart';
import type { Manifest } from './manifests';
import { ImageWorkloadOptions, ServiceVersion, WorkloadOptions } from '../../src';

/** Requests by which an autoscaler can measure. */
export const RESOURCES = { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(128) } };

const IMAGE = 'myregistry.io/reviews:v1.0.0';

/** What is written for a service whose version v1, made of an image, is run like this. */
export function run(options: ImageWorkloadOptions): Manifest[] {
  return written(ServiceVersion.image('v1', IMAGE, options));
}

/** The same for a version made of containers. */
export function runContainers(options: WorkloadOptions, ...containers: Partial<ContainerProps>[]): Manifest[] {
  return written(ServiceVersion.containers('v1', containers.map((container) => ({ image: IMAGE, portNumber: 8080, ...container })), options));
}

function written(version: ServiceVersion): Manifest[] {
  const chart = bookinfo();
  reviews({ versions: [version] }, chart);
  return synthesised(chart);
}
