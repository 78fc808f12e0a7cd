import { type Gap, HostTransition, type State } from './host-transition';
import { routedDestinations } from './routed-destination';
import { TransitionOutputs } from './transition-outputs';
import { TRANSITION_RULES } from './transition-rule';
import { done, isRemoval, named, type Step } from './transition-step';
import type { Manifest } from '../../manifests/manifest';
import type { MeshConfig } from '../../manifests/mesh-config';
import type { Report } from '../rule';

/**
 * Looks at every state that is possible while one output replaces another: each object is applied or removed already or not yet, whatever the
 * order. Of such states it suffices to look at what the requests of one VirtualService to one host depend on: others have no part in them.
 */
export function checkTransition(
  before: readonly Manifest[], after: readonly Manifest[], clusterDomain: string, mesh: MeshConfig, report: Report,
): void {
  const outputs = new TransitionOutputs(before, after, clusterDomain, mesh);
  // Where nobody has called before, or will call, nothing breaks.
  for (const virtualService of outputs.virtualServices.filter((step) => outputs.isCalledAtBothEnds(step))) {
    const destinations = (['old', 'new'] as const).flatMap((age) => {
      const manifest = virtualService[age];
      return manifest ? routedDestinations(manifest, outputs[age]) : [];
    });
    for (const host of new Set(destinations.map((one) => one.host))) {
      const transition = new HostTransition(outputs, virtualService, host);
      if (transition.steps.length > 0) checkHost(transition, virtualService, host, report);
    }
  }
}

function checkHost(transition: HostTransition, virtualService: Step, host: string, report: Report): void {
  const { end } = transition;
  // What is wrong in an output by itself, the other rules say.
  const expected = new Set([...transition.gapsIn(0).keys(), ...transition.gapsIn(end).keys()]);
  const broken = new Map<State, Map<string, Gap>>();
  for (let state = 1; state < end; state++) {
    const gaps = new Map([...transition.gapsIn(state)].filter(([key]) => !expected.has(key)));
    if (gaps.size > 0) broken.set(state, gaps);
  }
  if (broken.size === 0) return;
  const fix = safeOrder(transition, broken);
  const reported = new Set<string>();
  // The fewer steps lead to a gap, the better is it told.
  for (const [state, gaps] of [...broken].sort(([a], [b]) => stepCount(a) - stepCount(b))) {
    for (const { kind, age, caller, destination: { subset, path } } of gaps.values()) {
      const one = `${kind} ${subset} ${age}`;
      if (reported.has(one)) continue;
      reported.add(one);
      // A version whose subset is missing has no pods either.
      const isBroken = (other: State) => [...broken.get(other)?.values() ?? []].some((gap) => (
        gap.caller === caller && gap.destination.subset === subset && (kind === 'podsGap' || gap.kind === kind)
      ));
      const what = `${subset === '' ? host : `subset ${subset} of ${host}`} is routed to and ${kind === 'subsetGap' ? 'missing' : 'without pods'}`;
      report({
        rule: TRANSITION_RULES[kind],
        manifest: (virtualService.new ?? virtualService.old)!,
        path: age === 'new' || isRemoval(virtualService) ? path : ['spec'],
        message: `${what} if ${orderOf(transition, state, isBroken)}`,
        fix,
      });
    }
  }
}

/** The steps that lead to a gap, and those that would fill it: steps that make no difference are left out. */
function orderOf(transition: HostTransition, state: State, isBroken: (state: State) => boolean): string {
  const { steps } = transition;
  let [least, most] = [state, state];
  const first = steps.filter((step) => transition.isDone(step, state)).filter((step) => {
    const without = transition.without(step, least);
    if (isBroken(without)) least = without;
    return least !== without;
  });
  const later = steps.filter((step) => !transition.isDone(step, state)).filter((step) => {
    const beyond = transition.with(step, most);
    if (isBroken(beyond)) most = beyond;
    return most !== beyond;
  });
  return `${done(first)} before ${done(later)}`;
}

/** An order in which nothing breaks, if there is one. */
function safeOrder(transition: HostTransition, broken: ReadonlyMap<State, unknown>): string {
  const { steps, end } = transition;
  const dead = new Set<State>();
  const search = (state: State, order: readonly Step[]): readonly Step[] | undefined => {
    if (state === end) return order;
    for (const step of steps) {
      const next = transition.with(step, state);
      if (next === state || broken.has(next) || dead.has(next)) continue;
      const found = search(next, [...order, step]);
      if (found) return found;
    }
    dead.add(state);
    return undefined;
  };
  const order = search(0, []);
  if (!order) return 'no order is safe, so make the change in two outputs: first add what is new and move the requests, then remove what is old';
  const phrases = order.map((step) => `${isRemoval(step) ? 'remove' : 'apply'} ${named([step])}`);
  return `${phrases.join(', then ')}; wait each time until proxies have it and pods are ready, or make the change in two outputs`;
}

function stepCount(state: State): number {
  return state.toString(2).replaceAll('0', '').length;
}
