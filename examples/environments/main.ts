import { App, Chart, Duration } from 'cdk8s';
import { CanaryService, CanaryTraffic, Exposure, Gateway, MeshSettings, RetryPolicy, ServicePort, ServiceVersion } from 'cdk8s-istio';

/** In what the clusters differ; all else is the same program. */
interface Environment {
  readonly clusterDomain: string;
  readonly host: string;
  readonly replicas: number;
  /** The share of the new version, in percent: staging is ahead of production. */
  readonly canaryPercent: number;
}

const environments: { [name: string]: Environment } = {
  'staging': { clusterDomain: 'cluster.local', host: 'shop.staging.example.com', replicas: 1, canaryPercent: 50 },
  'production-eu': { clusterDomain: 'eu.example.internal', host: 'shop.example.com', replicas: 6, canaryPercent: 10 },
  'production-us': { clusterDomain: 'us.example.internal', host: 'shop.example.com', replicas: 4, canaryPercent: 0 },
};

function shop(chart: Chart, { host, replicas, canaryPercent }: Environment): void {
  const gateway = Gateway.fromName('public', { namespace: 'istio-ingress' });
  new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(8080)],
    stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas }),
    canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0', { replicas }),
    traffic: CanaryTraffic.weight(canaryPercent),
    timeout: Duration.seconds(3),
    exposures: [Exposure.mesh(), Exposure.gateway(gateway, { hosts: [host], pathPrefix: '/reviews' })],
  });
}

// One app for each cluster, for names and hosts of two of them have nothing to do with each other.
for (const [name, environment] of Object.entries(environments)) {
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/${name}` });
  MeshSettings.of(app, { clusterDomain: environment.clusterDomain, defaultRetries: RetryPolicy.none() });
  shop(new Chart(app, 'shop', { namespace: 'shop' }), environment);
  app.synth();
}
