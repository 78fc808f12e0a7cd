import { analysis, analysisTemplate, blueGreen, canary, hosts, rollout, steps, TWO_HOSTS } from '../../src/checks/argo-rollouts/rollout-examples';
import { Checks } from '../../src/checks/checks';
import { deployment, destinationRule, httpRule, service, together, virtualService } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

/** The rules that a set breaks, of Argo Rollouts alone and without its schemas, with the field. */
function broken(yaml: string): string[] {
  return Checks.run(Manifests.fromYaml(yaml)).findings.filter(({ origin, rule }) => origin === 'argo-rollouts' && !rule.startsWith('argo-')).map(({ rule, path }) => `${rule} ${path ?? ''}`);
}

const ISTIO = 'trafficRouting: {istio: {virtualService: {name: reviews}}}';
const SERVICES = 'stableService: stable\ncanaryService: canary';
const CANARY = 'spec.strategy.canary';
const MANAGED = '\nmanagedRoutes: [{name: testers}]';
const HEADER = (value: string) => `- setWeight: 10\n- setHeaderRoute: {name: testers, match: [{headerName: x, headerValue: ${value}}]}`;

// What is expected is what pkg/apis/rollouts/validation of Argo Rollouts 1.9 refuses.
describe('the spec of a Rollout', () => {
  test.each([
    ['expressions of the selector that the template fulfils', rollout('selector: {matchExpressions: [{key: app, operator: In, values: [reviews]}, {key: app, operator: NotIn, values: [ratings]}, {key: app, operator: Exists}, {key: tier, operator: DoesNotExist}]}'), []],
    ['an expression that it does not fulfil', rollout('selector: {matchExpressions: [{key: tier, operator: Exists}]}'), ['rollout-selector-for-others spec.selector']],
    ['an expression with an operator that there is not', rollout('selector: {matchExpressions: [{key: app, operator: Equals, values: [reviews]}]}'), ['rollout-selector-for-others spec.selector']],
    ['both strategies', rollout('strategy: {canary: {}, blueGreen: {}}'), ['rollout-strategy spec.strategy']],
    ['no numbers at all', rollout(''), []],
    ['a workload that is a PodTemplate', together(rollout('selector: null\ntemplate: null\nworkloadRef: {apiVersion: v1, kind: PodTemplate, name: reviews}'),
      'apiVersion: v1\nkind: PodTemplate\nmetadata: {name: reviews, namespace: shop}\ntemplate: {metadata: {labels: {app: reviews}}}\n'), []],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });
});

describe('the strategy of a Rollout', () => {
  test.each([
    ['equal Services of a canary', hosts(canary('stableService: stable\ncanaryService: stable')), [`rollout-services-equal ${CANARY}.canaryService`]],
    ['equal Services of blue-green', together(service(''), blueGreen('previewService: reviews')), ['rollout-services-equal spec.strategy.blueGreen.activeService']],
    ['blue-green without Services', rollout('strategy: {blueGreen: {}}'), ['rollout-services-equal spec.strategy.blueGreen.activeService']],
    ['nginx without Services', canary('trafficRouting: {nginx: {stableIngress: reviews}}'), [`rollout-services-missing ${CANARY}.stableService`, `rollout-services-missing ${CANARY}.canaryService`]],
    ['ALB with pingPong and without other Services', together(service('selector: {app: reviews}', 'ping'), service('selector: {app: reviews}', 'pong'),
      canary('trafficRouting: {alb: {}}\npingPong: {pingService: ping, pongService: pong}')), []],
    ['pingPong with another router', together(service('selector: {app: reviews}', 'ping'), canary('trafficRouting: {plugins: {x: {}}}\npingPong: {pingService: ping, pongService: ping}')),
      [`rollout-services-equal ${CANARY}.pingPong.pongService`, `rollout-ping-pong-incomplete ${CANARY}.pingPong`]],
    ['surge in percent', canary('maxSurge: 0%\nmaxUnavailable: 1'), []],
    ['surge of a text that is no number', canary('maxSurge: some\nmaxUnavailable: "0"'), [`rollout-never-progresses ${CANARY}.maxSurge`]],
    ['no unavailable pods with the usual surge', canary('maxUnavailable: 0'), []],
    ['dynamicStableScale without routing', canary('dynamicStableScale: true'), [`rollout-needs-traffic-routing ${CANARY}.dynamicStableScale`]],
    ['maxTrafficWeight of a plugin', canary('trafficRouting: {plugins: {x: {}}, maxTrafficWeight: 1000}\nsteps: [{setWeight: 900}]'), []],
    ['both kinds of VirtualServices', hosts(canary(`${SERVICES}\ntrafficRouting: {istio: {virtualService: {name: reviews}, virtualServices: [{name: reviews}]}}`)), [`rollout-virtual-service-choice ${CANARY}.trafficRouting.istio`]],
    ['a preferred antiAffinity without a weight', canary('antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {}}'), [`rollout-anti-affinity ${CANARY}.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight`]],
    ['both antiAffinities', canary('antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 1}, requiredDuringSchedulingIgnoredDuringExecution: {}}'), [`rollout-anti-affinity ${CANARY}.antiAffinity`]],
    ['a required antiAffinity', canary('antiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}'), []],
    ['revisions that are kept', together(service(''), rollout('revisionHistoryLimit: 1\nstrategy: {blueGreen: {activeService: reviews, scaleDownDelayRevisionLimit: 2}}')), ['rollout-keeps-too-few spec.strategy.blueGreen.scaleDownDelayRevisionLimit']],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });
});

describe('the steps of a canary', () => {
  const at = (index: number, field: string) => `${CANARY}.steps[${index}].${field}`;
  test.each([
    ['pauses', canary('steps:\n- pause: {}\n- pause: {duration: 30}\n- pause: {duration: "30"}\n- pause: {duration: 1h30m}'), []],
    ['a pause below zero', canary('steps:\n- pause: {duration: -1}'), [`rollout-pause-invalid ${at(0, 'pause.duration')}`]],
    ['a weight below zero', canary('steps:\n- setWeight: -1'), [`rollout-weight-out-of-range ${at(0, 'setWeight')}`]],
    ['routes without Istio', canary('steps:\n- setHeaderRoute: {name: a}\n- setMirrorRoute: {name: a}'), [`rollout-step-needs-routing ${at(0, 'setHeaderRoute')}`, `rollout-step-needs-routing ${at(1, 'setMirrorRoute')}`]],
    ['an experiment with a weight without routing', canary('steps:\n- experiment: {templates: [{name: a, specRef: canary, weight: 5}]}'), [`rollout-step-needs-routing ${at(0, 'experiment.templates[0].weight')}`]],
    ['an experiment with a weight', hosts(steps('- experiment: {templates: [{name: a, specRef: canary, weight: 5}]}')), []],
    ['a header that is matched twice', hosts(steps(HEADER('{exact: a, prefix: b}'), MANAGED)), [`rollout-match-choice ${at(1, 'setHeaderRoute.match[0].headerValue')}`]],
    ['a header without a value', hosts(steps('- setWeight: 1\n- setHeaderRoute: {name: testers, match: [{headerName: x}]}', MANAGED)), [`rollout-match-choice ${at(1, 'setHeaderRoute.match[0].headerValue')}`]],
    ['a mirror that matches methods and paths', hosts(steps('- setWeight: 1\n- setMirrorRoute: {name: testers, match: [{method: {exact: GET}, path: {}}]}', MANAGED)), [`rollout-match-choice ${at(1, 'setMirrorRoute.match[0].path')}`]],
    ['a route that is removed', hosts(steps(`${HEADER('{exact: a}')}\n- setHeaderRoute: {name: testers}\n- setWeight: 0`, MANAGED)), []],
    ['a route that is left when the weight falls to zero', hosts(steps(`${HEADER('{exact: a}')}\n- setWeight: 0`, MANAGED)), [`rollout-route-without-pods ${CANARY}.steps[2]`]],
    ['a scale that follows a weight of zero', hosts(steps(`- setCanaryScale: {weight: 10}\n${HEADER('{exact: a}').replace('- setWeight: 10\n', '')}\n- setCanaryScale: {matchTrafficWeight: true}\n- setWeight: 10`, MANAGED)),
      [`rollout-route-without-pods ${CANARY}.steps[2]`]],
    ['a mirror to pods that setCanaryScale has made', hosts(steps('- setCanaryScale: {replicas: 1}\n- setMirrorRoute: {name: testers, match: [{path: {prefix: /}}]}', MANAGED)), []],
    ['one pod of two for half of the traffic', hosts(`${steps('- setCanaryScale: {replicas: 1}\n- setWeight: 50')}  replicas: 2\n`), []],
    ['one pod of three for half of the traffic', hosts(`${steps('- setCanaryScale: {replicas: 1}\n- setWeight: 50')}  replicas: 3\n`), [`rollout-canary-overloaded ${at(1, 'setWeight')}`]],
    ['one pod of an unknown number', hosts(steps('- setCanaryScale: {replicas: 1}\n- setWeight: 50')), []],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });
});

describe('what a Rollout refers to', () => {
  const SPLIT = steps('- setWeight: 10');
  const tls = (list: string) => virtualService(`hosts: [www.example.com]\ngateways: [public]\ntls:\n${list}`);
  const TLS_RULE = '- match: [{port: 443, sniHosts: [www.example.com]}]\n  route: [{destination: {host: stable}, weight: 100}, {destination: {host: canary}, weight: 0}]';
  const forTls = (routes: string) => SPLIT.replace('{name: reviews}}', `{name: reviews${routes}}}`);
  const services = together(service('selector: {app: reviews}', 'stable'), service('selector: {app: reviews}', 'canary'));
  const reference = `${CANARY}.trafficRouting.istio.virtualService`;
  test.each([
    ['a VirtualService of another namespace', hosts(SPLIT).replace('virtualService: {name: reviews}', 'virtualService: {name: reviews.edge}'), [`rollout-virtual-service-not-found ${reference}.name`]],
    ['several VirtualServices', hosts(SPLIT).replace('virtualService: {name: reviews}', 'virtualServices: [{name: reviews}, {name: other}]'), [`rollout-virtual-service-not-found ${CANARY}.trafficRouting.istio.virtualServices[1].name`]],
    ['hosts in full', hosts(SPLIT, TWO_HOSTS.replaceAll('}', '.shop.svc.cluster.local}')), []],
    ['a rule of TLS', together(services, tls(TLS_RULE), SPLIT), []],
    ['a rule of TLS by its port and host', together(services, tls(TLS_RULE), forTls(', tlsRoutes: [{port: 443, sniHosts: [www.example.com]}]')), []],
    ['a rule of TLS by another host', together(services, tls(TLS_RULE), forTls(', tlsRoutes: [{port: 443, sniHosts: [b.example.com]}]')), [`rollout-route-not-found ${reference}.tlsRoutes[0]`]],
    ['several rules of TLS', together(services, tls(`${TLS_RULE}\n${TLS_RULE.replace('443', '444')}`), SPLIT), [`rollout-route-ambiguous ${reference}.tlsRoutes`]],
    ['a rule of TCP by its port', together(services, virtualService(`tcp:\n${TLS_RULE.replace(', sniHosts: [www.example.com]', '')}`), forTls(', tcpRoutes: [{port: 443}]')), []],
    ['a rule of TCP for any port', together(services, virtualService(`tcp:\n${TLS_RULE.replace(/match.*\n {2}/, '')}`), forTls(', tcpRoutes: [{port: 0}]')), []],
    ['a rule of TCP for two ports', together(services, virtualService(`tcp:\n${TLS_RULE.replace('{port: 443, sniHosts: [www.example.com]}', '{port: 443}, {port: 444}')}`), forTls(', tcpRoutes: [{port: 443}]')),
      [`rollout-route-not-found ${reference}.tcpRoutes[0]`]],
    ['a route beside one that is managed', hosts(steps('- setWeight: 10', MANAGED), TWO_HOSTS, { rule: '{name: testers, route: [{destination: {host: canary}}]}' }), ['rollout-route-deleted spec.http[1]']],
    ['Services that are switched', together(service('selector: {app: reviews}', 'ping'), service('selector: {app: reviews}', 'pong'), httpRule(TWO_HOSTS.replace('stable', 'ping').replace('canary', 'pong')),
      canary(`pingPong: {pingService: ping, pongService: pong}\n${ISTIO}`)), []],
    ['a third destination in an experiment', hosts(steps('- experiment: {templates: [{name: a, specRef: canary}]}'), `${TWO_HOSTS}\n- destination: {host: third}\n  weight: 10`), []],
    ['a Service that carries the hash of a version', hosts(SPLIT, TWO_HOSTS, { selector: 'selector: {app: reviews, rollouts-pod-template-hash: 6f8b9c}' }), []],
    ['a Service that another Rollout has', hosts(SPLIT).replace('name: stable\n', 'name: stable\n  annotations: {argo-rollouts.argoproj.io/managed-by-rollouts: ratings}\n'), [`rollout-service-shared ${CANARY}.stableService`]],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });

  test('an additional subset keeps its share of the requests', () => {
    const subsets = ['stable', 'canary', 'other'].map((name) => `- {name: ${name}, labels: {app: reviews}}`).join('\n');
    const route = `route:\n${['stable', 'canary', 'other'].map((name) => `- destination: {host: reviews, subset: ${name}}\n  weight: 30`).join('\n')}`;
    const names = 'name: reviews, stableSubsetName: stable, canarySubsetName: canary';
    const yaml = (more: string) => together(service(''), destinationRule(`subsets:\n${subsets}`), httpRule(route),
      canary(`trafficRouting: {istio: {virtualService: {name: reviews}, destinationRule: {${names}${more}}}}`));
    expect(broken(yaml(', additionalSubsetNames: [other]'))).toEqual(['rollout-subset-deleted spec.subsets[2]']);
    expect(broken(yaml(''))).toEqual(['rollout-subset-deleted spec.subsets[2]', 'rollout-destination-deleted spec.http[0].route[2]'].sort().reverse());
  });
});

describe('an analysis', () => {
  const metric = (fields: string, args = '') => analysis(fields, args);
  test.each([
    ['a count that is an argument', metric('count: "{{args.times}}"\ninterval: 1m', '\nargs: [{name: times, value: "5"}]'), []],
    ['a count that is a text', metric('count: "5"'), ['analysis-interval spec.metrics[0].interval']],
    ['an interval in days', metric('interval: 1d\ncount: 2'), ['analysis-interval spec.metrics[0].interval']],
    ['an interval that is an argument', metric('interval: "{{args.i}}"', '\nargs: [{name: i}]'), []],
    ['a limit below zero', metric('consecutiveErrorLimit: -1'), ['analysis-limits spec.metrics[0].consecutiveErrorLimit']],
    ['failures without limit', metric('failureLimit: -1'), ['analysis-limits spec.metrics[0].failureLimit']],
    ['failures without limit until some successes', metric('failureLimit: -1\nconsecutiveSuccessLimit: 3\ncount: 2\ninterval: 1m'), ['analysis-limits spec.metrics[0].count']],
    ['inconclusive measurements that are more than all', metric('inconclusiveLimit: 3\ncount: 2\ninterval: 1m'), ['analysis-limits spec.metrics[0].count']],
    ['two plugins', metric('provider: {plugin: {a: {}, b: {}}}'), ['analysis-provider spec.metrics[0].provider']],
    ['templates in place of metrics', analysisTemplate('templates: [{templateName: other}]'), []],
    ['a failureCondition that counts', metric('successCondition: null\nfailureCondition: len(result) > 3'), []],
    ['a query that says what is if there is nothing', metric('provider: {prometheus: {query: up or vector(0)}}\nsuccessCondition: null\nfailureCondition: result[0] > 3'), []],
    ['a job without conditions', metric('provider: {job: {spec: {}}}\nsuccessCondition: null'), []],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });

  const run = (fields: string) => canary(`steps:\n- setWeight: 20\nanalysis: {templates: [{templateName: errors}]${fields}}`);
  const path = `${CANARY}.analysis`;
  test.each([
    ['in the background for ever', together(run(''), analysis('interval: 1m')), []],
    ['of the whole cluster', together(run('').replace('errors}', 'errors, clusterScope: true}'), analysis('').replace('kind: A', 'kind: ClusterA').replace('  namespace: shop\n', '')), []],
    ['of the whole cluster that is not there', together(run('').replace('errors}', 'errors, clusterScope: true}'), analysis('')), [`rollout-analysis-not-found ${path}.templates[0].templateName`]],
    ['with templates in templates', together(run(''), analysisTemplate('templates: [{templateName: errors}]')), []],
    ['with templates that are missing in templates', together(run(''), analysisTemplate('templates: [{templateName: other}]')), [`rollout-analysis-not-found ${path}.templates[0].templateName`]],
    ['with an argument of the Rollout', together(run(', args: [{name: service, value: reviews}]'), analysis('', '\nargs: [{name: service}]')), []],
    ['with an argument that has a value', together(run(''), analysis('', '\nargs: [{name: service, value: reviews}]')), []],
    ['after a promotion for ever', together(service(''), blueGreen('postPromotionAnalysis: {templates: [{templateName: errors}]}'), analysis('interval: 1m')), ['rollout-analysis-endless spec.strategy.blueGreen.postPromotionAnalysis']],
    ['before a promotion by hand', together(service(''), blueGreen('autoPromotionEnabled: false\nautoPromotionSeconds: 10\nprePromotionAnalysis: {templates: [{templateName: errors}]}'), analysis('initialDelay: 1m')), []],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });
});

describe('the schemas of Argo Rollouts', () => {
  const found = (yaml: string) => Checks.run(Manifests.fromYaml(yaml)).findings.filter(({ rule }) => rule.startsWith('argo-')).map(({ rule, path, fix }) => `${rule} ${path}: ${fix}`);
  test.each([
    ['numbers or texts', canary('maxSurge: 25%\nmaxUnavailable: 1'), []],
    ['neither', canary('maxSurge: true'), ['argo-field-value spec.strategy.canary.maxSurge: write such a value; in YAML, quotes make a text of a number']],
    ['any field of a pod', rollout('template: {metadata: {labels: {app: reviews}}, spec: {containers: [{name: a, image: b}], newField: {a: 1}}}'), []],
    ['a field that is misspelt', steps('- setWeight: 10', '\nmanagedRoute: []'), ['argo-field-unknown spec.strategy.canary.trafficRouting.managedRoute: write managedRoutes']],
    ['a spec that is missing', 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: a}\n', ['argo-field-missing undefined: give it spec']],
    ['other kinds of the group', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {anything: 1}\n', []],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});

test('the pods of a Rollout count as those of its subsets, also with the hash that the controller adds', () => {
  const subsets = '- {name: stable, labels: {app: reviews, rollouts-pod-template-hash: 6f8b9c}}\n- {name: canary, labels: {app: reviews}}';
  const route = 'route:\n- destination: {host: reviews, subset: stable}\n  weight: 100\n- destination: {host: reviews, subset: canary}\n  weight: 0';
  const found = (owner: string) => Checks.run(Manifests.fromYaml(together(service(''), destinationRule(`subsets:\n${subsets}`), httpRule(route), owner))).findings.map(({ rule }) => rule);
  const routing = 'strategy: {canary: {trafficRouting: {istio: {virtualService: {name: reviews}, destinationRule: {name: reviews, stableSubsetName: stable, canarySubsetName: canary}}}}}';
  expect(found(rollout(routing))).toEqual([]);
  expect(found(together(rollout(`${routing}\ntemplate: {}\nworkloadRef: {apiVersion: apps/v1, kind: Deployment, name: reviews}\nreplicas: 2`), deployment('reviews', '{app: reviews}', 'replicas: 0')))).toEqual([]);
  expect(found(deployment('reviews', '{app: reviews}'))).toContain('destination-rule-subset-without-pods');
});
