import { textsIn } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import { describe, type Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { destinationRule, httpRule, service, together } from '../examples';
import { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { isInMesh, RouteIndex, type Routed } from './route-index';
import { SubsetIndex } from './subset-index';

const V1 = (more = '') => destinationRule(`${more}subsets:\n- {name: v1, labels: {version: v1}}`);
const TO_V1 = httpRule('route:\n- destination: {host: reviews, subset: v1}');
const OF_CLIENT = (more: string) => destinationRule(`host: "*.svc.cluster.local"\n${more}`, 'all').replace('namespace: shop', 'namespace: web');

const RULES = rolloutRules({
  destinationRuleHidden: {
    severity: 'warning',
    must: 'A DestinationRule in a namespace of callers has the subsets that rules of others route to.',
    why: 'Callers use one of their own namespace, even for a wildcard, and then none of the namespace of the service: they get 503 for its subsets.',
    fix: 'repeat the subsets, or move the DestinationRule to the namespace of the service',
    fails: together(service(''), V1(), TO_V1, OF_CLIENT('trafficPolicy: {loadBalancer: {simple: RANDOM}}')),
    passes: together(service(''), V1(), TO_V1, OF_CLIENT('subsets:\n- {name: v1, labels: {version: v1}}')),
  },
  destinationRuleNotExported: {
    severity: 'warning',
    must: 'A DestinationRule is exported to all to whom the rules that route to its subsets are exported.',
    why: 'Who sees the rules and not the subsets gets 503.',
    fix: 'export both alike',
    fails: together(service(''), V1('exportTo: ["."]\n'), TO_V1),
    passes: together(service(''), V1('exportTo: ["."]\n'), TO_V1.replace('  hosts:', '  exportTo: ["."]\n  hosts:')),
  },
});

/** DestinationRules that some callers do not see. */
export const HIDDEN_DESTINATION_RULES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const rules = rulesByHost(context);
    const hosted = hostedBy(context);
    for (const [host, routed] of routedSubsets(context)) {
      checkExports(routed, context, report);
      for (const rule of matching(rules, host)) checkClients(rule, host, routed, hosted, context, report);
    }
  },
};

type ByHost = ReadonlyMap<string, readonly Manifest[]>;

function rulesByHost({ index }: CheckContext): ByHost {
  const rules = new Map<string, Manifest[]>();
  for (const manifest of index.ofKind('networking.istio.io', 'DestinationRule')) {
    const host = index.hosts.resolve(String(manifest.spec.host), manifest.namespace);
    if (manifest.spec.workloadSelector === undefined) listAt(rules, host).push(manifest);
  }
  return rules;
}

/** Those for the host itself, and for wildcards that stand for it. */
function matching(rules: ByHost, host: string): Manifest[] {
  const suffixes = Array.from({ length: host.length }, (_, start) => `*${host.slice(start)}`);
  return [host, '*', ...suffixes].flatMap((key) => rules.get(key) ?? []);
}

/** The namespaces that have a VirtualService of their own for a host. */
function hostedBy({ index }: CheckContext): ReadonlySet<string> {
  return new Set(index.ofKind('networking.istio.io', 'VirtualService').flatMap(({ spec, namespace }) => (
    textsIn(spec.hosts).map((host) => `${namespace} ${index.hosts.resolve(host, namespace)}`)
  )));
}

/** What is routed to subsets of services of Kubernetes within the mesh, by host. */
function routedSubsets(context: CheckContext): Map<string, Routed[]> {
  const found = new Map<string, Routed[]>();
  for (const { manifest, destinations } of RouteIndex.of(context).routes) {
    for (const one of destinations) {
      if (one.subset !== '' && one.share > 0 && textsIn(manifest.spec.hosts).length > 0 && context.index.hosts.service(one.host)) listAt(found, one.host).push(one);
    }
  }
  return found;
}

function exportsOf({ spec, namespace }: Manifest, meshDefault: readonly string[]): string[] {
  const given = textsIn(spec.exportTo);
  return (given.length > 0 ? given : meshDefault).map((one) => one === '.' ? namespace : one);
}

function checkExports(routed: readonly Routed[], context: CheckContext, report: Report): void {
  const { mesh } = context;
  for (const { manifest, field, host, subset } of routed) {
    const found = SubsetIndex.of(context).find(host, subset);
    if (!found || found.manifest.spec.workloadSelector !== undefined) continue;
    const seen = exportsOf(found.manifest, mesh.defaultDestinationRuleExportTo);
    const hidden = exportsOf(manifest, mesh.defaultVirtualServiceExportTo).filter((one) => !seen.includes('*') && !seen.includes(one) && one !== '~');
    if (hidden.length === 0) continue;
    const who = hidden.includes('*') ? 'other namespaces' : `namespace ${hidden.join(' and ')}`;
    new ObjectCheck(manifest, report).fail(RULES.destinationRuleNotExported, field, `is missing for callers of ${who}: ${describe(found.manifest)}, which has subset ${subset}, is exported to ${seen.join(' and ')} only`);
  }
}

function checkClients(
  rule: Manifest, host: string, routed: readonly Routed[], hosted: ReadonlySet<string>, context: CheckContext, report: Report,
): void {
  const { namespace } = rule;
  const { index, mesh } = context;
  const isOfClients = namespace !== index.hosts.service(host)!.namespace && namespace !== mesh.rootNamespace;
  const exported = exportsOf(rule, mesh.defaultDestinationRuleExportTo);
  if (!isOfClients || hosted.has(`${namespace} ${host}`) || !exported.some((one) => one === '*' || one === namespace)) return;
  const own = new Set(new Field(rule.spec, []).at('subsets').items.map((subset) => subset.at('name').text));
  const lost = routed.find(({ manifest, subset }) => {
    const isSeen = exportsOf(manifest, mesh.defaultVirtualServiceExportTo).some((one) => one === '*' || one === namespace);
    return !own.has(subset) && isSeen && isInMesh(manifest);
  });
  if (!lost) return;
  const check = new ObjectCheck(rule, report);
  check.fail(RULES.destinationRuleHidden, check.spec.at('host'), `hides the subsets of ${host} from callers of namespace ${namespace}, who get 503 where ${describe(lost.manifest)} routes to subset ${lost.subset}`);
}
