import { App, Chart } from 'cdk8s';
import { ApplyOrder, CanaryService, CanaryServiceProps, CanaryTraffic, MeshSettings, ServicePort, ServiceVersion } from 'cdk8s-istio';

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 });
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas: 3 });

type Roles = Pick<CanaryServiceProps, 'stable' | 'canary' | 'traffic' | 'retiring'>;

// Each entry is one commit; the next is merged when Argo CD says that the last is synced and healthy.
const commits: [string, Roles][] = [
  ['1-stable-v1', { stable: v1 }],
  ['2-expanded', { stable: v1, canary: v2, traffic: CanaryTraffic.weight(25) }],
  ['3-retiring-v1', { stable: v2, retiring: [v1] }],
  ['4-contracted', { stable: v2 }],
];

for (const [commit, roles] of commits) {
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/${commit}` });
  MeshSettings.of(app, { applyOrder: ApplyOrder.argoSyncWaves() });
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], ...roles });

  app.synth();
}
