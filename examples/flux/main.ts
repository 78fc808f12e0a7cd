import { App, Chart } from 'cdk8s';
import { CanaryService, CanaryTraffic, FluxLayout, FluxSource, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

new CanaryService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 3 }),
  traffic: CanaryTraffic.weight(25),
});

// In place of app.synth().
FluxLayout.write(app, { source: FluxSource.gitRepository('shop'), path: 'dist' });
