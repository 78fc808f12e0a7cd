import { App, Chart, Duration } from 'cdk8s';
import { DestinationRule, LoadBalancer, Subset } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

new DestinationRule(chart, 'ratings', {
  host: 'ratings.bookinfo.svc.cluster.local',
  subsets: [Subset.labeled('v1', { version: 'v1' }), Subset.labeled('v2', { version: 'v2' })],
  trafficPolicy: {
    loadBalancer: LoadBalancer.hashOnHeader('x-user'),
    connectionPool: { http: { http1MaxPendingRequests: 100 }, tcp: { connectTimeout: Duration.seconds(1) } },
    outlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: Duration.seconds(30), maxEjectionPercent: 50 },
  },
});

app.synth();
