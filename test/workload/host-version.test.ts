import {
  CanaryService, CanaryTraffic, Destination, HttpMatch, MeshSettings, Mirror, ServicePort, ServiceVersion, VersionedServiceProps,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, specOf, V1 } from '../support/chart';
import { named } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';
import { ask } from '../support/requests';

const PORTS = [ServicePort.http(80)];
const V2_HOST = 'reviews-v2.bookinfo.svc.cluster.local';

function host(name = 'reviews-v2', port?: number): ServiceVersion {
  return ServiceVersion.host('v2', name, { port });
}

/** Where the default route leads. */
function destinations(props: Partial<VersionedServiceProps>): any[] {
  const chart = bookinfo();
  reviews(props, chart);
  return specOf(chart, 'VirtualService').http.at(-1).route.map(({ destination }: any) => destination);
}

test('gets its share of the requests at its own host, without a subset', () => {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', {
    ports: PORTS, stable: V1, canary: host(), traffic: CanaryTraffic.weight(25), testers: [HttpMatch.pathPrefix('/beta')],
  });
  const virtualService = named(synthesised(chart), 'VirtualService', 'reviews');
  expect(ask(virtualService)!.shares).toEqual({ v1: 75, [V2_HOST]: 25 });
  expect(ask(virtualService, { path: '/beta' })!.shares).toEqual({ [V2_HOST]: 100 });
  expect(virtualService.spec.http[1].route[1].destination).toEqual({ host: V2_HOST, port: { number: 80 } });
  expect(specOf(chart, 'DestinationRule').subsets).toEqual([{ name: 'v1', labels: { version: 'v1' } }]);
});

test('has no workload', () => {
  const chart = bookinfo();
  const version = host();
  const service = reviews({ versions: [version] }, chart);
  expect(synthesised(chart).map(({ kind }) => kind)).toEqual(['Service', 'DestinationRule', 'VirtualService']);
  expect(codeOf(() => service.workload(version))).toBe('WorkloadMissing');
});

test('leaves to a service that has no other the Service that clients call, and a DestinationRule without subsets', () => {
  const chart = bookinfo();
  const versions = [ServiceVersion.host('v1', 'reviews-v1'), ServiceVersion.host('v2', 'reviews-v2')];
  reviews({ versions, defaultRoute: [Destination.version(versions[0], 50), Destination.version(versions[1], 50)] }, chart);
  expect(specOf(chart, 'Service').selector).toEqual({ app: 'reviews' });
  expect(specOf(chart, 'DestinationRule')).toEqual({ host: 'reviews.bookinfo.svc.cluster.local' });
  expect(ask(named(synthesised(chart), 'VirtualService', 'reviews'))!.shares).toEqual({
    'reviews-v1.bookinfo.svc.cluster.local': 50, [V2_HOST]: 50,
  });
});

test('is called at the port of the rule, or at its own', () => {
  expect(destinations({ versions: [host('reviews-v2', 9090)] })).toEqual([{ host: V2_HOST, port: { number: 9090 } }]);
  const remapped = [ServicePort.http(80, { targetPort: 8080 })];
  expect(destinations({ versions: [host()], ports: remapped })).toEqual([{ host: V2_HOST, port: { number: 80 } }]);
  const several = [ServicePort.http(80), ServicePort.grpc(81)];
  expect(destinations({ versions: [host()], ports: several })).toEqual([{ host: V2_HOST, port: { number: 81 } }]);
});

test('keeps a host with dots as it is written, and without a namespace one without dots too', () => {
  expect(destinations({ versions: [host('api.example.com')] })[0].host).toBe('api.example.com');
  const chart = bookinfo({});
  reviews({ versions: [host()] }, chart);
  expect(specOf(chart, 'VirtualService').http[0].route[0].destination.host).toBe('reviews-v2');
});

test('is completed with the domain of the cluster', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { clusterDomain: 'k8s.example' });
  reviews({ versions: [host()] }, chart);
  expect(specOf(chart, 'VirtualService').http[0].route[0].destination.host).toBe('reviews-v2.bookinfo.svc.k8s.example');
});

test('gets copies too', () => {
  const chart = bookinfo();
  const v2 = host();
  reviews({ versions: [V1, v2], mirrors: [Mirror.version(v2, 10)] }, chart);
  expect(specOf(chart, 'VirtualService').http[0].mirrors).toEqual([{ destination: { host: V2_HOST, port: { number: 8080 } }, percentage: { value: 10 } }]);
});

test('retires without a trace: nothing of it is the service\'s', () => {
  const [alone, chart] = [bookinfo(), bookinfo()];
  reviews({}, alone);
  reviews({ retiring: [host()] }, chart);
  expect(synthesised(chart)).toEqual(synthesised(alone));
});

test('gets no requests while it retires', () => {
  const v2 = host();
  expect(codeOf(() => reviews({ versions: [V1], retiring: [v2], defaultRoute: [Destination.version(v2)] }))).toBe('VersionRetiring');
});

describe('a host is refused', () => {
  test.each<[string, string, string]>([
    ['that is a URL', 'http://reviews-v2', 'InvalidHost'],
    ['that is a wildcard', '*.example.com', 'InvalidHost'],
    ['that is an address', '10.0.0.1', 'InvalidHost'],
    ['that is empty', '', 'InvalidHost'],
    ['that Istio does not complete: a name and the namespace', 'reviews-v2.bookinfo', 'InvalidHost'],
    ['that Istio does not complete: a name, a namespace and svc', 'reviews-v2.prod.svc', 'InvalidHost'],
    ['that is the service', 'reviews', 'HostsOverlap'],
    ['that is the service, in full', 'reviews.bookinfo.svc.cluster.local', 'HostsOverlap'],
  ])('%s', (_mistake, name, code) => {
    expect(codeOf(() => reviews({ versions: [V1, host(name)] }))).toBe(code);
  });

  test('that another version has, at the same port', () => {
    const other = ServiceVersion.host('v3', V2_HOST, { port: 8080 });
    expect(messageOf(() => reviews({ versions: [host(), other] }))).toContain(`HostsOverlap: versions[1].host must be a host of its own, got ${V2_HOST}, where version v2 is called; `);
    expect(() => reviews({ versions: [host('reviews-v2', 9090), other] })).not.toThrow();
  });

  test('with a port that is none, or that several ports of the service would share', () => {
    expect(codeOf(() => reviews({ versions: [host('reviews-v2', 0)] }))).toBe('InvalidPort');
    expect(codeOf(() => reviews({ versions: [host('reviews-v2', 80)], ports: [ServicePort.http(80), ServicePort.grpc(81)] }))).toBe('HostPortAmbiguous');
    expect(codeOf(() => reviews({ versions: [host('reviews-v2', 80)], ports: [ServicePort.http(80), ServicePort.tcp(81)] }))).toBe('HostPortAmbiguous');
    expect(() => reviews({ versions: [host('reviews-v2', 80)], ports: [ServicePort.tcp(81)] })).not.toThrow();
  });
});

describe('a traffic policy', () => {
  const trafficPolicy = { connectionPool: { tcp: { maxConnections: 1 } } };

  test('acts where a version is behind the service, even if it retires', () => {
    expect(() => reviews({ versions: [V1, host()], trafficPolicy })).not.toThrow();
    expect(() => reviews({ versions: [host()], retiring: [V1], trafficPolicy })).not.toThrow();
  });

  test('is refused where it would act on nothing', () => {
    expect(codeOf(() => reviews({ versions: [host()], trafficPolicy }))).toBe('PolicyIneffective');
  });
});
