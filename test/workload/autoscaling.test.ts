import { Cpu } from 'cdk8s-plus-28';
import { Autoscaling, ScalingMetric } from '../../src';
import { named, only } from '../support/manifests';
import { codeOf } from '../support/messages';
import { RESOURCES, run, runContainers } from '../support/run';

const CPU = ScalingMetric.cpuUtilization(70);

function autoscaled(autoscaling: Partial<Autoscaling>) {
  return run({ resources: RESOURCES, autoscaling: { minReplicas: 2, maxReplicas: 10, metrics: [CPU], ...autoscaling } });
}

function metricOf(metric: ScalingMetric) {
  return only(autoscaled({ metrics: [metric] }), 'HorizontalPodAutoscaler').spec.metrics;
}

test('is a HorizontalPodAutoscaler of the Deployment of its version', () => {
  expect(only(autoscaled({}), 'HorizontalPodAutoscaler')).toEqual({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'reviews-v1', namespace: 'bookinfo' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews-v1' },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    },
  });
});

test('leaves the number of pods out of the Deployment', () => {
  expect(named(autoscaled({}), 'Deployment', 'reviews-v1').spec).not.toHaveProperty('replicas');
});

test('leaves one pod at least, unless more is said', () => {
  expect(only(autoscaled({ minReplicas: undefined }), 'HorizontalPodAutoscaler').spec.minReplicas).toBe(1);
});

test('may have one number of pods alone', () => {
  expect(only(autoscaled({ minReplicas: 3, maxReplicas: 3 }), 'HorizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 3, maxReplicas: 3 });
});

test.each([
  ['memory', ScalingMetric.memoryUtilization(120),
    { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 120 } } }],
  ['one container', ScalingMetric.cpuUtilization(70, { container: 'reviews' }),
    { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'reviews', target: { type: 'Utilization', averageUtilization: 70 } } }],
  ['a metric of the pods', ScalingMetric.pods('http_requests', 100, { labels: { verb: 'GET' } }),
    { type: 'Pods', pods: { metric: { name: 'http_requests', selector: { matchLabels: { verb: 'GET' } } }, target: { type: 'AverageValue', averageValue: '100' } } }],
  ['a metric of something else', ScalingMetric.external('queue_length', 30),
    { type: 'External', external: { metric: { name: 'queue_length' }, target: { type: 'AverageValue', averageValue: '30' } } }],
])('measures %s', (_what, metric, expected) => {
  expect(metricOf(metric)).toEqual([expected]);
});

test('needs no requests for metrics that are no shares of them', () => {
  const manifests = run({ autoscaling: { maxReplicas: 2, metrics: [ScalingMetric.pods('http_requests', 100)] } });
  expect(only(manifests, 'HorizontalPodAutoscaler').spec.maxReplicas).toBe(2);
});

test('may measure containers by the requests that cdk8s-plus makes', () => {
  const manifests = runContainers({ autoscaling: { maxReplicas: 2, metrics: [ScalingMetric.memoryUtilization(70, { container: 'main' })] } }, {});
  expect(only(manifests, 'HorizontalPodAutoscaler').spec.metrics).toHaveLength(1);
  expect(only(manifests, 'Deployment').spec.template.spec.containers[0].resources.requests).toHaveProperty('memory');
});

test('measures one container though another requests nothing', () => {
  const metrics = [ScalingMetric.cpuUtilization(70, { container: 'app' })];
  const manifests = runContainers({ autoscaling: { maxReplicas: 2, metrics } }, { name: 'app' }, { name: 'helper', portNumber: 81, resources: {} });
  expect(only(manifests, 'HorizontalPodAutoscaler').spec.metrics).toHaveLength(1);
});

test.each<[string, Partial<Autoscaling>, string]>([
  ['bounds in reverse', { minReplicas: 11 }, 'AutoscalerBoundsReversed'],
  ['no pods at all', { minReplicas: 0 }, 'InvalidCount'],
  ['half a pod', { maxReplicas: 2.5 }, 'InvalidCount'],
  ['no metric', { metrics: [] }, 'ScalingMetricsMissing'],
  ['0 %', { metrics: [ScalingMetric.cpuUtilization(0)] }, 'PercentOutOfRange'],
  ['an unknown container', { metrics: [ScalingMetric.cpuUtilization(70, { container: 'main' })] }, 'ContainerUnknown'],
  ['a metric without a name', { metrics: [ScalingMetric.pods('', 1)] }, 'InvalidMetricName'],
  ['none of a metric', { metrics: [ScalingMetric.external('queue_length', 0)] }, 'InvalidCount'],
  ['a label that is none', { metrics: [ScalingMetric.external('queue_length', 1, { labels: { 'a b': '' } })] }, 'InvalidLabel'],
])('refuses %s', (_mistake, autoscaling, code) => {
  expect(codeOf(() => autoscaled(autoscaling))).toBe(code);
});

test('refuses a share of what is not requested', () => {
  const autoscaling = { maxReplicas: 2, metrics: [CPU] };
  expect(codeOf(() => run({ autoscaling }))).toBe('ResourceRequestMissing');
  expect(codeOf(() => run({ autoscaling, resources: { cpu: { limit: Cpu.millis(1) }, memory: RESOURCES.memory } }))).toBe('ResourceRequestMissing');
  expect(codeOf(() => runContainers({ autoscaling }, {}, { name: 'helper', portNumber: 81, resources: {} }))).toBe('ResourceRequestMissing');
});

test('refuses a number of pods beside it, 0 too', () => {
  expect(codeOf(() => run({ replicas: 0, resources: RESOURCES, autoscaling: { maxReplicas: 2, metrics: [CPU] } }))).toBe('ReplicasAutoscaled');
});
