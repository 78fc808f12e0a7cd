import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { CanaryService, CanaryTraffic, Reporter, ServicePort, ServiceVersion, TrafficQueries } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 });
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 });
const reviews = new CanaryService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: v1,
  canary: v2,
  traffic: CanaryTraffic.weight(10),
});

const queries = TrafficQueries.of(reviews);
const recorded = [v1, v2].flatMap((version) => [
  { record: 'reviews:requests:rate5m', expr: queries.requests(version), labels: { version: version.name } },
  { record: 'reviews:traffic:share5m', expr: queries.trafficShare(version), labels: { version: version.name } },
  { record: 'reviews:errors:share5m', expr: queries.errorShare(version), labels: { version: version.name } },
  { record: 'reviews:latency_ms:p99_5m', expr: queries.latency(version, 0.99), labels: { version: version.name } },
]);

// What callers experience, with the failures that reach no pod, and close to the release.
const callers = TrafficQueries.of(reviews, { reporter: Reporter.SOURCE, window: Duration.minutes(1) });

new ApiObject(chart, 'rules', {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'reviews' },
  spec: {
    groups: [{
      name: 'reviews',
      rules: [
        ...recorded,
        { record: 'version_code:reviews_callers:rate1m', expr: callers.requestsByVersion() },
        { alert: 'ReviewsCanaryFails', expr: `${queries.errorShare(v2)} > 0.01`, for: '2m', labels: { severity: 'page' } },
      ],
    }],
  },
});

app.synth();
