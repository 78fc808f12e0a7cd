import { App, Chart, Duration } from 'cdk8s';
import { CanaryService, CanaryTraffic, Exposure, Gateway, GatewayServer, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'market', { namespace: 'market' });

const edge = new Gateway(chart, 'edge', {
  servers: [GatewayServer.tcp(31900), GatewayServer.tlsPassthrough(['prices.example.com'])],
});

// One weight for the API, the stream of prices, and the stream that the pods encrypt themselves.
new CanaryService(chart, 'prices', {
  ports: [ServicePort.http(8080), ServicePort.tcp(9000), ServicePort.tls(9443)],
  stable: ServiceVersion.image('v1', 'myregistry.io/prices:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/prices:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(10),
  // A connection stays with its version until it ends. So that a step is there within ten minutes, none lives longer.
  trafficPolicy: { connectionPool: { tcp: { maxConnectionDuration: Duration.minutes(10) } } },
  exposures: [
    Exposure.mesh(),
    Exposure.tcp(edge, { gatewayPort: 31900 }),
    Exposure.tlsPassthrough(edge, { hosts: ['prices.example.com'] }),
  ],
});

app.synth();
