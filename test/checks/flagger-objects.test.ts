import { Checks } from '../../src/checks/checks';
import { anyObject, deployment, destinationRule, httpRule, service, together, virtualService } from '../../src/checks/examples';
import { alertProvider, canary, measured, metricTemplate, stepping } from '../../src/checks/flagger/flagger-examples';
import { Manifests } from '../../src/manifests/manifests';
import { flaggerFindings, flaggerRulesBroken } from '../support/flagger-findings';

const OWNED = 'metadata:\n  ownerReferences: [{apiVersion: flagger.app/v1beta1, kind: Canary, name: reviews, uid: a}]';
const REVIEWS = deployment('reviews', '{app: reviews}');
const HPA = 'autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: reviews}';

function scaler(kind: string, apiVersion: string, target: string): string {
  return anyObject(apiVersion, kind, 'reviews', `scaleTargetRef: ${target}`);
}

describe('the target of a Canary', () => {
  test.each([
    ['{app: reviews}', []], ['{name: reviews}', []], ['{app.kubernetes.io/name: reviews}', []], ['{service: reviews}', ['selector-label']],
    [`{app: ${'a'.repeat(55)}}`, []], [`{app: ${'a'.repeat(56)}}`, ['selector-label']],
  ])('is told from its copy by a label: %s', (labels, rules) => {
    expect(flaggerRulesBroken(together(deployment('reviews', labels), stepping()))).toEqual(rules);
  });

  test('does not say how many pods it has', () => {
    expect(flaggerFindings(together(deployment('reviews', '{app: reviews}', 'replicas: 3'), stepping()))).toEqual([
      ['flagger-replicas-given', 'spec.replicas is undone by Flagger between the releases of Canary shop/reviews'],
    ]);
    expect(flaggerRulesBroken(together(deployment('reviews', '{app: reviews}', 'replicas: 0'), stepping()))).toEqual([]);
    expect(flaggerRulesBroken(together(deployment('ratings', '{app: ratings}', 'replicas: 3'), stepping()))).toEqual([]);
  });

  test('belongs to one Canary, as the name of its Service does', () => {
    expect(flaggerFindings(together(stepping(), stepping('', { name: 'again', target: 'reviews' })))).toEqual([
      ['flagger-target-twice', 'spec.targetRef leads to Deployment reviews, which Canary shop/reviews has already'],
    ]);
    expect(flaggerFindings(together(stepping(), stepping('', { name: 'other', service: 'name: reviews' })))).toEqual([
      ['flagger-target-twice', 'spec.targetRef leads to Service reviews, which Canary shop/reviews has already'],
    ]);
    expect(flaggerRulesBroken(together(stepping(), stepping().replace('namespace: shop', 'namespace: test')))).toEqual([]);
  });

  test('may have been claimed by a Canary that lives elsewhere', () => {
    expect(flaggerRulesBroken(stepping('', { name: 'again', target: 'reviews' }), stepping())).toEqual(['target-twice']);
  });

  test.each([
    [together(REVIEWS, stepping('', { more: HPA })), ['autoscaler-missing']],
    [together(REVIEWS, stepping('', { more: HPA }), scaler('HorizontalPodAutoscaler', 'autoscaling/v2', '{kind: Deployment, name: reviews}')), []],
    [together(REVIEWS, stepping('', { more: HPA.replace('HorizontalPodAutoscaler', 'ScaledObject') }), scaler('ScaledObject', 'keda.sh/v1alpha1', '{name: reviews}')), []],
    [together(REVIEWS, stepping(), scaler('HorizontalPodAutoscaler', 'autoscaling/v2', '{kind: Deployment, name: reviews}')), ['autoscaler-unnamed']],
    [together(REVIEWS, stepping(), scaler('ScaledObject', 'keda.sh/v1alpha1', '{name: reviews}')), ['autoscaler-unnamed']],
    [together(REVIEWS, stepping(), scaler('HorizontalPodAutoscaler', 'autoscaling/v2', '{kind: Deployment, name: ratings}')), []],
    [stepping('', { more: HPA }), []],
  ])('has an autoscaler that the Canary names, and that is there (%#)', (yaml, rules) => {
    expect(flaggerRulesBroken(yaml)).toEqual(rules);
  });
});

describe('objects of names that Flagger gives', () => {
  test.each([
    ['Service', service('')],
    ['Service', service('', 'reviews-primary')],
    ['Service', service('', 'reviews-canary')],
    ['Deployment', deployment('reviews-primary', '{app: reviews-primary}')],
    ['DestinationRule', destinationRule('', 'reviews-canary')],
    ['VirtualService', virtualService('')],
  ])('are found: %s (%#)', (kind, yaml) => {
    expect(flaggerFindings(together(yaml, stepping()))).toEqual([['flagger-object-twice', `metadata.name is that of the ${kind} that Flagger makes for Canary shop/reviews`]]);
  });

  test('are no finding where Flagger has made them, or where they live elsewhere', () => {
    expect(flaggerRulesBroken(together(virtualService('').replace('metadata:', OWNED), stepping()))).toEqual([]);
    expect(flaggerRulesBroken(stepping(), service(''))).toEqual([]);
  });

  test('are fewer for a Service as the target, and for other providers', () => {
    const ofService = stepping().replace('kind: Deployment', 'kind: Service');
    expect(flaggerRulesBroken(together(service(''), ofService))).toEqual([]);
    expect(flaggerRulesBroken(together(service('', 'reviews-canary'), ofService))).toEqual(['object-twice']);
    expect(flaggerRulesBroken(together(virtualService(''), stepping('', { more: 'provider: nginx' })))).toEqual([]);
  });
});

describe('what a Canary refers to', () => {
  const measuredBy = (reference: string, more = '') => measured(`name: errors\ntemplateRef: ${reference}\nthresholdRange: {max: 1}${more}`);
  const ASKING = metricTemplate('errors{a="{{ variables.a }}", b="{{variables.b}}", c="{{- variables.a -}}"}');

  test.each([
    [measuredBy('{name: errors}'), ['template-missing']],
    [measuredBy('{name: errors, namespace: monitoring}'), []],
    [together(anyObject('v1', 'ConfigMap', 'a', '').replace('shop', 'monitoring'), measuredBy('{name: errors, namespace: monitoring}')), ['template-missing']],
    [together(metricTemplate('vector(0)'), measuredBy('{name: errors}')), []],
    [together(metricTemplate('vector(0)').replace('shop', 'monitoring'), measuredBy('{name: errors, namespace: monitoring}')), []],
    [together(ASKING, measuredBy('{name: errors}')), ['variable-missing']],
    [together(ASKING, measuredBy('{name: errors}', '\ntemplateVariables: {a: x}')), ['variable-missing']],
    [together(ASKING, measuredBy('{name: errors}', '\ntemplateVariables: {a: x, b: y}')), []],
  ])('are templates that are there, with all their variables (%#)', (yaml, rules) => {
    expect(flaggerRulesBroken(yaml)).toEqual(rules);
  });

  test('may be assumed', () => {
    expect(flaggerRulesBroken(measuredBy('{name: errors}'), metricTemplate('vector(0)'))).toEqual([]);
  });

  test('are chats that are there', () => {
    const alerted = stepping('alerts:\n- {name: a, severity: info, providerRef: {name: chat}}');
    expect(flaggerFindings(alerted)).toEqual([['flagger-alert-provider-missing', 'spec.analysis.alerts[0].providerRef names AlertProvider shop/chat, which is not there']]);
    expect(flaggerRulesBroken(together(alertProvider('type: slack\nsecretRef: {name: a}'), alerted))).toEqual([]);
  });
});

describe('a query', () => {
  test.each([
    ['up{destination_workload="{{ target }}-canary"}', ['workload-unknown']],
    ['up{destination_workload=~"{{target}}-canary"}', ['workload-unknown']],
    ['up{destination_workload=~"{{ target }}"}', []],
    ['up{destination_workload="{{ target }}-primary"}', []],
    ['up{service="{{ service }}-canary"}', []],
    ['up{a="{{ workload }}"}', ['function-unknown']],
    ['up{a="{{ variables.b }}", c="{{ namespace }}", d="{{- interval -}}"}', []],
    ['{{ if true }}up{{ else }}down{{ end }}', []],
  ])('uses what Flagger knows: %s', (query, rules) => {
    expect(flaggerRulesBroken(metricTemplate(query))).toEqual(rules);
  });

  test('stands in a Canary too', () => {
    expect(flaggerRulesBroken(measured('name: a\nquery: up{destination_workload="{{ target }}-canary"}\nthresholdRange: {max: 1}'.replace('query: ', 'query: \'').replace('"}\n', '"}\'\n')))).toEqual(['workload-unknown']);
  });
});

describe('what Flagger will make', () => {
  const findings = (yaml: string) => Checks.run(Manifests.fromYaml(yaml)).findings;

  test('is not there for Istio, and the finding says what to do', () => {
    const root = virtualService('hosts: [www.example.com]\nhttp:\n- route:\n  - destination: {host: reviews-primary}', 'root');
    expect(findings(together(stepping(), root)).map(({ code, fix }) => [code, fix])).toEqual([
      ['IST0101', 'declare the Service with --assume: Flagger makes it for Canary shop/reviews'],
    ]);
    expect(findings(together(stepping(), destinationRule('host: reviews-canary', 'mine')))[0].fix).toBe('declare the Service with --assume: Flagger makes it for Canary shop/reviews');
    expect(findings(together(stepping(), virtualService('', 'root').replace('host: reviews', 'host: ratings')))[0].fix).not.toContain('Flagger');
  });

  test.each([
    ['by its name', httpRule('route:\n- destination: {host: reviews-primary}\n  weight: 0'), canary('iterations: 10\nmatch:\n- headers: {a: {exact: b}}')],
    ['by its owner', httpRule('route:\n- destination: {host: reviews-primary}\n  weight: 0').replace('metadata:', OWNED), service('', 'ratings')],
  ])('has weights of 0 on one destination while users test a version: known %s', (_, rule, other) => {
    expect(findings(together(rule, other)).filter(({ code }) => code === 'WeightOnOneDestination')).toEqual([]);
  });

  test('nothing, where a Canary names no target', () => {
    const nameless = stepping('', { target: '""' });
    expect(flaggerRulesBroken(together(service('', '-primary'), nameless, nameless.replace('name: reviews', 'name: ratings')))).toEqual([]);
  });
});
