import { App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Destination, DestinationRule, DestinationRuleProps, HttpForwardProps, HttpMatch, HttpRoute, ServicePort, ServiceVersion, TrafficPolicy,
  VersionedService, VersionedServiceProps, VirtualService,
} from '../../src';

/** An object as it stands in the output. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: any;
}

/** Two versions, as most services have them. */
export const V1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
export const V2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');

/** The destination of a rule about which only the rest matters. */
export const RATINGS = Destination.host('ratings');

/** A chart called bookinfo in a namespace called bookinfo, in an app of its own. */
export function bookinfo(): Chart {
  return new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
}

/** The only object of a kind. */
export function only(chart: Chart, kind: string): Manifest {
  const all: Manifest[] = Testing.synth(chart);
  const found = all.filter((manifest) => manifest.kind === kind);
  if (found.length !== 1) {
    throw new Error(`expected one ${kind}, found ${all.map((manifest) => `${manifest.kind} ${manifest.metadata.name}`).join(', ') || 'nothing'}`);
  }
  return found[0];
}

/** A VirtualService called ratings, with one rule. */
export function virtualService(rule: Partial<HttpForwardProps> = {}, scope: Construct = bookinfo()): VirtualService {
  return new VirtualService(scope, 'ratings', { hosts: ['ratings'], http: [HttpRoute.forward({ to: [RATINGS], ...rule })] });
}

/** The rule as it stands in a VirtualService. */
export function renderedRule(rule: Partial<HttpForwardProps>): any {
  const chart = bookinfo();
  virtualService(rule, chart);
  return only(chart, 'VirtualService').spec.http[0];
}

/** The match as it stands in a rule. */
export function renderedMatch(match: HttpMatch): any {
  const [rendered, ...others] = renderedRule({ match: [match] }).match;
  expect(others).toEqual([]);
  return rendered;
}

/** A DestinationRule called ratings. */
export function destinationRule(props: Partial<DestinationRuleProps> = {}, scope: Construct = bookinfo()): DestinationRule {
  return new DestinationRule(scope, 'ratings', { host: 'ratings', ...props });
}

/** The `trafficPolicy` as it stands in a DestinationRule. */
export function renderedPolicy(trafficPolicy: TrafficPolicy): any {
  const chart = bookinfo();
  destinationRule({ trafficPolicy }, chart);
  return only(chart, 'DestinationRule').spec.trafficPolicy;
}

/** A service called reviews with one HTTP port; by default all requests go to its first version. */
export function reviews(props: Partial<VersionedServiceProps> = {}, scope: Construct = bookinfo()): VersionedService {
  const versions = props.versions ?? [V1];
  return new VersionedService(scope, 'reviews', {
    ports: [ServicePort.http(8080)], versions, defaultRoute: [Destination.version(versions[0])], ...props,
  });
}
