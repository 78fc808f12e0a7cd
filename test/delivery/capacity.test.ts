import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import {
  BlueGreenService, BlueGreenSlot, CanaryService, CanaryServiceProps, CanaryTraffic, Destination, HeaderRoutedService, ScalingMetric, ServicePort,
  ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';
import '../support/random-objects';
import { existingWorkload } from '../support/workloads';

const PORTS = [ServicePort.http(8080)];
const METRICS = [ScalingMetric.pods('http_requests', 100)];

function version(name: string, replicas?: number): ServiceVersion {
  return ServiceVersion.image(name, `reviews:${name}`, { replicas });
}

function autoscaled(name: string, maxReplicas: number): ServiceVersion {
  return ServiceVersion.image(name, `reviews:${name}`, { autoscaling: { maxReplicas, metrics: METRICS } });
}

/** What standard error gets while the chart is synthesised. */
function warningsOf(write: (chart: Chart) => unknown): string[] {
  const chart = bookinfo();
  write(chart);
  const said: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    synthesised(chart);
  } finally {
    spy.mockRestore();
  }
  return said;
}

function canary(weight: number, stable: ServiceVersion, other: ServiceVersion, props: Partial<CanaryServiceProps> = {}) {
  return (chart: Chart) => new CanaryService(chart, 'reviews', { ports: PORTS, stable, canary: other, traffic: CanaryTraffic.weight(weight), ...props });
}

describe('a canary', () => {
  test('is warned of, in one line with its path, if its pods are too few for its weight', () => {
    expect(warningsOf(canary(50, version('v1', 3), version('v2', 1)))).toEqual([
      'Warning: [bookinfo/reviews] CapacityInsufficient: canary.replicas should be at least 2 for 50 % of what the 3 pods of version v1 can carry, '
      + 'got 1; run more pods, lead fewer requests to them, or say acknowledgeCapacity: true if they suffice\n',
    ]);
  });

  test('has its warnings in the metadata of the construct, for tools', () => {
    const { node } = canary(50, version('v1', 3), version('v2', 1))(bookinfo());
    expect(node.metadata).toMatchObject([{ type: 'cdk8s-istio:warning', data: expect.stringContaining('CapacityInsufficient') }]);
  });

  test('is refused at 100 %', () => {
    expect(codeOf(() => canary(100, version('v1', 3), version('v2', 2))(bookinfo()))).toBe('CapacityInsufficient');
  });

  test.each<[string, number, ServiceVersion, ServiceVersion]>([
    ['its pods suffice for its weight', 33, version('v1', 3), version('v2', 1)],
    ['it has as many pods as stable', 100, version('v1', 3), version('v2', 3)],
    ['it gets nothing', 0, version('v1', 3), version('v2', 0)],
    ['it may grow as far as stable', 100, version('v1', 3), autoscaled('v2', 3)],
    ['both may grow as far', 100, autoscaled('v1', 10), autoscaled('v2', 10)],
    ['nobody knows how many pods it has', 100, version('v1', 3), version('v2')],
    ['nobody knows how many pods stable has', 100, version('v1'), version('v2', 1)],
    ['somebody else runs its pods', 100, version('v1', 3), ServiceVersion.labels('v2', { version: 'v2' })],
    ['stable has fewer pods than it', 10, version('v1', 1), version('v2', 5)],
  ])('is passed over if %s', (_why, weight, stable, other) => {
    expect(warningsOf(canary(weight, stable, other))).toEqual([]);
  });

  test.each<[string, number, ServiceVersion, ServiceVersion]>([
    ['its autoscaler ends before stable', 100, version('v1', 3), autoscaled('v2', 2)],
    ['its number is fixed, and stable may grow beyond', 100, autoscaled('v1', 10), version('v2', 3)],
  ])('is refused if %s', (_why, weight, stable, other) => {
    expect(codeOf(() => canary(weight, stable, other)(bookinfo()))).toBe('CapacityInsufficient');
  });

  test('is passed over if somebody has said that its pods suffice', () => {
    const acknowledged = { acknowledgeCapacity: true };
    expect(warningsOf(canary(50, version('v1', 3), version('v2', 1), acknowledged))).toEqual([]);
    expect(warningsOf(canary(100, version('v1', 3), version('v2', 1), acknowledged))).toEqual([]);
  });

  test('of an adopted workload counts with the pods that this writes', () => {
    const chart = bookinfo();
    const workload = existingWorkload(chart, 'legacy', { labels: { app: 'reviews', version: 'v2' }, replicas: 2 });
    expect(messageOf(() => canary(100, version('v1', 3), ServiceVersion.workload('v2', workload))(chart)))
      .toContain('CapacityInsufficient: canary.workload.spec.replicas must be at least 3');
  });

  test('is refused at 100 %, warned of below, or neither, as weight x pods of stable says', () => {
    const pods = fc.integer({ min: 0, max: 20 });
    fc.assert(fc.property(pods, pods, fc.integer({ min: 0, max: 100 }), (stable, other, weight) => {
      const write = canary(weight, version('v1', stable), version('v2', other));
      if (weight * stable <= other * 100) {
        expect(warningsOf(write)).toEqual([]);
      } else if (weight === 100) {
        expect(codeOf(() => write(bookinfo()))).toBe('CapacityInsufficient');
      } else {
        expect(warningsOf(write)).toHaveLength(1);
      }
    }), { numRuns: 60 });
  });
});

describe('versions side by side', () => {
  const threeWays = (...replicas: number[]) => (chart: Chart) => {
    const versions = replicas.map((count, index) => version(`v${index + 1}`, count));
    const weights = [70, 20, 10];
    return reviews({ versions, defaultRoute: versions.map((one, index) => Destination.version(one, weights[index])) }, chart);
  };

  test('are measured by the first of the default route', () => {
    expect(warningsOf(threeWays(7, 2, 1))).toEqual([]);
    expect(warningsOf(threeWays(10, 2, 1))).toEqual([]);
    expect(warningsOf(threeWays(11, 2, 1))).toEqual([
      expect.stringContaining('versions[1].replicas should be at least 3 for 20 % of what the 11 pods of version v1'),
      expect.stringContaining('versions[2].replicas should be at least 2 for 10 %'),
    ]);
  });

  test('are passed over where the request chooses: nobody knows the shares', () => {
    const [v1, v2] = [version('v1', 9), version('v2', 1)];
    expect(warningsOf((chart) => new HeaderRoutedService(chart, 'reviews', { ports: PORTS, versions: [v1, v2], defaultVersion: v2 }))).toEqual([]);
  });
});

describe('the active slot', () => {
  const blueGreen = (active: BlueGreenSlot, blue: number, green: number, acknowledgeCapacity?: boolean) => (chart: Chart) => (
    new BlueGreenService(chart, 'reviews', { ports: PORTS, blue: version('v1', blue), green: version('v2', green), active, acknowledgeCapacity })
  );

  test('is refused with fewer pods than the other', () => {
    expect(messageOf(() => blueGreen(BlueGreenSlot.GREEN, 3, 2)(bookinfo()))).toContain('CapacityInsufficient: green.replicas must be at least 3 for 100 %');
    expect(codeOf(() => blueGreen(BlueGreenSlot.BLUE, 3, 4)(bookinfo()))).toBe('CapacityInsufficient');
  });

  test('may have as many or more, or be known to suffice', () => {
    expect(warningsOf(blueGreen(BlueGreenSlot.GREEN, 3, 3))).toEqual([]);
    expect(warningsOf(blueGreen(BlueGreenSlot.BLUE, 3, 1))).toEqual([]);
    expect(warningsOf(blueGreen(BlueGreenSlot.BLUE, 3, 4, true))).toEqual([]);
  });
});
