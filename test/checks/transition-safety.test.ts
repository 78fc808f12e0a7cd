import { Checks } from '../../src/checks/checks';
import { deployment, destinationRule, httpRule, service, together, virtualService } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

const SUBSETS = (names: string[], more = '', name = 'reviews') => (
  destinationRule(`subsets:${names.map((one) => `\n- {name: ${one}, labels: {version: ${one}}}`).join('')}${more}`, name)
);
const TO = (...weights: [string, number][]) => httpRule(`route:${weights.map(([name, weight]) => `\n- destination: {host: reviews, subset: ${name}}\n  weight: ${weight}`).join('')}`);
const PODS = (name: string, replicas = 1, labels = `{app: reviews, version: ${name}}`) => deployment(`reviews-${name}`, labels, `replicas: ${replicas}`);
const SERVICE = service('');
const HOST = 'reviews.shop.svc.cluster.local';

function findings(before: string[], after: string[], options = {}) {
  const [previous, manifests] = [['old.yaml', before], ['new.yaml', after]].map(([name, objects]) => Manifests.fromYaml(together(...objects), name as string));
  return Checks.run(manifests, { previous, ...options }).findings.filter(({ rule }) => rule.startsWith('transition'));
}

function gaps(before: string[], after: string[]) {
  return findings([SERVICE, ...before], [SERVICE, ...after]).map(({ message }) => message.replaceAll(` of ${HOST}`, ''));
}

const STABLE = [SUBSETS(['v1']), PODS('v1'), TO(['v1', 100])];
const EXPANDED = [SUBSETS(['v1', 'v2']), PODS('v1'), PODS('v2'), TO(['v1', 100], ['v2', 0])];
const SPLIT = [SUBSETS(['v1', 'v2']), PODS('v1'), PODS('v2'), TO(['v1', 50], ['v2', 50])];
const MOVED = [SUBSETS(['v1', 'v2']), PODS('v1'), PODS('v2'), TO(['v1', 0], ['v2', 100])];
const CONTRACTED = [SUBSETS(['v2']), PODS('v2'), TO(['v2', 100])];

describe('every order is safe', () => {
  test('if expanding, moving and contracting follow each other', () => {
    expect(gaps(STABLE, EXPANDED)).toEqual([]);
    expect(gaps(EXPANDED, MOVED)).toEqual([]);
    expect(gaps(MOVED, CONTRACTED)).toEqual([]);
    expect(gaps(STABLE, STABLE)).toEqual([]);
  });

  test('if everything of a service is new, or gone', () => {
    expect(findings([], [SERVICE, ...STABLE])).toEqual([]);
    expect(findings([SERVICE, ...STABLE], [])).toEqual([]);
    const www = virtualService('hosts: [www.example.com]\ngateways: [public]\nhttp:\n- route: [{destination: {host: reviews, subset: v1}}]', 'www');
    expect(findings([SERVICE, PODS('v1')], [SERVICE, SUBSETS(['v1']), PODS('v1'), www])).toEqual([]);
  });

  test('for what an output lacks by itself', () => {
    expect(gaps([SUBSETS(['v1']), PODS('v1'), TO(['v9', 100])], STABLE)).toEqual([]);
    expect(gaps(STABLE, [SUBSETS(['v1']), PODS('v1', 0), TO(['v1', 100])])).toEqual([]);
  });

  test('where others say which addresses a service has', () => {
    expect(findings([service('selector: {}'), SUBSETS(['v1']), TO(['v1', 100])], [service('selector: {}'), SUBSETS(['v1', 'v2']), TO(['v2', 0], ['v1', 1])])).toEqual([]);
  });
});

describe('some orders are not', () => {
  test('if a subset is added and routed to at once', () => {
    expect(gaps(STABLE, [SUBSETS(['v1', 'v2']), PODS('v1'), PODS('v2'), TO(['v1', 90], ['v2', 10])])).toEqual([
      'subset v2 is routed to and missing if VirtualService shop/reviews is applied before DestinationRule shop/reviews is applied',
      'subset v2 is routed to and without pods if VirtualService shop/reviews is applied before Deployment shop/reviews-v2 is applied',
    ]);
  });

  test('if a subset is left and removed at once', () => {
    expect(gaps(SPLIT, CONTRACTED)).toEqual([
      'subset v1 is routed to and missing if DestinationRule shop/reviews is applied before VirtualService shop/reviews is applied',
      'subset v1 is routed to and without pods if Deployment shop/reviews-v1 is removed before VirtualService shop/reviews is applied',
    ]);
  });

  test('if a version is scaled to nothing in the output that leaves it: one interleaving alone breaks', () => {
    const [found, ...others] = findings([SERVICE, ...SPLIT], [SERVICE, SUBSETS(['v1', 'v2']), PODS('v1', 0), PODS('v2'), TO(['v2', 100])]);
    expect(others).toEqual([]);
    expect(found.message).toContain('without pods if Deployment shop/reviews-v1 is applied before VirtualService shop/reviews is applied');
    expect(found.fix).toBe('apply VirtualService shop/reviews, then apply Deployment shop/reviews-v1; '
      + 'wait each time until proxies have it and pods are ready, or make the change in two outputs');
  });

  test('if pods get the labels of another version', () => {
    expect(gaps([SUBSETS(['v1', 'v2']), PODS('v1'), TO(['v1', 1])], [SUBSETS(['v1', 'v2']), PODS('v1', 1, '{app: reviews, version: v2}'), TO(['v2', 1])])).toEqual([
      'subset v1 is routed to and without pods if Deployment shop/reviews-v1 is applied before VirtualService shop/reviews is applied',
      'subset v2 is routed to and without pods if VirtualService shop/reviews is applied before Deployment shop/reviews-v1 is applied',
    ]);
  });

  test('if the selector of the Service changes with the pods, and then no order is safe', () => {
    const labelled = (key: string) => [service(`selector: {${key}: reviews}`), SUBSETS(['v1']), PODS('v1', 1, `{${key}: reviews, version: v1}`), TO(['v1', 1])];
    const [found] = findings(labelled('app'), labelled('name'));
    expect(found.message).toContain('without pods if Service shop/reviews is applied before Deployment shop/reviews-v1 is applied');
    expect(found.fix).toBe('no order is safe, so make the change in two outputs: first add what is new and move the requests, then remove what is old');
  });

  test('if a subset is renamed where it is routed to', () => {
    const renamed = (name: string) => [destinationRule(`subsets: [{name: ${name}, labels: {version: v1}}]`), PODS('v1'), TO([name, 1])];
    expect(gaps(renamed('stable'), renamed('v1'))).toHaveLength(2);
  });
});

describe('what requests depend on', () => {
  const before = [PODS('v1'), PODS('v2'), SUBSETS(['v1'])];
  const after = [PODS('v1'), PODS('v2'), SUBSETS(['v1', 'v2'])];
  const late = 'if VirtualService shop/reviews is applied before DestinationRule shop/reviews is applied';
  const v1 = 'route: [{destination: {host: reviews, subset: v1}}]';
  const v2 = 'route: [{destination: {host: reviews, subset: v2}}]';

  test.each([
    ['TCP routes', virtualService(`tcp:\n- ${v1}`), virtualService(`tcp:\n- ${v2}`)],
    ['TLS routes', virtualService(`tls:\n- match: [{sniHosts: [reviews]}]\n  ${v1}`), virtualService(`tls:\n- match: [{sniHosts: [reviews]}]\n  ${v2}`)],
    ['the copies of a mirror', httpRule(v1), httpRule(`${v1}\nmirror: {host: reviews, subset: v2}`)],
    ['the copies of mirrors', httpRule(v1), httpRule(`${v1}\nmirrors: [{destination: {host: reviews, subset: v2}, percentage: {value: 5}}]`)],
    ['rules at a gateway', virtualService(`gateways: [mesh, public]\nhttp:\n- ${v1}`), virtualService(`gateways: [ingress/public]\nhttp:\n- ${v2}`)],
    ['rules for one namespace', httpRule(v1), virtualService(`exportTo: ["."]\nhttp:\n- ${v2}`)],
  ])('%s are looked at', (_name, old, now) => {
    expect(gaps([...before, old], [...after, now])).toEqual([`subset v2 is routed to and missing ${late}`]);
  });

  test('a mirror of nothing is none', () => {
    expect(gaps([...before, httpRule(v1)], [...after, httpRule(`${v1}\nmirror: {host: reviews, subset: v2}\nmirrorPercentage: {value: 0}`)])).toEqual([]);
  });

  test('a delegate counts while requests are handed over to it', () => {
    const root = (name: string) => virtualService(`http:\n- delegate: {name: ${name}}`, 'root');
    const delegate = (rule: string) => virtualService(`hosts: []\nhttp:\n- ${rule}`, 'part');
    expect(gaps([...before, root('part'), delegate(v1)], [...after, root('part'), delegate(v2)])).toEqual([
      'subset v2 is routed to and missing if VirtualService shop/part is applied before DestinationRule shop/reviews is applied',
    ]);
    expect(gaps([...before, root('other'), delegate(v1)], [...after, root('other'), delegate(v2)])).toEqual([]);
    expect(gaps([...before, root('other'), delegate(v2)], [...after, root('part'), delegate(v2)])).toEqual([
      'subset v2 is routed to and missing if VirtualService shop/root is applied before DestinationRule shop/reviews is applied',
    ]);
  });

  test('a VirtualService that is removed leads requests as long as it is there', () => {
    const [found, ...others] = findings([SERVICE, ...STABLE], [SERVICE, PODS('v1'), SUBSETS([])]);
    expect(others).toEqual([]);
    expect(found.message).toBe(`subset v1 of ${HOST} is routed to and missing if DestinationRule shop/reviews is applied before VirtualService shop/reviews is removed`);
    expect(found).toMatchObject({ file: 'old.yaml', path: 'spec.http[0].route[0].destination', about: { kind: 'VirtualService', name: 'reviews' } });
    expect(found.fix).toContain('remove VirtualService shop/reviews, then apply DestinationRule shop/reviews;');
  });

  test('a VirtualService under another name, or for a Service that is called already, leads requests at once', () => {
    const added = [SUBSETS(['v1']), PODS('v1'), virtualService('http:\n- route: [{destination: {host: reviews, subset: v1}}]', 'renamed')];
    const message = 'subset v1 is routed to and missing if VirtualService shop/renamed is applied before DestinationRule shop/reviews is applied';
    expect(gaps([PODS('v1')], added)).toEqual([message]);
    const external = (yaml: string) => yaml.replaceAll('hosts: [reviews]', 'hosts: [www.example.com]');
    const old = httpRule('route: [{destination: {host: reviews}}]');
    expect(gaps([PODS('v1'), external(old)], added.map(external))).toEqual([message]);
  });

  test('a delegate that is added is called if its root was there', () => {
    const root = (name: string) => virtualService(`http:\n- delegate: {name: ${name}}`, 'root');
    const delegate = virtualService(`hosts: []\nhttp:\n- ${v2}`, 'part');
    expect(gaps([...before, root('part')], [...after, root('part'), delegate])).toHaveLength(1);
    expect(gaps(before, [...after, root('part'), delegate])).toEqual([]);
  });

  test('a DestinationRule under another name must be there before the old one goes', () => {
    const [found] = findings([SERVICE, ...STABLE], [SERVICE, SUBSETS(['v1'], '', 'renamed'), PODS('v1'), TO(['v1', 1])]);
    expect(found.message).toContain('missing if DestinationRule shop/reviews is removed before DestinationRule shop/renamed is applied');
    expect(found.fix).toContain('apply DestinationRule shop/renamed, then remove DestinationRule shop/reviews;');
  });

  test('a DestinationRule in another namespace must be there before the old one goes', () => {
    const moved = SUBSETS(['v1']).replace('namespace: shop', 'namespace: istio-system').replace('host: reviews', `host: ${HOST}`);
    expect(gaps(STABLE, [moved, PODS('v1'), TO(['v1', 1])])).toEqual([
      'subset v1 is routed to and missing if DestinationRule shop/reviews is removed before DestinationRule istio-system/reviews is applied',
    ]);
  });

  test('of DestinationRules for one host, any may have the subset', () => {
    const two = (one: string[], other: string[]) => [SUBSETS(one), SUBSETS(other, '', 'more'), PODS('v1'), PODS('v2'), TO(['v1', 50], ['v2', 50])];
    expect(gaps(two(['v1'], ['v2']), two(['v1', 'v2'], ['v2']))).toEqual([]);
    expect(gaps(two(['v1'], ['v2']), two(['v1', 'v2'], []))).toEqual([
      'subset v2 is routed to and missing if DestinationRule shop/more is applied before DestinationRule shop/reviews is applied',
    ]);
  });

  test('callers of another namespace need a DestinationRule that is exported to them', () => {
    expect(gaps([SUBSETS(['v1'], '\nexportTo: ["*"]'), PODS('v1'), TO(['v1', 1])], [SUBSETS(['v1'], '\nexportTo: ["."]'), PODS('v1'), virtualService(`exportTo: ["."]\nhttp:\n- ${v1}`)]))
      .toEqual(['subset v1 is routed to and missing if DestinationRule shop/reviews is applied before VirtualService shop/reviews is applied']);
  });

  test('a service that is routed to as a whole needs pods too', () => {
    const host = (name: string) => [service('', name), deployment(name, `{app: ${name}}`)];
    const to = (name: string) => httpRule(`route: [{destination: {host: ${name}}}]`);
    expect(findings([...host('reviews'), to('reviews')], [...host('reviews-v2'), to('reviews-v2')]).map(({ message }) => message)).toEqual([
      expect.stringContaining('reviews.shop.svc.cluster.local is routed to and without pods if'),
      expect.stringContaining('reviews-v2.shop.svc.cluster.local is routed to and without pods if'),
    ]);
  });

  test('pods whose name the cluster will make are there as others are', () => {
    const unnamed = PODS('v1').replace('  name: reviews-v1', '  generateName: reviews-v1-');
    expect(gaps([SUBSETS(['v1']), PODS('v1'), TO(['v1', 100])], [SUBSETS(['v1']), PODS('v1'), unnamed, TO(['v1', 100])])).toEqual([]);
    expect(gaps([SUBSETS(['v1']), unnamed, TO(['v1', 100])], [SUBSETS(['v1']), TO(['v1', 100])])).toEqual([]);
  });

  test('what is assumed stands in both outputs', () => {
    const assumed = Manifests.fromYaml(together(SERVICE, SUBSETS(['v1', 'v2']), PODS('v1')));
    expect(findings([TO(['v1', 1])], [TO(['v2', 1]), PODS('v2')], { assumed }).map(({ message }) => message)).toEqual([
      `subset v2 of ${HOST} is routed to and without pods if VirtualService shop/reviews is applied before Deployment shop/reviews-v2 is applied`,
    ]);
  });

  test('many steps that are taken together are still looked at', () => {
    const many = Array.from({ length: 14 }, (_, at) => deployment(`pods-${at}`, '{app: reviews, version: v2}'));
    expect(gaps(STABLE, [...many, SUBSETS(['v1', 'v2']), PODS('v1'), TO(['v2', 1])])).toHaveLength(1);
  });
});
