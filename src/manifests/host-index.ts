import { textsIn } from './json';
import { listAt } from './list-map';
import type { Manifest } from './manifest';
import type { ManifestIndex } from './manifest-index';
import { resolveHost } from '../istio/host';

const NONE: readonly Manifest[] = [];

/** Which Services and service entries answer for a host. */
export class HostIndex {
  private readonly services = new Map<string, Manifest>();
  private readonly entries = new Map<string, Manifest[]>();
  private readonly wildcards = new Map<string, Manifest[]>();

  constructor(private readonly index: ManifestIndex) {
    for (const service of index.ofKind('', 'Service')) {
      this.services.set(this.hostOf(service), service);
    }
    for (const entry of index.ofKind('networking.istio.io', 'ServiceEntry')) {
      for (const host of new Set(textsIn(entry.spec.hosts))) {
        listAt(host.startsWith('*') ? this.wildcards : this.entries, host).push(entry);
      }
    }
  }

  /** The host of a Service, as Istio knows it. */
  public hostOf({ name, namespace }: Manifest): string {
    return `${name}.${namespace}.svc.${this.index.clusterDomain}`;
  }

  /** What a host means in an object of a namespace: a name without dots is a Service of that namespace, and every other is taken literally. */
  public resolve(host: string, namespace: string): string {
    return resolveHost(host, namespace, this.index.clusterDomain);
  }

  /** The Service with this full host. */
  public service(host: string): Manifest | undefined {
    return this.services.get(host);
  }

  /** The service entries that name this full host, those with a wildcard last and of them the most general one. */
  public serviceEntries(host: string): readonly Manifest[] {
    const exact = this.entries.get(host) ?? NONE;
    if (this.wildcards.size === 0) return exact;
    const found = new Set(exact);
    for (let start = 0; start <= host.length; start++) {
      this.wildcards.get(`*${host.slice(start)}`)?.forEach((entry) => found.add(entry));
    }
    return [...found];
  }
}
