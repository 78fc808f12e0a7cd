import { App, Chart } from 'cdk8s';
import { HeaderMatch, HeaderRoutedService, HttpMatch, MeshSettings, NetworkingApiVersion, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 });
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 });

new HeaderRoutedService(new Chart(app, 'reviews'), 'reviews', {
  virtualServiceName: 'reviews-header-routing',
  ports: [ServicePort.http(8080)],
  versions: [v1, v2],
  defaultVersion: v1,
  routes: [
    { match: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))], version: v2 },
    // The guide's expression; HeaderMatch.cookie('beta_user', 'true') takes no cookie that only looks like it.
    { match: [HttpMatch.header(HeaderMatch.regex('cookie', '.*beta_user=true.*'))], version: v2 },
  ],
});

app.synth();
