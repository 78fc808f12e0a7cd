import { App, Chart, Duration } from 'cdk8s';
import { Destination, HttpMatch, HttpRoute, RetryPolicy, ServicePort, ServiceVersion, VersionedService } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 });
const v2 = ServiceVersion.containers('v2', [{ name: 'reviews', image: 'myregistry.io/reviews:v2.0.0', portNumber: 8080 }], { replicas: 2 });
const legacy = ServiceVersion.labels('legacy', { release: '2019-06' });

const reviews = new VersionedService(chart, 'reviews', {
  ports: [ServicePort.http(8080), ServicePort.grpc(9090), ServicePort.tcp(6379)],
  versions: [v1, v2, legacy],
  defaultRoute: [Destination.version(v1)],
  timeout: Duration.seconds(3),
});
reviews.addRoute(HttpRoute.forward({
  name: 'reports',
  match: [HttpMatch.pathPrefix('/reports')],
  to: [Destination.version(v1, 70), Destination.version(v2, 30)],
  timeout: Duration.seconds(30),
  retries: RetryPolicy.none(),
}));
reviews.addRoute(HttpRoute.forward({
  name: 'archive',
  match: [HttpMatch.pathExact('/archive')],
  to: [Destination.version(legacy)],
}));

app.synth();
