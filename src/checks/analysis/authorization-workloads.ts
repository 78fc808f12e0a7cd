import { valueAt } from '../../manifests/json';
import type { CheckContext } from '../check-context';
import { anyObject, authorizationPolicy, deployment, together } from '../examples';
import { shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { analysisRules, ERROR, WARNING } from './analysis-rule';
import { KnownCluster, selectorOf, selectorText } from './known-cluster';

const NAMESPACE = anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', '  labels: {istio-injection: enabled}\n');
const FROM = (namespace: string) => authorizationPolicy(`rules:\n- from:\n  - source: {namespaces: [${namespace}]}`);

const RULES = analysisRules('authorization-policy', {
  workloadsNotFound: {
    code: 'IST0127',
    severity: WARNING,
    must: 'An AuthorizationPolicy is for workloads that are in the mesh.',
    why: 'For no workload, it protects nothing.',
    fix: 'select by labels of pod templates in a namespace with istio-injection: enabled',
    fails: together(NAMESPACE, deployment('b', '{app: b}'), authorizationPolicy('selector: {matchLabels: {app: a}}\nrules: [{}]')),
    passes: together(NAMESPACE, deployment('a', '{app: a}'), authorizationPolicy('selector: {matchLabels: {app: a}}\nrules: [{}]')),
    equals: 'No matching workloads for this resource with the following labels: app=a',
  },
  namespaceNotFound: {
    code: 'IST0101',
    severity: ERROR,
    must: 'A namespace of callers is there.',
    why: 'Nobody calls from a namespace that is not there: the name may be wrong.',
    fix: 'mend the name, or declare the Namespace with --assume',
    fails: together(NAMESPACE, deployment('a', '{app: a}'), FROM('shpo')),
    passes: together(NAMESPACE, deployment('a', '{app: a}'), FROM('shop')),
    equals: 'Referenced namespace not found: "shpo"',
  },
});

/** What Istio's analyzers say of AuthorizationPolicies. */
export const AUTHORIZATION_WORKLOADS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('security.istio.io', 'AuthorizationPolicy')) {
      const check = new ObjectCheck(manifest, report);
      checkWorkloads(check, context);
      checkNamespaces(check, context);
    }
  },
};

function checkWorkloads(check: ObjectCheck, context: CheckContext): void {
  const cluster = KnownCluster.of(context);
  const { namespace } = check.manifest;
  const isMeshWide = namespace === context.mesh.rootNamespace;
  const selector = check.spec.at('selector');
  if (isMeshWide && !selector.isPresent) return;
  const labels = selectorOf(valueAt(selector.value, 'matchLabels'));
  const isThere = cluster.pods(labels, isMeshWide ? undefined : namespace)
    .some((pod) => cluster.isInMesh(pod) || pod.annotations['ambient.istio.io/redirection'] === 'enabled');
  if (!isThere) check.fail(RULES.workloadsNotFound, selector, `selects no workload that is in the mesh: ${selectorText(labels) || 'any'}`);
}

function checkNamespaces(check: ObjectCheck, context: CheckContext): void {
  const names = context.index.ofKind('', 'Namespace').map(({ name }) => name);
  for (const source of check.spec.at('rules').items.flatMap((rule) => rule.at('from').items).map((from) => from.at('source'))) {
    for (const list of [source.at('namespaces'), source.at('notNamespaces')]) {
      for (const { text } of list.items) {
        if (!names.some((name) => isNamed(name, text))) check.fail(RULES.namespaceNotFound, list, `has a namespace that is not known: ${shown(text)}`);
      }
    }
  }
}

function isNamed(name: string, pattern: string): boolean {
  if (pattern.startsWith('*')) return name.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name.toLowerCase() === pattern.toLowerCase();
}
