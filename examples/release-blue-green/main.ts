import { App, Chart } from 'cdk8s';
import { BlueGreenService, BlueGreenServiceProps, BlueGreenSlot, HeaderMatch, HttpMatch, ServicePort, ServiceVersion } from 'cdk8s-istio';

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
const v3 = ServiceVersion.image('v3', 'myregistry.io/reviews:v3.0.0');
const { BLUE, GREEN } = BlueGreenSlot;
const previewers = [HttpMatch.header(HeaderMatch.exact('x-preview', 'true'))];

// Each entry is one edit of the program, to be applied and to take effect before the next.
const stages: [string, Omit<BlueGreenServiceProps, 'ports'>][] = [
  ['blue-v1', { blue: v1, active: BLUE }],
  ['green-v2-stands-by', { blue: v1, green: v2, active: BLUE }],
  ['green-v2-previewed', { blue: v1, green: v2, active: BLUE, previewers }],
  ['switched-to-green', { blue: v1, green: v2, active: GREEN }],
  ['retiring-v1', { green: v2, active: GREEN, retiring: [v1] }],
  ['green-v2', { green: v2, active: GREEN }],
  ['blue-v3-stands-by', { blue: v3, green: v2, active: GREEN }],
  ['switched-to-blue', { blue: v3, green: v2, active: BLUE }],
  ['rolled-back-to-green', { blue: v3, green: v2, active: GREEN }],
  ['retiring-v3', { green: v2, active: GREEN, retiring: [v3] }],
  ['green-v2-again', { green: v2, active: GREEN }],
];

stages.forEach(([stage, slots], index) => {
  const number = String(index + 1).padStart(2, '0');
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/${number}-${stage}` });
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

  new BlueGreenService(chart, 'reviews', { ports: [ServicePort.http(8080)], ...slots });

  app.synth();
});
