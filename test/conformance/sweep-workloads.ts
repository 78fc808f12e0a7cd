import { ApiObject, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  Destination, DisruptionBudget, ReadinessCheck, ScalingMetric, ServicePort, ServiceVersion, TopologySpread, VersionedService, WorkloadConfig,
} from '../../src';

/** Versions that are run in every way. */
export function runVersions(chart: Chart): void {
  const config = new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data: { LOG_LEVEL: 'info' } });
  const cpu = { request: Cpu.millis(100), limit: Cpu.units(1) };
  const size = { request: Size.mebibytes(128), limit: Size.gibibytes(1) };
  const checks = [ReadinessCheck.http('/healthz', { port: 8081 }), ReadinessCheck.grpc({ port: 8081 }), ReadinessCheck.tcp()];
  const budgets = [
    DisruptionBudget.minAvailable(1), DisruptionBudget.minAvailablePercent(50), DisruptionBudget.maxUnavailable(1),
    DisruptionBudget.maxUnavailablePercent(25),
  ];
  const versions = budgets.map((disruptionBudget, index) => ServiceVersion.image(`v${index}`, 'reviews:1', {
    resources: { cpu, memory: size, ephemeralStorage: size },
    autoscaling: {
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        ScalingMetric.cpuUtilization(70, { container: 'run' }), ScalingMetric.memoryUtilization(80),
        ScalingMetric.pods('http_requests', 100, { labels: { verb: 'GET' } }), ScalingMetric.external('queue_length', 30),
      ],
    },
    disruptionBudget,
    spread: [TopologySpread.zones({ maxSkew: 2, required: true }), TopologySpread.nodes(), TopologySpread.topology('example.com/rack')],
    zeroDowntime: {
      readiness: checks[index] ?? checks[0], drain: Duration.seconds(20), shutdown: Duration.minutes(1), minReady: Duration.seconds(5),
    },
    config: [WorkloadConfig.of(config), WorkloadConfig.text('2')],
  }));
  new VersionedService(chart, 'run', { ports: [ServicePort.http(8080)], versions, defaultRoute: [Destination.version(versions[0])] });
}
