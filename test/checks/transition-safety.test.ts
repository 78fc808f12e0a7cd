import { Checks } from '../../src/checks/checks';
import { deployment, destinationRule, httpRule, service, together } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

const SUBSETS = (...names: string[]) => destinationRule(`subsets:${names.map((name) => `\n- {name: ${name}, labels: {version: ${name}}}`).join('')}`);
const TO = (...weights: [string, number][]) => httpRule(`route:${weights.map(([name, weight]) => `\n- destination: {host: reviews, subset: ${name}}\n  weight: ${weight}`).join('')}`);
const PODS = (name: string, replicas = 1) => deployment(`reviews-${name}`, `{app: reviews, version: ${name}}`, `replicas: ${replicas}`);

function gaps(before: string[], after: string[]) {
  const [previous, manifests] = [before, after].map((objects) => Manifests.fromYaml(together(service(''), ...objects)));
  return Checks.run(manifests, { previous }).findings.filter(({ rule }) => rule.startsWith('transition')).map(({ rule, message }) => [rule, message]);
}

const STABLE = [SUBSETS('v1'), PODS('v1'), TO(['v1', 100])];
const EXPANDED = [SUBSETS('v1', 'v2'), PODS('v1'), PODS('v2'), TO(['v1', 100], ['v2', 0])];
const MOVED = [SUBSETS('v1', 'v2'), PODS('v1'), PODS('v2'), TO(['v1', 0], ['v2', 100])];
const CONTRACTED = [SUBSETS('v2'), PODS('v2'), TO(['v2', 100])];

test('expanding, moving and contracting one after the other is safe in every order', () => {
  expect(gaps(STABLE, EXPANDED)).toEqual([]);
  expect(gaps(EXPANDED, MOVED)).toEqual([]);
  expect(gaps(MOVED, CONTRACTED)).toEqual([]);
  expect(gaps(STABLE, STABLE)).toEqual([]);
});

test('a subset that is added and routed to at once is missing in one order', () => {
  const found = gaps(STABLE, [SUBSETS('v1', 'v2'), PODS('v1'), PODS('v2'), TO(['v1', 90], ['v2', 10])]);
  expect(found).toContainEqual(['transition-subset-gap',
    'subset v2 is routed to and missing if VirtualService shop/reviews is applied before DestinationRule shop/reviews']);
  expect(found).toContainEqual(['transition-pods-gap',
    'subset v2 is routed to and without pods if VirtualService shop/reviews is applied before Deployment shop/reviews-v2 is ready']);
});

test('a subset that is left and removed at once is missing in the other order', () => {
  const found = gaps([SUBSETS('v1', 'v2'), PODS('v1'), PODS('v2'), TO(['v1', 50], ['v2', 50])], CONTRACTED);
  expect(found).toContainEqual(['transition-subset-gap',
    'subset v1 is routed to and missing if DestinationRule shop/reviews is applied before VirtualService shop/reviews']);
  expect(found).toContainEqual(['transition-pods-gap',
    'subset v1 is routed to and without pods if Deployment shop/reviews-v1 is removed or changed before VirtualService shop/reviews is applied']);
});

test('scaling a version to nothing in the output that leaves it is caught by the order of its pods alone', () => {
  const found = gaps([SUBSETS('v1', 'v2'), PODS('v1'), PODS('v2'), TO(['v1', 50], ['v2', 50])],
    [SUBSETS('v1', 'v2'), PODS('v1', 0), PODS('v2'), TO(['v2', 100])]);
  expect(found.map(([rule]) => rule)).toEqual(['transition-pods-gap']);
});
