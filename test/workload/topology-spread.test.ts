import { TopologySpread } from '../../src';
import { only } from '../support/manifests';
import { codeOf } from '../support/messages';
import { run, runContainers } from '../support/run';

const LABELS = { app: 'reviews', version: 'v1' };

function spreadOver(...spread: TopologySpread[]) {
  return only(run({ spread }), 'Deployment').spec.template.spec.topologySpreadConstraints;
}

test('counts the pods of its version alone, and of them those of one template', () => {
  expect(spreadOver(TopologySpread.zones())).toEqual([{
    topologyKey: 'topology.kubernetes.io/zone',
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: LABELS },
    matchLabelKeys: ['pod-template-hash'],
  }]);
});

test('is over several kinds of places, each as evenly as is said', () => {
  expect(spreadOver(TopologySpread.zones({ required: true }), TopologySpread.nodes({ maxSkew: 2 }), TopologySpread.topology('example.com/rack'))).toEqual([
    expect.objectContaining({ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }),
    expect.objectContaining({ topologyKey: 'kubernetes.io/hostname', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway' }),
    expect.objectContaining({ topologyKey: 'example.com/rack', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' }),
  ]);
});

test('is possible for versions made of containers as well', () => {
  const { template } = only(runContainers({ spread: [TopologySpread.nodes()] }, {}), 'Deployment').spec;
  expect(template.spec.topologySpreadConstraints[0].labelSelector.matchLabels).toEqual(LABELS);
});

test.each([
  ['one place twice', [TopologySpread.nodes(), TopologySpread.topology('kubernetes.io/hostname')], 'TopologySpreadTwice'],
  ['a key that is none', [TopologySpread.topology('a b')], 'InvalidLabel'],
  ['no difference at all', [TopologySpread.zones({ maxSkew: 0 })], 'InvalidCount'],
])('refuses %s', (_mistake, spread, code) => {
  expect(codeOf(() => spreadOver(...spread))).toBe(code);
});
