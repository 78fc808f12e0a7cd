import { App, Chart } from 'cdk8s';
import { CanaryService, CanaryTraffic, MeshSettings, NetworkingApiVersion, ServicePort, ServiceVersion } from 'cdk8s-istio';

// From no traffic to all of it, and back; in practice every step is a commit of its own.
[0, 10, 25, 50, 100, 0].forEach((weight, index) => {
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/step-${index + 1}-weight-${weight}` });
  MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

  new CanaryService(new Chart(app, 'reviews'), 'reviews', {
    virtualServiceName: 'reviews-canary',
    ports: [ServicePort.http(8080)],
    stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
    canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
    traffic: CanaryTraffic.steps([10, 25, 50, 100], { at: weight }),
    // One pod of v2 for all requests, as the guide has it.
    acknowledgeCapacity: true,
  });

  app.synth();
});
