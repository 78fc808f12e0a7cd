import { join } from 'path';
import { ApiObject, App, Chart, Include } from 'cdk8s';
import { CanaryService, CanaryTraffic, ServicePort, ServiceVersion } from 'cdk8s-istio';
import { Deployment } from 'cdk8s-plus-28';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

// Three workloads as a team has them: made by cdk8s-plus, kept as YAML, written as a plain object.
const old = new Deployment(chart, 'reviews-v1', {
  metadata: { name: 'reviews-v1' },
  podMetadata: { labels: { app: 'reviews', version: 'v1' } },
  containers: [{ name: 'reviews', image: 'myregistry.io/reviews:v1.0.0', portNumber: 8080 }],
});
const current = new Include(chart, 'reviews-v2', { url: join(__dirname, 'reviews-v2.yaml') });
const labels = { app: 'reviews', version: '3.0.0' };
const next = new ApiObject(chart, 'reviews-v3', {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'reviews-v3' },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'reviews', image: 'myregistry.io/reviews:v3.0.0', ports: [{ containerPort: 8080 }] }] },
    },
  },
});

new CanaryService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.workload('v2', current),
  canary: ServiceVersion.workload('v3', next),
  traffic: CanaryTraffic.weight(10),
  retiring: [ServiceVersion.workload('v1', old)],
});

app.synth();
