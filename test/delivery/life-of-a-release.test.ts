import { App, Chart, Yaml } from 'cdk8s';
import { CanaryService, CanaryServiceProps, CanaryTraffic, HeaderMatch, HttpMatch, ServicePort, ServiceVersion } from '../../src';
import { documents, routedSubsets, transition } from '../support/transitions';

type Roles = Pick<CanaryServiceProps, 'stable' | 'canary' | 'traffic' | 'testers' | 'retiring'>;

/** What `cdk8s synth` would write for a service in these roles. */
function output(roles: Roles): string {
  const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], ...roles });
  return Yaml.stringify(...chart.toJson());
}

const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];

/** v1, then v2 as far as being promoted, then v3 half way and back again. */
function stages(v1: ServiceVersion, v2: ServiceVersion, v3: ServiceVersion): [string, Roles][] {
  return [
    ['stable v1', { stable: v1 }],
    ['canary v2 at 0', { stable: v1, canary: v2 }],
    ['canary v2 for testers', { stable: v1, canary: v2, testers: TESTERS }],
    ['canary v2 at 10', { stable: v1, canary: v2, testers: TESTERS, traffic: CanaryTraffic.weight(10) }],
    ['canary v2 at 100', { stable: v1, canary: v2, testers: TESTERS, traffic: CanaryTraffic.weight(100) }],
    ['stable v2, retiring v1', { stable: v2, retiring: [v1] }],
    ['stable v2', { stable: v2 }],
    ['canary v3 at 0', { stable: v2, canary: v3 }],
    ['canary v3 at 50', { stable: v2, canary: v3, traffic: CanaryTraffic.weight(50) }],
    ['rolled back: stable v2, retiring v3', { stable: v2, retiring: [v3] }],
    ['stable v2 again', { stable: v2 }],
  ];
}

const FORMS: [string, (name: string) => ServiceVersion][] = [
  ['image', (name) => ServiceVersion.image(name, `myregistry.io/reviews:${name}`)],
  ['containers', (name) => ServiceVersion.containers(name, [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }])],
  ['labels', (name) => ServiceVersion.labels(name, { version: name })],
];

describe.each(FORMS)('the life of a release of versions made by %s', (_form, version) => {
  const all = stages(version('v1'), version('v2'), version('v3'));
  const steps = all.slice(1).map(([name, roles], index) => [all[index][0], name, all[index][1], roles] as const);

  test.each(steps)('%s -> %s: no selector and no pod template changes', (_from, _to, before, after) => {
    expect(transition(output(before), output(after)).changedPods).toEqual([]);
  });

  test.each(steps)('%s -> %s: every routed subset exists, whether the DestinationRule or the VirtualService is applied first', (_from, _to, before, after) => {
    expect(transition(output(before), output(after))).toMatchObject({ missingIfDestinationRuleFirst: [], missingIfVirtualServiceFirst: [] });
  });

  test('each stage sends requests to these versions and no others', () => {
    expect(all.map(([name, roles]) => [name, routedSubsets(documents(output(roles)))])).toEqual([
      ['stable v1', ['v1']],
      ['canary v2 at 0', ['v1']],
      ['canary v2 for testers', ['v1', 'v2']],
      ['canary v2 at 10', ['v1', 'v2']],
      ['canary v2 at 100', ['v2']],
      ['stable v2, retiring v1', ['v2']],
      ['stable v2', ['v2']],
      ['canary v3 at 0', ['v2']],
      ['canary v3 at 50', ['v2', 'v3']],
      ['rolled back: stable v2, retiring v3', ['v2']],
      ['stable v2 again', ['v2']],
    ]);
  });
});

describe('a step that is left out', () => {
  const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1');
  const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2');

  test('removing the old version without retiring it leaves rules to a missing subset, if the DestinationRule is applied first', () => {
    const before = output({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) });
    expect(transition(before, output({ stable: v2 })).missingIfDestinationRuleFirst).toEqual(['v1']);
  });

  test('a canary that gets requests at once has no subset yet, if the VirtualService is applied first', () => {
    const after = output({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) });
    expect(transition(output({ stable: v1 }), after).missingIfVirtualServiceFirst).toEqual(['v2']);
  });
});
