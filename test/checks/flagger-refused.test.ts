import { canary, stepping } from '../../src/checks/flagger/flagger-examples';
import { flaggerFindings, flaggerRulesBroken } from '../support/flagger-findings';

const served = (service: string) => flaggerFindings(stepping('', { service })).map(([rule, message]) => `${rule}: ${message}`);
const REFUSED = 'Istio will refuse what Flagger makes of it';

test.each([
  ['timeout: 5 seconds', 'spec.service.timeout'],
  ['retries: {attempts: -1}', 'spec.service.retries.attempts'],
  ['retries: {attempts: 2, retryOn: sometimes}', 'spec.service.retries.retryOn'],
  ['match:\n- uri: {regex: "["}', 'spec.service.match[0].uri'],
  ['headers: {request: {set: {":path": a}}}', 'spec.service.headers.request'],
  ['hosts: [a, b..c]', 'spec.service.hosts[1]'],
  ['gateways: ["a b", mesh]', 'spec.service.gateways[0]'],
  ['trafficPolicy: {outlierDetection: {maxEjectionPercent: 101}}', 'spec.service.trafficPolicy.outlierDetection.maxEjectionPercent'],
  ['trafficPolicy: {connectionPool: {http: {idleTimeout: soon}}}', 'spec.service.trafficPolicy.connectionPool.http.idleTimeout'],
])('what Istio refuses is refused in the words of the Canary: %j', (service, path) => {
  expect(served(service)).toEqual([expect.stringMatching(/^flagger-object-refused: /)]);
  expect(served(service)[0]).toContain(`: ${path}`);
  expect(served(service)[0].endsWith(REFUSED)).toBe(true);
});

test('a match of an analysis is one of Istio too', () => {
  expect(flaggerFindings(canary('iterations: 10\nmatch:\n- headers: {x-user: {regex: "["}}'))).toEqual([
    ['flagger-object-refused', expect.stringMatching(/^spec\.analysis\.match\[0\]\.headers/)],
  ]);
});

test.each([
  '', 'timeout: ""', 'retries: {attempts: 0, perTryTimeout: ""}', 'match:\n- uri: {prefix: ""}', 'hosts: ["*.example.com"]', 'hosts: [reviews]', 'trafficPolicy: {loadBalancer: {simple: LEAST_CONN}, tls: {mode: ISTIO_MUTUAL}}',
  'delegation: true', 'appProtocol: tcp', 'match:\n- uri: {prefix: /a}\n  ignoreUriCase: true\nrewrite: {uri: /}\nheaders: {response: {remove: [x-a]}}\ncorsPolicy: {allowOrigins: [{exact: "https://a"}], maxAge: 1h}',
])('what Istio takes is no finding: %j', (service) => {
  expect(served(service)).toEqual([]);
});

test('a Canary that is refused itself, or is not for Istio, is not asked about', () => {
  expect(flaggerRulesBroken(stepping('unknown: 1', { service: 'timeout: soon' }))).toEqual([]);
  expect(flaggerRulesBroken(stepping('', { service: 'timeout: soon', more: 'provider: nginx' }))).toEqual([]);
});
