const { App, Chart, Duration } = require('cdk8s');
const { CanaryService, CanaryTraffic, HeaderMatch, HttpMatch, RetryOn, RetryPolicy, ServicePort, ServiceVersion } = require('cdk8s-istio');

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

new CanaryService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 1 }),
  traffic: CanaryTraffic.weight(10),
  testers: [
    HttpMatch.header(HeaderMatch.exact('x-canary', 'true')),
    HttpMatch.header(HeaderMatch.cookie('beta_user', 'true')),
  ],
  timeout: Duration.seconds(3),
  retries: RetryPolicy.on([RetryOn.FIVE_XX, RetryOn.CONNECT_FAILURE], { attempts: 3, perTryTimeout: Duration.seconds(1) }),
});

app.synth();
