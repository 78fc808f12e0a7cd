import { App, Chart } from 'cdk8s';
import { CanaryService, CanaryServiceProps, CanaryTraffic, ServicePort, ServiceVersion } from 'cdk8s-istio';

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
const v3 = ServiceVersion.image('v3', 'myregistry.io/reviews:v3.0.0');

type Roles = Pick<CanaryServiceProps, 'stable' | 'canary' | 'traffic' | 'retiring'>;

// Each entry is one edit of the program, to be applied and to take effect before the next.
const stages: [string, Roles][] = [
  ['stable-v1', { stable: v1 }],
  ['canary-v2-at-0', { stable: v1, canary: v2 }],
  ['canary-v2-at-25', { stable: v1, canary: v2, traffic: CanaryTraffic.weight(25) }],
  ['canary-v2-at-100', { stable: v1, canary: v2, traffic: CanaryTraffic.weight(100) }],
  ['promoted-v2', { stable: v2, retiring: [v1] }],
  ['stable-v2', { stable: v2 }],
  ['canary-v3-at-0', { stable: v2, canary: v3 }],
  ['canary-v3-at-50', { stable: v2, canary: v3, traffic: CanaryTraffic.weight(50) }],
  ['rolled-back-v3', { stable: v2, retiring: [v3] }],
  ['stable-v2-again', { stable: v2 }],
];

stages.forEach(([stage, roles], index) => {
  const number = String(index + 1).padStart(2, '0');
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/${number}-${stage}` });
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], ...roles });

  app.synth();
});
