import { DisruptionBudget, ScalingMetric } from '../../src';
import { only } from '../support/manifests';
import { codeOf } from '../support/messages';
import { RESOURCES, run } from '../support/run';

test('is a PodDisruptionBudget of the pods of its version alone', () => {
  expect(only(run({ replicas: 3, disruptionBudget: DisruptionBudget.minAvailable(2) }), 'PodDisruptionBudget')).toEqual({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'reviews-v1', namespace: 'bookinfo' },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'reviews', version: 'v1' } }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
});

test.each([
  [DisruptionBudget.minAvailablePercent(50), { minAvailable: '50%' }],
  [DisruptionBudget.maxUnavailable(1), { maxUnavailable: 1 }],
  [DisruptionBudget.maxUnavailablePercent(100), { maxUnavailable: '100%' }],
])('may be a share or a number', (disruptionBudget, expected) => {
  expect(only(run({ disruptionBudget }), 'PodDisruptionBudget').spec).toMatchObject(expected);
});

describe('a budget of pods that stay', () => {
  // Kubernetes rounds a share up to whole pods.
  test.each<[string, DisruptionBudget, number | undefined]>([
    ['as many as there are', DisruptionBudget.minAvailable(3), 3],
    ['more than there are', DisruptionBudget.minAvailable(4), 3],
    ['all of them', DisruptionBudget.minAvailablePercent(100), 10],
    ['all of them, how many ever', DisruptionBudget.minAvailablePercent(100), undefined],
    ['a share that is rounded up to all', DisruptionBudget.minAvailablePercent(51), 2],
    ['a part of the only one', DisruptionBudget.minAvailablePercent(1), 1],
  ])('is refused if it keeps %s', (_what, disruptionBudget, replicas) => {
    expect(codeOf(() => run({ replicas, disruptionBudget }))).toBe('DisruptionBudgetBlocks');
  });

  test.each<[string, DisruptionBudget, number | undefined]>([
    ['one less than there are', DisruptionBudget.minAvailable(2), 3],
    ['half of two', DisruptionBudget.minAvailablePercent(50), 2],
    ['a number of unknown pods', DisruptionBudget.minAvailable(5), undefined],
    ['a share of unknown pods', DisruptionBudget.minAvailablePercent(99), undefined],
    ['a number while there are none', DisruptionBudget.minAvailable(2), 0],
  ])('may keep %s', (_what, disruptionBudget, replicas) => {
    expect(only(run({ replicas, disruptionBudget }), 'PodDisruptionBudget').spec).toHaveProperty('minAvailable');
  });

  test('has to leave one out of the fewest that an autoscaler leaves', () => {
    const with2to10 = { resources: RESOURCES, autoscaling: { minReplicas: 2, maxReplicas: 10, metrics: [ScalingMetric.cpuUtilization(70)] } };
    expect(codeOf(() => run({ ...with2to10, disruptionBudget: DisruptionBudget.minAvailable(2) }))).toBe('DisruptionBudgetBlocks');
    expect(only(run({ ...with2to10, disruptionBudget: DisruptionBudget.minAvailable(1) }), 'PodDisruptionBudget').spec.minAvailable).toBe(1);
  });
});

test.each([
  ['no pod', DisruptionBudget.minAvailable(0), 'InvalidCount'],
  ['no missing pod', DisruptionBudget.maxUnavailable(0), 'InvalidCount'],
  ['half a pod', DisruptionBudget.maxUnavailable(0.5), 'InvalidCount'],
  ['0 %', DisruptionBudget.maxUnavailablePercent(0), 'PercentOutOfRange'],
  ['more than all', DisruptionBudget.minAvailablePercent(101), 'PercentOutOfRange'],
])('refuses %s', (_mistake, disruptionBudget, code) => {
  expect(codeOf(() => run({ disruptionBudget }))).toBe(code);
});
