import { ApiObject, Chart } from 'cdk8s';
import { Deployment, LabelSelector } from 'cdk8s-plus-28';
import { FlaggerTarget, FlaggerWorkloadOptions } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { canarySpec, workload } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

/** Releases a workload with another spec. */
function released(spec: { [key: string]: unknown } = {}, options?: FlaggerWorkloadOptions, kind?: string, apiVersion?: string) {
  const chart = bookinfo();
  return canarySpec({ target: FlaggerTarget.workload(workload(chart, spec, kind, apiVersion), options) }, chart).targetRef;
}

function selectingBy(labels: { [key: string]: string }) {
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'reviews' }] } } };
}

test('a target is named', () => {
  expect(canarySpec({ target: FlaggerTarget.deployment('reviews') }).targetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews' });
  expect(canarySpec({ target: FlaggerTarget.daemonSet('agents') }).targetRef).toEqual({ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agents' });
  expect(messageOf(() => canarySpec({ target: FlaggerTarget.deployment('Reviews') }))).toContain('FlaggerTargetUnfit: target.name must');
});

test('a target is a workload of the program', () => {
  expect(released()).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews' });
  expect(released({}, {}, 'DaemonSet')).toEqual({ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'reviews' });
});

test('a target can be made by cdk8s-plus', () => {
  const chart = bookinfo();
  const deployment = new Deployment(chart, 'deployment', {
    metadata: { name: 'reviews' }, podMetadata: { labels: { app: 'reviews' } }, select: false, containers: [{ image: 'reviews:1', portNumber: 8080 }],
  });
  deployment.select(LabelSelector.of({ labels: { app: 'reviews' } }));
  expect(canarySpec({ target: FlaggerTarget.workload(deployment) }, chart).targetRef.name).toBe('reviews');
});

test('a target of cdk8s-plus that selects by its own label says what is missing', () => {
  const chart = bookinfo();
  const deployment = new Deployment(chart, 'deployment', { metadata: { name: 'reviews' }, containers: [{ image: 'reviews:1', portNumber: 8080 }] });
  expect(messageOf(() => canarySpec({ target: FlaggerTarget.workload(deployment) }, chart)))
    .toContain('target must select its pods by one of the labels app, name, app.kubernetes.io/name, got Deployment reviews, which selects by cdk8s.io/metadata.addr;');
});

test.each([['StatefulSet', 'apps/v1'], ['Rollout', 'argoproj.io/v1alpha1']])('a %s is no target', (kind, apiVersion) => {
  expect(messageOf(() => released({}, {}, kind, apiVersion))).toContain(`FlaggerTargetUnfit: target must be a Deployment or a DaemonSet, got ${kind} reviews;`);
});

describe('the pods of a target', () => {
  test.each([['app'], ['name'], ['app.kubernetes.io/name']])('are told by the label %s', (key) => {
    expect(released(selectingBy({ [key]: 'reviews', tier: 'web' })).name).toBe('reviews');
  });

  test('are not told by other labels, unless Flagger was told so', () => {
    const spec = selectingBy({ service: 'reviews' });
    expect(codeOf(() => released(spec))).toBe('FlaggerTargetUnfit');
    expect(released(spec, { selectorLabels: ['service'] }).name).toBe('reviews');
    expect(codeOf(() => released({}, { selectorLabels: ['service'] }))).toBe('FlaggerTargetUnfit');
  });

  test('are told by a label, not by expressions', () => {
    const selector = { matchExpressions: [{ key: 'app', operator: 'In', values: ['reviews'] }] };
    expect(messageOf(() => released({ selector }))).toContain('got Deployment reviews, which selects by no label;');
  });

  test('are told by a value that leaves room for that of the copy', () => {
    expect(released(selectingBy({ app: 'a'.repeat(55) })).name).toBe('reviews');
    expect(messageOf(() => released(selectingBy({ app: 'a'.repeat(56) })))).toContain('target must have a label app of at most 55 characters');
  });

  test('are in the namespace of the Canary', () => {
    const chart = bookinfo();
    const other = new Chart(chart.node.root, 'other', { namespace: 'other' });
    expect(messageOf(() => canarySpec({ target: FlaggerTarget.workload(workload(other)) }, chart)))
      .toContain('FlaggerTargetUnfit: target must be in the namespace of the Canary, bookinfo, got Deployment reviews in other;');
  });
});

test('a target is not changed', () => {
  const chart = bookinfo();
  const target = workload(chart);
  const before = target.toJson();
  canarySpec({ target: FlaggerTarget.workload(target) }, chart);
  expect(target.toJson()).toEqual(before);
  expect(chart.node.findAll().filter((one) => ApiObject.isApiObject(one))).toHaveLength(2);
});
