import { App, Chart } from 'cdk8s';
import { CanaryService, CanaryTraffic, MeshSettings, NetworkingApiVersion, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

new CanaryService(new Chart(app, 'reviews'), 'reviews', {
  virtualServiceName: 'reviews-canary',
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(10),
});

app.synth();
