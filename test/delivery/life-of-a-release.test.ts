import { Chart, Yaml } from 'cdk8s';
import {
  BlueGreenService, BlueGreenServiceProps, BlueGreenSlot, CanaryService, CanaryServiceProps, CanaryTraffic, HeaderMatch, HeaderRoutedService,
  HeaderRoutedServiceProps, HttpMatch, MirroredService, MirroredServiceProps, ServicePort, ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { documents, routedSubsets, transition } from '../support/transitions';

/** A name, what `cdk8s synth` would write, and the versions that get requests. */
type Stage = [name: string, output: string, reached: string[]];

const { BLUE, GREEN } = BlueGreenSlot;
const PORTS = [ServicePort.http(8080)];
const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];

/** What `cdk8s synth` would write for a chart with this service. */
function output(write: (chart: Chart) => unknown): string {
  const chart = bookinfo();
  write(chart);
  return Yaml.stringify(...synthesised(chart));
}

function canary(roles: Omit<CanaryServiceProps, 'ports'>): string {
  return output((chart) => new CanaryService(chart, 'reviews', { ports: PORTS, ...roles }));
}

function blueGreen(slots: Omit<BlueGreenServiceProps, 'ports'>): string {
  return output((chart) => new BlueGreenService(chart, 'reviews', { ports: PORTS, ...slots }));
}

function headerRouted(routing: Omit<HeaderRoutedServiceProps, 'ports'>): string {
  return output((chart) => new HeaderRoutedService(chart, 'reviews', { ports: PORTS, ...routing }));
}

function mirrored(roles: Omit<MirroredServiceProps, 'ports'>): string {
  return output((chart) => new MirroredService(chart, 'reviews', { ports: PORTS, ...roles }));
}

/** v1, then v2 as far as being promoted, then v3 half way and back again. */
function canaryStages([v1, v2, v3]: ServiceVersion[]): Stage[] {
  return [
    ['stable v1', canary({ stable: v1 }), ['v1']],
    ['canary v2 at 0', canary({ stable: v1, canary: v2 }), ['v1']],
    ['canary v2 for testers', canary({ stable: v1, canary: v2, testers: TESTERS }), ['v1', 'v2']],
    ['canary v2 at 10', canary({ stable: v1, canary: v2, testers: TESTERS, traffic: CanaryTraffic.weight(10) }), ['v1', 'v2']],
    ['canary v2 at 100', canary({ stable: v1, canary: v2, testers: TESTERS, traffic: CanaryTraffic.weight(100) }), ['v2']],
    ['stable v2, retiring v1', canary({ stable: v2, retiring: [v1] }), ['v2']],
    ['stable v2', canary({ stable: v2 }), ['v2']],
    ['canary v3 at 0', canary({ stable: v2, canary: v3 }), ['v2']],
    ['canary v3 at 50', canary({ stable: v2, canary: v3, traffic: CanaryTraffic.weight(50) }), ['v2', 'v3']],
    ['rolled back: stable v2, retiring v3', canary({ stable: v2, retiring: [v3] }), ['v2']],
    ['stable v2 again', canary({ stable: v2 }), ['v2']],
  ];
}

/** v1 in blue, then v2 in green, then v3 in blue, which is rolled back. */
function blueGreenStages([v1, v2, v3]: ServiceVersion[]): Stage[] {
  return [
    ['blue v1', blueGreen({ blue: v1, active: BLUE }), ['v1']],
    ['green v2 stands by', blueGreen({ blue: v1, green: v2, active: BLUE }), ['v1']],
    ['green v2 for previewers', blueGreen({ blue: v1, green: v2, active: BLUE, previewers: TESTERS }), ['v1', 'v2']],
    ['switched to green', blueGreen({ blue: v1, green: v2, active: GREEN }), ['v2']],
    ['back to blue', blueGreen({ blue: v1, green: v2, active: BLUE }), ['v1']],
    ['to green, previewers on the old version', blueGreen({ blue: v1, green: v2, active: GREEN, previewers: TESTERS }), ['v1', 'v2']],
    ['to green for all', blueGreen({ blue: v1, green: v2, active: GREEN }), ['v2']],
    ['green v2, retiring v1', blueGreen({ green: v2, active: GREEN, retiring: [v1] }), ['v2']],
    ['green v2', blueGreen({ green: v2, active: GREEN }), ['v2']],
    ['blue v3 stands by', blueGreen({ blue: v3, green: v2, active: GREEN }), ['v2']],
    ['switched to blue', blueGreen({ blue: v3, green: v2, active: BLUE }), ['v3']],
    ['rolled back to green', blueGreen({ blue: v3, green: v2, active: GREEN }), ['v2']],
    ['green v2, retiring v3', blueGreen({ green: v2, active: GREEN, retiring: [v3] }), ['v2']],
    ['green v2 again', blueGreen({ green: v2, active: GREEN }), ['v2']],
  ];
}

/** v1, then v2 for some and for all, then v3 for some and back again. */
function headerRoutedStages([v1, v2, v3]: ServiceVersion[]): Stage[] {
  const to = (version: ServiceVersion) => [{ match: TESTERS, version }];
  return [
    ['v1', headerRouted({ versions: [v1], defaultVersion: v1 }), ['v1']],
    ['v2 without a route', headerRouted({ versions: [v1, v2], defaultVersion: v1 }), ['v1']],
    ['a route to v2', headerRouted({ versions: [v1, v2], defaultVersion: v1, routes: to(v2) }), ['v1', 'v2']],
    ['v2 for all', headerRouted({ versions: [v1, v2], defaultVersion: v2, routes: to(v2) }), ['v2']],
    ['v2 for all, a route back to v1', headerRouted({ versions: [v1, v2], defaultVersion: v2, routes: to(v1) }), ['v1', 'v2']],
    ['retiring v1', headerRouted({ versions: [v2], defaultVersion: v2, retiring: [v1] }), ['v2']],
    ['v2', headerRouted({ versions: [v2], defaultVersion: v2 }), ['v2']],
    ['v3 without a route', headerRouted({ versions: [v2, v3], defaultVersion: v2 }), ['v2']],
    ['a route to v3', headerRouted({ versions: [v3, v2], defaultVersion: v2, routes: to(v3) }), ['v2', 'v3']],
    ['rolled back: retiring v3', headerRouted({ versions: [v2], defaultVersion: v2, retiring: [v3] }), ['v2']],
    ['v2 again', headerRouted({ versions: [v2], defaultVersion: v2 }), ['v2']],
  ];
}

/** v1, then v2 on copies and instead of v1, then v3 on copies and gone again. */
function mirroredStages([v1, v2, v3]: ServiceVersion[]): Stage[] {
  return [
    ['stable v1', mirrored({ stable: v1 }), ['v1']],
    ['shadow v2 at 0', mirrored({ stable: v1, shadow: v2, percent: 0 }), ['v1']],
    ['shadow v2 at 10', mirrored({ stable: v1, shadow: v2, percent: 10 }), ['v1']],
    ['shadow v2 at 100', mirrored({ stable: v1, shadow: v2 }), ['v1']],
    ['stable v2, shadow v1', mirrored({ stable: v2, shadow: v1 }), ['v2']],
    ['stable v2, retiring v1', mirrored({ stable: v2, retiring: [v1] }), ['v2']],
    ['stable v2', mirrored({ stable: v2 }), ['v2']],
    ['shadow v3 at 0', mirrored({ stable: v2, shadow: v3, percent: 0 }), ['v2']],
    ['shadow v3 at 100', mirrored({ stable: v2, shadow: v3 }), ['v2']],
    ['stable v2, retiring v3', mirrored({ stable: v2, retiring: [v3] }), ['v2']],
    ['stable v2 again', mirrored({ stable: v2 }), ['v2']],
  ];
}

/** One construct after the other for one service, while all versions are there. */
function changingStages([v1, v2]: ServiceVersion[]): Stage[] {
  return [
    ['a canary without traffic', canary({ stable: v1, canary: v2 }), ['v1']],
    ['a shadow', mirrored({ stable: v1, shadow: v2 }), ['v1']],
    ['a standby', blueGreen({ blue: v1, green: v2, active: BLUE }), ['v1']],
    ['a route', headerRouted({ versions: [v1, v2], defaultVersion: v1, routes: [{ match: TESTERS, version: v2 }] }), ['v1', 'v2']],
    ['a canary', canary({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) }), ['v1', 'v2']],
    ['the active slot', blueGreen({ blue: v1, green: v2, active: GREEN }), ['v2']],
  ];
}

const FORMS: [string, (name: string) => ServiceVersion][] = [
  ['image', (name) => ServiceVersion.image(name, `myregistry.io/reviews:${name}`)],
  ['containers', (name) => ServiceVersion.containers(name, [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }])],
  ['labels', (name) => ServiceVersion.labels(name, { version: name })],
];

const RELEASES: [string, (versions: ServiceVersion[]) => Stage[]][] = [
  ['a canary release', canaryStages],
  ['a blue-green release', blueGreenStages],
  ['a release by header', headerRoutedStages],
  ['a release by mirroring', mirroredStages],
  ['a change of the construct', changingStages],
];

const CASES = RELEASES.flatMap(([release, stages]) => FORMS.map(([form, version]) => (
  [release, form, stages(['v1', 'v2', 'v3'].map(version))] as const
)));

describe.each(CASES)('the life of %s of versions made by %s', (_release, _form, all) => {
  const steps = all.slice(1).map(([name, after], index) => [all[index][0], name, all[index][1], after] as const);

  test.each(steps)('%s -> %s, and back: no selector and no pod template changes', (_from, _to, before, after) => {
    expect(transition(before, after).changedPods).toEqual([]);
    expect(transition(after, before).changedPods).toEqual([]);
  });

  test.each(steps)('%s -> %s: every subset in use exists, whether the DestinationRule or the VirtualService is applied first', (_from, _to, before, after) => {
    expect(transition(before, after)).toMatchObject({ missingIfDestinationRuleFirst: [], missingIfVirtualServiceFirst: [] });
  });

  test('each stage sends requests to these versions and no others', () => {
    expect(all.map(([name, text]) => [name, routedSubsets(documents(text))])).toEqual(all.map(([name, , reached]) => [name, reached]));
  });
});

describe('a step that is left out', () => {
  const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1');
  const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2');

  test.each([
    ['a canary', canary({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) }), canary({ stable: v2 })],
    ['an active slot', blueGreen({ blue: v1, green: v2, active: BLUE }), blueGreen({ green: v2, active: GREEN })],
    ['a default version', headerRouted({ versions: [v1, v2], defaultVersion: v1 }), headerRouted({ versions: [v2], defaultVersion: v2 })],
    ['a mirrored service', mirrored({ stable: v1, shadow: v2 }), mirrored({ stable: v2 })],
  ])('removing the old version without retiring it leaves rules to a missing subset, if the DestinationRule is applied first: %s', (_kind, before, after) => {
    expect(transition(before, after).missingIfDestinationRuleFirst).toContain('v1');
  });

  test.each([
    ['a canary', canary({ stable: v1 }), canary({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) })],
    ['a slot', blueGreen({ blue: v1, active: BLUE }), blueGreen({ blue: v1, green: v2, active: GREEN })],
    ['a standby for previewers', blueGreen({ blue: v1, active: BLUE }), blueGreen({ blue: v1, green: v2, active: BLUE, previewers: TESTERS })],
    ['a routed version', headerRouted({ versions: [v1], defaultVersion: v1 }),
      headerRouted({ versions: [v1, v2], defaultVersion: v1, routes: [{ match: TESTERS, version: v2 }] })],
    ['a shadow', mirrored({ stable: v1 }), mirrored({ stable: v1, shadow: v2 })],
  ])('%s that gets requests at once has no subset yet, if the VirtualService is applied first', (_kind, before, after) => {
    expect(transition(before, after).missingIfVirtualServiceFirst).toEqual(['v2']);
  });
});
