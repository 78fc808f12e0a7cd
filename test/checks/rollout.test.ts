import { Checks } from '../../src/checks/checks';
import { anyObject, deployment, destinationRule, httpRule, peerAuthentication, service, serviceEntry, together, trafficPolicy, virtualService } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

function own(...objects: string[]) {
  return Checks.run(Manifests.fromYaml(together(...objects))).findings.filter(({ origin }) => origin === 'cdk8s-istio').map(({ rule, message }) => ({ rule, message }));
}

function rules(...objects: string[]) {
  return own(...objects).map(({ rule }) => rule);
}

const SUBSETS = (...names: string[]) => destinationRule(`subsets:\n${names.map((name) => `- {name: ${name}, labels: {version: ${name}}}`).join('\n')}`);
const PODS = (version: string, replicas?: number) => deployment(`reviews-${version}`, `{app: reviews, version: ${version}}`, replicas === undefined ? '' : `replicas: ${replicas}`);
const TO = (...entries: string[]) => httpRule(`route:\n${entries.map((entry) => `- ${entry}`).join('\n')}`);
const V1 = 'destination: {host: reviews, subset: v1}';
const V2 = 'destination: {host: reviews, subset: v2}';
const SCALED = (kind: string, group: string, target: string) => anyObject(group, kind, 'reviews', `scaleTargetRef: {${target}}`);
const IN = (namespace: string, yaml: string) => yaml.replaceAll('namespace: shop', `namespace: ${namespace}`);
const EXPORTED = (yaml: string, exportTo: string) => yaml.replace('spec:\n', `spec:\n  exportTo: [${exportTo}]\n`);

describe('a subset without pods', () => {
  test('gets requests by a rule of TCP too, and none with a weight of 0', () => {
    const subsets = [service(''), SUBSETS('v1', 'v2'), PODS('v1', 1), PODS('v2', 0)];
    expect(rules(...subsets, virtualService(`tcp:\n- route:\n  - ${V2}`))).toEqual(['routed-subset-at-zero']);
    expect(rules(...subsets, TO(`{${V1}, weight: 100}`, `{${V2}, weight: 0}`))).toEqual([]);
  });

  test('is at 0 for an autoscaler of Kubernetes, which never starts the first pod, and not for KEDA, where its number says nothing', () => {
    const subset = [service(''), SUBSETS('v2'), TO(V2)];
    expect(rules(...subset, PODS('v2', 0), SCALED('HorizontalPodAutoscaler', 'autoscaling/v2', 'kind: Deployment, name: reviews-v2'))).toEqual(['routed-subset-at-zero']);
    expect(rules(...subset, PODS('v2'), SCALED('ScaledObject', 'keda.sh/v1alpha1', 'name: reviews-v2'))).toEqual([]);
  });

  test('is told apart from one whose pods another Service selects, whose workloads live elsewhere, or whose labels Kubernetes gives', () => {
    const outside = deployment('reviews-v1', '{run: reviews, version: v1}');
    expect(rules(service(''), SUBSETS('v1'), TO(V1), outside)).toEqual(['subset-outside-service']);
    expect(rules(service(''), SUBSETS('v1'), TO(V1), IN('other', outside))).toEqual([]);
    expect(rules(service('selector: {}'), SUBSETS('v1'), TO(V1), outside)).toEqual([]);
    const zone = 'topology.kubernetes.io/zone: a';
    expect(rules(service(''), destinationRule(`subsets:\n- {name: v1, labels: {${zone}}}`), TO(V1), deployment('other', `{${zone}}`))).toEqual([]);
  });

  test('is not meant where a mirror is the only one to use its policy', () => {
    const policy = destinationRule('subsets:\n- {name: v1, labels: {version: v1}, trafficPolicy: {loadBalancer: {simple: RANDOM}}}');
    expect(rules(service(''), policy, PODS('v1', 1), httpRule('mirrors:\n- {destination: {host: reviews, subset: v1}}'))).toEqual([]);
  });
});

describe('outlier detection', () => {
  const OF_ALL = (outliers: string) => trafficPolicy(`outlierDetection: {${outliers}}`);
  test.each([
    ['10 percent of 10 pods are one', OF_ALL('consecutive5xxErrors: 5'), 10, []],
    ['10 percent of 9 pods are none', OF_ALL('consecutive5xxErrors: 5'), 9, ['ejection-never-acts']],
    ['0 percent are the default', OF_ALL('maxEjectionPercent: 0'), 9, ['ejection-never-acts']],
    ['the only pod of a Service', OF_ALL('maxEjectionPercent: 100'), 1, ['ejects-only-pod']],
    ['the only pod of a Service, which gets requests all the same', OF_ALL('maxEjectionPercent: 100, minHealthPercent: 1'), 1, ['ejection-without-effect']],
    ['10 percent of one pod', OF_ALL(''), 1, ['ejection-never-acts']],
    ['nothing is counted', OF_ALL('consecutive5xxErrors: 0'), 3, ['ejection-counts-nothing']],
    ['local errors are counted', OF_ALL('consecutive5xxErrors: 0, splitExternalLocalOriginErrors: true, maxEjectionPercent: 50'), 3, []],
    ['errors are counted the old way', OF_ALL('consecutive5xxErrors: 0, consecutiveErrors: 5, maxEjectionPercent: 50'), 3, []],
  ])('%s', (_, rule, replicas, expected) => {
    expect(rules(service(''), rule, PODS('v1', replicas))).toEqual(expected);
  });

  test('is not judged where pods are scaled, are not said to be so many, or where subsets are used in their place', () => {
    const detection = trafficPolicy('outlierDetection: {consecutive5xxErrors: 5}');
    expect(rules(service(''), detection, PODS('v1', 1), SCALED('HorizontalPodAutoscaler', 'autoscaling/v2', 'kind: Deployment, name: reviews-v1'))).toEqual([]);
    expect(rules(service(''), detection, PODS('v1'))).toEqual([]);
    expect(rules(service(''), destinationRule('trafficPolicy:\n  outlierDetection: {consecutive5xxErrors: 5}\nsubsets:\n- {name: v1, labels: {version: v1}}'), PODS('v1', 3))).toEqual([]);
    expect(rules(service(''), destinationRule('trafficPolicy:\n  outlierDetection: {consecutive5xxErrors: 5}\nsubsets:\n- {name: v1, labels: {version: v1}}'), PODS('v1', 3), TO(V1)))
      .toEqual(['ejection-never-acts']);
  });
});

describe('weights', () => {
  const VERSIONS = (stable: number, canary: number) => [service(''), SUBSETS('v1', 'v2'), PODS('v1', stable), PODS('v2', canary)];
  const SPLIT = (stable: number, canary: number) => TO(`{${V1}, weight: ${stable}}`, `{${V2}, weight: ${canary}}`);
  test.each([
    ['90 percent for one of 10 pods', 9, 1, SPLIT(10, 90), ['weight-beyond-pods']],
    ['30 percent for one of 10 pods', 9, 1, SPLIT(70, 30), []],
    ['31 percent for one of 10 pods', 9, 1, SPLIT(69, 31), ['weight-beyond-pods']],
    ['half for one of 4 pods', 3, 1, SPLIT(50, 50), []],
    ['few for as many pods', 5, 5, SPLIT(99, 1), []],
    ['for versions of which one has no pods', 5, 0, SPLIT(50, 50), ['routed-subset-at-zero']],
  ])('%s', (_, stable, canary, split, expected) => {
    expect(rules(...VERSIONS(stable, canary), split)).toEqual(expected);
  });

  test('are for Services of versions too', () => {
    const versions = [service('', 'stable'), service('', 'canary'), deployment('stable', '{app: stable}', 'replicas: 9'), deployment('canary', '{app: canary}', 'replicas: 1')];
    expect(own(...versions, TO('{destination: {host: stable}, weight: 10}', '{destination: {host: canary}, weight: 90}'))).toEqual([{
      rule: 'weight-beyond-pods', message: 'spec.http[0].route[1] sends 90 percent of the requests to canary.shop.svc.cluster.local, which has 1 of 10 pods',
    }]);
  });

  test('say by how much they are too high', () => {
    expect(own(...VERSIONS(9, 1), SPLIT(10, 90))).toEqual([{
      rule: 'weight-beyond-pods', message: 'spec.http[0].route[1] sends 90 percent of the requests to subset v2, which has 1 of 10 pods',
    }]);
  });

  test('that a Rollout moves are its own business', () => {
    const rollout = PODS('v2', 1).replace('apps/v1', 'argoproj.io/v1alpha1').replace('kind: Deployment', 'kind: Rollout');
    expect(rules(service(''), SUBSETS('v1', 'v2'), PODS('v1', 9), rollout, SPLIT(10, 90))).toEqual([]);
  });

  test('of TCP and TLS are weights too', () => {
    expect(rules(virtualService(`tcp:\n- route:\n  - ${V1}\n    weight: 5`))).toEqual(['weight-on-one-destination']);
    expect(rules(virtualService(`tcp:\n- route:\n  - {${V1}, weight: 5}\n  - {${V2}, weight: 5}`))).toEqual(['weights-not-hundred']);
  });
});

describe('the order of rules', () => {
  const RULE = (match: string, to: string, more = '') => `- match:\n${match.split('\n').map((one) => `  - ${one}\n`).join('')}  route:\n  - destination: {host: ${to}}${more}`;
  const ORDER = (...list: string[]) => rules(virtualService(`http:\n${list.join('\n')}`));
  const REST = '- route:\n  - destination: {host: rest}';
  test.each([
    ['a header behind a path of another prefix', [RULE('uri: {prefix: /api}', 'a'), RULE('{uri: {prefix: /web}, headers: {x: {exact: b}}}', 'b')], []],
    ['a header behind the same prefix', [RULE('uri: {prefix: /api}', 'a'), RULE('{uri: {prefix: /api}, headers: {x: {exact: b}}}', 'b')], ['rule-never-reached']],
    ['an exact path behind a prefix of it', [RULE('uri: {prefix: /api}', 'a'), RULE('uri: {exact: /api/v2}', 'b')], ['rule-never-reached']],
    ['a prefix behind a shorter one, of which Istio tells', [RULE('uri: {prefix: /api}', 'a'), RULE('uri: {prefix: /api/v2}', 'b')], []],
    ['a longer prefix for another method', [RULE('uri: {prefix: /api}', 'a'), RULE('{uri: {prefix: /api/v2}, method: {exact: POST}}', 'b')], ['rule-never-reached']],
    ['the same match, of which Istio tells', [RULE('uri: {exact: /a}', 'a'), RULE('uri: {exact: /a}', 'b')], []],
    ['all paths, and a rule for the rest', [RULE('uri: {regex: .*}', 'a'), REST], ['rule-never-reached']],
    ['all paths at one port, and a rule for the rest', [RULE('port: 80', 'a'), REST], []],
    ['one header, and another value of it behind its presence', [RULE('headers: {X-A: {}}', 'a'), RULE('headers: {x-a: {prefix: b}}', 'b')], ['rule-never-reached']],
    ['parameters whose names differ by case', [RULE('queryParams: {A: {}}', 'a'), RULE('queryParams: {a: {exact: b}}', 'b')], []],
    ['one of two matches is taken', [RULE('uri: {prefix: /api}', 'a'), RULE('uri: {exact: /api/v2}\nuri: {exact: /web}', 'b')], []],
    ['a rule that hands over leaves what its delegate does not take', ['- match:\n  - uri: {prefix: /}\n  delegate: {name: other}', REST], []],
    ['where a caller comes from does not count beside gateways',
      [RULE('sourceLabels: {app: web}', 'a'), RULE('{gateways: [mesh], sourceLabels: {app: web}}', 'b')], []],
    ['a path in any case', [RULE('{uri: {prefix: /API}, ignoreUriCase: true}', 'a'), RULE('{uri: {exact: /api/v2}, ignoreUriCase: true}', 'b')], ['rule-never-reached']],
    ['a path in one case behind any case', [RULE('{uri: {prefix: /api}, ignoreUriCase: true}', 'a'), RULE('uri: {exact: /api/v2}', 'b')], []],
    ['a regular expression behind the same one', [RULE('uri: {regex: /a+}', 'a'), RULE('{uri: {regex: /a+}, headers: {x: null}}', 'b')], ['rule-never-reached']],
    ['what stands behind the rest, of which Istio tells', [REST, RULE('uri: {prefix: /api}', 'a')], []],
    ['a prefix that takes other words', [RULE('uri: {prefix: /foo}', 'a'), RULE('uri: {prefix: /foobar}', 'b')], ['prefix-takes-more']],
    ['a prefix that takes other words where a header stands', [RULE('{uri: {prefix: /foo}, headers: {x: {exact: a}}}', 'a'), RULE('uri: {exact: /foo-bar}', 'b')], ['prefix-takes-more']],
    ['a prefix that takes other words to the same end', [RULE('uri: {prefix: /foo}', 'a'), RULE('uri: {prefix: /foobar}', 'a')], []],
    ['a prefix that ends with a slash', [RULE('uri: {prefix: /foo/}', 'a'), RULE('uri: {exact: /foobar}', 'b')], []],
  ])('%s', (_, list, expected) => {
    expect(ORDER(...list)).toEqual(expected);
  });

  test('of a delegate is not judged by itself', () => {
    expect(rules(virtualService(`hosts: []\nhttp:\n${RULE('uri: {prefix: /}', 'a')}\n${REST}`))).toEqual([]);
  });
});

describe('requests that no rule takes', () => {
  const ONLY = (match: string, more = '') => virtualService(`${more}http:\n- match:\n  - ${match}\n  route:\n  - destination: {host: reviews}`);
  test.each([
    ['of a Service', ONLY('headers: {x: {exact: a}}'), ['rest-unanswered']],
    ['of a host that is no Service', ONLY('headers: {x: {exact: a}}', 'hosts: [www.example.com]\n'), []],
    ['at a gateway', ONLY('headers: {x: {exact: a}}', 'gateways: [public]\n'), []],
    ['where all paths are taken', ONLY('uri: {prefix: /}'), []],
    ['where a rule is for some callers, and the others get the Service as it is', ONLY('sourceLabels: {app: web}'), []],
    ['where a match is for what has no header', ONLY('withoutHeaders: {x: {}}'), []],
  ])('%s', (_, routes, expected) => {
    expect(rules(service(''), routes)).toEqual(expected);
  });
});

describe('settings of a rule', () => {
  test.each([
    ['a delay without a percentage', 'fault:\n  delay: {fixedDelay: 1s}', ['fault-never-acts']],
    ['a delay of whole percents', 'fault:\n  delay: {fixedDelay: 1s, percent: 5}', []],
    ['mirrors beside a redirect', 'redirect: {uri: /new}\nmirrors: []\nretries: {attempts: 1}', ['settings-beside-answer', 'settings-beside-answer']],
    ['retries of a status while requests are split', `route:\n- {${V1}, weight: 50}\n- {${V2}, weight: 50}\nretries: {attempts: 2, retryOn: "reset,503"}`, ['retries-hide-errors']],
    ['no retries while requests are split', `route:\n- {${V1}, weight: 50}\n- {${V2}, weight: 50}\nretries: {attempts: 0}`, []],
    ['a rewrite of a prefix with a slash', 'match:\n- uri: {prefix: /api/}\nrewrite: {uri: /v2}', ['rewrite-joins-paths']],
    ['a rewrite of all paths', 'match:\n- uri: {prefix: /}\nrewrite: {uri: /v2}', []],
    ['a rewrite of an exact path', 'match:\n- uri: {exact: /api/}\nrewrite: {uri: /v2}', []],
    ['a rewrite of the authority', 'match:\n- uri: {prefix: /api/}\nrewrite: {authority: v2}', []],
  ])('%s', (_, rule, expected) => {
    expect(rules(httpRule(rule))).toEqual(expected);
  });
});

describe('hosts that are called', () => {
  const PORT = (port: string, name = 'reviews') => service(`ports:\n- {${port}, targetPort: 9080}`, name);
  test.each([
    ['a name with the namespace', [service(''), virtualService('hosts: [reviews.shop]')], ['host-taken-literally']],
    ['a name with the namespace and svc', [service(''), virtualService('hosts: [reviews.shop.svc]')], ['host-taken-literally']],
    ['a name that a service entry has', [service(''), serviceEntry('hosts: [reviews.shop]'), virtualService('hosts: [reviews.shop]')], []],
    ['a name of no Service', [service(''), virtualService('hosts: [reviews.com]')], []],
    ['a name at a gateway', [service(''), virtualService('hosts: [reviews.shop]\ngateways: [public]')], []],
    ['a port of its own', [PORT('name: http, port: 80'), PORT('name: http, port: 81', 'b'), httpRule('route:\n- destination: {host: b}')], ['destination-port-of-caller']],
    ['a port of its own at a gateway', [PORT('name: http, port: 80'), PORT('name: http, port: 81', 'b'), virtualService('gateways: [public]\nhttp:\n- route:\n  - destination: {host: b}')], []],
    ['a port of its own for one port that is called', [PORT('name: http, port: 80'), PORT('name: http, port: 81', 'b'), httpRule('match:\n- port: 80\nroute:\n- destination: {host: b}')], []],
    ['a port of its own of a host beside another one', [PORT('name: http, port: 80'), PORT('name: http, port: 81', 'b'), virtualService('hosts: [reviews, www.example.com]\nhttp:\n- route:\n  - destination: {host: b}')], []],
    ['a port that is called', [PORT('name: http, port: 80'), PORT('name: http, port: 80', 'b'), httpRule('route:\n- destination: {host: b}')], []],
    ['a port of TLS', [PORT('name: https, port: 443'), virtualService('')], ['http-rules-at-tcp']],
    ['a port whose protocol is found out', [PORT('name: web, port: 443'), virtualService('')], []],
    ['a port whose protocol is said beside its name', [PORT('name: tcp, appProtocol: http, port: 443'), virtualService('')], []],
  ])('%s', (_, objects, expected) => {
    expect(rules(...objects)).toEqual(expected);
  });
});

describe('DestinationRules that are not seen', () => {
  const SPLIT = [service(''), SUBSETS('v1'), PODS('v1', 1)];
  const OF_WEB = (spec: string) => IN('web', destinationRule(`host: reviews.shop.svc.cluster.local\n${spec}`, 'own'));
  test.each([
    ['one of the callers for the same host', [...SPLIT, TO(V1), OF_WEB('')], ['destination-rule-hidden']],
    ['one of the callers beside rules of their own', [...SPLIT, TO(V1), OF_WEB(''), IN('web', virtualService('hosts: [reviews.shop.svc.cluster.local]\nexportTo: ["."]\nhttp:\n- route:\n  - destination: {host: reviews.shop.svc.cluster.local}'))], []],
    ['one of the callers that they do not see', [...SPLIT, TO(V1), EXPORTED(OF_WEB(''), 'other')], []],
    ['one of callers that do not see the rules', [...SPLIT, EXPORTED(TO(V1), '"."'), OF_WEB('')], []],
    ['one for some of the callers', [...SPLIT, TO(V1), OF_WEB('workloadSelector: {matchLabels: {app: web}}')], []],
    ['one of the whole mesh', [...SPLIT, TO(V1), IN('istio-system', destinationRule('host: "*.local"', 'all'))], []],
    ['one of the callers where rules are for a gateway', [...SPLIT, virtualService(`gateways: [public]\nhttp:\n- route:\n  - ${V1}`), OF_WEB('')], []],
    ['one that is exported to fewer', [service(''), EXPORTED(SUBSETS('v1'), '".", web'), PODS('v1', 1), TO(V1)], ['destination-rule-not-exported']],
    ['one that is not exported to one that sees the rules', [service(''), EXPORTED(SUBSETS('v1'), '"."'), PODS('v1', 1), EXPORTED(TO(V1), '".", web')], ['destination-rule-not-exported']],
    ['one that is exported to more', [service(''), SUBSETS('v1'), PODS('v1', 1), EXPORTED(TO(V1), '"."')], []],
  ])('%s', (_, objects, expected) => {
    expect(rules(...objects)).toEqual(expected);
  });
});

describe('DestinationRules for one host', () => {
  const NAMED = (name: string, spec: string) => destinationRule(spec, name);
  const V = (name: string) => `subsets:\n- {name: ${name}, labels: {version: ${name}}}`;
  test.each([
    ['by its short and its full name', [NAMED('a', V('v1')), NAMED('b', `host: reviews.shop.svc.cluster.local\n${V('v1')}`)], ['subset-in-two-rules']],
    ['in two namespaces', [NAMED('a', V('v1')), IN('other', NAMED('b', `host: reviews.shop.svc.cluster.local\n${V('v1')}`))], []],
    ['of which one is for some callers', [NAMED('a', V('v1')), NAMED('b', `workloadSelector: {matchLabels: {app: a}}\n${V('v1')}`)], []],
    ['of which the second has the policy', [NAMED('a', V('v1')), NAMED('b', 'trafficPolicy: {loadBalancer: {simple: RANDOM}}'), NAMED('c', V('v2'))], []],
    ['of which two have a policy', [NAMED('a', V('v1')), ...['b', 'c'].map((name) => NAMED(name, 'trafficPolicy: {loadBalancer: {simple: RANDOM}}'))], ['policy-in-two-rules']],
    ['that are exported differently', [NAMED('a', `exportTo: ["*"]\n${V('v1')}`), NAMED('b', V('v2'))], ['rules-not-merged']],
  ])('%s', (_, objects, expected) => {
    expect(rules(service(''), PODS('v1', 1), PODS('v2', 1), ...objects)).toEqual(expected);
  });

  test('drop settings of subsets at their ports', () => {
    const subset = destinationRule('subsets:\n- name: v1\n  labels: {version: v1}\n  trafficPolicy: {tls: {mode: ISTIO_MUTUAL}, portLevelSettings: [{port: {number: 80}, loadBalancer: {simple: RANDOM}}]}');
    expect(own(service(''), PODS('v1', 1), TO(V1), subset)).toEqual([{ rule: 'port-policy-replaces', message: 'spec.subsets[0].trafficPolicy.portLevelSettings[0] drops tls of the policy around it' }]);
    expect(rules(trafficPolicy('loadBalancer: {simple: RANDOM}\nportLevelSettings:\n- {port: {number: 80}, tls: {mode: ISTIO_MUTUAL}}'))).toEqual([]);
  });
});

describe('mutual TLS', () => {
  const PLAIN = (host = 'reviews') => destinationRule(`host: "${host}"\ntrafficPolicy: {tls: {mode: DISABLE}}`);
  const STRICT = peerAuthentication('mtls: {mode: STRICT}');
  test.each([
    ['where the namespace asks for it', [STRICT, PLAIN()], ['plain-to-strict']],
    ['where the mesh asks for it', [IN('istio-system', STRICT), PLAIN()], ['plain-to-strict']],
    ['where the namespace does not ask for what the mesh does', [IN('istio-system', STRICT), peerAuthentication('mtls: {mode: PERMISSIVE}'), PLAIN()], []],
    ['where the namespace leaves it to the mesh', [IN('istio-system', STRICT), peerAuthentication('mtls: {mode: UNSET}'), PLAIN()], ['plain-to-strict']],
    ['where two policies contradict each other', [STRICT, peerAuthentication('mtls: {mode: DISABLE}', 'other'), PLAIN()], []],
    ['where some pods may be asked for less', [STRICT, peerAuthentication('selector: {matchLabels: {app: reviews}}\nmtls: {mode: PERMISSIVE}', 'some'), PLAIN()], []],
    ['where all hosts of the namespace are called', [STRICT, PLAIN('*.shop.svc.cluster.local')], ['plain-to-strict']],
    ['where hosts of another namespace are called', [STRICT, PLAIN('*.other.svc.cluster.local')], []],
    ['where no service is known', [STRICT, PLAIN('*.example.com')], []],
    ['where pods have no proxy', [STRICT, PLAIN(), deployment('reviews', '{app: reviews, sidecar.istio.io/inject: "false"}')], []],
    ['where nobody says which pods there are', [STRICT, PLAIN(), service('selector: {}')], ['plain-to-strict']],
    ['where pods have one', [STRICT, PLAIN(), deployment('reviews', '{app: reviews}')], ['plain-to-strict']],
    ['at one port', [STRICT, trafficPolicy('portLevelSettings:\n- {port: {number: 9080}, tls: {mode: DISABLE}}')], ['plain-to-strict']],
  ])('%s', (_, objects, expected) => {
    expect(rules(service(''), ...objects)).toEqual(expected);
  });
});
