import { textsIn } from '../../manifests/json';
import { describe, type Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { anyObject, authorizationPolicy, destinationRule, jwtRule, service, together, virtualService } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, Rule, RuleFamily } from '../rule';
import { kialiRules } from './kiali-rule';

const AMBIENT = anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', '  labels: {istio.io/dataplane-mode: ambient}\n');
const PATHS = 'rules:\n- to:\n  - operation: {paths: [/admin]}';
const TARGET = 'targetRefs:\n- {kind: Service, group: "", name: reviews}';
const WASM = (spec: string) => anyObject('extensions.istio.io/v1alpha1', 'WasmPlugin', 'filter', `url: oci://registry.example.com/filter:1\n${spec}`);
const ELSEWHERE = (yaml: string) => yaml.replace('namespace: shop', 'namespace: web');
const FULL = 'reviews.shop.svc.cluster.local';
const ROUTES = virtualService(`hosts: [${FULL}]\nhttp:\n- route:\n  - destination: {host: ${FULL}}`);

const WITHOUT_TARGET = {
  severity: 'warning',
  fix: 'name the Service or the waypoint in targetRefs',
} as const;
const OF_OTHER_NAMESPACE = {
  severity: 'warning',
  why: 'A waypoint knows objects of the namespace of the service, and of its own; others do nothing.',
  fix: 'move it to the namespace of the service',
} as const;

const RULES = kialiRules('ambient', {
  authorizationWithoutTarget: {
    ...WITHOUT_TARGET,
    code: 'KIA0110',
    must: 'In a namespace in ambient mode, an AuthorizationPolicy that asks for what only HTTP has names its target.',
    why: 'By a selector it goes to ztunnel, which reads no requests: rules that allow by HTTP allow nothing.',
    fails: together(AMBIENT, authorizationPolicy(PATHS)),
    passes: together(AMBIENT, service(''), authorizationPolicy(`${TARGET}\n${PATHS}`)),
  },
  authenticationWithoutTarget: {
    ...WITHOUT_TARGET,
    code: 'KIA1115',
    must: 'In a namespace in ambient mode, a RequestAuthentication names its target.',
    why: 'Only waypoints read tokens, and they take no policies by selectors.',
    fails: together(AMBIENT, jwtRule('')),
    passes: together(AMBIENT, service(''), jwtRule('').replace('spec:\n', 'spec:\n  targetRefs: [{kind: Service, group: "", name: reviews}]\n')),
  },
  pluginWithoutTarget: {
    ...WITHOUT_TARGET,
    code: 'KIA1116',
    must: 'In a namespace in ambient mode, a WasmPlugin names its target.',
    why: 'Only waypoints run plugins, and they take none by selectors.',
    fails: together(AMBIENT, WASM('')),
    passes: together(AMBIENT, service(''), WASM(TARGET)),
  },
  routesOfOtherNamespace: {
    ...OF_OTHER_NAMESPACE,
    code: 'KIA1114',
    must: 'A VirtualService for a service in ambient mode is in the namespace of the service.',
    fails: together(AMBIENT, service(''), ELSEWHERE(ROUTES)),
    passes: together(AMBIENT, service(''), ROUTES),
  },
  policyOfOtherNamespace: {
    ...OF_OTHER_NAMESPACE,
    code: 'KIA0212',
    must: 'A DestinationRule for a service in ambient mode is in the namespace of the service.',
    fails: together(AMBIENT, service(''), ELSEWHERE(destinationRule(`host: ${FULL}`))),
    passes: together(AMBIENT, service(''), destinationRule(`host: ${FULL}`)),
  },
});

/** Objects that need a waypoint, and do not reach it. */
export const AMBIENT_POLICIES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    const ambient = new Set(index.ofKind('', 'Namespace').filter(({ labels }) => labels['istio.io/dataplane-mode'] === 'ambient').map(({ name }) => name));
    if (ambient.size === 0) return;
    for (const { kind, group, rule } of TARGETED) {
      for (const manifest of index.ofKind(group, kind).filter(({ namespace }) => ambient.has(namespace))) checkTarget(manifest, rule, report);
    }
    for (const manifest of index.ofKind('networking.istio.io', 'VirtualService')) checkHosts(manifest, 'hosts', textsIn(manifest.spec.hosts), RULES.routesOfOtherNamespace, ambient, index, report);
    for (const manifest of index.ofKind('networking.istio.io', 'DestinationRule')) checkHosts(manifest, 'host', [String(manifest.spec.host)], RULES.policyOfOtherNamespace, ambient, index, report);
  },
};

const TARGETED = [
  { group: 'security.istio.io', kind: 'AuthorizationPolicy', rule: RULES.authorizationWithoutTarget },
  { group: 'security.istio.io', kind: 'RequestAuthentication', rule: RULES.authenticationWithoutTarget },
  { group: 'extensions.istio.io', kind: 'WasmPlugin', rule: RULES.pluginWithoutTarget },
];

function checkTarget(manifest: Manifest, rule: Rule, report: Report): void {
  const check = new ObjectCheck(manifest, report);
  const hasTarget = check.spec.at('targetRef').isPresent || check.spec.at('targetRefs').size > 0;
  const isForHttp = manifest.kind !== 'AuthorizationPolicy' || check.spec.at('rules').items.some(asksForHttp);
  if (!hasTarget && isForHttp) check.fail(rule, check.spec, `has no targetRefs, and namespace ${manifest.namespace} is in ambient mode`);
}

/** Whether a rule asks for what ztunnel does not see. */
function asksForHttp(rule: Field): boolean {
  const has = (field: Field, ...keys: string[]) => keys.some((key) => field.at(key).size > 0);
  return rule.at('to').items.some((to) => has(to.at('operation'), 'hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'))
    || rule.at('from').items.some((from) => has(from.at('source'), 'requestPrincipals', 'notRequestPrincipals'))
    || rule.at('when').items.some((condition) => condition.at('key').text.startsWith('request.'));
}

/** The namespaces whose objects the waypoint of a service takes. */
function knownTo({ namespace, labels }: Manifest, index: ManifestIndex): string[] {
  const key = 'istio.io/use-waypoint-namespace';
  return [namespace, labels[key] ?? index.find('', 'Namespace', '', namespace)?.labels[key] ?? namespace];
}

function checkHosts(
  manifest: Manifest, key: string, hosts: readonly string[], rule: Rule, ambient: ReadonlySet<string>, index: ManifestIndex, report: Report,
): void {
  const targets = hosts.flatMap((host) => index.hosts.service(index.hosts.resolve(host, manifest.namespace)) ?? []);
  const target = targets.find((called) => ambient.has(called.namespace) && !knownTo(called, index).includes(manifest.namespace));
  const check = new ObjectCheck(manifest, report);
  if (target) check.fail(rule, check.spec.at(key), `is for ${describe(target)}, which is in ambient mode and in another namespace`);
}
