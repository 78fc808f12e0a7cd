import { Checks } from '../../src/checks/checks';
import { alertProvider, canary, stepping } from '../../src/checks/flagger/flagger-examples';
import { Manifests } from '../../src/manifests/manifests';

function refusals(yaml: string) {
  return Checks.run(Manifests.fromYaml(yaml)).findings.filter(({ code }) => code === 'FlaggerSchema').map(({ path, message, fix }) => ({ path, message, fix }));
}

const KEEP_ONE = 'keep stepWeight and maxWeight to shift requests in steps, or iterations to check the new version before it gets any';

test('iterations beside stepWeight are named together', () => {
  expect(refusals(canary('iterations: 10\nstepWeight: 10\nmaxWeight: 50'))).toEqual([
    { path: 'spec.analysis', message: 'spec.analysis must have exactly one of iterations, stepWeight, stepWeights, got iterations and stepWeight', fix: KEEP_ONE },
  ]);
});

test('what is missing besides is said in the same breath', () => {
  expect(refusals(canary('iterations: 10\nstepWeight: 10').replace('threshold: 5', 'maxWeight: 50'))).toEqual([{
    path: 'spec.analysis', message: 'spec.analysis must have exactly one of iterations, stepWeight, stepWeights, got iterations and stepWeight, and must have threshold', fix: KEEP_ONE,
  }]);
});

test('an analysis without a strategy, or without what all strategies need, is asked for it', () => {
  expect(refusals(canary('maxWeight: 50'))).toEqual([{
    path: 'spec.analysis', message: 'spec.analysis must have exactly one of iterations, stepWeight, stepWeights, got none', fix: 'give it one of iterations, stepWeight, stepWeights',
  }]);
  expect(refusals(canary('stepWeight: 10').replace('threshold: 5', 'maxWeight: 50'))).toEqual([
    { path: 'spec.analysis', message: 'spec.analysis must have threshold', fix: 'give it threshold' },
  ]);
});

test('an AlertProvider with two addresses is told which two', () => {
  expect(refusals(alertProvider('type: slack\naddress: https://chat.example.com\nsecretRef: {name: chat}'))).toEqual([{
    path: 'spec',
    message: 'spec must have exactly one of address, secretRef, got address and secretRef',
    fix: 'keep secretRef, and put the address into the Secret under the key address',
  }]);
  expect(refusals(alertProvider('type: slack'))[0].fix).toBe('give it one of address, secretRef');
});

test('hours are no interval', () => {
  expect(refusals(canary('interval: 1h\nstepWeight: 10'))[0].message).toBe('spec.analysis.interval must be minutes or seconds, such as 1m or 30s, got "1h"');
});

test.each([
  ['trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}', 'spec.service.trafficPolicy.connectionPool.tcp'],
  ['trafficPolicy: {portLevelSettings: []}', 'spec.service.trafficPolicy.portLevelSettings'],
  ['retries: {attempts: 1, backoff: 1s}', 'spec.service.retries.backoff'],
  ['match: [{statPrefix: a}]', 'spec.service.match[0].statPrefix'],
  ['fault: {abort: {httpStatus: 503}}', 'spec.service.fault'],
])('what Istio has and Flagger drops is told from a slip of the pen: %s', (service, path) => {
  expect(refusals(stepping('', { service }))).toEqual([expect.objectContaining({ path, message: `${path} is a field of Istio that the CRD of Flagger does not know` })]);
});

test('a field that neither knows may be misspelt', () => {
  expect(refusals(stepping('', { service: 'timout: 5s' }))).toEqual([{ path: 'spec.service.timout', message: 'spec.service has no field timout', fix: 'write timeout' }]);
});

test('a port of pods is a number or a name', () => {
  expect(refusals(stepping('', { service: 'targetPort: http' }))).toEqual([]);
  expect(refusals(stepping('', { service: 'targetPort: 80.5' }))[0].message).toBe('spec.service.targetPort must be a whole number or a text, got 80.5');
});

test('kinds and versions that Flagger does not have are unknown', () => {
  expect(refusals(stepping().replace('v1beta1', 'v1alpha3'))[0].message).toBe('flagger.app/v1alpha3 has no kind Canary');
  expect(refusals(stepping().replace('kind: Canary', 'kind: Release'))[0].message).toBe('flagger.app/v1beta1 has no kind Release');
});
