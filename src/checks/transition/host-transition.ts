import { isDeepStrictEqual } from 'node:util';
import { boundTo, delegatesOf, isDelegate, routedDestinations, type RoutedDestination, selectorOf } from './routed-destination';
import { SelectedWorkloads } from './selected-workloads';
import type { TransitionOutputs } from './transition-outputs';
import type { Age, Step } from './transition-step';
import { labelsIn, objectsIn, textsIn } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import { ManifestIndex } from '../../manifests/manifest-index';
import type { Labels } from '../../manifests/pod-index';
import { DestinationRuleIndex } from '../../simulation/destination-rule-index';
import { Visibility } from '../../simulation/visibility';

/** Where callers are of whom nothing is known. */
const ELSEWHERE = '';

/** Which steps are done: the sum of a power of two for each. */
export type State = number;

/** Beyond these, steps are taken at once: of more there would be too many orders. */
const MOST_STEPS = 12;

/** Something that requests run into. */
export interface Gap {
  readonly kind: 'subsetGap' | 'podsGap';
  readonly destination: RoutedDestination;
  /** Of the VirtualService that sends them. */
  readonly age: Age;
  /** The namespace of those that send them. */
  readonly caller: string;
}

/** Everything on which the requests depend that one VirtualService sends to one host, and every state in which it may be. */
export class HostTransition {
  /** What changes, in the order in which it is usually best applied: what requests are led to, and then what leads them. */
  public readonly steps: readonly Step[];
  private readonly powers: ReadonlyMap<Step, number>;
  private readonly rules: readonly Step[];
  private readonly roots: readonly Step[];
  private readonly service?: Step;
  private readonly workloads: SelectedWorkloads;
  private readonly destinations: { readonly [age in Age]: readonly RoutedDestination[] };
  private readonly known = new Map<string, DestinationRuleIndex>();

  constructor(private readonly outputs: TransitionOutputs, private readonly virtualService: Step, private readonly host: string) {
    this.rules = outputs.rulesFor(host);
    this.service = outputs.serviceAt(host);
    this.roots = outputs.rootsOf(anyOf(virtualService));
    this.workloads = new SelectedWorkloads(outputs, outputs.namespaceOf(host));
    const to = (age: Age) => {
      const manifest = virtualService[age];
      return manifest ? routedDestinations(manifest, outputs[age]).filter((one) => one.host === host) : [];
    };
    this.destinations = { old: to('old'), new: to('new') };
    this.steps = this.changes();
    this.powers = new Map(this.steps.map((step, place) => [step, 2 ** Math.min(place, MOST_STEPS - 1)]));
  }

  /** The state in which all steps are done. */
  public get end(): State {
    return 2 ** Math.min(this.steps.length, MOST_STEPS) - 1;
  }

  public isDone(step: Step, state: State): boolean {
    return Math.floor(state / this.powers.get(step)!) % 2 === 1;
  }

  public with(step: Step, state: State): State {
    return this.isDone(step, state) ? state : state + this.powers.get(step)!;
  }

  public without(step: Step, state: State): State {
    return this.isDone(step, state) ? state - this.powers.get(step)! : state;
  }

  /** What requests run into, by what tells one from the other: the version, what it lacks, and the callers. */
  public gapsIn(state: State): Map<string, Gap> {
    const age = this.ageOf(this.virtualService, state);
    const manifest = this.virtualService[age];
    const gaps = new Map<string, Gap>();
    if (!manifest || !this.isLive(manifest, state)) return gaps;
    for (const caller of this.callersOf(manifest)) {
      for (const destination of this.destinations[age]) {
        const kind = this.gapOf(destination, caller, state);
        if (kind) gaps.set(`${kind} ${destination.subset} ${caller}`, { kind, destination, age, caller });
      }
    }
    return gaps;
  }

  private gapOf({ subset }: RoutedDestination, caller: string, state: State): Gap['kind'] | undefined {
    const labels = subset === '' ? {} : this.labelsOf(subset, caller, state);
    if (!labels) return 'subsetGap';
    if (!this.service) return undefined;
    const service = this.service[this.ageOf(this.service, state)];
    if (!service) return 'podsGap';
    const selector = selectorOf(service);
    // Without a selector, others say where the service is.
    return !selector || this.workloads.has({ ...selector, ...labels }, (workload) => this.ageOf(workload, state)) ? undefined : 'podsGap';
  }

  private labelsOf(subset: string, caller: string, state: State): Labels | undefined {
    const { outputs, host } = this;
    const here = this.rules.map((step) => this.ageOf(step, state)).join();
    let index = this.known.get(here);
    if (!index) {
      const rules = this.rules.flatMap((step) => step[this.ageOf(step, state)] ?? []);
      index = new DestinationRuleIndex(new ManifestIndex(rules, outputs.new.clusterDomain), outputs.mesh);
      this.known.set(here, index);
    }
    const rules = index.forService({ hostname: host, namespace: outputs.namespaceOf(host) }, caller);
    return rules.find(({ workloadSelector }) => !workloadSelector)?.subsets.find(({ name }) => name === subset)?.labels;
  }

  /** A delegate acts only while another VirtualService hands requests over to it. */
  private isLive(manifest: Manifest, state: State): boolean {
    if (!isDelegate(manifest)) return true;
    return this.roots.some((step) => {
      const root = step[this.ageOf(step, state)];
      return root !== undefined && delegatesOf(root).includes(`${manifest.namespace}/${manifest.name}`);
    });
  }

  private callersOf(manifest: Manifest): string[] {
    const { outputs: { mesh: { defaultVirtualServiceExportTo } }, host } = this;
    const { mesh, gateways } = boundTo(manifest);
    const visibility = Visibility.of(textsIn(manifest.spec.exportTo), manifest.namespace, defaultVirtualServiceExportTo);
    const callers = [...gateways, ...(mesh ? [manifest.namespace, this.outputs.namespaceOf(host), ELSEWHERE] : [])];
    return [...new Set(callers)].filter((caller) => visibility.includes(caller));
  }

  /** What does not change is as it was. */
  private ageOf(step: Step, state: State): Age {
    return this.powers.has(step) && !this.isDone(step, state) ? 'old' : 'new';
  }

  private changes(): Step[] {
    const { virtualService, destinations } = this;
    const { namespace, name } = anyOf(virtualService);
    const fullName = `${namespace}/${name}`;
    const led = (age: Age) => {
      const manifest = virtualService[age];
      return manifest && [isDelegate(manifest), boundTo(manifest), manifest.spec.exportTo, destinations[age].map(({ subset }) => subset)];
    };
    return [...new Set([
      ...this.rules.filter((step) => differs(step, ({ spec }) => [
        spec.host, spec.exportTo, spec.workloadSelector, objectsIn(spec.subsets).map(([subset]) => [subset.name, subset.labels]),
      ])),
      ...(this.service && differs(this.service, (service) => [selectorOf(service)]) ? [this.service] : []),
      ...this.labels().flatMap((labels) => this.workloads.changing(labels)),
      ...this.roots.filter((step) => differs(step, (root) => delegatesOf(root).includes(fullName))),
      ...(isDeepStrictEqual(led('old'), led('new')) ? [] : [virtualService]),
    ])];
  }

  /** All labels by which pods are looked for, before, after or in between. */
  private labels(): Labels[] {
    const services = [this.service?.old, this.service?.new].filter((service) => service !== undefined);
    const selectors = services.map(selectorOf).filter((selector) => selector !== undefined);
    const names = new Set([...this.destinations.old, ...this.destinations.new].map(({ subset }) => subset));
    const subsets = this.rules.flatMap(({ old, new: now }) => [old, now]).flatMap((rule) => objectsIn(rule?.spec.subsets).map(([subset]) => subset));
    const labels = subsets.filter(({ name }) => names.has(String(name))).map((subset) => labelsIn(subset.labels));
    return selectors.flatMap((selector) => [...(names.has('') ? [{}] : []), ...labels].map((one) => ({ ...selector, ...one })));
  }
}

function differs({ old, new: now }: Step, meaning: (manifest: Manifest) => unknown): boolean {
  return !isDeepStrictEqual(old && meaning(old), now && meaning(now));
}

function anyOf({ old, new: now }: Step): Manifest {
  return (now ?? old)!;
}
