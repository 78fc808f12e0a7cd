import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PolicyProps, renderScope } from './policy-target';
import { renderAccessLogging, TelemetryAccessLogging } from './telemetry-access-logging';
import { renderMetrics, TelemetryMetrics } from './telemetry-metrics';
import { renderTracing, TelemetryTracing } from './telemetry-tracing';
import { subdomainName } from '../istio/dns-label';
import { defineObject } from '../private/api-object';
import { telemetryManifest } from '../private/imports';
import { Place } from '../private/place';

/** A Telemetry. */
export interface TelemetryProps extends PolicyProps {
  /**
   * Which requests are traced.
   *
   * @default - as the wider Telemetry says: that of the namespace, then that of the mesh
   */
  readonly tracing?: TelemetryTracing;
  /**
   * Which metrics are reported.
   *
   * @default - as the wider Telemetry says
   */
  readonly metrics?: TelemetryMetrics[];
  /**
   * Which requests are logged.
   *
   * @default - as the wider Telemetry says
   */
  readonly accessLogging?: TelemetryAccessLogging[];
}

/**
 * What proxies report: traces, metrics and access logs. Defines one Telemetry.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { MetricTag, Telemetry, TelemetryMetric } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new Telemetry(chart, 'reviews', {
 *   selector: { app: 'reviews' },
 *   tracing: { randomSamplingPercent: 10 },
 *   metrics: [{ overrides: [{ metric: TelemetryMetric.REQUEST_COUNT, tags: [MetricTag.upsert('request_host', 'request.host')] }] }],
 *   accessLogging: [{ filter: 'response.code >= 500' }],
 * });
 */
export class Telemetry extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, LabelsMissing, InvalidLabel, PolicyTargetsConflict, and what its parts raise
   */
  public constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, tracing, metrics, accessLogging } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the Telemetry, or another id');
    const spec = {
      ...renderScope(place, props),
      tracing: tracing && [renderTracing(place.at('tracing'), tracing)],
      metrics: metrics?.map((one, index) => renderMetrics(place.at('metrics').item(index), one)),
      accessLogging: accessLogging?.map((one, index) => renderAccessLogging(place.at('accessLogging').item(index), one)),
    };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      name,
      spec: () => telemetryManifest(spec),
    });
  }
}
