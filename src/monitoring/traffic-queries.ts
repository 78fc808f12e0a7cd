import { Duration } from 'cdk8s';
import { isOneOf, Matcher, matches, rate, share, sum } from './promql';
import { Reporter } from './reporter';
import { groupingLabel, hostLabel, hostOf, markOf } from './version-label';
import type { IDeliveryService } from '../delivery/delivery-service';
import type { MeasuredService, MeasuredVersion } from '../delivery/measured-service';
import { versionedServiceOf } from '../delivery/versioned-service';
import { quantile as validQuantile } from '../istio/quantile';
import { Place } from '../private/place';
import { renderWindow } from '../private/time';
import type { ServiceVersion } from '../workload/service-version';

const REQUESTS = 'istio_requests_total';
const CONNECTIONS = 'istio_tcp_connections_opened_total';
const DURATIONS = 'istio_request_duration_milliseconds_bucket';

/** The server's faults: UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE, DATA_LOSS. */
const GRPC_ERRORS = matches('grpc_response_status', '2|4|8|13|14|15');

/** How requests are counted. */
export interface TrafficQueriesOptions {
  /**
   * Whose count is used.
   *
   * @default Reporter.DESTINATION
   */
  readonly reporter?: Reporter;
  /**
   * The time over which rates are averaged: whole seconds, at least 30 s, and better four times the interval at which Prometheus scrapes. A
   * short window follows a release closely; a long one needs fewer requests to say something.
   *
   * @default Duration.minutes(5)
   */
  readonly window?: Duration;
}

/**
 * Queries in PromQL about the versions of a service, over the metrics that Istio's proxies write: for alerts, recording rules, dashboards,
 * and for the decision whether a canary gets more requests. Rates are per second, shares are from 0 to 1, latencies are in milliseconds.
 *
 * On TCP and TLS ports no requests are counted: there, `connections()` is all that can be asked.
 *
 * Requests are those to the service's host. Where the chart has no namespace, the host is the service's bare name, and services
 * of that name in all namespaces are counted together.
 *
 * A version is told by `destination_version`, which proxies fill from the pod label `version`; where that does not tell the versions apart,
 * by `destination_canonical_revision` or `destination_workload`.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 *
 * @example
 *
 * import { App, Chart, Duration } from 'cdk8s';
 * import { CanaryService, CanaryTraffic, ServicePort, ServiceVersion, TrafficQueries } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
 * const reviews = new CanaryService(chart, 'reviews', {
 *   ports: [ServicePort.http(8080)],
 *   stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
 *   canary: v2,
 *   traffic: CanaryTraffic.weight(10),
 * });
 * const queries = TrafficQueries.of(reviews, { window: Duration.minutes(1) });
 * const isBad = `${queries.errorShare(v2)} > 0.01`;
 * const isSlow = `${queries.latency(v2, 0.99)} > 500`;
 */
export class TrafficQueries {
  /**
   * The queries about a service.
   *
   * @param service a delivery construct, or one of your own that holds one
   * @param options reporter and window
   * @throws ServiceNotMeasurable, InvalidWindow
   */
  public static of(service: IDeliveryService, options: TrafficQueriesOptions = {}): TrafficQueries {
    const place = Place.of(service).at('TrafficQueries');
    const { reporter = Reporter.DESTINATION, window = Duration.minutes(5) } = options;
    return new TrafficQueries(place, measured(place, service), reporter, renderWindow(place.at('window'), window));
  }

  private constructor(
    private readonly place: Place,
    private readonly service: MeasuredService,
    private readonly reporter: Reporter,
    private readonly window: string,
  ) {}

  /**
   * Requests per second by version and response code: a series for each combination. Where a port speaks gRPC, by gRPC status too, because calls
   * that fail have the response code 200 there.
   *
   * @throws VersionNotMeasurable if no single label tells all versions apart; MetricMissing
   */
  public requestsByVersion(): string {
    const by = [groupingLabel(this.place.at('service'), this.service), 'response_code'];
    return sum(this.rate(REQUESTS, this.toService()), this.service.speaksGrpc ? [...by, 'grpc_response_status'] : by);
  }

  /**
   * Requests per second to a version. Absent, not 0, if there has never been one.
   *
   * @param version one of this service's versions, retiring ones included
   * @throws UnknownVersion, VersionNotMeasurable, MetricMissing
   */
  public requests(version: ServiceVersion): string {
    return sum(this.rate(REQUESTS, this.toVersion(version)));
  }

  /**
   * Requests per second to a version that failed by the server's fault: answers 5xx, and where a port speaks gRPC also the statuses UNKNOWN,
   * DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE and DATA_LOSS. Absent, not 0, if there has never been one: for a
   * comparison take `errorShare`.
   *
   * @param version one of this service's versions, retiring ones included
   * @throws UnknownVersion, VersionNotMeasurable, MetricMissing
   */
  public errors(version: ServiceVersion): string {
    const toVersion = this.toVersion(version);
    const failed = [matches('response_code', this.reporter === Reporter.SOURCE ? '5..|0' : '5..')];
    const failures = this.service.speaksGrpc ? [failed, [GRPC_ERRORS]] : [failed];
    // A call that failed in both ways is one series, and stands once in the union.
    return sum(failures.map((failure) => this.rate(REQUESTS, [...toVersion, ...failure])).join(' or '));
  }

  /**
   * The share of the requests to a version that failed, from 0 to 1; 0 while there was never an error. If the version got no requests in
   * the window this is NaN, and absent if it never got one; neither is above or below any limit.
   *
   * @param version one of this service's versions, retiring ones included
   * @throws UnknownVersion, VersionNotMeasurable, MetricMissing
   */
  public errorShare(version: ServiceVersion): string {
    return share(this.errors(version), this.requests(version));
  }

  /**
   * The share of the service's requests that a version gets, from 0 to 1: what the weights and the testers make of it in truth. NaN if the service
   * got no requests in the window, and absent if it never got one.
   *
   * @param version one of this service's versions, retiring ones included
   * @throws UnknownVersion, VersionNotMeasurable, MetricMissing
   */
  public trafficShare(version: ServiceVersion): string {
    return share(this.requests(version), sum(this.rate(REQUESTS, this.toService())));
  }

  /**
   * The time in milliseconds within which a share of the requests to a version was answered, failed ones included. Prometheus estimates it
   * between the bounds of the histogram's buckets (Envoy's: ..., 100, 250, 500, 1000, 2500, ...). NaN if the version got no requests in the window,
   * and absent if it never got one.
   *
   * @param version one of this service's versions, retiring ones included
   * @param quantile the share, between 0 and 1: 0.99 for the 99th percentile
   * @throws UnknownVersion, VersionNotMeasurable, InvalidQuantile, MetricMissing
   */
  public latency(version: ServiceVersion, quantile: number): string {
    this.place.at('latency').at('quantile').check('InvalidQuantile', validQuantile, quantile, 'write 0.99 for the 99th percentile');
    return `histogram_quantile(${quantile}, ${sum(this.rate(DURATIONS, this.toVersion(version)), ['le'])})`;
  }

  /**
   * Connections per second that are opened to a version, on the TCP and TLS ports of the service. Absent, not 0, if there has never been one.
   *
   * @param version one of this service's versions, retiring ones included
   * @throws UnknownVersion, VersionNotMeasurable, MetricMissing
   */
  public connections(version: ServiceVersion): string {
    return sum(this.rate(CONNECTIONS, this.toVersion(version)));
  }

  private rate(counter: string, matchers: Matcher[]): string {
    this.rejectMissing(counter === CONNECTIONS);
    const reporter = this.reporter === Reporter.ALL ? [] : [isOneOf('reporter', [this.reporter])];
    return rate(counter, [...reporter, ...matchers], this.window);
  }

  /** Of requests and connections, proxies count those that they can see on a port. */
  private rejectMissing(ofConnections: boolean): void {
    const { speaksHttp, speaksTcp } = this.service;
    if (!(ofConnections ? speaksTcp : speaksHttp)) {
      this.place.fail('MetricMissing', {
        must: `ask for what is counted on the ports of the service: ${ofConnections ? 'requests' : 'connections'}`,
        found: `a query about ${ofConnections ? 'connections' : 'requests'}`,
        fix: ofConnections ? 'on HTTP ports ask for requests()' : 'on TCP and TLS ports proxies see no requests: ask for connections()',
      });
    }
  }

  private toService(): Matcher[] {
    const { service } = this;
    return [isOneOf(hostLabel(service), service.versions.map((version) => hostOf(service, version)))];
  }

  private toVersion(version: ServiceVersion): Matcher[] {
    const { service } = this;
    const found = this.find(version);
    const mark = markOf(this.place.at('version'), service, found);
    const host = isOneOf(hostLabel(service), [hostOf(service, found)]);
    return mark.label === host.label ? [host] : [host, isOneOf(mark.label, [mark.value])];
  }

  private find(version: ServiceVersion): MeasuredVersion {
    const { versions } = this.service;
    return versions.find((one) => one.version === version) ?? this.place.at('version').fail('UnknownVersion', {
      must: `be one of the service's versions (${versions.map((one) => one.version.name).join(', ')})`,
      got: version?.name,
      fix: 'pass the object that was given to the service',
    });
  }
}

/** What a delivery construct, or the one that it holds, knows of its versions. */
function measured(place: Place, service: IDeliveryService): MeasuredService {
  return versionedServiceOf(service)?._measured ?? place.at('service').fail('ServiceNotMeasurable', {
    must: `be or hold the delivery construct of ${service.host}`,
    found: 'a construct without one',
    fix: 'pass the CanaryService, VersionedService, ... itself, or make it below this construct',
  });
}
