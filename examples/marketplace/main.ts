import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, Exposure, Gateway, GatewayServer, HeaderMatch, HttpMatch, HttpRoute, ServicePort, ServiceVersion, VirtualService,
} from 'cdk8s-istio';

const app = new App();
const exportTo = ['edge'];

// The team of the catalogue: a canary on two protocols, and its part of the public host.
const catalogue = new CanaryService(new Chart(app, 'catalogue', { namespace: 'catalogue' }), 'catalogue', {
  ports: [ServicePort.http(8080), ServicePort.grpc(9090)],
  stable: ServiceVersion.image('v1', 'myregistry.io/catalogue:v1.0.0', { replicas: 4 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/catalogue:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(20),
  testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
  timeout: Duration.seconds(3),
  exposures: [Exposure.mesh(), Exposure.delegate({ pathPrefix: '/catalogue', strip: true, exportTo })],
});

// The team of the checkout: another part of the same host.
const checkout = new CanaryService(new Chart(app, 'checkout', { namespace: 'checkout' }), 'checkout', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/checkout:v1.0.0', { replicas: 2 }),
  exposures: [Exposure.mesh(), Exposure.delegate({ pathPrefix: '/checkout', exportTo })],
});

// The platform team: the gateway, the host, and which path belongs to whom.
const edge = new Chart(app, 'edge', { namespace: 'edge' });
const hosts = ['shop.example.com'];
const gateway = new Gateway(edge, 'public', {
  servers: [GatewayServer.redirectToHttps(hosts), GatewayServer.https(hosts, 'shop-example-com'), GatewayServer.tcp(31400)],
});
new VirtualService(edge, 'shop', {
  hosts,
  gateways: [gateway],
  http: [
    HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/catalogue')], to: catalogue.virtualServices[1] }),
    HttpRoute.delegate({ match: [HttpMatch.pathPrefix('/checkout')], to: checkout.virtualServices[1] }),
  ],
});

// The team of the prices: connections instead of requests, in the mesh and from outside.
new CanaryService(new Chart(app, 'prices', { namespace: 'prices' }), 'prices', {
  ports: [ServicePort.tcp(9000)],
  stable: ServiceVersion.image('v1', 'myregistry.io/prices:v1.0.0', { replicas: 4 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/prices:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(10),
  exposures: [Exposure.mesh(), Exposure.tcp(gateway, { gatewayPort: 31400 })],
});

app.synth();
