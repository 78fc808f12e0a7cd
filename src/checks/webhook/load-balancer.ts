import { trafficPolicy } from '../examples';
import { type Field, shown } from '../field';
import type { Rule } from '../rule';
import { durationProblem } from './accepted-values';
import { localitiesProblem } from './localities';
import { webhookRules } from './webhook-rule';

const HASH = (fields: string) => trafficPolicy(`loadBalancer:\n  consistentHash: {useSourceIp: true, ${fields}}`);
const LOCALITY = (fields: string, more = '') => trafficPolicy(`${more}loadBalancer:\n  localityLbSetting: {${fields}}`);

export const LOAD_BALANCER_RULES = webhookRules('destination-rule', {
  consistentHash: {
    must: 'A cookie to hash by has a name and attributes of different names, and a Maglev table a prime number of entries below 5000011.',
    why: 'Istio refuses the object.',
    fix: 'mend the setting; 65537 is a good size of a table',
    fails: HASH('maglev: {tableSize: 65536}'),
    passes: HASH('maglev: {tableSize: 65537}'),
    equals: 'tableSize must be a prime number for maglev',
  },
  minimumRingSize: {
    code: 'IST0133',
    must: 'The size of a hash ring is written as ringHash.minimumRingSize.',
    why: 'minimumRingSize beside the key is deprecated.',
    fix: 'write ringHash: {minimumRingSize: 1024}',
    fails: HASH('minimumRingSize: 1024'),
    passes: HASH('ringHash: {minimumRingSize: 1024}'),
    equals: 'consistent hash MinimumRingSize is deprecated',
  },
  locality: {
    must: 'Localities are shared out in weights of 1 to 100 that sum to 100, or have regions to fail over to, and none is there twice.',
    why: 'Istio refuses the object.',
    fix: 'let the weights of each locality sum to 100',
    fails: LOCALITY('distribute: [{from: eu/*, to: {eu/*: 80}}]'),
    passes: LOCALITY('distribute: [{from: eu/*, to: {eu/*: 80, us/*: 20}}]'),
    equals: 'total locality weight 80 != 100',
  },
  failoverWithoutOutliers: {
    code: 'IST0133',
    must: 'A policy that fails over has outlier detection beside it.',
    why: 'Without it no endpoint is ever found unhealthy, so that nothing fails over.',
    fix: 'add outlierDetection in the same policy',
    fails: LOCALITY('failover: [{from: eu, to: us}]'),
    passes: LOCALITY('failover: [{from: eu, to: us}]', 'outlierDetection: {consecutive5xxErrors: 5}\n'),
    equals: 'outlier detection policy must be provided for failover',
  },
  warmup: {
    must: 'A warm-up has a duration of whole milliseconds, a least percentage of at most 100 and an aggression above 0.',
    why: 'Istio refuses the object.',
    fix: 'mend the setting',
    fails: trafficPolicy('loadBalancer:\n  simple: ROUND_ROBIN\n  warmup: {duration: 30s, aggression: 0}'),
    passes: trafficPolicy('loadBalancer:\n  simple: ROUND_ROBIN\n  warmup: {duration: 30s}'),
    equals: 'aggression should be greater than 0',
  },
});

const RULES = LOAD_BALANCER_RULES;
const LARGEST_TABLE = 5_000_011;
const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

type Fail = (rule: Rule, field: Field, problem: string) => void;

/** How requests are shared out among pods; where what Istio only warns of is lost, `fail` drops it. */
export function checkLoadBalancer(policy: Field, fail: Fail): void {
  const balancer = policy.at('loadBalancer');
  if (!balancer.isPresent) return;
  checkHash(balancer.at('consistentHash'), fail);
  const [locality, zones] = [balancer.at('localityLbSetting'), balancer.at('zoneAwareLbSetting')];
  if (locality.isPresent && zones.isPresent) fail(RULES.locality, balancer, 'must not have both localityLbSetting and zoneAwareLbSetting');
  const hasOutliers = policy.at('outlierDetection').isPresent;
  if (locality.isPresent) checkLocality(locality, hasOutliers, fail);
  if (zones.isPresent) checkZones(zones, hasOutliers, fail);
  const warmup = balancer.at('warmup');
  if (warmup.isPresent) checkWarmup(warmup, fail);
}

function checkHash(hash: Field, fail: Fail): void {
  if (!hash.isPresent) return;
  const cookie = hash.at('httpCookie');
  if (cookie.isPresent && cookie.at('name').text === '') fail(RULES.consistentHash, cookie, 'must have a name');
  const names = new Set<string>();
  for (const attribute of cookie.at('attributes').items) {
    const name = attribute.at('name').text;
    if (name === '' || names.has(name)) fail(RULES.consistentHash, attribute, `must have a name of its own, got ${shown(name)}`);
    names.add(name);
  }
  const [ring, maglev] = [hash.at('minimumRingSize'), hash.at('maglev')];
  if (ring.number !== 0) fail(RULES.minimumRingSize, ring, 'is deprecated');
  if (ring.number !== 0 && (maglev.isPresent || hash.at('ringHash').isPresent)) fail(RULES.consistentHash, ring, 'must not stand beside ringHash or maglev');
  const size = maglev.at('tableSize').number;
  if (maglev.isPresent && (size >= LARGEST_TABLE || !isPrime(size))) {
    fail(RULES.consistentHash, maglev, `must have a tableSize that is prime and below ${LARGEST_TABLE}, got ${size}`);
  }
}

/** As Envoy does it, for which 1 is prime. */
function isPrime(value: number): boolean {
  if (value !== 0 && value < 4) return true;
  if (value % 2 === 0) return false;
  for (let factor = 3; factor <= Math.sqrt(value); factor += 2) {
    if (value % factor === 0) return false;
  }
  return true;
}

/** Istio names the first of some of these problems only. */
function checkLocality(setting: Field, hasOutliers: boolean, fail: Fail): void {
  const [distribute, failover, priority] = ['distribute', 'failover', 'failoverPriority'].map((key) => setting.at(key));
  if (distribute.size > 0 && failover.size > 0) return fail(RULES.locality, setting, 'must not have both distribute and failover');
  const topology = priority.items.find(({ text }) => TOPOLOGY.includes(text));
  if (failover.size > 0 && topology) return fail(RULES.locality, topology, 'must not name the topology beside failover');
  for (const shares of distribute.items.map((one) => one.at('to'))) {
    const weights = shares.entries.map(([, weight]) => weight);
    const wrong = weights.find(({ number }) => number <= 0 || number > 100);
    if (wrong) return fail(RULES.locality, wrong, `must be from 1 to 100, got ${wrong.number}`);
    const sum = weights.reduce((total, { number }) => total + number, 0);
    if (sum !== 100) return fail(RULES.locality, shares, `must sum to 100, got ${sum}`);
    const overlap = localitiesProblem(shares.entries.map(([name]) => name));
    if (overlap !== undefined) fail(RULES.locality, shares, overlap);
  }
  const overlap = localitiesProblem(distribute.items.map((one) => one.at('from').text));
  if (overlap !== undefined) fail(RULES.locality, distribute, overlap);
  checkFailover(setting, hasOutliers, fail);
}

function checkZones(setting: Field, hasOutliers: boolean, fail: Fail): void {
  for (const label of setting.at('failoverPriority').items) {
    if (TOPOLOGY.includes(label.text)) fail(RULES.locality, label, 'must not name the topology, which is respected anyway');
  }
  checkFailover(setting, hasOutliers, fail);
}

function checkFailover(setting: Field, hasOutliers: boolean, fail: Fail): void {
  const failover = setting.at('failover');
  if (failover.size + setting.at('failoverPriority').size > 0 && !hasOutliers) {
    fail(RULES.failoverWithoutOutliers, setting, 'never fails over without outlierDetection');
  }
  for (const one of failover.items) {
    const [from, to] = [one.at('from').text, one.at('to').text];
    if (from === to) fail(RULES.locality, one, 'must fail over to another region');
    if (/[/*]/.test(from + to)) fail(RULES.locality, one, 'must name regions alone, without "/" and "*"');
  }
}

function checkWarmup(warmup: Field, fail: Fail): void {
  const [duration, least, aggression] = ['duration', 'minimumPercent', 'aggression'].map((key) => warmup.at(key));
  const wrong = duration.isPresent ? durationProblem(duration) : 'must be given';
  if (wrong !== undefined) fail(RULES.warmup, duration, wrong);
  if (least.number > 100) fail(RULES.warmup, least, `must be at most 100, got ${least.number}`);
  if (aggression.isPresent && aggression.number <= 0) fail(RULES.warmup, aggression, `must be above 0, got ${aggression.number}`);
}
