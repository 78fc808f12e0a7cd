import { anyObject, authorizationPolicy, deployment, requestAuthentication, telemetry, together, wasmPlugin } from '../../../src/checks/examples';

const NAMESPACE = (labels: string) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: ${labels}\n`;
const AUTO = (labels: string) => deployment('ingress', labels).replace('- {name: app, image: reviews}', '- {name: istio-proxy, image: auto}');
const WEBHOOK = (selectors: string, name = 'object.sidecar-injector.istio.io') => `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: sidecar-injector
webhooks:
- {name: ${name}, clientConfig: {url: "https://istiod.example.com/inject"}${selectors}}
`;
const GATEWAY = '{gateway.networking.k8s.io/gateway-name: public, istio.io/gateway-name: public, sidecar.istio.io/inject: "true"}';
const SELECTED = 'selector: {matchLabels: {gateway.networking.k8s.io/gateway-name: public}}';
const OBJECT = (expression: string) => `, objectSelector: {matchExpressions: [${expression}]}`;
const ISTIOD = (container: string, metadata = 'labels: {app: istiod}') => deployment('istiod', '{app: istiod, sidecar.istio.io/inject: "false"}').replace('metadata:', `metadata:\n  ${metadata}`)
  .replace('image: reviews}', `image: pilot${container}}`);
const JWT = requestAuthentication('jwtRules: [{issuer: https://accounts.example.com}]');

/** Proxies whose image is to be replaced, and policies for gateways and control planes. */
export const INJECTION_CASES: { readonly [name: string]: string } = {
  'an image to replace without webhooks': AUTO('{app: ingress}'),
  'an image to replace and a webhook for all': together(AUTO('{app: ingress}'), WEBHOOK('')),
  'an image to replace and a webhook of somebody else': together(AUTO('{app: ingress}'), WEBHOOK('', 'injector.example.com')),
  'an image to replace and a webhook for its label': together(AUTO('{app: ingress}'), WEBHOOK(', objectSelector: {matchLabels: {app: ingress}}')),
  'an image to replace and a webhook for another label': together(AUTO('{app: ingress}'), WEBHOOK(', objectSelector: {matchLabels: {app: other}}')),
  'an image to replace and a webhook for its namespace': together(NAMESPACE('{istio-injection: enabled}'), AUTO('{app: ingress}'), WEBHOOK(', namespaceSelector: {matchLabels: {istio-injection: enabled}}')),
  'an image to replace and a webhook for another namespace': together(NAMESPACE('{istio-injection: disabled}'), AUTO('{app: ingress}'), WEBHOOK(', namespaceSelector: {matchLabels: {istio-injection: enabled}}')),
  'an image to replace and a webhook for a namespace that is not there': together(AUTO('{app: ingress}'), WEBHOOK(', namespaceSelector: {matchLabels: {istio-injection: enabled}}')),
  ...Object.fromEntries(['{key: app, operator: In, values: [ingress, a]}', '{key: app, operator: In, values: [a]}', '{key: app, operator: NotIn, values: [ingress]}', '{key: b, operator: NotIn, values: [a]}', '{key: app, operator: Exists}', '{key: b, operator: Exists}',
    '{key: b, operator: DoesNotExist}', '{key: app, operator: DoesNotExist}', '{key: app, operator: Like, values: [a]}', '{key: app, operator: In, values: []}', '{key: app, operator: In, values: [ingress]}, {key: b, operator: Exists}']
    .map((expression) => [`an image to replace and a webhook where ${expression}`, together(AUTO('{app: ingress}'), WEBHOOK(OBJECT(expression)))])),
  'an image to replace in a sidecar of a Job': AUTO('{app: ingress}').replace('kind: Deployment', 'kind: DaemonSet'),
  'an image to replace that is not the proxy': deployment('ingress', '{app: ingress}').replace('image: reviews', 'image: auto'),
  'an image to replace in a Pod': anyObject('v1', 'Pod', 'ingress', 'containers: [{name: app, image: a}, {name: istio-proxy, image: auto}]'),
  'an image to replace in a Pod that a webhook selects': together(anyObject('v1', 'Pod', 'ingress', 'containers: [{name: istio-proxy, image: auto}]'), WEBHOOK('')),
  'a policy for a gateway of Kubernetes': together(deployment('public', GATEWAY), authorizationPolicy(`${SELECTED}\nrules: [{}]`)),
  'a policy for a gateway of Kubernetes and all else': together(deployment('public', GATEWAY), authorizationPolicy('rules: [{}]')),
  'a policy for a gateway of Kubernetes with an empty selector': together(deployment('public', GATEWAY), authorizationPolicy('selector: {}\nrules: [{}]')),
  'a policy for a gateway of Kubernetes in another namespace': together(deployment('public', GATEWAY), authorizationPolicy(`${SELECTED}\nrules: [{}]`).replace('namespace: shop', 'namespace: other')),
  'a policy for other pods than a gateway of Kubernetes': together(deployment('public', GATEWAY), deployment('reviews', '{app: reviews, sidecar.istio.io/inject: "true"}'), authorizationPolicy('selector: {matchLabels: {app: reviews}}\nrules: [{}]')),
  'a policy for a gateway of Kubernetes by selector and reference': together(deployment('public', GATEWAY), authorizationPolicy(`${SELECTED}\ntargetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: public}\nrules: [{}]`)),
  'a policy for a gateway of Kubernetes by selector and references': together(deployment('public', GATEWAY), authorizationPolicy(`${SELECTED}\ntargetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: public}]\nrules: [{}]`)),
  'tokens for a gateway of Kubernetes': together(deployment('public', GATEWAY), requestAuthentication(`${SELECTED}\njwtRules: [{issuer: a}]`)),
  'metrics for a gateway of Kubernetes': together(deployment('public', GATEWAY), telemetry(`${SELECTED}\ntracing: [{randomSamplingPercentage: 1}]`)),
  'a plugin for a gateway of Kubernetes': together(deployment('public', GATEWAY), wasmPlugin(SELECTED)),
  'an istiod that fetches keys from anywhere': together(JWT, ISTIOD('')),
  'an istiod without keys to fetch': ISTIOD(''),
  'an istiod that fetches keys from somewhere': together(JWT, ISTIOD(', env: [{name: A, value: b}, {name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 10.0.0.0/8}]')),
  'an istiod that is told nothing of where to fetch keys': together(JWT, ISTIOD(', env: [{name: BLOCKED_CIDRS_IN_JWKS_URIS, value: ""}]')),
  'an istiod that is told elsewhere where to fetch keys': together(JWT, ISTIOD(', env: [{name: BLOCKED_CIDRS_IN_JWKS_URIS, valueFrom: {configMapKeyRef: {name: a, key: b}}}]')),
  'an istiod without a label': together(JWT, ISTIOD('', 'labels: {app: pilot}')),
};
