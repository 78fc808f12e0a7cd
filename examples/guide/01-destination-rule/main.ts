import { App, Chart, Duration } from 'cdk8s';
import { DestinationRule, H2UpgradePolicy, MeshSettings, NetworkingApiVersion, Subset } from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

new DestinationRule(new Chart(app, 'reviews'), 'reviews-destination', {
  host: 'reviews',
  trafficPolicy: {
    connectionPool: {
      tcp: { maxConnections: 100 },
      http: { h2UpgradePolicy: H2UpgradePolicy.DEFAULT, http1MaxPendingRequests: 100, http2MaxRequests: 1000 },
    },
    outlierDetection: {
      consecutive5xxErrors: 5,
      interval: Duration.seconds(10),
      baseEjectionTime: Duration.seconds(30),
      maxEjectionPercent: 50,
    },
  },
  subsets: ['v1', 'v2', 'v3'].map((version) => Subset.labeled(version, { version })),
});

app.synth();
