import { Caller } from '../../src/simulation/caller';
import { canaryYaml, simulationOf } from '../support/mesh';

const GATEWAY = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec: {selector: {istio: ingress}, servers: [{port: {number: 8080, name: http, protocol: HTTP}, hosts: ['*']}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: public, namespace: bookinfo}
spec: {hosts: [www.example.com], gateways: [edge/public], http: [{route: [{destination: {host: reviews}}]}]}
`;

test('a service is called from its own namespace at its first port of HTTP, if nothing else is said', () => {
  const answer = simulationOf(canaryYaml()).ask({ host: 'reviews' });
  expect(answer.virtualHost).toBe('reviews.bookinfo.svc.cluster.local:8080');
  expect([answer.virtualService, answer.route]).toEqual(['bookinfo/reviews', 'default']);
});

test('the shares of versions are those of the weights', () => {
  const simulation = simulationOf(canaryYaml({ weight: 25 }));
  const answer = simulation.ask({ host: 'reviews' });
  expect([answer.shareOf('v1'), answer.shareOf('v2'), answer.shareOf('v3')]).toEqual([0.75, 0.25, 0]);
  expect(simulation.ask({ host: 'reviews', headers: { 'X-Canary': 'true' } }).shareOf('v2')).toBe(1);
});

test('a random value picks the outcome in whose interval it lies', () => {
  const answer = simulationOf(canaryYaml()).ask({ host: 'reviews' });
  expect([0, 0.89, 0.9, 0.999, 1].map((random) => answer.outcomeFor(random).subset)).toEqual(['v1', 'v1', 'v2', 'v2', 'v2']);
});

test('what Envoy answers itself is nobody\'s share', () => {
  const answer = simulationOf(canaryYaml({ subsets: ['v1'] })).ask({ host: 'reviews' });
  expect(answer.shareOf('v2')).toBe(0);
  expect(answer.outcomes[1]).toMatchObject({ kind: 'respond', status: 503, flag: 'NC', share: 0.1 });
});

test('a request may come by a gateway, at the port of its server', () => {
  const simulation = simulationOf(`${canaryYaml()}---${GATEWAY}`);
  expect(simulation.ask({ caller: Caller.gateway('edge/public'), host: 'www.example.com' }).virtualHost).toBe('www.example.com:8080');
  expect(simulation.ask({ caller: Caller.gateway('edge/public', 'other'), host: 'other.example.com' }).outcomes).toMatchObject([{ status: 404, flag: 'NR' }]);
});

test('a gateway tells testers by the claims of their token, of which one value is enough', () => {
  const to = 'route: [{destination: {host: reviews}}]';
  const rules = `{name: staff, match: [{headers: {'@request.auth.claims[realm][roles]': {exact: staff}}}], ${to}}, `
    + `{name: guests, match: [{withoutHeaders: {'@request.auth.claims.group': {prefix: test}}}], ${to}}, {name: testers, ${to}}`;
  const simulation = simulationOf(`${canaryYaml()}---${GATEWAY.replace(`{${to}}`, rules)}`);
  const routeOf = (claims?: { [name: string]: string }) => simulation.ask({ caller: Caller.gateway('edge/public'), host: 'www.example.com', claims });
  expect(routeOf({ 'realm.roles': 'user staff' }).route).toBe('staff');
  expect(routeOf({ group: 'testers' }).route).toBe('testers');
  expect([routeOf().route, routeOf({ group: '' }).route]).toEqual(['guests', 'guests']);
  expect(routeOf({ group: 'testers' }).explain()).toContain('no @request.auth.claims.group prefix "test", and the request has "testers"');
});

test('an unknown gateway is an error, and so is a mesh-wide configuration that is no YAML', () => {
  expect(() => simulationOf(canaryYaml()).ask({ caller: Caller.gateway('edge/public'), host: 'a' })).toThrow('there is no Gateway edge/public; gateways are named as namespace/name');
  expect(() => simulationOf('', 'a: [')).toThrow(/^the mesh-wide configuration cannot be read: it is not YAML/);
});

test('the mesh-wide configuration decides about unknown hosts', () => {
  const blocked = simulationOf(canaryYaml(), 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}');
  expect(blocked.ask({ host: 'unknown', port: 8080 }).outcomes).toMatchObject([{ kind: 'respond', status: 502 }]);
  expect(blocked.ask({ host: 'unknown', port: 81 }).outcomes).toMatchObject([{ kind: 'respond', cluster: 'BlackHoleCluster' }]);
});

test('JSON has what there is, in the order of the documentation', () => {
  expect(simulationOf(canaryYaml()).ask({ host: 'reviews', headers: { 'x-canary': 'true' } }).toJson()).toBe(
    '{"virtualHost":"reviews.bookinfo.svc.cluster.local:8080","virtualService":"bookinfo/reviews","route":"testers","outcomes":[{"share":1,"kind":"forward",'
    + '"cluster":"outbound|8080|v2|reviews.bookinfo.svc.cluster.local","host":"reviews.bookinfo.svc.cluster.local","subset":"v2","port":8080}],'
    + '"retries":{"attempts":2,"on":"connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes"},"mirrors":[]}',
  );
});

test('a service may be called by an address with colons, with brackets or without', () => {
  const simulation = simulationOf(canaryYaml().replace('spec: {selector', 'spec: {clusterIP: "fd00::1", selector'));
  const authorities = ['fd00::1', '[fd00::1]', '[fd00::1]:8080'].map((host) => simulation.ask({ host, port: 8080, caller: Caller.pod('bookinfo') }).virtualService);
  expect(authorities).toEqual(['bookinfo/reviews', 'bookinfo/reviews', 'bookinfo/reviews']);
});
