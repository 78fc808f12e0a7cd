import { anyObject } from '../../src/checks/examples';
import { stepping } from '../../src/checks/flagger/flagger-examples';
import { flaggerFindings, flaggerRulesBroken } from '../support/flagger-findings';

function served(service: string, more = ''): string[] {
  return flaggerRulesBroken(stepping('', { service, more }));
}

test.each([
  ['delegation: true\nhosts: [www.example.com]', ['delegation-hosts']],
  ['delegation: true\ngateways: [ingress/public]', ['delegation-hosts']],
  ['delegation: true', []],
  ['delegation: false\nhosts: [www.example.com]', []],
  ['hosts: ["*"]', ['wildcard-in-mesh']],
  ['hosts: ["*"]\ngateways: [ingress/public, mesh]', ['wildcard-in-mesh']],
  ['hosts: ["*"]\ngateways: [ingress/public]', ['mesh-left-out']],
  ['hosts: ["*.example.com"]', []],
  ['gateways: []', []],
  ['gateways: [mesh]', []],
  ['gateways: [ingress/public, mesh]\nhosts: [www.example.com]', []],
])('where a service is called from must be possible: %j', (service, rules) => {
  expect(served(service)).toEqual(rules);
});

test('the values that are given are told', () => {
  expect(flaggerFindings(stepping('', { service: 'delegation: true\nhosts: [a.example.com]' }))).toEqual([
    ['flagger-delegation-hosts', 'spec.service.hosts cannot stand beside delegation: true, got ["a.example.com"]'],
  ]);
});

test.each([
  ['backendTimeout: 5s', '', ['setting-ignored']],
  ['gatewayRefs: [{name: public}]', 'provider: istio', ['setting-ignored']],
  ['gatewayRefs: [{name: public}]\nbackendTimeout: 5s', '', []],
  ['meshName: a', '', ['setting-ignored']],
  ['appProtocol: tcp\ntimeout: 5s\nheaders: {}', '', ['setting-ignored', 'setting-ignored']],
  ['appProtocol: grpc\ntimeout: 5s', '', []],
  ['gatewayRefs: [{name: public}]\nbackendTimeout: 5s', 'provider: gatewayapi:v1', []],
  ['gatewayRefs: [{name: public}]\ntrafficPolicy: {}', 'provider: gatewayapi:v1', ['setting-ignored']],
  ['gatewayRefs: [{name: public}]\ndelegation: false', 'provider: gatewayapi:v1', []],
  ['', 'provider: gatewayapi:v1', ['gateway-refs-missing']],
  ['backendTimeout: 5s', 'provider: nginx', []],
])('a setting belongs to a provider and a protocol: %j %j', (service, more, rules) => {
  expect(served(service, more)).toEqual(rules);
});

test.each([
  ['name: reviews.v2', 'spec.service.name makes a Service reviews.v2-primary'],
  [`name: ${'a'.repeat(56)}`, `spec.service.name makes a Service ${'a'.repeat(56)}-primary`],
])('a name must leave room for what Flagger puts behind it: %s', (service, message) => {
  expect(flaggerFindings(stepping('', { service }))).toEqual([['flagger-service-name-invalid', expect.stringContaining(message)]]);
});

test('without a name of its own, the service has that of the target', () => {
  expect(flaggerFindings(stepping('', { target: 'reviews.v2' }))[0][1]).toMatch(/^spec\.targetRef\.name makes a Service reviews\.v2-primary, /);
  expect(served(`name: ${'a'.repeat(55)}`)).toEqual([]);
});

test('a Canary needs a service', () => {
  const without = anyObject('flagger.app/v1beta1', 'Canary', 'reviews', 'targetRef: {apiVersion: apps/v1, kind: Deployment, name: reviews}\nanalysis: {interval: 1m, threshold: 5, stepWeight: 10}');
  expect(flaggerFindings(without)).toEqual([['flagger-service-missing', 'spec has no service, of which Flagger needs the port']]);
});

test.each([
  ['{name: user}', ['cookie-life-missing']],
  ['{name: user, ttl: 1h}', []],
])('a cookie of a consistent hash has a life: %s', (cookie, rules) => {
  expect(served(`trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: ${cookie}}}}`)).toEqual(rules);
});
