import { RouteTest } from '../../src/simulation/route-test';
import { canaryYaml, simulationOf } from '../support/mesh';

const TESTS = `
tests:
- name: testers get the canary
  requests:
  - {host: reviews, headers: {x-canary: 'true'}}
  - {host: reviews, path: /x, headers: {cookie: a=b; beta_user=true}}
  expect: {version: v2, retries: {attempts: 2}, route: testers, virtualService: bookinfo/reviews}
- request: {host: reviews, from: {namespace: bookinfo, labels: {app: web}}}
  expect: {shares: {v1: 90, v2: 10}, timeout: 3s, rewrite: none, mirror: none, status: none}
`;

function run(yaml: string, configuration = canaryYaml()) {
  return RouteTest.fromYaml(yaml, 'routes.yaml').run(simulationOf(configuration));
}

test('tests that hold pass, and say what they have reached', () => {
  const report = run(TESTS);
  expect([report.isPassed, report.asked, report.failures, report.problems]).toEqual([true, 3, [], []]);
  expect([report.coveragePercent, report.unreached]).toEqual([100, []]);
  expect(report.toText()).toBe([
    'passed  testers get the canary (reviews/, x-canary: true)',
    'passed  testers get the canary (reviews/x, cookie: a=b; beta_user=true)',
    'passed  reviews/',
    '3 requests, 0 failed; 100 % of rules and matches reached',
  ].join('\n'));
});

test('a failing test shows the difference, its place and the reason', () => {
  const report = run(TESTS, canaryYaml({ weight: 25, timeout: '30s' }));
  expect(report.failures).toEqual(['reviews/ (routes.yaml:8): shares: expected v1 90 %, v2 10 %, found v1 75 %, v2 25 %; timeout: expected 3s, found 30s']);
  expect(report.toText()).toContain('  takes it  bookinfo/reviews http[1] default (mesh.yaml:35)');
  expect(report.isPassed).toBe(false);
});

test('rules and matches that no test reaches are named', () => {
  const report = run('tests: [{request: {host: reviews}, expect: {route: default}}]');
  expect(report.coveragePercent).toBe(33.33);
  expect(report.unreached).toEqual(['bookinfo/reviews http[0].match[0] testers', 'bookinfo/reviews http[0].match[1] testers']);
  expect(report.toText()).toContain('not reached  bookinfo/reviews http[0].match[0] testers');
});

test.each([
  ['{version: v9}', 'routes.yaml:1: no subset and no service is called "v9"'],
  ['{shares: {v1: 50}}', 'routes.yaml:1: shares sum to 100, these to 50'],
  ['{shares: {v1: 50, v9: 50}}', 'routes.yaml:1: no subset and no service is called "v9"'],
  ['{shares: 5}', 'routes.yaml:1: shares are a map from versions to percentages'],
  ['{shares: {v1: all}}', 'routes.yaml:1: shares sum to 100, these to no number'],
  ['{timeout: soon}', 'routes.yaml:1: a timeout is a duration as 3s, or none, got "soon"'],
  ['{speed: 1}', 'routes.yaml:1: speed is nothing that an answer has; it has version, shares, status, flag, location, rewrite, authority, timeout, retries, mirror, virtualService, route, kind'],
  ['{shares: {v1: 150, v2: -50}}', 'routes.yaml:1: a share is not less than 0, got -50'],
  ['{kind: reject}', 'routes.yaml:1: an outcome is forward, respond, redirect, abort, passthrough, got "reject"'],
  ['{mirror: v2}', 'routes.yaml:1: mirror is a map from versions to percentages, or none'],
  ['{mirror: {v9: 100}}', 'routes.yaml:1: no subset and no service is called "v9"'],
  ['{retries: {budget: 5}}', 'routes.yaml:1: budget is nothing that retries have; they have attempts, on, perTryTimeout'],
  ['{}', 'routes.yaml:1: nothing is expected'],
])('what can never hold is said with its line: %s', (expectation, problem) => {
  const report = run(`tests: [{request: {host: reviews}, expect: ${expectation}}, {request: {host: reviews}, expect: {route: default}}]`);
  expect(report.problems).toEqual([problem]);
  expect(report.asked).toBe(1);
});

test.each([
  ['tests: [', /^routes\.yaml:1: this is not YAML/],
  ['tests: []', 'routes.yaml:1: the file has no tests: it needs a list under tests'],
  ['routes: []', 'routes.yaml:1: the file has no tests: it needs a list under tests'],
  ['tests: [5]', 'routes.yaml:1: a test is a map with a request and what to expect'],
  ['tests: [{request: {host: reviews}}]', 'routes.yaml:1: a test says under expect what is to come of its request'],
  ['tests: [{expect: {route: a}}]', 'routes.yaml:1: a test has a request, or several as requests'],
  ['tests: [{requests: [], expect: {route: a}}]', 'routes.yaml:1: a test has a request, or several as requests'],
  ['tests: [{request: {path: /}, expect: {route: a}}]', 'routes.yaml:1: a request needs the host that is called'],
  ['tests: [{request: {host: a, from: {gateway: x/y}}, expect: {route: a}}]', 'routes.yaml:1: there is no Gateway x/y; gateways are named as namespace/name'],
  ['tests: [{request: {host: a, from: {namespace: nowhere}}, expect: {route: a}}]', 'routes.yaml:1: no object is in the namespace nowhere, and none speaks of it'],
])('a file that cannot be run is one problem: %s', (yaml, problem) => {
  expect(run(yaml).problems).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
});

test('a file that is not there stops no other', () => {
  const report = RouteTest.fromFiles(['missing.yaml']).run(simulationOf(canaryYaml()));
  expect(report.problems).toEqual([expect.stringMatching(/^missing\.yaml:1: the file cannot be read: ENOENT/)]);
});

test('Envoy\'s own answers are expected by their status, redirects by where they lead', () => {
  const yaml = canaryYaml({ subsets: ['v1'] }).replace('timeout: 3s', 'mirror: {host: reviews, subset: v1}\n    retries: {attempts: 0}');
  const report = run('tests: [{request: {host: reviews}, expect: {shares: {v1: 90, 503: 10}, flag: NC, retries: none, mirror: {v1: 100}, timeout: none, location: none, kind: "forward, respond", authority: none}}]', yaml);
  expect(report.failures).toEqual([]);
});

test('JUnit\'s report has failures and problems, and marks nothing up that is none', () => {
  const xml = run('tests: [{name: "a < b", request: {host: reviews}, expect: {version: v2}}, {request: {host: reviews}, expect: {version: v9}}, {request: {host: reviews}, expect: {route: default}}]').toJunit();
  expect(xml).toContain('<testsuite name="routes" tests="3" failures="1" errors="1">');
  expect(xml).toContain('name="a &lt; b (reviews/)">');
  expect(xml).toContain('<error message="routes.yaml:1: no subset and no service is called &quot;v9&quot;"/>');
  expect(xml).toContain('name="reviews/"/>');
});

test('conditions of retries need no quotes, although older YAML takes their name for a truth', () => {
  const expectation = '{retries: {attempts: 2, on: "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes"}}';
  const report = run(`tests:\n- request: {host: reviews}\n  expect: ${expectation}`);
  expect([report.problems, report.failures]).toEqual([[], []]);
});

test('a file whose requests all miss the manifests is one problem, unless that is expected', () => {
  const lost = 'tests:\n- {request: {host: reviewz, port: 80}, expect: {route: default}}\n- {request: {host: nothing, port: 80}, expect: {kind: passthrough}}';
  expect(run(lost).problems).toEqual(['routes.yaml:2: no request of this file reaches a host that the manifests have']);
  expect(run(lost.replace('route: default', 'kind: passthrough')).problems).toEqual([]);
  expect(run(`${lost}\n- {request: {host: reviews}, expect: {route: default}}`).problems).toEqual([]);
});

test('a caller may be in a namespace of which only rules speak', () => {
  const report = run('tests: [{request: {host: reviews.bookinfo, from: {namespace: legacy}}, expect: {route: default}}]', canaryYaml().replace('{x-canary: {exact: \'true\'}}', '{x-canary: {exact: \'true\'}}, sourceNamespace: legacy'));
  expect(report.problems).toEqual([]);
});
