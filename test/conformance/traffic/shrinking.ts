/** Every value that is this one with something left out, the largest parts first. */
export function* smaller(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      yield value.filter((_, place) => place !== at);
    }
    for (let at = 0; at < value.length; at++) {
      for (const part of smaller(value[at])) yield value.map((one, place) => place === at ? part : one);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    }
    for (const [key, inner] of Object.entries(value)) {
      for (const part of smaller(inner)) yield { ...value, [key]: part };
    }
  }
}

type Failing<T> = (candidates: readonly T[]) => Promise<readonly boolean[]>;

/** The smallest value found that still shows a fault; asks in batches, because asking is slow. */
export async function shrunk<T>(value: T, batchSize: number, failing: Failing<T>): Promise<T> {
  let found = value;
  for (;;) {
    const next = await firstFailing(found, batchSize, failing);
    if (next === undefined) return found;
    found = next;
  }
}

async function firstFailing<T>(value: T, batchSize: number, failing: Failing<T>): Promise<T | undefined> {
  const candidates = smaller(value) as Generator<T>;
  for (;;) {
    const batch: T[] = [];
    while (batch.length < batchSize) {
      const { value: next, done } = candidates.next();
      if (done) break;
      batch.push(next);
    }
    if (batch.length === 0) return undefined;
    const verdicts = await failing(batch);
    const at = verdicts.indexOf(true);
    if (at >= 0) return batch[at];
  }
}
