/** The list of a key, which is made if there is none yet. */
export function listAt<K, V>(map: Map<K, V[]>, key: K): V[] {
  const found = map.get(key);
  if (found) return found;
  const list: V[] = [];
  map.set(key, list);
  return list;
}
