import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { bookinfo, synthesised, synthesisedInvalid } from './bookinfo';
import { only } from './manifests';
import {
  Destination, DestinationRule, DestinationRuleProps, Gateway, HttpForwardProps, HttpMatch, HttpRoute, ServicePort, ServiceVersion, TcpMatch,
  TcpRoute, TlsMatch, TlsRoute, TrafficPolicy, VersionedService, VersionedServiceProps, VirtualService,
} from '../../src';

/** Two versions, as most services have them. */
export const V1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
export const V2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');

/** The destination of a rule of which only the rest matters. */
export const RATINGS = Destination.host('ratings');

/** The spec of the only object of a kind. */
export function specOf(chart: Chart, kind: string) {
  return only(synthesised(chart), kind).spec;
}

/** The spec of the only object, of this kind, with a field that Istio does not know. */
export function specWithUnknownField(chart: Chart, kind: string) {
  return only(synthesisedInvalid(chart, 'unknown fields'), kind).spec;
}

/** A VirtualService called ratings, with one rule. */
export function virtualService(rule: Partial<HttpForwardProps> = {}, scope: Construct = bookinfo()): VirtualService {
  return new VirtualService(scope, 'ratings', { hosts: ['ratings'], http: [HttpRoute.forward({ to: [RATINGS], ...rule })] });
}

/** The rule as it stands in a VirtualService. */
export function renderedRule(rule: Partial<HttpForwardProps>) {
  const chart = bookinfo();
  virtualService(rule, chart);
  return specOf(chart, 'VirtualService').http[0];
}

/** A rule of any kind as it stands in a VirtualService called ratings. */
export function renderedRoute(route: HttpRoute) {
  const chart = bookinfo();
  new VirtualService(chart, 'ratings', { hosts: ['ratings'], http: [route] });
  return specOf(chart, 'VirtualService').http[0];
}

/** The match as it stands in a rule. */
export function renderedMatch(match: HttpMatch) {
  const rendered = renderedRule({ match: [match] }).match;
  expect(rendered).toHaveLength(1);
  return rendered[0];
}

const EVERYWHERE = [Gateway.mesh(), Gateway.fromName('edge', { namespace: 'istio-ingress' })];

/** The match as it stands in a rule for connections; before it is written, something else may happen. */
export function renderedTcpMatch(match: TcpMatch, meanwhile: () => void = () => undefined) {
  const chart = bookinfo();
  new VirtualService(chart, 'db', { hosts: ['db'], gateways: EVERYWHERE, tcp: [TcpRoute.forward({ match: [match], to: [Destination.host('db')] })] });
  meanwhile();
  return specOf(chart, 'VirtualService').tcp[0].match[0];
}

/** The match as it stands in a rule for TLS connections. */
export function renderedTlsMatch(match: TlsMatch) {
  const chart = bookinfo();
  new VirtualService(chart, 'db', { hosts: ['db', '*.example.com'], gateways: EVERYWHERE, tls: [TlsRoute.forward({ match: [match], to: [Destination.host('db')] })] });
  return specOf(chart, 'VirtualService').tls[0].match[0];
}

/** A DestinationRule called ratings. */
export function destinationRule(props: Partial<DestinationRuleProps> = {}, scope: Construct = bookinfo()): DestinationRule {
  return new DestinationRule(scope, 'ratings', { host: 'ratings', ...props });
}

/** The `trafficPolicy` as it stands in a DestinationRule. */
export function renderedPolicy(trafficPolicy: TrafficPolicy) {
  const chart = bookinfo();
  destinationRule({ trafficPolicy }, chart);
  return specOf(chart, 'DestinationRule').trafficPolicy;
}

/** A service called reviews with one HTTP port; unless something else is said, all requests go to its first version. */
export function reviews(props: Partial<VersionedServiceProps> = {}, scope: Construct = bookinfo()): VersionedService {
  const versions = props.versions ?? [V1];
  return new VersionedService(scope, 'reviews', {
    ports: [ServicePort.http(8080)], versions, defaultRoute: versions.slice(0, 1).map((version) => Destination.version(version)), ...props,
  });
}
