import { App, Chart, Duration } from 'cdk8s';
import { CanaryService, CanaryTraffic, HeaderMatch, HttpMatch, RetryOn, RetryPolicy, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

// One weight for both ports. On each of them every call is a request of its own, however long its connection lives.
new CanaryService(chart, 'reviews', {
  ports: [ServicePort.grpc(9090), ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(10),
  testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
  retries: RetryPolicy.on([RetryOn.UNAVAILABLE, RetryOn.CONNECT_FAILURE], { attempts: 2 }),
  rules: [{ name: 'reports', match: [HttpMatch.pathExact('/reviews.Reviews/Report')], timeout: Duration.seconds(30), retries: RetryPolicy.none() }],
});

app.synth();
