import type { TransitionOutputs } from './transition-outputs';
import type { Age, Step } from './transition-step';
import { identity } from '../../manifests/manifest-index';
import type { Labels } from '../../manifests/pod-index';

/** Which workloads have pods with some labels in the old output and in the new one. */
export class SelectedWorkloads {
  private readonly steps = new Map<string, Step>();
  private readonly selected = new Map<string, { readonly [age in Age]: ReadonlySet<string> }>();

  constructor(private readonly outputs: TransitionOutputs, private readonly namespace: string) {}

  /** Whether there are pods, where each workload is of the age that is said. */
  public has(labels: Labels, ageOf: (workload: Step) => Age): boolean {
    const selected = this.by(labels);
    return [...selected.old, ...selected.new].some((key) => selected[ageOf(this.steps.get(key)!)].has(key));
  }

  /** The workloads that have such pods before and not after, or the other way round. */
  public changing(labels: Labels): Step[] {
    const { old, new: now } = this.by(labels);
    return [...[...old].filter((key) => !now.has(key)), ...[...now].filter((key) => !old.has(key))].map((key) => this.steps.get(key)!);
  }

  private by(labels: Labels) {
    const key = JSON.stringify(Object.entries(labels).sort());
    let selected = this.selected.get(key);
    if (!selected) {
      selected = { old: this.ofAge('old', labels), new: this.ofAge('new', labels) };
      this.selected.set(key, selected);
    }
    return selected;
  }

  private ofAge(age: Age, labels: Labels): Set<string> {
    const groups = this.outputs[age].pods.selectedBy(labels, this.namespace).filter(({ replicas }) => replicas !== 0);
    const owners = groups.map(({ owner }) => owner);
    for (const owner of owners) {
      const { group, kind, namespace, name } = owner;
      const find = (other: Age) => other === age ? owner : this.outputs[other].find(group, kind, namespace, name);
      const key = identity(owner);
      if (!this.steps.has(key)) this.steps.set(key, { old: find('old'), new: find('new') });
    }
    return new Set(owners.map(identity));
  }
}
