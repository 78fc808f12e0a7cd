import { ApiObject, App, Chart, Duration } from 'cdk8s';
import {
  FlaggerAlertSeverity, FlaggerCanary, FlaggerExposure, FlaggerMetric, FlaggerStrategy, FlaggerTarget, FlaggerWebhook, Gateway, ServicePort,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

// Whoever changes the image begins a release. No replicas: between releases Flagger keeps these pods at none, and serves by a copy called reviews-primary.
const labels = { app: 'reviews' };
const deployment = new ApiObject(chart, 'deployment', {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'reviews' },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'reviews', image: 'myregistry.io/reviews:v1.0.0', ports: [{ containerPort: 8080 }] }] },
    },
  },
});

new FlaggerCanary(chart, 'reviews', {
  target: FlaggerTarget.workload(deployment),
  service: {
    port: ServicePort.http(80, { targetPort: 8080 }),
    exposure: FlaggerExposure.meshAndGateways([Gateway.fromName('public', { namespace: 'istio-ingress' })], ['reviews.example.com']),
    timeout: Duration.seconds(3),
  },
  strategy: FlaggerStrategy.steps([5, 10, 25, 50]),
  interval: Duration.minutes(2),
  threshold: 3,
  metrics: [
    FlaggerMetric.requestSuccessRate({ min: 99 }),
    FlaggerMetric.requestDuration({ max: Duration.millis(500), interval: Duration.minutes(1) }),
    FlaggerMetric.template('dropped-orders', { templateNamespace: 'monitoring', max: 0 }),
  ],
  webhooks: [
    FlaggerWebhook.preRollout('smoke-test', 'http://loadtester.test/', {
      timeout: Duration.seconds(30), metadata: { type: 'bash', cmd: 'curl -sf http://reviews-canary.bookinfo/health' },
    }),
    FlaggerWebhook.rollout('load-test', 'http://loadtester.test/', { metadata: { cmd: 'hey -z 1m -q 10 http://reviews-canary.bookinfo/' } }),
  ],
  alerts: [{ name: 'on-call', providerName: 'slack', providerNamespace: 'flagger', severity: FlaggerAlertSeverity.WARN }],
});

app.synth();
