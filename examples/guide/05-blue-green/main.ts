import { App, Chart } from 'cdk8s';
import { BlueGreenService, BlueGreenSlot, MeshSettings, NetworkingApiVersion, ServicePort, ServiceVersion } from 'cdk8s-istio';

// All requests to v1, and then all of them to v2.
[BlueGreenSlot.BLUE, BlueGreenSlot.GREEN].forEach((active, index) => {
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/step-${index + 1}-${active}` });
  MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

  new BlueGreenService(new Chart(app, 'reviews'), 'reviews', {
    virtualServiceName: 'reviews-blue-green',
    ports: [ServicePort.http(8080)],
    blue: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
    green: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 3 }),
    active,
  });

  app.synth();
});
