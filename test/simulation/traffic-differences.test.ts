import { TrafficDifferences } from '../../src/simulation/traffic-differences';
import { canaryYaml, simulationOf } from '../support/mesh';

function between(before: string, after: string): TrafficDifferences {
  return TrafficDifferences.between(simulationOf(before), simulationOf(after));
}

const LEGACY = '\n---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: own, namespace: legacy}\nspec: {host: "*.local", subsets: [{name: v1, labels: {version: v1}}]}';

test('nothing changes where the same is written otherwise', () => {
  const differences = between(canaryYaml(), canaryYaml().replace('timeout: 3s', 'timeout: 3000ms'));
  expect([differences.count, differences.toText(), differences.toMarkdown(), differences.toJson()]).toEqual([0, 'nothing changes for any request', 'Nothing changes for any request.', '[]']);
});

test('the next step of a canary changes the split for all but testers', () => {
  expect(between(canaryYaml(), canaryYaml({ weight: 25 })).toText()).toBe('all other requests to reviews.bookinfo: v1 90 %, v2 10 % -> v1 75 %, v2 25 %');
});

test('several changes of the same requests stand in one line', () => {
  const differences = between(canaryYaml(), canaryYaml({ weight: 25, timeout: '30s' }));
  expect(differences.toMarkdown()).toBe('- **all other requests to reviews.bookinfo**: `v1 90 %, v2 10 % -> v1 75 %, v2 25 %`; `timeout 3s -> 30s`');
  expect(JSON.parse(differences.toJson())).toEqual([{ host: 'reviews.bookinfo', callers: '', requests: 'all others', changes: ['v1 90 %, v2 10 % -> v1 75 %, v2 25 %', 'timeout 3s -> 30s'] }]);
});

test('of an answer without a service, nothing is said of timeouts and retries', () => {
  const closed = canaryYaml().replace(/timeout: 3s[^]*$/, 'directResponse: {status: 410}\n');
  expect(between(canaryYaml(), closed).toText()).toBe('all other requests to reviews.bookinfo: v1 90 %, v2 10 % -> 410');
});

test('a subset that is gone breaks whom a rule leads there', () => {
  const text = between(canaryYaml({ weight: 0 }), canaryYaml({ weight: 0, subsets: ['v1'] })).toText();
  expect(text).toBe([
    'requests to reviews.bookinfo with x-canary: true: v2 -> 503 (DestinationRule bookinfo/reviews has no subset v2)',
    'requests to reviews.bookinfo with cookie: beta_user=true: v2 -> 503 (DestinationRule bookinfo/reviews has no subset v2)',
  ].join('\n'));
});

test('callers for whom something else changes are named', () => {
  const text = between(canaryYaml({ weight: 0 }) + LEGACY, canaryYaml({ weight: 0 }) + LEGACY.replace('subsets: [{name: v1, labels: {version: v1}}]', 'trafficPolicy: {loadBalancer: {simple: RANDOM}}')).toText();
  expect(text).toBe('all other requests to reviews.bookinfo, callers in namespace legacy: v1 -> 503 (DestinationRule legacy/own has no subset v1; DestinationRule bookinfo/reviews has it, and the caller does not see that)');
});

test('callers who are spared are named', () => {
  const guarded = canaryYaml().replace('subset: v1}, weight', 'subset: v1}, weight') + LEGACY.replace('bookinfo', 'legacy');
  expect(between(guarded, guarded).count).toBe(0);
});

test('services that come and go are named once', () => {
  const service = '\n---\n{apiVersion: v1, kind: Service, metadata: {name: ratings, namespace: bookinfo}, spec: {selector: {app: ratings}, ports: [{name: http, port: 80}, {name: http-b, port: 81}]}}';
  expect(between(canaryYaml(), canaryYaml() + service).toText()).toBe('requests to ratings.bookinfo:80: new\nrequests to ratings.bookinfo:81: new');
  expect(between(canaryYaml() + service, canaryYaml()).toText()).toContain('requests to ratings.bookinfo:80: gone');
});

test('requests that come by a gateway are asked as well', () => {
  const gateway = (path: string) => `\n---
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: public, namespace: edge}, spec: {selector: {istio: x}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*.example.com']}]}}
---
{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: public, namespace: bookinfo}, spec: {hosts: [www.example.com], gateways: [edge/public], http: [{match: [{uri: {prefix: ${path}}, method: {exact: GET}, queryParams: {q: {exact: '1'}}}], route: [{destination: {host: reviews}}]}]}}`;
  expect(between(canaryYaml() + gateway('/a'), canaryYaml() + gateway('/b')).toText()).toBe([
    'requests to www.example.com at gateway edge/public with /a?q=1, GET: reviews.bookinfo.svc.cluster.local -> 404',
    'requests to www.example.com at gateway edge/public with /b?q=1, GET: 404 -> reviews.bookinfo.svc.cluster.local',
  ].join('\n'));
  expect(between(canaryYaml(), canaryYaml() + gateway('/a')).toText()).toContain('www.example.com at gateway edge/public: new');
});
