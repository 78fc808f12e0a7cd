import { Manifest, only } from './manifests';

/** A cluster: its objects, and the Deployments whose pods are ready. */
interface Cluster {
  readonly objects: Map<string, Manifest>;
  readonly ready: Set<string>;
}

/** When objects are removed that are no longer in the output: tools differ. */
export type Pruning = 'before all else' | 'after all else';

const keyOf = ({ kind, metadata: { name } }: Manifest) => `${kind} ${name}`;

/**
 * What is wrong on the way from one output to the next, as a tool applies it that works through a list of steps, each a list of objects, and waits behind each
 * until its pods are ready. Inside of a step the order is one's own choice, so it is tried forwards and backwards.
 */
export function wrongOnTheWay(before: Manifest[], steps: Manifest[][], pruning: Pruning): string[] {
  return [...new Set([steps, steps.map((step) => [...step].reverse())].flatMap((order) => walk(before, order, pruning)))];
}

function walk(before: Manifest[], steps: Manifest[][], pruning: Pruning): string[] {
  const cluster: Cluster = { objects: new Map(before.map((one) => [keyOf(one), one])), ready: new Set(before.map(keyOf)) };
  const kept = new Set(steps.flat().map(keyOf));
  const found: string[] = [];
  const prune = () => before.map(keyOf).filter((key) => !kept.has(key)).forEach((key) => {
    cluster.objects.delete(key);
    found.push(...wrongIn(cluster));
  });
  if (pruning === 'before all else') prune();
  for (const step of steps) {
    for (const object of step) {
      cluster.objects.set(keyOf(object), object);
      found.push(...wrongIn(cluster));
    }
    step.forEach((object) => cluster.ready.add(keyOf(object)));
    found.push(...wrongIn(cluster));
  }
  if (pruning === 'after all else') prune();
  return found;
}

/** The subsets to which a rule sends requests or copies, and that do not exist or have no ready pods. */
function wrongIn({ objects, ready }: Cluster): string[] {
  const there = [...objects.values()];
  if (!there.some(({ kind }) => kind === 'VirtualService')) return [];
  const rule = only(there, 'DestinationRule');
  const { selector } = only(there, 'Service').spec;
  const pods = there.filter((one) => one.kind === 'Deployment' && ready.has(keyOf(one))).map(({ spec }) => spec.template.metadata.labels);
  return reached(only(there, 'VirtualService')).flatMap((name) => {
    const subset = rule.spec.subsets.find((one: any) => one.name === name);
    if (!subset) return [`no subset ${name}`];
    const labels = Object.entries({ ...selector, ...subset.labels });
    return pods.some((pod) => labels.every(([key, value]) => pod[key] === value)) ? [] : [`no pods of ${name}`];
  });
}

function reached({ spec }: Manifest): string[] {
  return spec.http.flatMap(({ route, mirrors = [] }: any) => [
    ...route.filter(({ weight }: any) => route.length === 1 || weight > 0),
    ...mirrors.filter(({ percentage }: any) => percentage.value > 0),
  ]).map(({ destination }: any) => destination.subset);
}
