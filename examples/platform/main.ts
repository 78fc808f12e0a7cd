import { App, Chart } from 'cdk8s';
import { ApplyOrder, MeshSettings } from 'cdk8s-istio';
import { CompanyService } from './company-service';

const app = new App();
MeshSettings.of(app, { applyOrder: ApplyOrder.argoSyncWaves(), exportTo: ['.', 'istio-ingress'] });

const catalogue = new Chart(app, 'catalogue', { namespace: 'catalogue' });
new CompanyService(catalogue, 'reviews', {
  team: 'catalogue',
  stable: { tag: 'v1.4.0' },
  canary: { tag: 'v1.5.0' },
  canaryPercent: 10,
});

const checkout = new Chart(app, 'checkout', { namespace: 'checkout' });
// The basket is called by the catalogue too.
MeshSettings.of(checkout, { exportTo: ['.', 'istio-ingress', 'catalogue'] });
new CompanyService(checkout, 'basket', { team: 'checkout', stable: { tag: 'v2.0.1', minReplicas: 4 } });

app.synth();
