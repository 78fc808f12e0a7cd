import { App, Chart } from 'cdk8s';
import { CanaryService, MeshSettings, NetworkingApiVersion, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

// The second version is there and gets no requests yet.
new CanaryService(new Chart(app, 'reviews'), 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
});

app.synth();
