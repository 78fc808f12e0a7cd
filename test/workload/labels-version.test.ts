import { ServiceVersion } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, specOf } from '../support/chart';
import { codeOf } from '../support/messages';

const LEGACY = ServiceVersion.labels('legacy', { release: '2019-06', tier: 'backend' });

test('has no workload, since somebody else runs its pods', () => {
  const chart = bookinfo();
  const service = reviews({ versions: [LEGACY] }, chart);
  expect(synthesised(chart).map(({ kind }) => kind).sort()).toEqual(['DestinationRule', 'Service', 'VirtualService']);
  expect(codeOf(() => service.workload(LEGACY))).toBe('WorkloadMissing');
});

test('is the subset of the pods with these labels, and with no others', () => {
  const chart = bookinfo();
  reviews({ versions: [LEGACY] }, chart);
  expect(specOf(chart, 'DestinationRule').subsets).toEqual([{ name: 'legacy', labels: { release: '2019-06', tier: 'backend' } }]);
});

test('does not change what the Service selects', () => {
  const chart = bookinfo();
  reviews({ versions: [LEGACY] }, chart);
  expect(specOf(chart, 'Service').selector).toEqual({ app: 'reviews' });
});

test('does not change with the object that its labels came from', () => {
  const chart = bookinfo();
  const labels = { release: '2019-06' };
  const version = ServiceVersion.labels('legacy', labels);
  labels.release = '2020-06';
  reviews({ versions: [version] }, chart);
  expect(specOf(chart, 'DestinationRule').subsets).toEqual([{ name: 'legacy', labels: { release: '2019-06' } }]);
});

test('may have a name that would be too long for a workload', () => {
  const chart = bookinfo();
  const name = 'v'.repeat(63);
  reviews({ versions: [ServiceVersion.labels(name, { release: '1' })] }, chart);
  expect(specOf(chart, 'DestinationRule').subsets[0].name).toBe(name);
});

test.each([
  ['no labels', ServiceVersion.labels('legacy', {}), 'LabelsMissing'],
  ['an empty key', ServiceVersion.labels('legacy', { '': 'x' }), 'InvalidLabel'],
  ['a value with a slash', ServiceVersion.labels('legacy', { release: '2019/06' }), 'InvalidLabel'],
  ['a value of more than 63 characters', ServiceVersion.labels('legacy', { release: 'a'.repeat(64) }), 'InvalidLabel'],
  ['a name in upper case', ServiceVersion.labels('Legacy', { release: '1' }), 'InvalidVersionName'],
])('refuses %s', (_mistake, version, code) => {
  expect(codeOf(() => reviews({ versions: [version] }))).toBe(code);
});
