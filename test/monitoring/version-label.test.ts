import { MeshSettings, Reporter, ServiceVersion, TrafficQueries } from '../../src';
import type { MeasuredService, MeasuredVersion } from '../../src/delivery/measured-service';
import { groupingLabel, hostLabel, hostOf, markOf } from '../../src/monitoring/version-label';
import { Place } from '../../src/private/place';
import { bookinfo } from '../support/bookinfo';
import { reviews, V1, V2 } from '../support/chart';
import { codeOf } from '../support/messages';

const PLACE = Place.of(bookinfo()).at('TrafficQueries');

type Known = Omit<MeasuredVersion, 'version' | 'podLabels'> & { readonly labels?: MeasuredVersion['podLabels'] };

/** A service of whose versions this is known; they are called v1, v2, ... */
function service(...versions: Known[]): MeasuredService {
  return {
    host: 'reviews.bookinfo.svc.cluster.local',
    speaksHttp: true,
    speaksTcp: false,
    speaksGrpc: false,
    versions: versions.map(({ labels = {}, ...known }, index) => (
      { version: ServiceVersion.image(`v${index + 1}`, 'reviews:1'), podLabels: labels, ...known }
    )),
  };
}

/** How each version is told from the others, or the code of the error. */
function marks(measured: MeasuredService): string[] {
  return measured.versions.map((version) => {
    try {
      const { label, value } = markOf(PLACE, measured, version);
      return `${label}=${value}`;
    } catch {
      return codeOf(() => markOf(PLACE, measured, version));
    }
  });
}

const grouping = (measured: MeasuredService) => groupingLabel(PLACE, measured);

describe('versions are told apart', () => {
  test('by the pod label version, which metrics show as destination_version', () => {
    const measured = service({ labels: { app: 'a', version: '1' }, workload: 'a-v1' }, { labels: { app: 'a', version: '2' } });
    expect(marks(measured)).toEqual(['destination_version=1', 'destination_version=2']);
    expect(grouping(measured)).toBe('destination_version');
  });

  test('not by other labels in destination_version: those are the canonical revision', () => {
    const measured = service({ labels: { 'app.kubernetes.io/version': '1' } }, { labels: { 'service.istio.io/canonical-revision': '2' } });
    expect(marks(measured)).toEqual(['destination_canonical_revision=1', 'destination_canonical_revision=2']);
    expect(grouping(measured)).toBe('destination_canonical_revision');
  });

  test('by the canonical revision in Istio\'s order of labels', () => {
    const measured = service(
      { labels: { 'version': 'same', 'app.kubernetes.io/version': '1' } },
      { labels: { 'version': 'same', 'app.kubernetes.io/version': '1', 'service.istio.io/canonical-revision': '2' } },
      { labels: { version: 'same' } },
    );
    expect(marks(measured)).toEqual(['1', '2', 'same'].map((value) => `destination_canonical_revision=${value}`));
  });

  test('by the workload, where labels do not tell', () => {
    const measured = service({ labels: { release: '1' }, workload: 'a-v1' }, { labels: { release: '2' }, workload: 'a-v2' });
    expect(marks(measured)).toEqual(['destination_workload=a-v1', 'destination_workload=a-v2']);
    expect(grouping(measured)).toBe('destination_workload');
  });

  test('by their own Service, where nothing else is known', () => {
    const measured = service({}, { host: 'reviews-v2.bookinfo.svc.cluster.local' });
    expect(marks(measured)).toEqual([
      'destination_service=reviews.bookinfo.svc.cluster.local', 'destination_service=reviews-v2.bookinfo.svc.cluster.local',
    ]);
    expect(grouping(measured)).toBe('destination_service');
  });

  test('each by its own label, and in a group by one that all of them have', () => {
    const measured = service({ labels: { version: '1' }, workload: 'a-v1' }, { workload: 'a-v2' });
    expect(marks(measured)).toEqual(['destination_version=1', 'destination_workload=a-v2']);
    expect(grouping(measured)).toBe('destination_workload');
  });

  test('never by a value that two of them share', () => {
    const measured = service({ labels: { version: '1', release: 'a' } }, { labels: { version: '1', release: 'b' } }, { labels: { version: '2' } });
    expect(marks(measured)).toEqual(['VersionNotMeasurable', 'VersionNotMeasurable', 'destination_version=2']);
    expect(codeOf(() => grouping(measured))).toBe('VersionNotMeasurable');
  });

  test('never by an empty label', () => {
    expect(marks(service({ labels: { version: '' } }, { labels: { version: '2' } }))).toEqual(['VersionNotMeasurable', 'destination_version=2']);
  });

  test('not at all where some are behind one Service and nothing else is known', () => {
    expect(codeOf(() => grouping(service({ labels: { release: '1' } }, { labels: { version: '2' } })))).toBe('VersionNotMeasurable');
  });
});

describe('the host', () => {
  test('is the full name, or only the name of the Service if that is all that is known of one', () => {
    const full = service({}, { host: 'reviews-v2.other.svc.cluster.local' });
    const bare = { ...full, host: 'reviews' };
    expect([full, bare].map(hostLabel)).toEqual(['destination_service', 'destination_service_name']);
    expect(full.versions.map((version) => hostOf(full, version))).toEqual([full.host, 'reviews-v2.other.svc.cluster.local']);
    expect(bare.versions.map((version) => hostOf(bare, version))).toEqual(['reviews', 'reviews-v2']);
  });
});

describe('the label of the version that is set for the mesh', () => {
  function queriesWith(versionLabel: string): TrafficQueries {
    const chart = bookinfo();
    MeshSettings.of(chart, { versionLabel });
    return TrafficQueries.of(reviews({ versions: [V1, V2] }, chart), { reporter: Reporter.ALL });
  }

  test.each([
    ['version', 'destination_version', 'v2'],
    ['app.kubernetes.io/version', 'destination_canonical_revision', 'v2'],
    ['release', 'destination_workload', 'reviews-v2'],
  ])('%s is seen in %s', (key, label, value) => {
    expect(queriesWith(key).requests(V2)).toContain(`,${label}="${value}"}`);
    expect(queriesWith(key).requestsByVersion()).toContain(` by (${label}, response_code)`);
  });
});
