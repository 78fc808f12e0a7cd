import { resolveHost } from '../istio/host';
import { isObject, type JsonObject, labelsIn, objectIn, objectsIn, textIn, textsIn, valueAt } from '../manifests/json';
import type { Manifest } from '../manifests/manifest';

export interface SubsetModel {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  readonly trafficPolicy?: JsonObject;
  /** The object that has it. */
  readonly manifest: Manifest;
}

/** A DestinationRule, perhaps with what others of the same host add to it. */
export interface DestinationRuleModel {
  readonly manifest: Manifest;
  readonly host: string;
  readonly exportTo: ReadonlySet<string>;
  readonly workloadSelector?: { readonly [key: string]: string };
  readonly subsets: readonly SubsetModel[];
  readonly trafficPolicy?: JsonObject;
  /** The object that the policy is from. */
  readonly policyFrom?: Manifest;
  /** All objects that it is made of. */
  readonly from: readonly Manifest[];
}

export function destinationRuleIn(manifest: Manifest, clusterDomain: string): DestinationRuleModel {
  const { spec, namespace } = manifest;
  const workloadSelector = isObject(spec.workloadSelector) ? labelsIn(valueAt(spec, 'workloadSelector', 'matchLabels')) : undefined;
  return {
    manifest,
    host: resolveHost(textIn(spec.host), namespace, clusterDomain),
    // Rules for some pods only never leave their namespace.
    exportTo: new Set(workloadSelector ? ['.'] : textsIn(spec.exportTo)),
    workloadSelector,
    subsets: objectsIn(spec.subsets).map(([subset]) => ({
      name: textIn(subset.name),
      labels: labelsIn(subset.labels),
      ...isObject(subset.trafficPolicy) && { trafficPolicy: subset.trafficPolicy },
      manifest,
    })),
    ...isObject(spec.trafficPolicy) && { trafficPolicy: objectIn(spec.trafficPolicy), policyFrom: manifest },
    from: [manifest],
  };
}

/**
 * Adds a rule to those of the same host and namespace. It is merged with one that is exported to the same namespaces, as its text says it, and
 * otherwise stands beside it.
 */
export function mergeInto(rules: DestinationRuleModel[], rule: DestinationRuleModel): void {
  let standsAlone = true;
  rules.forEach((existing, place) => {
    const isSame = isSuperset(existing.exportTo, rule.exportTo) && isSuperset(rule.exportTo, existing.exportTo);
    standsAlone = !isSame;
    if (!isSame && (existing.exportTo.size === 0 || !isSuperset(rule.exportTo, existing.exportTo))) return;
    const both = existing.workloadSelector && rule.workloadSelector;
    if (both && !sameLabels(existing.workloadSelector, rule.workloadSelector)) {
      standsAlone = true;
      return;
    }
    if (both || (!existing.workloadSelector && !rule.workloadSelector)) standsAlone = false;
    rules[place] = merged(existing, rule);
  });
  if (standsAlone) rules.push(rule);
}

function merged(existing: DestinationRuleModel, rule: DestinationRuleModel): DestinationRuleModel {
  const added = rule.subsets.filter(({ name }) => !existing.subsets.some((one) => one.name === name));
  const policy = existing.trafficPolicy ? existing : rule;
  return {
    ...existing,
    subsets: [...existing.subsets, ...added],
    trafficPolicy: policy.trafficPolicy,
    policyFrom: policy.policyFrom,
    from: [...existing.from, rule.manifest],
  };
}

function isSuperset(all: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}

function sameLabels(a: { readonly [key: string]: string } = {}, b: { readonly [key: string]: string } = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
