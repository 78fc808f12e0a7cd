import { listIn, objectsIn, textIn, valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { deployment, authorizationPolicy, requestAuthentication, together } from '../examples';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { analysisRules, WARNING } from './analysis-rule';
import { selectorOf } from './known-cluster';

const GATEWAY_PODS = deployment('public', '{gateway.networking.k8s.io/gateway-name: public, sidecar.istio.io/inject: "true"}');
const SELECTED = 'gateway.networking.k8s.io/gateway-name: public';
const ISTIOD = (more: string) => deployment('istiod', '{app: istiod, sidecar.istio.io/inject: "false"}').replace('metadata:', 'metadata:\n  labels: {app: istiod}')
  .replace('image: reviews}', `image: pilot${more}}`);
const JWT = requestAuthentication('jwtRules: [{issuer: https://accounts.example.com}]');

const RULES = analysisRules('policy', {
  selectorIneffective: {
    code: 'IST0166',
    severity: WARNING,
    must: 'A policy for the pods of a Gateway of Kubernetes refers to the Gateway by targetRefs.',
    why: 'Such a gateway does not look at policies with a selector.',
    fix: 'write targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: ...}]',
    fails: together(GATEWAY_PODS, authorizationPolicy(`selector: {matchLabels: {${SELECTED}}}\nrules: [{}]`)),
    passes: together(GATEWAY_PODS, authorizationPolicy('targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: public}]\nrules: [{}]')),
    equals: 'Ineffective selector on Kubernetes Gateway public. Use the TargetRef field instead',
  },
  keysFromAnywhere: {
    code: 'IST0175',
    severity: WARNING,
    must: 'An istiod that fetches keys of issuers knows from which addresses it must not.',
    why: 'Who may write a RequestAuthentication can make it call addresses within the cluster.',
    fix: 'set BLOCKED_CIDRS_IN_JWKS_URIS in the environment of istiod',
    fails: together(JWT, ISTIOD('')),
    passes: together(JWT, ISTIOD(', env: [{name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 10.0.0.0/8}]')),
    equals: 'BLOCKED_CIDRS_IN_JWKS_URIS is not configured but 1 RequestAuthentication resource(s) exist',
  },
});

const KINDS = [['security.istio.io', 'AuthorizationPolicy'], ['security.istio.io', 'RequestAuthentication'], ['telemetry.istio.io', 'Telemetry'], ['extensions.istio.io', 'WasmPlugin']];
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** What Istio's analyzers say of policies that do nothing, or too much. */
export const POLICY_EFFECT: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    checkSelectors(context, report);
    if (context.index.ofKind('security.istio.io', 'RequestAuthentication').length > 0) checkControlPlanes(context, report);
  },
};

function checkSelectors({ index }: CheckContext, report: Report): void {
  const gateways = new Map<string, Manifest['labels'][]>();
  for (const { namespace, labels } of index.pods.all) if (GATEWAY_NAME in labels) listAt(gateways, namespace).push(labels);
  if (gateways.size === 0) return;
  for (const manifest of KINDS.flatMap(([group, kind]) => index.ofKind(group, kind))) {
    const check = new ObjectCheck(manifest, report);
    const selector = check.spec.at('selector');
    if (!selector.isPresent || check.spec.at('targetRef').isPresent) continue;
    const wanted = Object.entries(selectorOf(valueAt(selector.value, 'matchLabels')));
    const gateway = gateways.get(manifest.namespace)?.find((labels) => wanted.every(([key, value]) => labels[key] === value));
    if (gateway) check.fail(RULES.selectorIneffective, selector, `selects pods of the Gateway ${gateway[GATEWAY_NAME]}, which does not look at it`);
  }
}

function checkControlPlanes({ index }: CheckContext, report: Report): void {
  for (const manifest of index.ofKind('apps', 'Deployment').filter(({ labels }) => labels.app === 'istiod')) {
    const containers = objectsIn(valueAt(manifest.spec, 'template', 'spec', 'containers'));
    const isLimited = containers.some(([{ env }]) => listIn(env).some((one) => valueAt(one, 'name') === 'BLOCKED_CIDRS_IN_JWKS_URIS' && textIn(valueAt(one, 'value')) !== ''));
    if (!isLimited) report({ rule: RULES.keysFromAnywhere, manifest, path: ['spec'], message: 'spec does not set BLOCKED_CIDRS_IN_JWKS_URIS, and there are RequestAuthentications' });
  }
}
