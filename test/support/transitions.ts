import { parse } from 'yaml';
import { Manifest, only } from './manifests';

/** What happens to pods and requests between two outputs of one program. */
export interface Transition {
  /** Workloads that are in both outputs and whose selector or pod template differ in any byte. */
  readonly changedPods: string[];
  /** Autoscalers and disruption budgets that are in both outputs and differ in any byte. */
  readonly changedWatchers: string[];
  /** Subsets that rules send requests or copies to while only the DestinationRule has been applied, and that do not exist then. */
  readonly missingIfDestinationRuleFirst: string[];
  /** The same while only the VirtualService has been applied. */
  readonly missingIfVirtualServiceFirst: string[];
}

/** Compares two outputs, each the text of a file of manifests. */
export function transition(before: string, after: string): Transition {
  const old = documents(before);
  const next = documents(after);
  return {
    changedPods: changed(pods(old), pods(next)),
    changedWatchers: changed(watchers(old), watchers(next)),
    missingIfDestinationRuleFirst: missing([...routedSubsets(old), ...copiedSubsets(old)], definedSubsets(next)),
    missingIfVirtualServiceFirst: missing([...routedSubsets(next), ...copiedSubsets(next)], definedSubsets(old)),
  };
}

/** The subsets that requests may be sent to: all in a rule's route but those of weight 0, which Istio drops. */
export function routedSubsets(texts: string[]): string[] {
  return subsetsOf(rulesOf(texts).flatMap(({ route }) => route.filter(({ weight }: any) => route.length === 1 || weight > 0)));
}

/** The subsets that copies of requests are sent to. */
export function copiedSubsets(texts: string[]): string[] {
  return subsetsOf(rulesOf(texts).flatMap(({ mirrors = [] }) => mirrors.filter(({ percentage }: any) => percentage.value > 0)));
}

function rulesOf(texts: string[]): any[] {
  return only(texts.map((text) => parse(text) as Manifest), 'VirtualService').spec.http;
}

function subsetsOf(targets: any[]): string[] {
  return [...new Set(targets.map(({ destination }) => destination.subset as string))].sort();
}

export function documents(text: string): string[] {
  return text.split(/^---\n/m);
}

function definedSubsets(texts: string[]): string[] {
  return only(texts.map((text) => parse(text) as Manifest), 'DestinationRule').spec.subsets.map(({ name }: any) => name);
}

function missing(routed: string[], defined: string[]): string[] {
  return routed.filter((subset) => !defined.includes(subset));
}

/** What is in both and differs. */
function changed(old: Map<string, string>, next: Map<string, string>): string[] {
  return [...old].filter(([name, bytes]) => next.has(name) && next.get(name) !== bytes).map(([name]) => name);
}

/** By kind and name, the bytes of each autoscaler and each disruption budget. */
function watchers(texts: string[]): Map<string, string> {
  const found = texts.filter((text) => /^kind: (HorizontalPodAutoscaler|PodDisruptionBudget)$/m.test(text));
  return new Map(found.map((text) => [`${parse(text).kind} ${parse(text).metadata.name}`, text]));
}

/** By name, the bytes of each workload's selector and pod template. */
function pods(texts: string[]): Map<string, string> {
  const workloads = texts.filter((text) => text.includes('\nkind: Deployment\n'));
  return new Map(workloads.map((text) => [parse(text).metadata.name, block(text, 'selector') + block(text, 'template')]));
}

/** A member of the spec, as it stands in the text. */
function block(text: string, member: string): string {
  const found = new RegExp(`^  ${member}:\\n(?:   .*\\n?)+`, 'm').exec(text);
  if (!found) {
    throw new Error(`no spec.${member} in:\n${text}`);
  }
  return found[0];
}
