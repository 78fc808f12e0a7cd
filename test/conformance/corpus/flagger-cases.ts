import { anyObject } from '../../../src/checks/examples';
import { alertProvider, canary, measured, stepping } from '../../../src/checks/flagger/flagger-examples';

const ANALYSIS = (fields: string) => anyObject('flagger.app/v1beta1', 'Canary', 'reviews', `targetRef: {apiVersion: apps/v1, kind: Deployment, name: reviews}\nanalysis: ${fields}`);
const SERVICE = (service: string) => stepping('', { service });
const GATEWAY_API = (service: string) => stepping('', { service, more: 'provider: gatewayapi:v1' });

function each(name: string, values: readonly string[], yaml: (value: string) => string): { [name: string]: string } {
  return Object.fromEntries(values.map((value) => [`${name} ${value}`, yaml(value)]));
}

/** Objects of Flagger that its CRDs refuse, or nearly. */
export const FLAGGER_CASES: { readonly [name: string]: string } = {
  ...each('an analysis of', [
    '{interval: 1m, threshold: 5, stepWeight: 10, maxWeight: 50}', '{interval: 1m, threshold: 5, iterations: 10, maxWeight: 50}', '{interval: 1m, threshold: 5, iterations: 10, stepWeight: 10, maxWeight: 50}',
    '{interval: 1m, threshold: 5, iterations: 0, stepWeight: 10}', '{interval: 1m, threshold: 5, iterations: null, stepWeight: 10}', '{interval: 1m, threshold: 5, stepWeight: 10, stepWeights: [10]}',
    '{interval: 1m, threshold: 5, iterations: 1, stepWeights: [10]}', '{interval: 1m, threshold: 5, maxWeight: 50}', '{interval: 1m, iterations: 10, stepWeight: 10}', '{iterations: 10}', '{}', 'null', '[]',
    '{interval: 1m, threshold: 5, stepWeights: []}', '{interval: 1m, threshold: 5, stepWeights: [50, 20, 80]}', '{interval: 1m, threshold: 5, stepWeights: [10.5]}', '{interval: 1m, threshold: 5, stepWeights: 10}',
  ], ANALYSIS),
  ...each('an interval of', ['1m', '1h', '5s', '500ms', '1m30s', '1minute', '90', '""', ' 1m', '1.5m', 'null'], (value) => canary(`interval: ${value}\nstepWeight: 10`)),
  ...each('a window of', ['1m', '1h', '60', '1d'], (value) => measured(`name: request-duration\ninterval: ${value}`)),
  ...each('a timeout of a webhook of', ['30s', '1h', '5'], (value) => stepping(`webhooks:\n- {name: load, url: "http://loadtester/", timeout: ${value}}`)),
  ...each('an URL of a webhook of', ['loadtester', '""', '1'], (value) => stepping(`webhooks:\n- {name: load, url: ${value}}`)),
  ...each('alerts of', ['[{name: a, providerRef: {name: b}}]', '[{name: a, severity: "", providerRef: {name: b}}]', '[{name: a, severity: warning, providerRef: {name: b}}]', '[{name: a, providerRef: {}}]', '[{name: a}]'],
    (value) => stepping(`alerts: ${value}`)),
  ...each('a match of an analysis of', [
    '{headers: {a: {exact: b}}}', '{headers: {a: {suffix: b}}}', '{headers: {a: {}}}', '{headers: {a: {exact: b, regex: c}}}', '{queryParams: {a: {}}}', '{queryParams: {a: {suffix: b}}}',
    '{uri: {prefix: /a}}', '{sourceLabels: {a: b}}', '{sourceLabels: {a: 1}}', '{}',
  ], (value) => canary(`iterations: 1\nmatch: [${value}]`)),
  ...each('a session of', ['{cookieName: a}', '{}', '{cookieName: a, maxAge: null}', '{cookieName: a, sameSite: lax}', '{cookieName: a, maxAge: 1.5}'], (value) => stepping(`sessionAffinity: ${value}`)),
  ...each('a port of', ['80', '80.5', '0', '70000', '"80"', 'null'], (value) => stepping().replace('port: 80', `port: ${value}`)),
  ...each('a target port of', ['80', '"80"', 'http', '80.5', 'true', 'null', '[]'], (value) => SERVICE(`targetPort: ${value}`)),
  ...each('a traffic policy of', [
    '{loadBalancer: {simple: LEAST_REQUEST}}', '{loadBalancer: {simple: ROUNDROBIN}}', '{loadBalancer: {simple: RANDOM, consistentHash: {useSourceIp: true}}}', '{loadBalancer: {consistentHash: {}}}',
    '{loadBalancer: {consistentHash: {httpQueryParameterName: a}}}', '{loadBalancer: {consistentHash: {httpHeaderName: a, ringHash: {}}}}', '{loadBalancer: {localityLbSetting: {enabled: true}}}', '{connectionPool: {tcp: {}}}',
    '{connectionPool: {http: {maxConcurrentStreams: 1}}}', '{outlierDetection: {consecutive5xxErrors: 5}}', '{tls: {mode: SIMPLE, credentialName: a}}', '{portLevelSettings: []}', '{tunnel: {}}', '{unheardOf: 1}',
  ], (value) => SERVICE(`trafficPolicy: ${value}`)),
  ...each('a way of', [
    '{timeout: 5s}', '{timeout: 5}', '{retries: {attempts: 3, perTryTimeout: 1s, retryOn: 5xx}}', '{retries: {backoff: 1s}}', '{retries: {attempts: 2147483648}}', '{fault: {}}', '{rewrite: {uri: /}}', '{rewrite: {uriRegexRewrite: {match: a}}}',
    '{corsPolicy: {allowOrigins: [{exact: a}]}}', '{corsPolicy: {allowOrigins: [{}]}}', '{corsPolicy: {unmatchedPreflights: IGNORE}}', '{headers: {request: {set: {a: b}}}}', '{headers: {request: {set: {a: 1}}}}',
    '{match: [{statPrefix: a}]}', '{match: [{withoutHeaders: {a: {}}}]}', '{match: [null]}', '{trafficDistribution: PreferClose}', '{trafficDistribution: PreferFar}',
  ], (value) => SERVICE(value.slice(1, -1))),
  ...each('a mirror of', ['[{backendRef: {name: a, port: 80}}]', '[{backendRef: {name: a}}]', '[{backendRef: {name: a, kind: Other}}]', '[{backendRef: {name: a, group: null}}]', '[{backendRef: {}}]', '[{}]'], (value) => GATEWAY_API(`mirror: ${value}`)),
  ...each('gateways of', ['[{name: a}]', '[{name: a, kind: null}]', '[{name: a, port: 0}]', '[{}]', `[${Array(33).fill('{name: a}').join(', ')}]`], (value) => GATEWAY_API(`gatewayRefs: ${value}`)),
  ...each('a provider of', ['istio', 'gatewayapi:v1', 'Istio', '""'], (value) => stepping('', { more: `provider: ${value}` })),
  ...each('an alert provider of', [
    '{type: slack, address: a}', '{type: slack, secretRef: {name: a}}', '{type: slack, address: a, secretRef: {name: a}}', '{type: slack}', '{address: a}', '{type: teams, address: a}', '{type: slack, secretRef: {}}',
  ], (value) => alertProvider(value.slice(1, -1).replace(/, (?=\w+:)/g, '\n'))),
  ...each('a provider of metrics of', ['{type: prometheus}', '{type: thanos}', '{type: prometheus, headers: {a: [b]}}', '{type: prometheus, headers: {a: b}}', '{}'],
    (value) => anyObject('flagger.app/v1beta1', 'MetricTemplate', 'errors', `provider: ${value}\nquery: vector(1)`)),
  'an analysis of long ago': canary('stepWeight: 10').replace('analysis:', 'canaryAnalysis:'),
  'a Canary without a service': canary('stepWeight: 10').replace(/ {2}service:\n {4}port: 80\n/, ''),
};
