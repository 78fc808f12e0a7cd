import { HostMap } from './host-map';
import type { MeshService } from './mesh-service';
import { listAt } from '../manifests/list-map';

/** The hosts that Istio knows, the oldest first everywhere. */
export class ServiceIndex {
  private readonly hosts = new HostMap<MeshService>();
  private readonly ports = new Map<number, MeshService[]>();
  private readonly addresses = new Map<string, MeshService[]>();

  constructor(public readonly all: readonly MeshService[]) {
    for (const service of all) {
      this.hosts.add(service.hostname, service);
      for (const number of new Set(service.ports.map((port) => port.number))) {
        listAt(this.ports, number).push(service);
      }
      for (const address of service.addresses) {
        listAt(this.addresses, address).push(service);
      }
    }
  }

  public named(hostname: string): readonly MeshService[] {
    return this.hosts.at(hostname);
  }

  /** Those with a wildcard that stands for the host, the longest wildcard first. */
  public wildcardsFor(host: string): { readonly suffix: string; readonly values: readonly MeshService[] }[] {
    return this.hosts.wildcardsFor(host);
  }

  public withPort(port: number): readonly MeshService[] {
    return this.ports.get(port) ?? [];
  }

  public at(address: string): readonly MeshService[] {
    return this.addresses.get(address) ?? [];
  }
}
