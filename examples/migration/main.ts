import { ApiObject, App, Chart } from 'cdk8s';
import { BackendService, CanaryService, CanaryTraffic, ServicePort, ServiceVersion } from 'cdk8s-istio';

const IMAGE = 'myregistry.io/reviews:v1.0.0';
const ports = [ServicePort.http(80, { targetPort: 8080 })];
const service = BackendService.existing('reviews');
const legacy = ServiceVersion.labels('legacy', { version: 'legacy' });
const v1 = ServiceVersion.image('v1', IMAGE, { replicas: 3 });

/** As the team has had it for years. Its selector takes all pods of the app, and cannot be changed. */
function oldDeployment(chart: Chart, version: { [label: string]: string }): void {
  new ApiObject(chart, 'old-deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'reviews' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'reviews' } },
      template: {
        metadata: { labels: { app: 'reviews', ...version } },
        spec: { containers: [{ name: 'reviews', image: IMAGE, ports: [{ containerPort: 8080 }] }] },
      },
    },
  });
}

function oldService(chart: Chart): void {
  new ApiObject(chart, 'old-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'reviews' },
    spec: { selector: { app: 'reviews' }, ports: [{ port: 80, targetPort: 8080 }] },
  });
}

/** Each step is applied, and has settled, before the next. */
function step(name: string, write: (chart: Chart) => void): void {
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/${name}` });
  write(new Chart(app, 'bookinfo', { namespace: 'bookinfo' }));
  app.synth();
}

step('0-as-it-was', (chart) => {
  oldDeployment(chart, {});
  oldService(chart);
});

step('1-labelled', (chart) => {
  oldDeployment(chart, { version: 'legacy' });
  oldService(chart);
});

step('2-routed', (chart) => {
  oldDeployment(chart, { version: 'legacy' });
  oldService(chart);
  new CanaryService(chart, 'reviews', { ports, service, stable: legacy });
});

step('3-beside', (chart) => {
  oldDeployment(chart, { version: 'legacy' });
  oldService(chart);
  new CanaryService(chart, 'reviews', { ports, service, stable: legacy, canary: v1 });
});

step('4-moved', (chart) => {
  oldDeployment(chart, { version: 'legacy' });
  oldService(chart);
  new CanaryService(chart, 'reviews', { ports, service, stable: legacy, canary: v1, traffic: CanaryTraffic.weight(100) });
});

step('5-retiring', (chart) => {
  oldDeployment(chart, { version: 'legacy' });
  oldService(chart);
  new CanaryService(chart, 'reviews', { ports, service, stable: v1, retiring: [legacy] });
});

step('6-without-the-old', (chart) => {
  oldService(chart);
  new CanaryService(chart, 'reviews', { ports, service, stable: v1 });
});

step('7-under-the-library', (chart) => {
  new CanaryService(chart, 'reviews', { ports, stable: v1 });
});
