import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { anyObject, deployment, sidecar, telemetry, together } from '../examples';
import type { Report, Rule, RuleFamily } from '../rule';
import { analysisRules, ERROR, WARNING } from './analysis-rule';
import { grouped, KnownCluster, type Pod, selectorOf, selectorText } from './known-cluster';
import { objectIn, valueAt } from '../../manifests/json';

const APP = deployment('a', '{app: a}');
const SIDECAR = (name: string) => sidecar('workloadSelector: {labels: {app: a}}\negress:\n- hosts: ["./*"]', name);
const PLAIN_SIDECAR = (name: string) => sidecar('egress:\n- hosts: ["./*"]', name);
const TELEMETRY = (name: string) => telemetry('selector: {matchLabels: {app: a}}\ntracing:\n- randomSamplingPercentage: 1', name);
const PLAIN_TELEMETRY = (name: string) => telemetry('tracing:\n- randomSamplingPercentage: 1', name);
const AMBIENT = anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', '  labels: {istio.io/dataplane-mode: ambient}\n');

const RULES = analysisRules('workload', {
  podsNotFound: {
    code: 'IST0101',
    severity: ERROR,
    must: 'The selector of a Sidecar or a Telemetry selects pods of its namespace.',
    why: 'Without pods it does nothing.',
    fix: 'write the labels of pod templates',
    fails: SIDECAR('a'),
    passes: together(SIDECAR('a'), APP),
    equals: 'Referenced selector not found: "app=a"',
  },
  sidecarTwice: {
    code: 'IST0110',
    severity: ERROR,
    must: 'One Sidecar selects a pod.',
    why: 'Which of several is used, nobody knows.',
    fix: 'merge them, or tell them apart by labels',
    fails: together(SIDECAR('a'), SIDECAR('b'), APP),
    passes: together(SIDECAR('a'), APP),
    equals: 'The Sidecars [a b] in namespace "shop" select the same workload pod',
  },
  defaultSidecarTwice: {
    code: 'IST0111',
    severity: ERROR,
    must: 'One Sidecar of a namespace has no selector.',
    why: 'Which of several is used, nobody knows.',
    fix: 'merge them, or give one a selector',
    fails: together(PLAIN_SIDECAR('a'), PLAIN_SIDECAR('b')),
    passes: PLAIN_SIDECAR('a'),
    equals: 'The Sidecars [a b] in namespace "shop" have no workload selector',
  },
  sidecarInAmbient: {
    code: 'IST0167',
    severity: WARNING,
    must: 'A Sidecar is for pods with a sidecar.',
    why: 'In the ambient mode there is none, so that it does nothing.',
    fix: 'remove it',
    fails: together(AMBIENT, PLAIN_SIDECAR('a')),
    passes: PLAIN_SIDECAR('a'),
    equals: 'The policy has no impact: namespace is in ambient mode, the policy has no impact',
  },
  telemetryTwice: {
    code: 'IST0159',
    severity: ERROR,
    must: 'One Telemetry selects a pod.',
    why: 'Which of several is used, nobody knows.',
    fix: 'merge them, or tell them apart by labels',
    fails: together(TELEMETRY('a'), TELEMETRY('b'), APP),
    passes: together(TELEMETRY('a'), APP),
    equals: 'The Telemetries [a b] in namespace "shop" select the same workload pod',
  },
  defaultTelemetryTwice: {
    code: 'IST0160',
    severity: ERROR,
    must: 'One Telemetry of a namespace has no selector.',
    why: 'Which of several is used, nobody knows.',
    fix: 'merge them, or give one a selector',
    fails: together(PLAIN_TELEMETRY('a'), PLAIN_TELEMETRY('b')),
    passes: PLAIN_TELEMETRY('a'),
    equals: 'The Telemetries [a b] in namespace "shop" have no workload selector',
  },
  telemetryWithoutProvider: {
    code: 'IST0157',
    severity: WARNING,
    must: 'Access logging has a provider, its own or the mesh-wide default.',
    why: 'Without one, nothing is logged.',
    fix: 'write providers: [{name: envoy}]',
    fails: telemetry('accessLogging:\n- disabled: false'),
    passes: telemetry('accessLogging:\n- providers: [{name: envoy}]'),
    equals: 'The Telemetry in namespace "shop" with empty providers will be ignored',
  },
});

/** What Istio's analyzers say of Sidecars and Telemetries, and of the pods that they select. */
export const WORKLOAD_SELECTORS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const sidecars = context.index.ofKind('networking.istio.io', 'Sidecar');
    const telemetries = context.index.ofKind('telemetry.istio.io', 'Telemetry');
    const own = (one: Manifest) => valueAt(one.spec, 'selector', 'matchLabels');
    checkSelected(sidecars.filter((one) => isSelective(labelsOfSidecar(one))), labelsOfSidecar, RULES.sidecarTwice, context, report);
    checkSelected(telemetries.filter((one) => isSelective(own(one))), own, RULES.telemetryTwice, context, report);
    checkDefaultSidecars(sidecars.filter((one) => !isSelective(labelsOfSidecar(one))), context, report);
    // A selector without labels is one for Istio here.
    checkDefaults(telemetries.filter(({ spec }) => (spec.selector ?? null) === null), RULES.defaultTelemetryTwice, report);
    checkLogging(telemetries, context, report);
  },
};

function labelsOfSidecar({ spec }: Manifest): unknown {
  return valueAt(spec, 'workloadSelector', 'labels');
}

function isSelective(labels: unknown): boolean {
  return Object.keys(objectIn(labels)).length > 0;
}

type LabelsOf = (manifest: Manifest) => unknown;

function checkSelected(manifests: readonly Manifest[], labelsOf: LabelsOf, twice: Rule, context: CheckContext, report: Report): void {
  const cluster = KnownCluster.of(context);
  const byPod = new Map<Manifest | undefined, Manifest[]>();
  for (const manifest of manifests) {
    const selector = selectorOf(labelsOf(manifest));
    const pods = cluster.pods(selector, manifest.namespace);
    if (pods.length === 0) {
      report({ rule: RULES.podsNotFound, manifest, path: ['spec'], message: `spec selects no pods of namespace ${manifest.namespace}: ${selectorText(selector)}` });
    }
    if (manifest.kind === 'Sidecar' && pods.some(isAmbient)) reportAmbient(manifest, report);
    for (const pod of pods.filter((one) => manifest.kind !== 'Sidecar' || !isAmbient(one))) byPod.set(pod.owner, [...byPod.get(pod.owner) ?? [], manifest]);
  }
  for (const [owner, group] of byPod) {
    for (const manifest of group.length > 1 ? group : []) {
      const others = group.filter((one) => one !== manifest).map(({ name }) => name).join(', ');
      report({ rule: twice, manifest, path: ['spec'], message: `spec selects pods of ${owner?.name ?? 'the ingress gateway'} that ${others} selects as well` });
    }
  }
}

function checkDefaultSidecars(manifests: readonly Manifest[], context: CheckContext, report: Report): void {
  const isIn = (manifest: Manifest) => isAmbientNamespace(context.index.find('', 'Namespace', '', manifest.namespace));
  manifests.filter(isIn).forEach((manifest) => reportAmbient(manifest, report));
  checkDefaults(manifests.filter((manifest) => !isIn(manifest)), RULES.defaultSidecarTwice, report);
}

function checkDefaults(manifests: readonly Manifest[], rule: Rule, report: Report): void {
  for (const group of grouped(manifests, ({ namespace }) => namespace).filter((one) => one.length > 1)) {
    for (const manifest of group) {
      const others = group.filter((one) => one !== manifest).map(({ name }) => name).join(', ');
      report({ rule, manifest, path: ['metadata', 'name'], message: `${manifest.kind} ${manifest.name} is for the whole namespace, and so is ${others}` });
    }
  }
}

function checkLogging(telemetries: readonly Manifest[], { mesh }: CheckContext, report: Report): void {
  const defaults = valueAt(mesh.given, 'defaultProviders', 'accessLogging');
  if (Array.isArray(defaults) && defaults.length > 0) return;
  for (const manifest of telemetries) {
    (Array.isArray(manifest.spec.accessLogging) ? manifest.spec.accessLogging : []).forEach((one, index) => {
      const { disabled, providers } = objectIn(one);
      if (disabled === true || (Array.isArray(providers) && providers.length > 0)) return;
      const path = ['spec', 'accessLogging', index];
      report({ rule: RULES.telemetryWithoutProvider, manifest, path, message: `spec.accessLogging[${index}] has no provider, and there is no default one` });
    });
  }
}

function isAmbient({ annotations }: Pod): boolean {
  return annotations['ambient.istio.io/redirection'] === 'enabled';
}

function isAmbientNamespace(namespace: Manifest | undefined): boolean {
  const labels = namespace?.labels ?? {};
  return labels['istio-injection'] !== 'enabled' && (labels['istio.io/rev'] ?? '') === '' && labels['istio.io/dataplane-mode'] === 'ambient';
}

function reportAmbient(manifest: Manifest, report: Report): void {
  report({ rule: RULES.sidecarInAmbient, manifest, path: ['spec'], message: 'spec does nothing: the workloads are in ambient mode, and have no sidecar' });
}
