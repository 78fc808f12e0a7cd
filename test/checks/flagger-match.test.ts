import { canary, stepping } from '../../src/checks/flagger/flagger-examples';
import { flaggerFindings, flaggerRulesBroken } from '../support/flagger-findings';

const HEADER = 'match:\n- headers: {x-canary: {exact: insider}}';
const TCP = { service: 'appProtocol: TCP' };
const SESSION = 'sessionAffinity: {cookieName: version}';

test.each([
  [stepping(HEADER), ['match-is-no-test']],
  [canary(`iterations: 10\n${HEADER}`), []],
  [stepping('match: []'), []],
])('a match is an A/B test with iterations alone (%#)', (yaml, rules) => {
  expect(flaggerRulesBroken(yaml)).toEqual(rules);
});

test.each([
  ['queryParams: {a: {exact: b}}', '- uri: {prefix: /a}', ['query-params-dropped']],
  ['queryParams: {a: {exact: b}}\n  headers: {x: {exact: y}}', '- uri: {prefix: /a}', ['query-params-dropped']],
  ['headers: {x: {exact: y}}', '- headers: {x-tenant: {exact: a}}', ['match-replaced']],
  ['sourceLabels: {app: tester}', '- sourceLabels: {team: a}', ['match-replaced']],
  ['sourceLabels: {app: tester}', '- headers: {x-tenant: {exact: a}}', []],
  ['headers: {x: {exact: y}}', '- uri: {prefix: /a}', []],
])('of %j beside %j in the service, Flagger keeps a part', (match, ofService, rules) => {
  expect(flaggerRulesBroken(canary(`iterations: 10\nmatch:\n- ${match}`, { service: `match:\n${ofService}` }))).toEqual(rules);
});

test('a suffix, which Istio does not have, is named with its header', () => {
  expect(flaggerFindings(canary('iterations: 10\nmatch:\n- headers: {x-user: {suffix: a}}'))).toEqual([
    ['flagger-suffix-dropped', 'spec.analysis.match[0].headers.x-user.suffix is unknown to Istio: any value of the header will match'],
  ]);
});

test.each([
  [stepping(`mirror: true\n${HEADER}`), ['mirror-stuck', 'match-is-no-test']],
  [stepping('mirror: true', TCP), ['mirror-stuck']],
  [stepping(`mirror: true\n${SESSION}`), ['mirror-stuck']],
  [canary(`iterations: 10\nmirror: true\n${HEADER}`), ['mirror-lost']],
  [canary('iterations: 10\nmirror: true', TCP), ['mirror-lost']],
  [canary('iterations: 10\nmirror: true'), []],
  [stepping('mirror: true'), []],
  [stepping(`mirror: false\n${HEADER}`), ['match-is-no-test']],
])('copies of requests survive neither a match nor TCP nor a session (%#)', (yaml, rules) => {
  expect(flaggerRulesBroken(yaml)).toEqual(rules);
});

test.each([
  [stepping(`${SESSION}\n${HEADER}`), ['session-lost', 'match-is-no-test']],
  [stepping(SESSION, TCP), ['session-lost']],
  [stepping(SESSION), []],
  [stepping(SESSION, { service: 'match:\n- headers: {x-tenant: {exact: a}}' }), ['match-replaced']],
  [stepping(SESSION, { service: 'match:\n- sourceLabels: {team: a}' }), []],
  [stepping('sessionAffinity: {cookieName: a, primaryCookieName: a}'), ['cookie-twice']],
  [stepping('sessionAffinity: {cookieName: a, primaryCookieName: b}'), []],
])('a cookie survives no match, and has a name of its own (%#)', (yaml, rules) => {
  expect(flaggerRulesBroken(yaml)).toEqual(rules);
});

test('what another provider makes of a match is not known', () => {
  expect(flaggerRulesBroken(stepping(`mirror: true\n${HEADER}`, { more: 'provider: nginx' }))).toEqual([]);
});
