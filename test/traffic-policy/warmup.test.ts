import { Duration } from 'cdk8s';
import { LoadBalancer, Warmup } from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rendered(warmup: Warmup) {
  return renderedPolicy({ loadBalancer: LoadBalancer.leastRequest({ warmup }) }).loadBalancer.warmup;
}

test('says how long a new pod takes, where it begins and how it grows', () => {
  const all: Required<Warmup> = { duration: Duration.seconds(90), minimumPercent: 2.5, aggression: 0.5 };
  expect(rendered(all)).toEqual({ duration: '90s', minimumPercent: 2.5, aggression: 0.5 });
});

test('begins anywhere from nothing to the whole share', () => {
  expect(rendered({ duration: Duration.millis(1), minimumPercent: 0 })).toEqual({ duration: '1ms', minimumPercent: 0 });
  expect(rendered({ duration: Duration.hours(1), minimumPercent: 100 })).toEqual({ duration: '1h', minimumPercent: 100 });
});

test.each<[string, Partial<Warmup>, string, string]>([
  ['no time', { duration: Duration.millis(0) }, 'InvalidDuration', 'duration'],
  ['a beginning above the whole share', { minimumPercent: 101 }, 'PercentOutOfRange', 'minimumPercent'],
  ['a beginning below nothing', { minimumPercent: -1 }, 'PercentOutOfRange', 'minimumPercent'],
  ['no aggression', { aggression: 0 }, 'InvalidAggression', 'aggression'],
  ['an aggression that is no number', { aggression: NaN }, 'InvalidAggression', 'aggression'],
  ['an aggression without end', { aggression: Infinity }, 'InvalidAggression', 'aggression'],
])('refuses %s', (_mistake, warmup, code, place) => {
  const program = () => rendered({ duration: Duration.minutes(1), ...warmup });
  expect(codeOf(program)).toBe(code);
  expect(messageOf(program)).toContain(`: trafficPolicy.loadBalancer.warmup.${place} must `);
});
