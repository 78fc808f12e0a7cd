/** The gateway that stands for all sidecars. */
export const MESH = 'mesh';

/** The gateway that a name means: `namespace/name`. */
export function gatewayNamed(name: string, namespace: string): string {
  if (name === MESH) return name;
  const slash = name.indexOf('/');
  if (slash >= 0) return name.slice(0, slash) === '.' ? `${namespace}/${name.slice(slash + 1)}` : name;
  const [first, second] = name.split('.');
  // Once a gateway was named by its host; the second label is then its namespace.
  return second === undefined ? `${namespace}/${name}` : `${second}/${first}`;
}
