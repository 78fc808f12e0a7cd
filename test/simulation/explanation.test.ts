import { Caller } from '../../src/simulation/caller';
import { canaryYaml, simulationOf } from '../support/mesh';

const EXTRA = (yaml: string) => simulationOf(`${canaryYaml()}---\n${yaml}`);

function explained(simulation = simulationOf(canaryYaml()), request: Partial<Parameters<typeof simulation.ask>[0]> = {}): string {
  return simulation.ask({ host: 'reviews', ...request }).explain();
}

test('an explanation says what happens, and of every rule why it does or does not take the request, with file and line', () => {
  expect(explained()).toBe([
    '  virtual host     reviews.bookinfo.svc.cluster.local:8080',
    '  rule             bookinfo/reviews, default',
    '  goes to          90 %  reviews.bookinfo.svc.cluster.local, subset v1, port 8080',
    '                   10 %  reviews.bookinfo.svc.cluster.local, subset v2, port 8080',
    '  timeout          3s',
    '  retries          2 on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
    'because',
    '  no        bookinfo/reviews http[0].match[0] testers: header x-canary exact "true", and the request has none (mesh.yaml:32)',
    '  no        bookinfo/reviews http[0].match[1] testers: header cookie regex "^(.*;\\\\s*)?beta_user=true(;.*)?$", and the request has none (mesh.yaml:33)',
    '  takes it  bookinfo/reviews http[1] default (mesh.yaml:35)',
    '  outbound|8080|v1|reviews.bookinfo.svc.cluster.local: pods with app=reviews,version=v1, by DestinationRule bookinfo/reviews',
    '  outbound|8080|v2|reviews.bookinfo.svc.cluster.local: pods with app=reviews,version=v2, by DestinationRule bookinfo/reviews',
  ].join('\n'));
});

test('the value seen is named beside the condition', () => {
  expect(explained(undefined, { headers: { 'x-canary': 'false' } })).toContain('header x-canary exact "true", and the request has "false"');
});

test('rules behind the one that takes the request were not asked', () => {
  expect(explained(undefined, { headers: { 'x-canary': 'true' } })).toContain('http[1] default: a rule before it has taken the request');
});

test('a VirtualService that another one hides is named with the reason', () => {
  const text = explained(EXTRA('apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: zz, namespace: bookinfo}\nspec: {hosts: [reviews], http: [{route: [{destination: {host: reviews}}]}]}'));
  expect(text).toContain('VirtualService bookinfo/zz does not count: VirtualService bookinfo/reviews comes first, and only one counts for a host');
});

test('a rule that leaves nothing for the caller is named with the reason', () => {
  const text = explained(EXTRA('apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: aa, namespace: bookinfo}\nspec: {hosts: [reviews], http: [{match: [{sourceNamespace: other}], route: [{destination: {host: reviews}}]}]}'));
  expect(text).toContain('VirtualService bookinfo/aa does not count: it is for callers in the namespace other, and the caller is in bookinfo');
});

const RULE = (name: string, namespace: string, spec: string) => `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}`;

test.each([
  ['caller', RULE('own', 'legacy', '{host: "*.local", trafficPolicy: {loadBalancer: {simple: RANDOM}}}'), 'legacy', 'DestinationRule bookinfo/reviews does not count: DestinationRule legacy/own, in the namespace legacy, comes first'],
  ['caller', RULE('own', 'legacy', '{host: "*.local", trafficPolicy: {loadBalancer: {simple: RANDOM}}}'), 'legacy', 'outbound|8080|v1|reviews.bookinfo.svc.cluster.local: DestinationRule legacy/own has no subset v1; DestinationRule bookinfo/reviews has it, and the caller does not see that'],
  ['owner', RULE('wide', 'bookinfo', '{host: "*.svc.cluster.local"}'), 'bookinfo', 'DestinationRule bookinfo/wide does not count: DestinationRule bookinfo/reviews is for a more specific host'],
  ['elsewhere', RULE('far', 'other', '{host: reviews.bookinfo.svc.cluster.local}'), 'bookinfo', 'DestinationRule other/far does not count: DestinationRules are looked for in bookinfo, bookinfo and istio-system only'],
  ['exported', RULE('zz', 'bookinfo', '{host: reviews, exportTo: ["*"]}'), 'bookinfo', 'DestinationRule bookinfo/reviews does not count: DestinationRule bookinfo/zz has the same host and is exported to others, so that they are not joined'],
  ['hidden', RULE('mine', 'istio-system', '{host: reviews.bookinfo.svc.cluster.local, exportTo: ["."]}'), 'bookinfo', 'DestinationRule istio-system/mine does not count: it is not exported to bookinfo'],
  ['selected', RULE('some', 'bookinfo', '{host: reviews, workloadSelector: {matchLabels: {app: x}}}'), 'bookinfo', 'DestinationRule bookinfo/some does not count: it is for other callers'],
])('a DestinationRule that does not count is named with the reason: %s', (_, yaml, namespace, expected) => {
  expect(explained(EXTRA(yaml), { caller: Caller.pod(namespace), host: 'reviews.bookinfo' })).toContain(expected);
});

test('a policy is told block by block', () => {
  const policy = '{loadBalancer: {simple: RANDOM}, portLevelSettings: [{port: {number: 8080}, tls: {mode: DISABLE}}]}';
  const text = explained(simulationOf(canaryYaml().replace('subsets: [', `trafficPolicy: ${policy}, subsets: [`), 'defaultTrafficPolicy: {connectionPool: {http: {maxRetries: 1}}}'));
  expect(text).toContain('    tls from the settings for port 8080 of DestinationRule bookinfo/reviews\n    connectionPool from the defaultTrafficPolicy of the mesh');
  expect(text).not.toContain('loadBalancer from');
});

test('what nobody knows is said', () => {
  expect(explained(undefined, { host: 'unknown', port: 8080 })).toContain('no service that the caller sees, and no rule, is for unknown at port 8080');
  expect(explained(undefined, { port: 81 })).toContain('no service that the caller sees takes this connection to port 81, so nobody looks into it');
});

test('copies that go nowhere are named', () => {
  expect(explained(simulationOf(canaryYaml().replace('timeout: 3s', 'mirror: {host: missing}')))).toContain(
    'copies to outbound|8080||missing.bookinfo.svc.cluster.local are lost: Istio knows no host missing.bookinfo.svc.cluster.local',
  );
});

test('all that a rule does to a request is listed', () => {
  const does = 'rewrite: {uri: /new, authority: a.example.com}, fault: {delay: {percentage: {value: 10}, fixedDelay: 1s}, abort: {percentage: {value: 5}, httpStatus: 418}}, '
    + 'headers: {request: {set: {x-a: b}, add: {x-c: d}, remove: [x-e]}}, mirror: {host: reviews, subset: v2}';
  const text = explained(simulationOf(canaryYaml().replace('timeout: 3s', `${does.replace(/, (?=fault|headers|mirror)/g, '\n    ')}\n    timeout: 3s`)));
  for (const line of ['goes to          5 %  418 FI (injected)', 'delay            1s for 10 %', 'path             /new', 'authority        a.example.com', 'request headers  set x-a: b; add x-c: d; remove x-e', 'copies           100 % to outbound|8080|v2|']) {
    expect(text).toContain(line);
  }
});
