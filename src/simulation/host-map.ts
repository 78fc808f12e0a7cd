import { compareText } from './creation-order';

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** The order of Istio, the most specific host first: hosts before wildcards, long before short, then by the alphabet. */
export function compareSpecificity(a: string, b: string): number {
  return Number(isWildcard(a)) - Number(isWildcard(b)) || b.length - a.length || compareText(a, b);
}

/** Finds values by hosts and by wildcards that stand for them. */
export class HostMap<T> {
  private readonly exact = new Map<string, T[]>();
  private readonly wildcards = new Map<string, T[]>();
  private lengths: number[] = [];

  public add(host: string, value: T): void {
    const [map, key] = isWildcard(host) ? [this.wildcards, host.slice(1)] as const : [this.exact, host] as const;
    const found = map.get(key);
    if (!found) map.set(key, [value]);
    else if (found.at(-1) !== value) found.push(value);
    if (isWildcard(host) && !this.lengths.includes(key.length)) this.lengths = [...this.lengths, key.length].sort((a, b) => b - a);
  }

  /** What stands at this host itself. */
  public at(host: string): readonly T[] {
    return (isWildcard(host) ? this.wildcards.get(host.slice(1)) : this.exact.get(host)) ?? [];
  }

  /** What stands at wildcards for this host, the longest first. */
  public wildcardsFor(host: string): { readonly suffix: string; readonly values: readonly T[] }[] {
    const text = isWildcard(host) ? host.slice(1) : host;
    return this.lengths.flatMap((length) => {
      const suffix = text.slice(Math.max(0, text.length - length));
      const values = suffix.length === length ? this.wildcards.get(suffix) : undefined;
      return values ? [{ suffix, values }] : [];
    });
  }
}
