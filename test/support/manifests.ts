/** A manifest as it stands in the output. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // The specs of all kinds: tests look into them as a person reads YAML.
  readonly spec: any;
}

const LISTS = new WeakMap<Manifest, Manifest[]>();

/** What was written together with a manifest, which came from `named` or `only`. */
export function listOf(manifest: Manifest): Manifest[] {
  return LISTS.get(manifest) ?? [manifest];
}

/** The one manifest of this kind and name; says what there was if it is not there. */
export function named(manifests: Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter((one) => one.kind === kind && one.metadata.name === name);
  if (found.length !== 1) {
    const all = manifests.map((one) => `${one.kind} ${one.metadata.name}`).join(', ');
    throw new Error(`expected one ${kind} ${name}, found ${found.length} among: ${all || 'nothing'}`);
  }
  LISTS.set(found[0], manifests);
  return found[0];
}

/** The one manifest of this kind. */
export function only(manifests: Manifest[], kind: string): Manifest {
  const found = manifests.filter((one) => one.kind === kind);
  if (found.length !== 1) {
    throw new Error(`expected one ${kind}, found ${found.length} of ${manifests.map((one) => one.kind).join(', ') || 'nothing'}`);
  }
  LISTS.set(found[0], manifests);
  return found[0];
}
