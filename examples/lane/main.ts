import { App, Chart } from 'cdk8s';
import { BlueGreenService, BlueGreenSlot, CanaryService, CanaryTraffic, Lane, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
const ports = [ServicePort.http(9080)];

const newPage = ServiceVersion.image('v2', 'myregistry.io/productpage:v2.0.0');
const newReviews = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
const newRatings = ServiceVersion.image('v5', 'myregistry.io/ratings:v5.0.0');

const page = new CanaryService(chart, 'productpage', {
  ports,
  stable: ServiceVersion.image('v1', 'myregistry.io/productpage:v1.0.0'),
  canary: newPage,
  traffic: CanaryTraffic.weight(10),
});
const reviews = new CanaryService(chart, 'reviews', {
  ports,
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
  canary: newReviews,
});
const ratings = new BlueGreenService(chart, 'ratings', {
  ports,
  blue: ServiceVersion.image('v4', 'myregistry.io/ratings:v4.0.0'),
  green: newRatings,
  active: BlueGreenSlot.BLUE,
});

new Lane(chart, 'beta', {
  members: [
    { service: page, version: newPage, entry: true },
    { service: reviews, version: newReviews },
    { service: ratings, version: newRatings },
  ],
});

app.synth();
