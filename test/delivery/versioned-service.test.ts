import { App, Chart, Duration, JsonPatch } from 'cdk8s';
import {
  BlueGreenService, BlueGreenSlot, CanaryService, Destination, HeaderRoutedService, HttpMatch, HttpRoute, IDeliveryService, MeshSettings, Mirror,
  MirroredService, RetryPolicy, ServicePort, ServiceVersion, VersionedService, VersionedServiceProps,
} from '../../src';
import { versionedServiceOf } from '../../src/delivery/versioned-service';
import { bookinfo, synthesised, synthesisedInvalid } from '../support/bookinfo';
import { only } from '../support/manifests';
import { ask } from '../support/requests';

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1');
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2');

const PROPS: VersionedServiceProps = {
  ports: [ServicePort.http(8080)],
  versions: [v1, v2],
  defaultRoute: [Destination.version(v1)],
};

function reportsTo(version: ServiceVersion): HttpRoute {
  return HttpRoute.forward({ name: 'reports', match: [HttpMatch.pathPrefix('/reports')], to: [Destination.version(version)] });
}

describe('rules', () => {
  test('come before the default route, in the order in which they are given and added', () => {
    const chart = bookinfo();
    const wider = HttpRoute.forward({ name: 'wider', match: [HttpMatch.pathPrefix('/rep')], to: [Destination.version(v1)] });
    const service = new VersionedService(chart, 'reviews', { ...PROPS, routes: [reportsTo(v2)] });
    service.addRoute(wider);
    const virtualService = only(synthesised(chart), 'VirtualService');
    expect(virtualService.spec.http.map(({ name }: any) => name)).toEqual(['reports', 'wider', 'default']);
    expect(ask(virtualService, { path: '/reports/1' })?.shares).toEqual({ v2: 100 });
    expect(ask(virtualService, { path: '/' })?.shares).toEqual({ v1: 100 });
  });

  test('take timeout, retries and faults of the service where they say nothing of their own', () => {
    const chart = bookinfo();
    const service = new VersionedService(chart, 'reviews', { ...PROPS, timeout: Duration.seconds(3), retries: RetryPolicy.none() });
    service.addRoute(HttpRoute.forward({
      match: [HttpMatch.pathPrefix('/reports')], to: [Destination.version(v1)], timeout: Duration.seconds(30),
    }));
    const virtualService = only(synthesised(chart), 'VirtualService');
    expect(ask(virtualService, { path: '/reports' })?.rule).toMatchObject({ timeout: '30s', retries: { attempts: 0 } });
    expect(ask(virtualService)?.rule).toMatchObject({ timeout: '3s', retries: { attempts: 0 } });
  });
});

describe('ports', () => {
  function onPorts(...ports: ServicePort[]) {
    const chart = bookinfo();
    new VersionedService(chart, 'reviews', { ...PROPS, ports, routes: [reportsTo(v2)] });
    return synthesised(chart);
  }

  test('of one HTTP service need no match, and the port to send to is explicit', () => {
    const [reports, rest] = only(onPorts(ServicePort.http(80)), 'VirtualService').spec.http;
    expect(reports.match).toEqual([{ uri: { prefix: '/reports' } }]);
    expect(rest).not.toHaveProperty('match');
    expect(rest.route[0].destination.port).toEqual({ number: 80 });
  });

  test.each([8080, 9090])('that speak HTTP each have rules of their own, which stay on the port called: %i', (port) => {
    const virtualService = only(onPorts(ServicePort.http(8080), ServicePort.grpc(9090)), 'VirtualService');
    for (const path of ['/reports', '/']) {
      expect(ask(virtualService, { path, port })?.rule.route[0].destination.port).toEqual({ number: port });
    }
    expect(ask(virtualService, { path: '/reports', port })?.shares).toEqual({ v2: 100 });
    expect(ask(virtualService, { path: '/', port })?.shares).toEqual({ v1: 100 });
  });

  test('have copies of requests sent to the port that was called', () => {
    const chart = bookinfo();
    const mirrors = [Mirror.version(v2, 10)];
    new VersionedService(chart, 'reviews', { ...PROPS, ports: [ServicePort.http(8080), ServicePort.http(9090)], mirrors });
    const portsOf = ({ route, mirrors: [copy] }: any) => [route[0].destination.port.number, copy.destination.port.number];
    expect(only(synthesised(chart), 'VirtualService').spec.http.map(portsOf)).toEqual([[8080, 8080], [9090, 9090]]);
  });

  test('have rules whose names tell them apart', () => {
    const { http } = only(onPorts(ServicePort.http(8080), ServicePort.http(9090)), 'VirtualService').spec;
    expect(http.map(({ name }: any) => name)).toEqual(['reports-http', 'reports-http-9090', 'default-http', 'default-http-9090']);
  });

  test('that do not speak HTTP have none of these rules, and leave those of the HTTP port as they are', () => {
    expect(only(onPorts(ServicePort.http(8080), ServicePort.tcp(6379)), 'VirtualService').spec.http)
      .toEqual(only(onPorts(ServicePort.http(8080)), 'VirtualService').spec.http);
  });

  test('stand in the Service under names from which Istio reads the protocol, with protocol and target port written out', () => {
    const ports = [ServicePort.http(80, { targetPort: 8080 }), ServicePort.http(9090), ServicePort.tcp(6379, { name: 'tcp-redis' })];
    expect(only(onPorts(...ports), 'Service').spec.ports).toEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 },
      { name: 'http-9090', port: 9090, protocol: 'TCP', targetPort: 9090 },
      { name: 'tcp-redis', port: 6379, protocol: 'TCP', targetPort: 6379 },
    ]);
  });
});

describe('objects', () => {
  test('stand in the order in which they have to be applied when a version is added', () => {
    const chart = bookinfo();
    new VersionedService(chart, 'reviews', PROPS);
    expect(synthesised(chart).map(({ kind }) => kind)).toEqual(['Service', 'DestinationRule', 'Deployment', 'Deployment', 'VirtualService']);
  });

  test('have subsets and workloads in the order of the versions\' names, not of their roles: v2 before v10', () => {
    const chart = bookinfo();
    const v10 = ServiceVersion.image('v10', 'myregistry.io/reviews:v10');
    new VersionedService(chart, 'reviews', { ...PROPS, versions: [v10, v2, v1], defaultRoute: [Destination.version(v10)] });
    const manifests = synthesised(chart);
    expect(only(manifests, 'DestinationRule').spec.subsets.map(({ name }: any) => name)).toEqual(['v1', 'v2', 'v10']);
    expect(manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name))
      .toEqual(['reviews-v1', 'reviews-v2', 'reviews-v10']);
  });

  test('select pods of all versions by the service\'s label alone', () => {
    const chart = bookinfo();
    new VersionedService(chart, 'reviews', PROPS);
    expect(only(synthesised(chart), 'Service').spec.selector).toEqual({ app: 'reviews' });
  });

  test('carry the labels, host and API version that are set for the mesh', () => {
    const app = new App();
    MeshSettings.of(app, { appLabel: 'app.kubernetes.io/name', versionLabel: 'app.kubernetes.io/version', clusterDomain: 'example.internal' });
    const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
    new VersionedService(chart, 'reviews', { ...PROPS, versions: [v1] });
    const manifests = synthesised(chart);
    const podLabels = { 'app.kubernetes.io/name': 'reviews', 'app.kubernetes.io/version': 'v1' };
    expect(only(manifests, 'Service').spec.selector).toEqual({ 'app.kubernetes.io/name': 'reviews' });
    expect(only(manifests, 'Deployment').spec).toMatchObject({ selector: { matchLabels: podLabels }, template: { metadata: { labels: podLabels } } });
    expect(only(manifests, 'DestinationRule').spec).toMatchObject({
      host: 'reviews.bookinfo.svc.example.internal', subsets: [{ name: 'v1', labels: { 'app.kubernetes.io/version': 'v1' } }],
    });
  });

  test('name the host as short as it is where the namespace is not known', () => {
    const chart = bookinfo({});
    const service = new VersionedService(chart, 'reviews', PROPS);
    expect(service.host).toBe('reviews');
    expect(only(synthesised(chart), 'VirtualService').spec.hosts).toEqual(['reviews']);
  });

  test('take patches last, so that fields the library does not know survive', () => {
    const chart = bookinfo();
    const service = new VersionedService(chart, 'reviews', PROPS);
    service.virtualService.apiObject.addJsonPatch(JsonPatch.add('/spec/http/0/statPrefix', 'reviews'));
    service.destinationRule.apiObject.addJsonPatch(JsonPatch.add('/spec/futureField', true));
    service.service?.addJsonPatch(JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
    const manifests = synthesisedInvalid(chart, 'unknown fields');
    expect(only(manifests, 'VirtualService').spec.http[0].statPrefix).toBe('reviews');
    expect(only(manifests, 'DestinationRule').spec.futureField).toBe(true);
    expect(only(manifests, 'Service').spec.trafficDistribution).toBe('PreferClose');
  });
});

describe('a delivery construct', () => {
  const on = (name: string) => ({ name, ports: [ServicePort.http(8080)] });

  test.each<[string, (scope: Chart) => IDeliveryService]>([
    ['VersionedService', (scope) => new VersionedService(scope, 'a', { ...PROPS, ...on('a') })],
    ['CanaryService', (scope) => new CanaryService(scope, 'b', { ...on('b'), stable: v1 })],
    ['BlueGreenService', (scope) => new BlueGreenService(scope, 'c', { ...on('c'), blue: v1, active: BlueGreenSlot.BLUE })],
    ['HeaderRoutedService', (scope) => new HeaderRoutedService(scope, 'd', { ...on('d'), versions: [v1], defaultVersion: v1 })],
    ['MirroredService', (scope) => new MirroredService(scope, 'e', { ...on('e'), stable: v1 })],
  ])('has one VersionedService behind it: %s', (_kind, make) => {
    const service = make(bookinfo());
    const behind = versionedServiceOf(service);
    expect(behind).toBeInstanceOf(VersionedService);
    expect(behind?.host).toBe(service.host);
    expect(behind?.destinationRule).toBe(service.destinationRule);
    expect(behind?.virtualServices).toEqual(service.virtualServices);
  });

  test('is used by what it has in common with the others', () => {
    const service: IDeliveryService = new CanaryService(bookinfo(), 'reviews', { ...on('reviews'), stable: v1 });
    expect(service.workload(v1).name).toBe('reviews-v1');
  });
});
