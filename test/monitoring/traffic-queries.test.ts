import { App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import {
  BackendService, CanaryService, IDeliveryService, MeshSettings, Reporter, ServicePort, ServiceVersion, TrafficQueries, TrafficQueriesOptions,
  VersionedServiceProps,
} from '../../src';
import { bookinfo } from '../support/bookinfo';
import { reviews, V1, V2 } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';
import { notUnderstood } from '../support/promql';
import '../support/random-objects';

const SERVICE = 'destination_service="reviews.bookinfo.svc.cluster.local"';
const GRPC_FAILED = 'grpc_response_status=~"2|4|8|13|14|15"';

/** Queries about a service with the versions v1 and v2. */
function queries(options: TrafficQueriesOptions = {}, props: Partial<VersionedServiceProps> = {}): TrafficQueries {
  return TrafficQueries.of(reviews({ versions: [V1, V2], ...props }), options);
}

function all(found: TrafficQueries, version: ServiceVersion): string[] {
  return [
    found.requestsByVersion(), found.requests(version), found.errors(version), found.errorShare(version), found.trafficShare(version),
    found.latency(version, 0.99),
  ];
}

describe('the queries about a service', () => {
  test('count its requests by version and code, as the sidecars of its pods do', () => {
    expect(queries().requestsByVersion())
      .toBe(`sum(rate(istio_requests_total{reporter="destination",${SERVICE}}[5m])) by (destination_version, response_code)`);
  });

  test('count the requests of one version', () => {
    expect(queries().requests(V2)).toBe(`sum(rate(istio_requests_total{reporter="destination",${SERVICE},destination_version="v2"}[5m]))`);
  });

  test('count the answers 5xx of one version', () => {
    expect(queries().errors(V2))
      .toBe(`sum(rate(istio_requests_total{reporter="destination",${SERVICE},destination_version="v2",response_code=~"5.."}[5m]))`);
  });

  test('give the share of the errors, which is 0 while there is none', () => {
    const found = queries();
    expect(found.errorShare(V1)).toBe(`((${found.errors(V1)} or 0 * ${found.requests(V1)}) / ${found.requests(V1)})`);
  });

  test('give the share of the traffic that a version gets, of that to all versions', () => {
    const found = queries();
    const whole = `sum(rate(istio_requests_total{reporter="destination",${SERVICE}}[5m]))`;
    expect(found.trafficShare(V1)).toBe(`((${found.requests(V1)} or 0 * ${whole}) / ${whole})`);
  });

  test('give a quantile of the latency of one version', () => {
    const bucket = `istio_request_duration_milliseconds_bucket{reporter="destination",${SERVICE},destination_version="v1"}`;
    expect(queries().latency(V1, 0.95)).toBe(`histogram_quantile(0.95, sum(rate(${bucket}[5m])) by (le))`);
  });

  test('are those of a canary as well', () => {
    const canary = new CanaryService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], stable: V1, canary: V2 });
    expect(all(TrafficQueries.of(canary), V2)).toEqual(all(queries(), V2));
  });

  test('are those of a strategy of one\'s own', () => {
    class Own extends Construct implements IDeliveryService {
      private readonly inner = reviews({ versions: [V1, V2] }, this);
      public readonly host = this.inner.host;
      public readonly destinationRule = this.inner.destinationRule;
      public readonly virtualService = this.inner.virtualService;
      public readonly virtualServices = this.inner.virtualServices;
      public workload(version: ServiceVersion) { return this.inner.workload(version); }
    }
    expect(all(TrafficQueries.of(new Own(bookinfo(), 'own')), V2)).toEqual(all(queries(), V2));
  });

  test('are asked of retiring versions too, until nobody calls them', () => {
    expect(queries({}, { versions: [V1], retiring: [V2] }).requests(V2)).toBe(queries().requests(V2));
  });
});

describe('the host', () => {
  function countedIn(chart: Chart, props: Partial<VersionedServiceProps> = {}): string {
    return TrafficQueries.of(reviews({ versions: [V1, V2], ...props }, chart), { reporter: Reporter.ALL }).requests(V1);
  }

  test('is matched by its bare name where the namespace is unknown', () => {
    expect(countedIn(bookinfo({}))).toBe('sum(rate(istio_requests_total{destination_service_name="reviews",destination_version="v1"}[5m]))');
  });

  test('ends with the domain of the cluster', () => {
    const chart = bookinfo();
    MeshSettings.of(chart, { clusterDomain: 'example.internal' });
    expect(countedIn(chart)).toContain('{destination_service="reviews.bookinfo.svc.example.internal",');
  });

  test('is that of the existing Service', () => {
    expect(countedIn(bookinfo(), { service: BackendService.existing('reviews-backend') }))
      .toContain('{destination_service="reviews-backend.bookinfo.svc.cluster.local",');
  });
});

describe('a service on whose ports requests are not seen', () => {
  const ports = [ServicePort.tcp(9000), ServicePort.tls(9443)];

  test('is asked for the connections that are opened to a version', () => {
    expect(queries({}, { ports }).connections(V2))
      .toBe(`sum(rate(istio_tcp_connections_opened_total{reporter="destination",${SERVICE},destination_version="v2"}[5m]))`);
  });

  test.each<[string, (found: TrafficQueries) => string]>([
    ['requestsByVersion', (found) => found.requestsByVersion()],
    ['requests', (found) => found.requests(V1)],
    ['errors', (found) => found.errors(V1)],
    ['errorShare', (found) => found.errorShare(V1)],
    ['trafficShare', (found) => found.trafficShare(V1)],
    ['latency', (found) => found.latency(V1, 0.5)],
  ])('cannot be asked for %s, of which there are no metrics', (_name, ask) => {
    expect(codeOf(() => ask(queries({}, { ports })))).toBe('MetricMissing');
  });

  test('may have other ports on which both are counted', () => {
    const found = queries({}, { ports: [...ports, ServicePort.http(8080)] });
    expect(() => [...all(found, V1), found.connections(V1)]).not.toThrow();
  });

  test('is not one whose ports all speak HTTP, where no connections are counted', () => {
    expect(messageOf(() => queries().connections(V1))).toBe(
      '[bookinfo/reviews] MetricMissing: TrafficQueries must ask for what is counted on the ports of the service: requests, got a query about connections; '
      + 'on HTTP ports ask for requests()',
    );
  });
});

describe('a version behind a Service of its own', () => {
  const service = reviews({ versions: [V1, V2] });
  const versions = [{ version: V1, podLabels: {} }, { version: V2, podLabels: {}, host: 'reviews-v2.bookinfo.svc.cluster.local' }];
  jest.spyOn(service, '_measured', 'get').mockReturnValue({
    host: service.host, speaksHttp: true, speaksTcp: false, speaksGrpc: false, versions,
  });
  const found = TrafficQueries.of(service, { reporter: Reporter.ALL });

  test('is told by that', () => {
    expect(found.requests(V1)).toBe('sum(rate(istio_requests_total{destination_service="reviews.bookinfo.svc.cluster.local"}[5m]))');
    expect(found.requests(V2)).toBe('sum(rate(istio_requests_total{destination_service="reviews-v2.bookinfo.svc.cluster.local"}[5m]))');
  });

  test('is a part of the whole', () => {
    const hosts = String.raw`destination_service=~"reviews\\.bookinfo\\.svc\\.cluster\\.local|reviews-v2\\.bookinfo\\.svc\\.cluster\\.local"`;
    expect(found.requestsByVersion()).toBe(`sum(rate(istio_requests_total{${hosts}}[5m])) by (destination_service, response_code)`);
  });
});

describe('the reporter', () => {
  test.each([[Reporter.DESTINATION, 'reporter="destination",'], [Reporter.SOURCE, 'reporter="source",'], [Reporter.WAYPOINT, 'reporter="waypoint",'], [Reporter.ALL, '']])(
    '%s stands in all parts of all queries', (reporter, matcher) => {
      for (const query of all(queries({ reporter }), V2)) {
        const parts = query.match(/\{[^}]*\}/g)!;
        expect(parts).not.toEqual([]);
        expect(parts.filter((part) => !part.startsWith(`{${matcher}destination_service=`))).toEqual([]);
      }
    });

  test('source knows errors without an answer', () => {
    expect(queries({ reporter: Reporter.SOURCE }).errors(V1)).toContain('response_code=~"5..|0"');
    expect(queries({ reporter: Reporter.WAYPOINT }).errors(V1)).toContain('response_code=~"5.."');
  });
});

describe('the window', () => {
  test.each([[Duration.seconds(30), '30s'], [Duration.seconds(90), '90s'], [Duration.minutes(1), '1m'], [Duration.hours(1), '1h'], [Duration.days(3), '72h']])(
    '%s stands in all parts of all queries', (window, written) => {
      for (const query of all(queries({ window }), V2)) {
        expect(new Set(query.match(/\[[^\]]*\]/g))).toEqual(new Set([`[${written}]`]));
      }
    });

  test.each([Duration.seconds(29), Duration.millis(30_500), Duration.seconds(0), '5m' as unknown as Duration])('cannot be %j', (window) => {
    expect(codeOf(() => queries({ window }))).toBe('InvalidWindow');
  });
});

describe('a service that speaks gRPC', () => {
  const PORTS = [ServicePort.http(8080), ServicePort.grpc(9090)];

  test('has requests by gRPC status too', () => {
    expect(queries({}, { ports: PORTS }).requestsByVersion()).toMatch(/ by \(destination_version, response_code, grpc_response_status\)$/);
  });

  test.each([{ ports: PORTS }, { ports: [ServicePort.grpc(9090)] }])('has calls that fail without a code 5xx, and each call counts once', ({ ports }) => {
    const version = `reporter="destination",${SERVICE},destination_version="v2"`;
    expect(queries({}, { ports }).errors(V2)).toBe(`sum(rate(istio_requests_total{${version},response_code=~"5.."}[5m])`
      + ` or rate(istio_requests_total{${version},${GRPC_FAILED}}[5m]))`);
  });

  test('is one with a gRPC port, not one with HTTP/2', () => {
    expect(queries({}, { ports: [ServicePort.http2(8080)] }).errors(V2)).not.toContain('grpc');
  });
});

describe('a quantile', () => {
  test.each([0, 1, 99, -1, NaN])('cannot be %d', (quantile) => {
    expect(codeOf(() => queries().latency(V1, quantile))).toBe('InvalidQuantile');
  });
});

describe('a version', () => {
  test('has to be one of the service\'s: the object, not only the name', () => {
    for (const stranger of [ServiceVersion.image('v3', 'reviews:3'), ServiceVersion.image('v1', 'reviews:1'), undefined as unknown as ServiceVersion]) {
      expect(codeOf(() => queries().requests(stranger))).toBe('UnknownVersion');
    }
  });

  test('without a label that metrics show is named in the error, with the label to add', () => {
    const legacy = ServiceVersion.labels('legacy', { release: '2019-06' });
    const found = queries({}, { versions: [legacy, V2] });
    expect(messageOf(() => found.errorShare(legacy))).toContain('version legacy with {"app":"reviews","release":"2019-06"}');
    expect(messageOf(() => found.requestsByVersion())).toContain('label version: legacy');
    expect(found.requests(V2)).toContain('destination_version="v2"');
  });
});

test('a construct that holds no delivery construct cannot be asked', () => {
  const service = reviews();
  const other = Object.assign(new Construct(bookinfo(), 'other'), {
    host: service.host,
    destinationRule: service.destinationRule,
    virtualService: service.virtualService,
    virtualServices: service.virtualServices,
    workload: (version: ServiceVersion) => service.workload(version),
  });
  expect(codeOf(() => TrafficQueries.of(other))).toBe('ServiceNotMeasurable');
});

/** A DNS label. */
const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);

test('whatever the names are, the queries can be read, and differ between versions', () => {
  const service = fc.record({
    name: label,
    namespace: fc.option(label),
    names: fc.uniqueArray(label, { minLength: 2, maxLength: 3 }),
    port: fc.constantFrom(ServicePort.http(80), ServicePort.grpc(80)),
    reporter: fc.constantFrom(...Object.values(Reporter)),
    seconds: fc.integer({ min: 30, max: 1e6 }),
  });
  fc.assert(fc.property(service, ({ name, namespace, names, port, reporter, seconds }) => {
    const versions = names.map((one, index) => index % 2 === 0 ? ServiceVersion.labels(one, { version: one }) : ServiceVersion.image(one, 'a:1'));
    const chart = new Chart(new App(), 'chart', { namespace: namespace ?? undefined });
    const found = TrafficQueries.of(reviews({ name, versions, ports: [port] }, chart), { reporter, window: Duration.seconds(seconds) });
    const written = versions.flatMap((version) => all(found, version).slice(1));
    expect([found.requestsByVersion(), ...written].flatMap(notUnderstood)).toEqual([]);
    expect(new Set(written).size).toBe(written.length);
  }), { numRuns: 50 });
});
