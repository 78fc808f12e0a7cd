import { isObject, type Json, type JsonObject, labelsIn, listIn, objectsIn, textIn, valueAt } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { Labels } from '../../manifests/pod-index';
import { anyObject, deployment, together } from '../examples';
import type { RuleFamily } from '../rule';
import { analysisRules, ERROR, WARNING } from './analysis-rule';

const AUTO = '- {name: istio-proxy, image: auto}';
const GATEWAY_PODS = deployment('ingress', '{app: ingress, sidecar.istio.io/inject: "true"}').replace('- {name: app, image: reviews}', AUTO);
const WEBHOOK = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: istio-sidecar-injector
webhooks:
- name: object.sidecar-injector.istio.io
  clientConfig: {url: "https://istiod.example.com/inject"}
  objectSelector: {matchLabels: {sidecar.istio.io/inject: "true"}}
`;

const RULES = analysisRules('injection', {
  imageNotReplaced: {
    code: 'IST0146',
    severity: WARNING,
    must: 'The pods of a Deployment whose proxy has image: auto are selected by a webhook of Istio, which is among the manifests.',
    why: 'Without it nobody replaces the image, and the pods cannot start.',
    fix: 'label the pods sidecar.istio.io/inject: "true", and declare the MutatingWebhookConfiguration of Istio with --assume',
    fails: GATEWAY_PODS,
    passes: together(GATEWAY_PODS, WEBHOOK),
    equals: 'Deployment ingress contains `image: auto` but does not match any Istio injection webhook selectors',
  },
  podNotInjected: {
    code: 'IST0147',
    severity: ERROR,
    must: 'No Pod has a proxy with image: auto.',
    why: 'The image is replaced when a Pod is created: one that still has it cannot start.',
    fix: 'create the Pod where Istio injects, by a Deployment',
    fails: anyObject('v1', 'Pod', 'ingress', 'containers: [{name: istio-proxy, image: auto}]'),
    passes: anyObject('v1', 'Pod', 'ingress', 'containers: [{name: istio-proxy, image: "istio/proxyv2:1.31.0"}]'),
    equals: 'Pod ingress contains `image: auto` but does not match any Istio injection webhook selectors',
  },
});

/** What Istio's analyzers say of proxies whose image istiod is to choose. */
export const INJECTION: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    const path = ['spec'];
    for (const manifest of index.ofKind('', 'Pod').filter(({ spec }) => hasAutoImage(spec))) {
      report({ rule: RULES.podNotInjected, manifest, path, message: 'spec has a proxy with image: auto, which nobody has replaced' });
    }
    const webhooks = index.ofKind('admissionregistration.k8s.io', 'MutatingWebhookConfiguration').flatMap(webhooksOf);
    for (const manifest of index.ofKind('apps', 'Deployment').filter(({ spec }) => hasAutoImage(valueAt(spec, 'template', 'spec')))) {
      const namespaceLabels = index.find('', 'Namespace', '', manifest.namespace)?.labels ?? {};
      const podLabels = labelsIn(valueAt(manifest.spec, 'template', 'metadata', 'labels'));
      if (webhooks.some((webhook) => selects(webhook.namespaceSelector, namespaceLabels) && selects(webhook.objectSelector, podLabels))) continue;
      report({ rule: RULES.imageNotReplaced, manifest, path, message: 'spec has a proxy with image: auto, and no webhook of Istio is known that selects its pods' });
    }
  },
};

function hasAutoImage(spec: unknown): boolean {
  return objectsIn(valueAt(spec, 'containers')).some(([{ name, image }]) => name === 'istio-proxy' && image === 'auto');
}

function webhooksOf({ object }: Manifest): JsonObject[] {
  return objectsIn(object.webhooks).map(([webhook]) => webhook).filter(({ name }) => textIn(name).endsWith('istio.io'));
}

/** Whether a selector of Kubernetes, which selects all if it is absent, selects what has these labels. */
function selects(selector: Json | undefined, labels: Labels): boolean {
  if (!isObject(selector)) return true;
  const wanted = Object.entries(isObject(selector.matchLabels) ? selector.matchLabels : {});
  const expressions = objectsIn(selector.matchExpressions);
  return wanted.every(([key, value]) => labels[key] === value) && expressions.every(([expression]) => holds(expression, labels));
}

function holds({ key, operator, values }: JsonObject, labels: Labels): boolean {
  const value = Object.hasOwn(labels, textIn(key)) ? labels[textIn(key)] : undefined;
  switch (operator) {
    case 'In': return value !== undefined && listIn(values).includes(value);
    case 'NotIn': return value === undefined || !listIn(values).includes(value);
    case 'Exists': return value !== undefined;
    default: return operator === 'DoesNotExist' && value === undefined;
  }
}
