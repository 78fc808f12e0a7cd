import { App, Chart } from 'cdk8s';
import { MetricTag, ProxyConfig, Telemetry, TelemetryMetric, TelemetryMode, TracingTag } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

new Telemetry(chart, 'default', {
  tracing: { provider: 'zipkin', randomSamplingPercent: 10, customTags: [TracingTag.requestHeader('user', 'x-user', { defaultValue: 'nobody' })] },
  metrics: [{
    providers: ['prometheus'],
    overrides: [
      { metric: TelemetryMetric.REQUEST_COUNT, mode: TelemetryMode.SERVER, tags: [MetricTag.upsert('request_host', 'request.host')] },
      { metric: TelemetryMetric.REQUEST_SIZE, disabled: true },
    ],
  }],
  accessLogging: [{ providers: ['envoy'], filter: 'response.code >= 500' }],
});

new ProxyConfig(chart, 'reviews', { selector: { app: 'reviews' }, concurrency: 4 });

app.synth();
