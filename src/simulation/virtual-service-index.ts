import { byCreation } from './creation-order';
import { withDelegates } from './delegates';
import { MESH } from './gateway-name';
import { HostMap, isWildcard } from './host-map';
import { type ReadingContext, virtualServiceIn, type VirtualServiceModel } from './virtual-service-model';
import { listAt } from '../manifests/list-map';
import type { ManifestIndex } from '../manifests/manifest-index';

/** The VirtualServices of a configuration, in the order in which istiod takes them. */
export class VirtualServiceIndex {
  /** All that have hosts. */
  public readonly all: readonly VirtualServiceModel[];
  /** Those that have none, so that only others lead to them. */
  public readonly delegates: readonly VirtualServiceModel[];
  private readonly places = new Map<VirtualServiceModel, number>();
  private readonly byGateway = new Map<string, VirtualServiceModel[]>();
  private readonly meshHosts = new HostMap<VirtualServiceModel>();
  private readonly meshLowerHosts = new HostMap<VirtualServiceModel>();
  private readonly byDestination = new Map<string, VirtualServiceModel[]>();

  constructor(index: ManifestIndex, context: ReadingContext) {
    const models = byCreation(index.ofKind('networking.istio.io', 'VirtualService').map((one) => virtualServiceIn(one, context)));
    this.delegates = models.filter(({ hosts }) => hosts.length === 0);
    const byName = new Map(this.delegates.map((one) => [nameOf(one), one]));
    this.all = models.filter(({ hosts }) => hosts.length > 0).map((one) => withDelegates(one, (namespace, name) => byName.get(`${namespace}/${name}`)));
    this.all.forEach((one, place) => this.add(one, place));
  }

  /** Those bound to a gateway that pods of a namespace see, in order: those that the namespace keeps to itself come first. */
  public boundTo(gateway: string, namespace: string): VirtualServiceModel[] {
    return this.ordered(this.byGateway.get(gateway) ?? [], namespace);
  }

  /** Those for sidecars of which a host is this one, as it is written. */
  public meshAt(host: string): readonly VirtualServiceModel[] {
    return this.meshHosts.at(host);
  }

  /** Those for sidecars of which a host in lower case is this one. */
  public meshAtLower(host: string): readonly VirtualServiceModel[] {
    return this.meshLowerHosts.at(host);
  }

  /** Those for sidecars of which a wildcard stands for the host, the longest wildcard first. */
  public meshWildcardsFor(host: string): { readonly suffix: string; readonly values: readonly VirtualServiceModel[] }[] {
    return this.meshHosts.wildcardsFor(host);
  }

  /** Those for sidecars that lead to a host. */
  public meshLeadingTo(host: string): readonly VirtualServiceModel[] {
    return this.byDestination.get(host) ?? [];
  }

  /** Those that pods of a namespace see, in the order in which they count there. */
  public ordered(models: readonly VirtualServiceModel[], namespace: string): VirtualServiceModel[] {
    const visible = models.filter(({ visibility }) => visibility.includes(namespace));
    return visible.length < 2 ? visible : visible.sort((a, b) => this.compare(a, b, namespace));
  }

  /** In the order in which two count for pods of a namespace. */
  public compare(a: VirtualServiceModel, b: VirtualServiceModel, namespace: string): number {
    return privacy(a, namespace) - privacy(b, namespace) || this.places.get(a)! - this.places.get(b)!;
  }

  private add(model: VirtualServiceModel, place: number): void {
    this.places.set(model, place);
    for (const gateway of new Set(model.gateways)) {
      listAt(this.byGateway, gateway).push(model);
    }
    if (!model.gateways.includes(MESH)) return;
    for (const host of model.hosts) {
      this.meshHosts.add(isWildcard(host) ? host.toLowerCase() : host, model);
      this.meshLowerHosts.add(host.toLowerCase(), model);
    }
    for (const host of destinationsOf(model)) {
      listAt(this.byDestination, host).push(model);
    }
  }
}

export function nameOf({ manifest }: VirtualServiceModel): string {
  return `${manifest.namespace}/${manifest.name}`;
}

function privacy({ visibility, manifest }: VirtualServiceModel, namespace: string): number {
  return visibility.isPublic ? 2 : manifest.namespace === namespace ? 0 : 1;
}

function destinationsOf({ http, tcp, tls }: VirtualServiceModel): Set<string> {
  const copies = http.flatMap(({ mirror, mirrors }) => [...mirror ? [mirror] : [], ...mirrors.map(({ destination }) => destination)]);
  const forwarded = [...http, ...tcp, ...tls].flatMap(({ route }) => route.map(({ destination }) => destination));
  return new Set([...forwarded, ...copies].map(({ host }) => host));
}
