import { labelsIn } from '../../manifests/json';
import { describe, type Manifest } from '../../manifests/manifest';
import { identity, ManifestIndex } from '../../manifests/manifest-index';
import type { Labels } from '../../manifests/pod-index';
import { Field } from '../field';
import type { Report } from '../rule';
import { TRANSITION_RULES } from './transition-rule';

type Age = 'old' | 'new';

/** One output, as far as requests to subsets depend on it. */
interface Output {
  readonly index: ManifestIndex;
  readonly rules: ReadonlyMap<string, Manifest>;
}

/** A subset to which a rule sends requests. */
interface Use {
  readonly service: string;
  readonly subset: string;
  readonly path: Field['path'];
}

const NETWORKING = 'networking.istio.io';

/**
 * Looks at every state that is possible while one output replaces another: each object is old or new, whatever the order. Of such states it
 * suffices to look at the VirtualService, the DestinationRule and the workloads of one host: others have no part in its requests.
 */
export function checkTransition(before: readonly Manifest[], after: readonly Manifest[], clusterDomain: string, report: Report): void {
  const outputs = { old: outputOf(before, clusterDomain), new: outputOf(after, clusterDomain) };
  for (const manifest of outputs.new.index.ofKind(NETWORKING, 'VirtualService')) {
    const earlier = outputs.old.index.find(NETWORKING, 'VirtualService', manifest.namespace, manifest.name);
    for (const [age, one] of [['old', earlier], ['new', manifest]] as const) {
      for (const use of one ? usesOf(one, outputs[age].index) : []) checkUse(use, age, manifest, outputs, report);
    }
  }
}

function outputOf(manifests: readonly Manifest[], clusterDomain: string): Output {
  const index = new ManifestIndex(manifests, clusterDomain);
  const rules = index.ofKind(NETWORKING, 'DestinationRule').map((rule): [string, Manifest] => [hostOf(String(rule.spec.host), rule.namespace, index), rule]);
  return { index, rules: new Map(rules) };
}

function hostOf(host: string, namespace: string, index: ManifestIndex): string {
  return index.hosts.resolve(host, namespace);
}

/** Subsets that get requests: a weight of 0 beside others is none. */
function usesOf(manifest: Manifest, index: ManifestIndex): Use[] {
  const spec = new Field(manifest.spec, ['spec']);
  const routes = ['http', 'tls', 'tcp'].flatMap((protocol) => spec.at(protocol).items).map((rule) => rule.at('route').items);
  return routes.flatMap((route) => route.filter((entry) => route.length === 1 || entry.at('weight').number > 0)).map((entry) => {
    const destination = entry.at('destination');
    return { service: hostOf(destination.at('host').text, manifest.namespace, index), subset: destination.at('subset').text, path: destination.path };
  }).filter(({ subset }) => subset !== '');
}

function checkUse(use: Use, age: Age, manifest: Manifest, outputs: { readonly [age in Age]: Output }, report: Report): void {
  for (const ruleAge of ['old', 'new'] as const) {
    const rule = outputs[ruleAge].rules.get(use.service);
    const labels = rule ? labelsOf(rule, use.subset) : undefined;
    // What is wrong in an output by itself, the other rules say.
    if (!labels && ruleAge !== age && outputs[age].rules.has(use.service)) {
      reportSubset(use, age, manifest, rule ?? outputs[age].rules.get(use.service)!, report);
    }
    if (labels) checkPods(use, age, ruleAge, labels, manifest, outputs, report);
  }
}

function labelsOf(rule: Manifest, subset: string): Labels | undefined {
  const found = new Field(rule.spec, []).at('subsets').items.find((one) => one.at('name').text === subset);
  return found && labelsIn(found.at('labels').value);
}

function reportSubset(use: Use, age: Age, manifest: Manifest, rule: Manifest, report: Report): void {
  const [first, second] = age === 'new' ? [describe(manifest), describe(rule)] : [describe(rule), describe(manifest)];
  report({
    rule: TRANSITION_RULES.subsetGap,
    manifest,
    path: age === 'new' ? use.path : ['spec'],
    message: `subset ${use.subset} is routed to and missing if ${first} is applied before ${second}`,
    fix: `apply ${second} first and wait until the proxies have it, or make the change in two outputs`,
  });
}

/** Pods are there in every order only if one workload has them before and after, or if the state is one of the two ends. */
function checkPods(
  use: Use, age: Age, ruleAge: Age, labels: Labels, manifest: Manifest, outputs: { readonly [age in Age]: Output }, report: Report,
): void {
  const [before, after] = [workloadsOf(outputs.old, use, labels), workloadsOf(outputs.new, use, labels)];
  if ([...before.keys()].some((key) => after.has(key))) return;
  const [gone, added] = [[...before.values()], [...after.values()]];
  if (gone.length + added.length === 0) return;
  // Pods that an output lacks by itself, the other rules tell of.
  if (age === ruleAge && (age === 'old' ? gone : added).length === 0) return;
  const names = (list: readonly Manifest[]) => list.map(describe).join(' and ');
  const message = gone.length > 0 && age === 'old'
    ? `subset ${use.subset} is routed to and without pods if ${names(gone)} is removed or changed before ${describe(manifest)} is applied`
    : `subset ${use.subset} is routed to and without pods if ${describe(manifest)} is applied before ${names(added.length > 0 ? added : gone)} is ready`;
  const fix = age === 'old'
    ? `apply ${describe(manifest)} first, let requests drain, and remove the pods in a later output`
    : `apply ${names(added.length > 0 ? added : gone)} first and wait until its pods are ready`;
  report({ rule: TRANSITION_RULES.podsGap, manifest, path: age === 'new' ? use.path : ['spec'], message, fix });
}

function workloadsOf({ index }: Output, { service }: Use, labels: Labels): Map<string, Manifest> {
  const found = index.hosts.service(service);
  if (!found) return new Map();
  const pods = index.pods.selectedBy({ ...labelsIn(found.spec.selector), ...labels }, found.namespace).filter(({ replicas }) => replicas !== 0);
  return new Map(pods.map(({ owner }) => [identity(owner), owner]));
}
