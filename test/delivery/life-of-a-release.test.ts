import { CanaryTraffic } from '../../src';
import { BLUE, blueGreen, canary, FORMS, GREEN, headerRouted, mirrored, output, RELEASES, TESTERS } from '../support/releases';
import { documents, routedSubsets, transition } from '../support/transitions';

const CASES = RELEASES.flatMap(([release, stages]) => FORMS.map(([form, version]) => (
  [release, form, stages.map(([name, write, reached]) => [name, output(write, version), reached] as const)] as const
)));

describe.each(CASES)('the life of %s of versions made by %s', (_release, _form, all) => {
  const steps = all.slice(1).map(([name, after], index) => [all[index][0], name, all[index][1], after] as const);

  test.each(steps)('%s -> %s, and back: no selector, no pod template, and nothing that watches over pods changes', (_from, _to, before, after) => {
    expect(transition(before, after)).toMatchObject({ changedPods: [], changedWatchers: [] });
    expect(transition(after, before)).toMatchObject({ changedPods: [], changedWatchers: [] });
  });

  test.each(steps)('%s -> %s: every subset in use exists, whether the DestinationRule or the VirtualService is applied first', (_from, _to, before, after) => {
    expect(transition(before, after)).toMatchObject({ missingIfDestinationRuleFirst: [], missingIfVirtualServiceFirst: [] });
  });

  test('each stage sends requests to these versions and no others', () => {
    expect(all.map(([name, text]) => [name, routedSubsets(documents(text))])).toEqual(all.map(([name, , reached]) => [name, reached]));
  });
});

describe('a step that is left out', () => {
  test.each([
    ['a canary', canary(({ v1, v2 }) => ({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) })), canary(({ v2 }) => ({ stable: v2 }))],
    ['an active slot', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: BLUE })), blueGreen(({ v2 }) => ({ green: v2, active: GREEN }))],
    ['a default version', headerRouted(({ v1, v2 }) => ({ versions: [v1, v2], defaultVersion: v1 })),
      headerRouted(({ v2 }) => ({ versions: [v2], defaultVersion: v2 }))],
    ['a mirrored service', mirrored(({ v1, v2 }) => ({ stable: v1, shadow: v2 })), mirrored(({ v2 }) => ({ stable: v2 }))],
  ])('removing the old version without retiring it leaves rules to a missing subset, if the DestinationRule is applied first: %s', (_kind, before, after) => {
    expect(transition(output(before), output(after)).missingIfDestinationRuleFirst).toContain('v1');
  });

  test.each([
    ['a canary', canary(({ v1 }) => ({ stable: v1 })), canary(({ v1, v2 }) => ({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) }))],
    ['a slot', blueGreen(({ v1 }) => ({ blue: v1, active: BLUE })), blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: GREEN }))],
    ['a standby for previewers', blueGreen(({ v1 }) => ({ blue: v1, active: BLUE })),
      blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: BLUE, previewers: TESTERS }))],
    ['a routed version', headerRouted(({ v1 }) => ({ versions: [v1], defaultVersion: v1 })),
      headerRouted(({ v1, v2 }) => ({ versions: [v1, v2], defaultVersion: v1, routes: [{ match: TESTERS, version: v2 }] }))],
    ['a shadow', mirrored(({ v1 }) => ({ stable: v1 })), mirrored(({ v1, v2 }) => ({ stable: v1, shadow: v2 }))],
  ])('%s that gets requests at once has no subset yet, if the VirtualService is applied first', (_kind, before, after) => {
    expect(transition(output(before), output(after)).missingIfVirtualServiceFirst).toEqual(['v2']);
  });
});
