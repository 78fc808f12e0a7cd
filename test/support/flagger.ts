import { ApiObject, Chart, Duration } from 'cdk8s';
import { bookinfo, synthesised } from './bookinfo';
import { only } from './manifests';
import { FlaggerCanary, FlaggerCanaryProps, FlaggerService, FlaggerStrategy, FlaggerTarget, ServicePort } from '../../src';

/** Steps of 10 up to 50, and nothing else. */
export const LINEAR = FlaggerStrategy.linear({ stepWeight: 10, maxWeight: 50 });

/** A FlaggerCanary called reviews, of a Deployment called reviews. */
export function flaggerCanary(props: Partial<FlaggerCanaryProps> = {}, chart: Chart = bookinfo()): FlaggerCanary {
  return new FlaggerCanary(chart, 'reviews', {
    target: FlaggerTarget.deployment('reviews'),
    service: { port: ServicePort.http(8080) },
    strategy: LINEAR,
    interval: Duration.minutes(1),
    threshold: 5,
    ...props,
  });
}

/** The spec of the Canary. */
export function canarySpec(props: Partial<FlaggerCanaryProps> = {}, chart: Chart = bookinfo()) {
  flaggerCanary(props, chart);
  return only(synthesised(chart), 'Canary').spec;
}

/** Its `service`, with a port of HTTP unless another is given. */
export function serviceSpec(service: Partial<FlaggerService>, chart: Chart = bookinfo()) {
  return canarySpec({ service: { port: ServicePort.http(8080), ...service } }, chart).service;
}

/** A Deployment called reviews, or another workload. */
export function workload(chart: Chart, spec: { [key: string]: unknown } = {}, kind = 'Deployment', apiVersion = 'apps/v1'): ApiObject {
  const labels = { app: 'reviews' };
  return new ApiObject(chart, 'workload', {
    apiVersion,
    kind,
    metadata: { name: 'reviews' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'reviews' }] } }, ...spec },
  });
}
