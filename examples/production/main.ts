import { App, Chart, Size } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, DisruptionBudget, ReadinessCheck, ScalingMetric, ServicePort, ServiceVersion, TopologySpread, WorkloadConfig,
} from 'cdk8s-istio';
import { ConfigMap, Cpu, Env } from 'cdk8s-plus-28';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

/** Every version is run alike; how many pods it may have is its own. */
function reviews(name: string, tag: string, maxReplicas: number): ServiceVersion {
  const config = new ConfigMap(chart, `config-${name}`, { metadata: { name: `reviews-${name}` }, data: { LOG_LEVEL: 'info' } });
  const container = {
    name: 'reviews',
    image: `myregistry.io/reviews:${tag}`,
    portNumber: 8080,
    resources: { cpu: { request: Cpu.millis(250) }, memory: { request: Size.mebibytes(256), limit: Size.mebibytes(256) } },
    envFrom: [Env.fromConfigMap(config)],
  };
  return ServiceVersion.containers(name, [container], {
    autoscaling: { minReplicas: 2, maxReplicas, metrics: [ScalingMetric.cpuUtilization(70, { container: 'reviews' })] },
    disruptionBudget: DisruptionBudget.maxUnavailable(1),
    spread: [TopologySpread.zones(), TopologySpread.nodes()],
    zeroDowntime: { readiness: ReadinessCheck.http('/healthz') },
    config: [WorkloadConfig.of(config)],
  });
}

new CanaryService(chart, 'reviews', {
  ports: [ServicePort.http(8080)],
  stable: reviews('v1', 'v1.0.0', 10),
  canary: reviews('v2', 'v2.0.0', 10),
  traffic: CanaryTraffic.weight(10),
});

app.synth();
