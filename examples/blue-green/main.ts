import { App, Chart, Duration } from 'cdk8s';
import { BlueGreenService, BlueGreenSlot, HeaderMatch, HttpMatch, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

new BlueGreenService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  blue: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  green: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 3 }),
  active: BlueGreenSlot.BLUE,
  previewers: [
    HttpMatch.header(HeaderMatch.exact('x-preview', 'true')),
    HttpMatch.header(HeaderMatch.cookie('preview', 'true')),
  ],
  timeout: Duration.seconds(3),
});

app.synth();
