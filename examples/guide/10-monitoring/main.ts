import { ApiObject, App, Chart } from 'cdk8s';
import { CanaryService, CanaryTraffic, MeshSettings, NetworkingApiVersion, Reporter, ServicePort, ServiceVersion, TrafficQueries } from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

const chart = new Chart(app, 'reviews', { namespace: 'default' });
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 });
const reviews = new CanaryService(chart, 'reviews', {
  virtualServiceName: 'reviews-canary',
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: v2,
  traffic: CanaryTraffic.weight(25),
});

const queries = TrafficQueries.of(reviews, { reporter: Reporter.ALL });
new ApiObject(chart, 'rules', {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'reviews' },
  spec: {
    groups: [{
      name: 'reviews',
      rules: [
        { record: 'destination_version_response_code:reviews_requests:rate5m', expr: queries.requestsByVersion() },
        { record: 'reviews_errors:rate5m', expr: queries.errors(v2), labels: { destination_version: 'v2' } },
      ],
    }],
  },
});

app.synth();
