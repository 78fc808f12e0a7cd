import { Checks } from '../../src/checks/checks';
import { canary } from '../../src/checks/flagger/flagger-examples';
import { Manifests } from '../../src/manifests/manifests';

function found(analysis: string): string[] {
  const { findings } = Checks.run(Manifests.fromYaml(canary(analysis)));
  return findings.filter(({ code }) => code === 'FlaggerSampleTooSmall').map(({ message }) => message);
}

const RELEASE = (command: string, metric: string, more = '') => `iterations: 10${more}
metrics:
- name: request-success-rate
  ${metric}
webhooks:
- {name: load, type: rollout, url: "http://loadtester/", metadata: {cmd: "${command}"}}`;
const HEY = 'hey -z 1m -q 5 -c 2 http://reviews-canary.shop/';

test('one failure of fewer requests than a limit allows fails the check', () => {
  expect(found(RELEASE(HEY, 'thresholdRange: {min: 99.9}'))).toEqual([
    'spec.analysis.metrics[0].thresholdRange.min is missed by one failed request of the 600 that the load test makes in that time: 99.9',
  ]);
  expect(found(RELEASE(HEY, 'interval: 30s\n  thresholdRange: {min: 99.7}'))).toHaveLength(1);
  expect(found(RELEASE(HEY, 'interval: 30s\n  thresholdRange: {min: 99.6}'))).toEqual([]);
  expect(found(RELEASE('hey -z 1m -q 1 -c 1 http://reviews-canary.shop/', 'thresholdRange: {min: 99}'))).toHaveLength(1);
});

test('with enough requests, with all of them or with none, nothing is said', () => {
  expect(found(RELEASE(HEY, 'thresholdRange: {min: 99}'))).toEqual([]);
  expect(found(RELEASE(HEY, 'thresholdRange: {min: 100}'))).toEqual([]);
  expect(found(RELEASE(HEY, 'thresholdRange: {max: 1}'))).toEqual([]);
});

test.each([
  ['users make requests too, by copies', RELEASE(HEY, 'thresholdRange: {min: 99.99}', '\nmirror: true')],
  ['users make requests too, by a match', RELEASE(HEY, 'thresholdRange: {min: 99.99}', '\nmatch: [{headers: {x-canary: {exact: "true"}}}]')],
  ['users make requests too, by weights', RELEASE(HEY, 'thresholdRange: {min: 99.99}').replace('iterations: 10', 'stepWeight: 10')],
  ['the load test has no limit', RELEASE('hey -z 1m -c 2 http://reviews-canary.shop/', 'thresholdRange: {min: 99.99}')],
  ['the load test ends by itself', RELEASE('hey -n 100 -q 5 -c 2 http://reviews-canary.shop/', 'thresholdRange: {min: 99.99}')],
  ['the load test is another program', RELEASE('wrk -c 2 http://reviews-canary.shop/', 'thresholdRange: {min: 99.99}')],
  ['there is no load test', 'iterations: 10\nmetrics: [{name: request-success-rate, thresholdRange: {min: 99.99}}]'],
])('nothing is known where %s', (_, analysis) => {
  expect(found(analysis)).toEqual([]);
});
