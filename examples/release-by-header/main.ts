import { App, Chart } from 'cdk8s';
import { HeaderMatch, HeaderRoutedService, HeaderRoutedServiceProps, HttpMatch, ServicePort, ServiceVersion } from 'cdk8s-istio';

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
const match = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];

// Each entry is one edit of the program, to be applied and to take effect before the next.
const stages: [string, Omit<HeaderRoutedServiceProps, 'ports'>][] = [
  ['v1', { versions: [v1], defaultVersion: v1 }],
  ['v2-without-route', { versions: [v1, v2], defaultVersion: v1 }],
  ['v2-by-header', { versions: [v1, v2], defaultVersion: v1, routes: [{ match, version: v2 }] }],
  ['v2-for-all', { versions: [v1, v2], defaultVersion: v2 }],
  ['retiring-v1', { versions: [v2], defaultVersion: v2, retiring: [v1] }],
  ['v2', { versions: [v2], defaultVersion: v2 }],
];

stages.forEach(([stage, routing], index) => {
  const number = String(index + 1).padStart(2, '0');
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/${number}-${stage}` });
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

  new HeaderRoutedService(chart, 'reviews', { ports: [ServicePort.http(8080)], ...routing });

  app.synth();
});
