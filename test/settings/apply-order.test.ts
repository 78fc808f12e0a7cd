import { App, Chart } from 'cdk8s';
import {
  ApplyOrder, AuthorizationPolicy, CanaryService, CanaryTraffic, Gateway, GatewayServer, MeshSettings, ServicePort, ServiceVersion,
} from '../../src';
import { Pruning, wrongOnTheWay } from '../support/applying';
import { bookinfo, synthesised } from '../support/bookinfo';
import type { Manifest } from '../support/manifests';
import { messageOf } from '../support/messages';
import { canary, Form, FORMS, objects, RELEASES, Write } from '../support/releases';
import { existingWorkload } from '../support/workloads';

const WAVE = 'argocd.argoproj.io/sync-wave';
const PRUNINGS: Pruning[] = ['before all else', 'after all else'];

/** Forms whose Deployments are made here; of others nobody knows when they are ready. */
const MADE_HERE = FORMS.filter(([, form]) => objects((chart, { v1 }) => canary(() => ({ stable: v1 }))(chart, { v1, v2: v1, v3: v1 }), form)
  .some(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'reviews-v1'));

function waveOf(manifest: Manifest): string | undefined {
  return (manifest.metadata as { annotations?: { [key: string]: string } }).annotations?.[WAVE];
}

/** What is written in sync waves. */
function inWaves(write: Write, form: Form): Manifest[] {
  const chart = bookinfo();
  MeshSettings.of(chart, { applyOrder: ApplyOrder.argoSyncWaves() });
  return objects(write, form, chart);
}

/** As Argo CD applies an output: by the number of the wave, 0 where there is none. */
function wavesOf(manifests: Manifest[]): Manifest[][] {
  const numbers = [...new Set(manifests.map((one) => Number(waveOf(one) ?? 0)))].sort((a, b) => a - b);
  return numbers.map((number) => manifests.filter((one) => Number(waveOf(one) ?? 0) === number));
}

const RELEASES_IN_WAVES = RELEASES.flatMap(([release, stages]) => MADE_HERE.map(([form, version]) => (
  [release, form, stages.map(([name, write]) => [name, inWaves(write, version)] as const)] as const
)));

test('the forms whose Deployments are made here are those of images and of containers', () => {
  expect(MADE_HERE.map(([name]) => name)).toEqual(['image', 'containers', 'image, with every option', 'containers, with every option']);
});

describe.each(RELEASES_IN_WAVES)('%s in sync waves, of versions made by %s', (_release, _form, stages) => {
  const steps = stages.slice(1).map(([name, after], index) => [stages[index][0], name, stages[index][1], after] as const);

  test.each(steps)('%s -> %s, and back: at no time a rule leads to a subset that is missing or has no ready pods', (_from, _to, before, after) => {
    for (const pruning of PRUNINGS) {
      expect(wrongOnTheWay(before, wavesOf(after), pruning)).toEqual([]);
      expect(wrongOnTheWay(after, wavesOf(before), pruning)).toEqual([]);
    }
  });
});

describe('what waves do for edits that are more than one step', () => {
  const [[, IMAGE]] = FORMS;
  const stable = canary(({ v1 }) => ({ stable: v1 }));
  const reached = canary(({ v1, v2 }) => ({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(25) }));
  const onlyNew = canary(({ v2 }) => ({ stable: v2 }));

  test('a version that comes may get requests in the same edit', () => {
    const [before, after] = [inWaves(stable, IMAGE), inWaves(reached, IMAGE)];
    for (const pruning of PRUNINGS) expect(wrongOnTheWay(before, wavesOf(after), pruning)).toEqual([]);
    expect(wrongOnTheWay(before, [after], 'after all else')).toEqual(['no pods of v2', 'no subset v2']);
  });

  test('a version that goes still has to be retiring first', () => {
    expect(wrongOnTheWay(inWaves(reached, IMAGE), wavesOf(inWaves(onlyNew, IMAGE)), 'after all else')).toContain('no subset v1');
    expect(wrongOnTheWay(inWaves(reached, IMAGE), wavesOf(inWaves(onlyNew, IMAGE)), 'before all else')).toContain('no pods of v1');
  });
});

describe('sync waves', () => {
  /** One object of each phase, and one that the library does not make. */
  function everyPhase(chart: Chart): { [object: string]: string | undefined } {
    new Gateway(chart, 'public', { servers: [GatewayServer.http(['shop.example.com'])] });
    new AuthorizationPolicy(chart, 'nobody', {});
    const adopted = existingWorkload(chart, 'adopted', { labels: { app: 'reviews', version: 'v0' } });
    new CanaryService(chart, 'reviews', {
      ports: [ServicePort.http(8080)],
      stable: ServiceVersion.workload('v0', adopted),
      canary: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
    });
    return Object.fromEntries(synthesised(chart).map((one) => [`${one.kind} ${one.metadata.name}`, waveOf(one)]));
  }

  test('bring what requests are led to, then pods, then rules; and leave the objects of others alone', () => {
    const chart = bookinfo();
    MeshSettings.of(chart, { applyOrder: ApplyOrder.argoSyncWaves() });
    expect(everyPhase(chart)).toEqual({
      'Gateway public': '0',
      'AuthorizationPolicy nobody': '0',
      'Service reviews': '0',
      'DestinationRule reviews': '0',
      'Deployment adopted': undefined,
      'Deployment reviews-v1': '1',
      'VirtualService reviews': '2',
    });
  });

  test('begin where one wants, and the nearest scope decides', () => {
    const app = new App();
    MeshSettings.of(app, { applyOrder: ApplyOrder.argoSyncWaves({ firstWave: 5 }) });
    const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
    MeshSettings.of(chart, { applyOrder: ApplyOrder.argoSyncWaves({ firstWave: -3 }) });
    expect(everyPhase(chart)).toMatchObject({ 'Service reviews': '-3', 'Deployment reviews-v1': '-2', 'VirtualService reviews': '-1' });
    expect(everyPhase(new Chart(app, 'other', { namespace: 'other' }))).toMatchObject({ 'Service reviews': '5', 'VirtualService reviews': '7' });
  });

  test('are written nowhere unless somebody says so', () => {
    expect(new Set(Object.values(everyPhase(bookinfo())))).toEqual(new Set([undefined]));
  });

  test('reach no pod, so that turning them on restarts none', () => {
    for (const [, form] of MADE_HERE) {
      const write = canary(({ v1 }) => ({ stable: v1 }));
      const specs = (manifests: Manifest[]) => manifests.map(({ spec }) => spec);
      expect(specs(inWaves(write, form))).toEqual(specs(objects(write, form)));
    }
  });

  test.each([1.5, NaN, '1' as unknown as number])('have whole numbers, not %s', (firstWave) => {
    expect(messageOf(() => MeshSettings.of(bookinfo(), { applyOrder: ApplyOrder.argoSyncWaves({ firstWave }) }))).toMatch(
      /^\[bookinfo\] InvalidSetting: MeshSettings\.applyOrder\.firstWave must be a whole number, got .*; write the number of a wave, such as 0 or -1$/,
    );
  });

  test('cannot come after an object that would have been in one, even if it reads no other setting', () => {
    const chart = bookinfo();
    new AuthorizationPolicy(chart, 'nobody', {});
    expect(messageOf(() => MeshSettings.of(chart, { applyOrder: ApplyOrder.argoSyncWaves() }))).toContain('got a call after bookinfo/nobody was made');
    MeshSettings.of(chart, { appLabel: 'name' });
  });
});
