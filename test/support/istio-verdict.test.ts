import { assert, integer, property } from 'fast-check';
import { judged } from './istio-verdict';
import './random-objects';

// Not run while objects are collected: these are nobody's.

const UNKNOWN = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'unknown', namespace: 'bookinfo' }, spec: {} };
const REFUSED = { ...UNKNOWN, metadata: { name: 'a' }, spec: { servers: [{ port: { number: 80, name: 'a', protocol: 'HTTP' }, hosts: ['shop'] }] } };

test('an object without a verdict is shown, with what to do', () => {
  expect(() => judged([UNKNOWN])).toThrow('Gateway bookinfo/unknown is not in test/conformance/verdicts.txt: have it judged with `npm run conformance -- --record`');
  expect(() => judged([UNKNOWN])).toThrow('\nkind: Gateway\nmetadata:\n  name: unknown\n');
});

test('an object that a cluster would refuse is refused, unless the test wants that', () => {
  expect(() => judged([REFUSED])).toThrow('Gateway a would be refused by a cluster: webhook: short names');
  expect(judged([REFUSED], 'short names')).toEqual([REFUSED]);
  expect(() => judged([REFUSED], 'long names')).toThrow('Gateway a should be refused with "long names", and is refused webhook: short names');
});

test('an object of others needs no verdict', () => {
  expect(judged([{ ...UNKNOWN, apiVersion: 'apps/v1' }])).toHaveLength(1);
});

test('an object that a property draws needs no verdict, and one beside the property does', () => {
  assert(property(integer(), (drawn) => judged([{ ...UNKNOWN, spec: { drawn } }]).length === 1));
  expect(() => assert(property(integer(), () => false))).toThrow('Property failed');
  expect(() => judged([UNKNOWN])).toThrow('is not in');
});
