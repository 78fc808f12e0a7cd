import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, Exposure, Gateway, GatewayServer, HeaderMatch, HttpMatch, HttpRoute, MeshSettings, RetryPolicy, ServicePort,
  ServiceVersion, VirtualService,
} from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { defaultRetries: RetryPolicy.none() });

// Each team moves its own traffic. Only the platform team's VirtualService may include its rules.
const exportTo = ['istio-ingress'];
const reviews = new CanaryService(new Chart(app, 'reviews', { namespace: 'reviews' }), 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(10),
  testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
  exposures: [Exposure.mesh(), Exposure.delegate({ pathPrefix: '/reviews', strip: true, exportTo })],
});
const ratings = new CanaryService(new Chart(app, 'ratings', { namespace: 'ratings' }), 'ratings', {
  ports: [ServicePort.http(9080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/ratings:v1.0.0', { replicas: 2 }),
  rules: [{ name: 'stars', match: [HttpMatch.pathPrefix('/ratings/stars')], timeout: Duration.seconds(1) }],
  exposures: [Exposure.delegate({ pathPrefix: '/ratings', exportTo })],
});

// The platform team has the host, and says which path belongs to whom.
const edge = new Chart(app, 'edge', { namespace: 'istio-ingress' });
const hosts = ['shop.example.com'];
new VirtualService(edge, 'shop', {
  hosts,
  gateways: [new Gateway(edge, 'public', { servers: [GatewayServer.https(hosts, 'example-com-tls')] })],
  http: [
    HttpRoute.delegate({
      name: 'reviews', match: [HttpMatch.pathPrefix('/reviews')], to: reviews.virtualServices[1], timeout: Duration.seconds(10),
    }),
    HttpRoute.delegate({ name: 'ratings', match: [HttpMatch.pathPrefix('/ratings')], to: ratings.virtualService, timeout: Duration.seconds(10) }),
    HttpRoute.respond({ status: 404, body: 'nobody is here' }),
  ],
});

app.synth();
