/** What an object is known by beside others. */
export interface NamedObject {
  readonly kind: string;
  /** Empty for kinds that have none. */
  readonly namespace: string;
  readonly name: string;
}

/** How a message names an object: its kind, and its namespace and name. */
export function describeObject({ kind, namespace, name }: NamedObject): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}
