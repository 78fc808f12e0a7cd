import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, CorsOrigin, Exposure, Gateway, GatewayServer, HeaderMatch, HttpMatch, HttpRouteMethod, MeshSettings, RetryPolicy,
  ServicePort, ServiceVersion,
} from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { defaultRetries: RetryPolicy.none() });

const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
const hosts = ['shop.example.com', 'www.example.com'];

const gateway = new Gateway(chart, 'public', {
  servers: [GatewayServer.https(hosts, 'example-com-tls'), GatewayServer.redirectToHttps(hosts)],
});

// Callers outside use https://shop.example.com/reviews/..., callers in the mesh http://reviews.bookinfo.svc.cluster.local:8080/...
new CanaryService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(25),
  testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
  exposures: [Exposure.mesh(), Exposure.gateway(gateway, { hosts, pathPrefix: '/reviews', strip: true })],
  timeout: Duration.seconds(3),
  rules: [
    { name: 'reports', match: [HttpMatch.pathPrefix('/reports')], timeout: Duration.seconds(30) },
    {
      name: 'api',
      match: [HttpMatch.pathPrefix('/api/')],
      cors: { allowOrigins: [CorsOrigin.exact('https://www.example.com')], allowMethods: [HttpRouteMethod.GET] },
      headers: { response: { set: { 'cache-control': 'no-store' } } },
    },
  ],
});

app.synth();
