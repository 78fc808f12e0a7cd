import { Subset } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { destinationRule, specOf } from '../support/chart';
import { codeOf } from '../support/messages';

function subsetsOf(...subsets: Subset[]) {
  const chart = bookinfo();
  destinationRule({ subsets }, chart);
  return specOf(chart, 'DestinationRule').subsets;
}

test('is a name and labels', () => {
  expect(subsetsOf(Subset.labeled('v1', { 'version': 'v1', 'app.kubernetes.io/part-of': 'bookinfo' }))).toEqual([
    { name: 'v1', labels: { 'version': 'v1', 'app.kubernetes.io/part-of': 'bookinfo' } },
  ]);
});

test('stands where it is listed', () => {
  expect(subsetsOf(Subset.labeled('v2', { version: 'v2' }), Subset.labeled('v1', { version: 'v1' }))).toEqual([
    { name: 'v2', labels: { version: 'v2' } }, { name: 'v1', labels: { version: 'v1' } },
  ]);
});

test('may select by a label with an empty value', () => {
  expect(subsetsOf(Subset.labeled('legacy', { release: '' }))).toEqual([{ name: 'legacy', labels: { release: '' } }]);
});

test('may have a name in upper case, as Istio allows it', () => {
  expect(subsetsOf(Subset.labeled('V1', { version: 'V1' }))).toEqual([{ name: 'V1', labels: { version: 'V1' } }]);
});

test('does not change with the object that its labels came from', () => {
  const labels = { version: 'v1' };
  const subset = Subset.labeled('v1', labels);
  labels.version = 'v2';
  expect(subsetsOf(subset)).toEqual([{ name: 'v1', labels: { version: 'v1' } }]);
});

test.each([
  ['an empty name', [Subset.labeled('', { version: 'v1' })], 'InvalidSubsetName'],
  ['a name with an underscore', [Subset.labeled('v_1', { version: 'v1' })], 'InvalidSubsetName'],
  ['a name with a dot', [Subset.labeled('v1.0', { version: 'v1' })], 'InvalidSubsetName'],
  ['a name of more than 63 characters', [Subset.labeled('v'.repeat(64), { version: 'v1' })], 'InvalidSubsetName'],
  ['no labels', [Subset.labeled('v1', {})], 'LabelsMissing'],
  ['an empty key', [Subset.labeled('v1', { '': 'v1' })], 'InvalidLabel'],
  ['a key with a space', [Subset.labeled('v1', { 'my version': 'v1' })], 'InvalidLabel'],
  ['a value with a slash', [Subset.labeled('v1', { version: 'reviews/v1' })], 'InvalidLabel'],
  ['a value of more than 63 characters', [Subset.labeled('v1', { version: 'v'.repeat(64) })], 'InvalidLabel'],
  ['a name twice', [Subset.labeled('v1', { version: 'v1' }), Subset.labeled('v1', { version: 'v2' })], 'DuplicateSubset'],
])('refuses %s', (_mistake, subsets, code) => {
  expect(codeOf(() => subsetsOf(...subsets))).toBe(code);
});
