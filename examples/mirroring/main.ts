import { App, Chart } from 'cdk8s';
import { HttpMatch, HttpRouteMethod, MirroredService, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

new MirroredService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  shadow: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
  percent: 10,
  rules: [{
    name: 'writes',
    match: [HttpMatch.method(HttpRouteMethod.POST), HttpMatch.method(HttpRouteMethod.PUT), HttpMatch.method(HttpRouteMethod.DELETE)],
    mirrors: [],
  }],
});

app.synth();
