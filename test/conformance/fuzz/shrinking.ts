import type { KubeObject } from '../traffic/traffic-case';

/** The same clusters with an object less, or with one of them a part smaller. */
export function smallerClusters(objects: readonly KubeObject[]): KubeObject[][] {
  const fewer = objects.length < 2 ? [] : objects.map((_, index) => objects.filter((__, at) => at !== index));
  const smaller = objects.flatMap((object, index) => smallerObjects(object).map((one) => objects.map((other, at) => at === index ? one : other)));
  return [...fewer, ...smaller];
}

function smallerObjects(object: KubeObject): KubeObject[] {
  const { spec, metadata: { name, namespace, ...rest } } = object;
  return [
    ...smallerValues(rest).map((more) => ({ ...object, metadata: { name, namespace, ...more as object } })),
    ...smallerValues(spec).map((one) => ({ ...object, spec: one })),
  ];
}

/** The same value with one part less. */
function smallerValues(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const without = (index: number) => value.filter((_, at) => at !== index) as unknown[];
    const instead = (index: number, one: unknown) => value.map((other, at): unknown => at === index ? one : other);
    return value.flatMap((item, index) => [without(index), ...smallerValues(item).map((one) => instead(index, one))]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const { [key]: removed, ...rest } = value as { [key: string]: unknown };
    return [rest, ...smallerValues(member).map((one) => ({ ...value, [key]: one }))];
  });
}
