import { HashAlgorithm, LoadBalancer, RingHashOptions } from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rendered(algorithm: HashAlgorithm) {
  const { useSourceIp, ...rest } = renderedPolicy({ loadBalancer: LoadBalancer.hashOnSourceIp({ algorithm }) }).loadBalancer.consistentHash;
  expect(useSourceIp).toBe(true);
  return rest;
}

const LARGEST: Required<RingHashOptions> = { minimumRingSize: 8_388_608 };

test.each([
  ["a ring of Istio's size", HashAlgorithm.ringHash(), { ringHash: {} }],
  ['a ring of one place', HashAlgorithm.ringHash({ minimumRingSize: 1 }), { ringHash: { minimumRingSize: 1 } }],
  ['the largest ring', HashAlgorithm.ringHash(LARGEST), { ringHash: { minimumRingSize: 8_388_608 } }],
  ['the smallest table', HashAlgorithm.maglev(2), { maglev: { tableSize: 2 } }],
  ['the largest table', HashAlgorithm.maglev(4_999_999), { maglev: { tableSize: 4_999_999 } }],
])('is %s', (_kind, algorithm, expected) => {
  expect(rendered(algorithm)).toEqual(expected);
});

test.each([
  ['a ring of no place', HashAlgorithm.ringHash({ minimumRingSize: 0 }), 'minimumRingSize'],
  ['a ring that Envoy refuses', HashAlgorithm.ringHash({ minimumRingSize: 8_388_609 }), 'minimumRingSize'],
  ['half a place', HashAlgorithm.ringHash({ minimumRingSize: 1.5 }), 'minimumRingSize'],
  ['a table whose size is no prime', HashAlgorithm.maglev(65_536), 'tableSize'],
  ['a table whose size is a square', HashAlgorithm.maglev(49), 'tableSize'],
  ['a table of one entry', HashAlgorithm.maglev(1), 'tableSize'],
  ['an empty table', HashAlgorithm.maglev(0), 'tableSize'],
  ['a table that Istio refuses', HashAlgorithm.maglev(5_000_011), 'tableSize'],
  ['a table of no number', HashAlgorithm.maglev(NaN), 'tableSize'],
])('refuses %s', (_mistake, algorithm, place) => {
  expect(codeOf(() => rendered(algorithm))).toBe('InvalidCount');
  expect(messageOf(() => rendered(algorithm))).toContain(`: trafficPolicy.loadBalancer.algorithm.${place} must `);
});
