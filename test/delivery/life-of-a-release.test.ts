import { App, Chart, Yaml } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { CanaryService, CanaryServiceProps, CanaryTraffic, HeaderMatch, HttpMatch, ServicePort, ServiceVersion } from '../../src';
import { documents, routedSubsets, transition } from '../support/transitions';

type Roles = Pick<CanaryServiceProps, 'stable' | 'canary' | 'traffic' | 'testers' | 'retiring'>;

/** A way to make a version, and its workload if somebody else runs it. */
type Form = (name: string, chart: Chart) => ServiceVersion;

/** The roles that versions, known by their names, have at a stage. */
type Stage = (version: (name: string) => ServiceVersion) => Roles;

/** What `cdk8s synth` would write for a service at this stage. */
function output(stage: Stage, form: Form = IMAGE): string {
  const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
  const versions = new Map<string, ServiceVersion>();
  const version = (name: string) => {
    versions.set(name, versions.get(name) ?? form(name, chart));
    return versions.get(name)!;
  };
  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], ...stage(version) });
  return Yaml.stringify(...chart.toJson());
}

const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];

/** v1, then v2 as far as being promoted, then v3 half way and back again. */
const STAGES: [string, Stage][] = [
  ['stable v1', (version) => ({ stable: version('v1') })],
  ['canary v2 at 0', (version) => ({ stable: version('v1'), canary: version('v2') })],
  ['canary v2 for testers', (version) => ({ stable: version('v1'), canary: version('v2'), testers: TESTERS })],
  ['canary v2 at 10', (version) => ({ stable: version('v1'), canary: version('v2'), testers: TESTERS, traffic: CanaryTraffic.weight(10) })],
  ['canary v2 at 100', (version) => ({ stable: version('v1'), canary: version('v2'), testers: TESTERS, traffic: CanaryTraffic.weight(100) })],
  ['stable v2, retiring v1', (version) => ({ stable: version('v2'), retiring: [version('v1')] })],
  ['stable v2', (version) => ({ stable: version('v2') })],
  ['canary v3 at 0', (version) => ({ stable: version('v2'), canary: version('v3') })],
  ['canary v3 at 50', (version) => ({ stable: version('v2'), canary: version('v3'), traffic: CanaryTraffic.weight(50) })],
  ['rolled back: stable v2, retiring v3', (version) => ({ stable: version('v2'), retiring: [version('v3')] })],
  ['stable v2 again', (version) => ({ stable: version('v2') })],
];

const IMAGE: Form = (name) => ServiceVersion.image(name, `myregistry.io/reviews:${name}`);

const FORMS: [string, Form][] = [
  ['image', IMAGE],
  ['containers', (name) => ServiceVersion.containers(name, [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }])],
  ['labels', (name) => ServiceVersion.labels(name, { version: name })],
  ['workload', (name, chart) => ServiceVersion.workload(name, new Deployment(chart, `deployed-${name}`, {
    podMetadata: { labels: { app: 'reviews', version: `${name}.0.1` } }, containers: [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }],
  }))],
];

describe.each(FORMS)('the life of a release of versions made by %s', (_form, form) => {
  const steps = STAGES.slice(1).map(([name, stage], index) => [STAGES[index][0], name, STAGES[index][1], stage] as const);

  test.each(steps)('%s -> %s: no selector and no pod template changes', (_from, _to, before, after) => {
    expect(transition(output(before, form), output(after, form)).changedPods).toEqual([]);
  });

  test.each(steps)('%s -> %s: every routed subset exists, whether the DestinationRule or the VirtualService is applied first', (_from, _to, before, after) => {
    const nothing = { missingIfDestinationRuleFirst: [], missingIfVirtualServiceFirst: [] };
    expect(transition(output(before, form), output(after, form))).toMatchObject(nothing);
  });

  test('each stage sends requests to these versions and no others', () => {
    expect(STAGES.map(([name, stage]) => [name, routedSubsets(documents(output(stage, form)))])).toEqual([
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
  test('removing the old version without retiring it leaves rules to a missing subset, if the DestinationRule is applied first', () => {
    const before = output((version) => ({ stable: version('v1'), canary: version('v2'), traffic: CanaryTraffic.weight(50) }));
    expect(transition(before, output((version) => ({ stable: version('v2') }))).missingIfDestinationRuleFirst).toEqual(['v1']);
  });

  test('a canary that gets requests at once has no subset yet, if the VirtualService is applied first', () => {
    const after = output((version) => ({ stable: version('v1'), canary: version('v2'), traffic: CanaryTraffic.weight(50) }));
    expect(transition(output((version) => ({ stable: version('v1') })), after).missingIfVirtualServiceFirst).toEqual(['v2']);
  });
});
