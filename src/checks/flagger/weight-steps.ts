/** What an analysis says of weights; what it does not say is 0 or empty. */
export interface WeightPlan {
  readonly stepWeight: number;
  readonly stepWeights: readonly number[];
  readonly maxWeight: number;
}

/** The weights of the new version one after the other, if all checks pass. */
export interface WeightSteps {
  readonly weights: readonly number[];
  /** Whether the new version is promoted behind the last one; otherwise Flagger stays there for ever. */
  readonly isPromoted: boolean;
}

const ALL = 100;

/** The way that Flagger's scheduler takes through whole numbers. */
export function weightSteps(plan: WeightPlan): WeightSteps {
  const { stepWeights, maxWeight } = plan;
  const most = stepWeights.length > 0 ? Math.min(ALL, stepWeights.at(-1)!) : maxWeight > 0 ? maxWeight : ALL;
  const weights: number[] = [];
  for (let weight = 0; ;) {
    const step = nextStep(plan, weight);
    // Flagger looks at the step first: where there is none, it does not even promote.
    if (step <= 0) return { weights, isPromoted: false };
    if (weight >= most) return { weights, isPromoted: true };
    const next = Math.min(ALL, weight + step);
    if (next === weight) return { weights, isPromoted: false };
    weight = next;
    weights.push(weight);
  }
}

function nextStep({ stepWeight, stepWeights }: WeightPlan, weight: number): number {
  if (stepWeight > 0 || stepWeights.length === 0) return stepWeight;
  const rest = ALL - weight;
  if (rest === 0) return 1;
  if (weight === 0) return Math.min(rest, stepWeights[0]);
  const at = stepWeights.indexOf(weight);
  return at < 0 || at === stepWeights.length - 1 ? rest : Math.min(rest, stepWeights[at + 1] - weight);
}
