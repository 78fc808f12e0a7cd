import type { Duration } from 'cdk8s';
import { TelemetryMode } from './telemetry-mode';
import { namedOnce } from './telemetry-tracing';
import type { MetricOverrideSpec, MetricsSpec, TagOverrideSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime } from '../private/time';
import { checkList, checkText } from '../private/value-list';

/**
 * A metric that proxies report.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export class TelemetryMetric {
  /** All of Istio's metrics. */
  public static readonly ALL_METRICS = TelemetryMetric.standard('ALL_METRICS');
  /** `istio_requests_total`: requests of HTTP and gRPC. */
  public static readonly REQUEST_COUNT = TelemetryMetric.standard('REQUEST_COUNT');
  /** `istio_request_duration_milliseconds`: how long they took. */
  public static readonly REQUEST_DURATION = TelemetryMetric.standard('REQUEST_DURATION');
  /** `istio_request_bytes`: how large their bodies were. */
  public static readonly REQUEST_SIZE = TelemetryMetric.standard('REQUEST_SIZE');
  /** `istio_response_bytes`: how large the bodies of answers were. */
  public static readonly RESPONSE_SIZE = TelemetryMetric.standard('RESPONSE_SIZE');
  /** `istio_tcp_connections_opened_total`: connections of TCP that were opened. */
  public static readonly TCP_OPENED_CONNECTIONS = TelemetryMetric.standard('TCP_OPENED_CONNECTIONS');
  /** `istio_tcp_connections_closed_total`: connections of TCP that were closed. */
  public static readonly TCP_CLOSED_CONNECTIONS = TelemetryMetric.standard('TCP_CLOSED_CONNECTIONS');
  /** `istio_tcp_sent_bytes_total`: bytes that were sent to callers over TCP. */
  public static readonly TCP_SENT_BYTES = TelemetryMetric.standard('TCP_SENT_BYTES');
  /** `istio_tcp_received_bytes_total`: bytes that came from callers over TCP. */
  public static readonly TCP_RECEIVED_BYTES = TelemetryMetric.standard('TCP_RECEIVED_BYTES');
  /** `istio_request_messages_total`: messages of gRPC that callers sent. */
  public static readonly GRPC_REQUEST_MESSAGES = TelemetryMetric.standard('GRPC_REQUEST_MESSAGES');
  /** `istio_response_messages_total`: messages of gRPC that were sent to callers. */
  public static readonly GRPC_RESPONSE_MESSAGES = TelemetryMetric.standard('GRPC_RESPONSE_MESSAGES');

  /**
   * A metric of one's own.
   *
   * @param name the metric's name
   * @throws ValueMissing (when a construct receives it)
   */
  public static custom(name: string): TelemetryMetric {
    return new TelemetryMetric(undefined, name);
  }

  private static standard(name: string): TelemetryMetric {
    return new TelemetryMetric(name);
  }

  private constructor(
    private readonly metric?: string,
    private readonly customMetric?: string,
  ) {}

  /**
   * The metric as it stands in a `match`.
   *
   * @internal
   */
  public _render(place: Place): { metric?: string; customMetric?: string } {
    if (this.customMetric !== undefined) checkText(place.at('name'), this.customMetric, 'name the metric');
    return { metric: this.metric, customMetric: this.customMetric };
  }
}

/**
 * A tag of metrics that is set or removed.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride
 */
export class MetricTag {
  /**
   * A tag that is added, or has another value than otherwise.
   *
   * @param name the tag's name
   * @param expression the value, as an expression in CEL: `request.host`, or a text in quotes within: `'"v1"'`
   * @throws ValueMissing, TelemetryTwice (when a construct receives it)
   */
  public static upsert(name: string, expression: string): MetricTag {
    return new MetricTag(name, (place) => {
      checkText(place.at('expression'), expression, 'write an expression such as request.host');
      return { operation: 'UPSERT', value: expression };
    });
  }

  /**
   * A tag that is not reported.
   *
   * @param name the tag's name
   * @throws ValueMissing, TelemetryTwice (when a construct receives it)
   */
  public static remove(name: string): MetricTag {
    return new MetricTag(name, () => ({ operation: 'REMOVE' }));
  }

  private constructor(
    private readonly name: string,
    private readonly render: (place: Place) => TagOverrideSpec,
  ) {}

  /**
   * An entry of `tagOverrides`, with its name.
   *
   * @internal
   */
  public _render(place: Place): [string, TagOverrideSpec] {
    checkText(place.at('name'), this.name, 'name the tag');
    return [this.name, this.render(place)];
  }
}

/**
 * What is different for a metric.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides
 */
export interface MetricsOverride {
  /**
   * The metric.
   *
   * @default TelemetryMetric.ALL_METRICS
   */
  readonly metric?: TelemetryMetric;
  /**
   * On which side of a call this holds.
   *
   * @default TelemetryMode.CLIENT_AND_SERVER
   */
  readonly mode?: TelemetryMode;
  /**
   * Whether the metric is not reported.
   *
   * @default - as the wider Telemetry says
   */
  readonly disabled?: boolean;
  /**
   * Tags that are set or removed, each once.
   *
   * @default - none
   */
  readonly tags?: MetricTag[];
}

/**
 * Which metrics are reported to whom.
 *
 * @throws InvalidDuration, TelemetryTwice, ValueMissing (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics
 */
export interface TelemetryMetrics {
  /**
   * Who gets them: names of `extensionProviders` in the configuration of the mesh.
   *
   * @default - those of the wider Telemetry, or of the mesh
   */
  readonly providers?: string[];
  /**
   * What is different for some metrics, in order.
   *
   * @default - nothing
   */
  readonly overrides?: MetricsOverride[];
  /**
   * How long it is between two reports of TCP metrics, at least 1 ms. Istio's stable channel does not accept it.
   *
   * @default Duration.seconds(5)
   */
  readonly reportingInterval?: Duration;
}

/** An entry of a Telemetry's `metrics`. */
export function renderMetrics(place: Place, { providers, overrides, reportingInterval }: TelemetryMetrics): MetricsSpec {
  return {
    providers: providers && renderProviders(place.at('providers'), providers),
    overrides: overrides?.map((override, index) => renderOverride(place.at('overrides').item(index), override)),
    reportingInterval: reportingInterval && renderTime(place.at('reportingInterval'), reportingInterval),
  };
}

/** Names of providers as they stand in a manifest. */
export function renderProviders(place: Place, providers: string[]): { name: string }[] {
  checkList(place, providers, 'name one of the extensionProviders of the mesh');
  return providers.map((name) => ({ name }));
}

function renderOverride(place: Place, { metric, mode, disabled, tags }: MetricsOverride): MetricOverrideSpec {
  const rendered = tags?.map((tag, index) => tag._render(place.at('tags').item(index)));
  return {
    match: metric || mode ? { ...metric?._render(place.at('metric')), mode } : undefined,
    disabled,
    tagOverrides: rendered && namedOnce(place.at('tags'), rendered),
  };
}
