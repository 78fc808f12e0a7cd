import { App, Chart } from 'cdk8s';
import { HeaderMatch, HeaderRoutedService, HttpMatch, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 });
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 });
const v3 = ServiceVersion.image('v3', 'myregistry.io/reviews:v3.0.0', { replicas: 1 });

new HeaderRoutedService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  versions: [v1, v2, v3],
  defaultVersion: v1,
  routes: [
    { name: 'staff', match: [HttpMatch.header(HeaderMatch.exact('x-group', 'staff'))], version: v3 },
    {
      name: 'beta',
      match: [
        HttpMatch.header(HeaderMatch.exact('x-canary', 'true')),
        HttpMatch.header(HeaderMatch.cookie('beta_user', 'true')),
      ],
      version: v2,
    },
  ],
});

app.synth();
