import type { Configuration } from './configuration';
import { isWildcard } from './host-map';
import { type MeshService, portOf } from './mesh-service';
import type { EgressListener } from './sidecar-model';
import type { VirtualServiceModel } from './virtual-service-model';
import { hostsOverlap, standsFor } from '../istio/host';

/** Without a Sidecar, all that is exported to the namespace may be called. */
export const EVERYTHING: EgressListener = { hosts: ['*/*'] };

const ANY_NAMESPACE = '*';

interface Imports {
  readonly hosts: string[];
  readonly excluded: string[];
}

/** What pods of a namespace may call through one egress listener. */
export class EgressScope {
  public readonly port?: number;
  private readonly imports = new Map<string, Imports>();
  private readonly isEverything: boolean;

  constructor(private readonly configuration: Configuration, private readonly namespace: string, listener: EgressListener) {
    this.port = listener.port;
    this.isEverything = listener.hosts.length === 1 && listener.hosts[0] === '*/*';
    listener.hosts.forEach((host) => this.read(host));
  }

  /** Whether the listener is for the port. */
  public opens(port: number): boolean {
    return this.port === undefined || this.port === port;
  }

  /** Whether a service may be called, which is not yet that it is the one of its host. */
  public sees(service: MeshService): boolean {
    return service.visibility.includes(this.namespace) && this.imported(service)
      && (this.port === undefined || portOf(service, this.port) !== undefined);
  }

  /** The service of a host, of those that may be called. */
  public service(hostname: string): MeshService | undefined {
    return this.chosen(this.configuration.services.named(hostname).filter((service) => this.sees(service)));
  }

  /** Whether a service may be called and is the one of its host. */
  public has(service: MeshService): boolean {
    return this.sees(service) && (this.configuration.services.named(service.hostname).length === 1
      || this.service(service.hostname)?.namespace === service.namespace);
  }

  /** The service of a host that no import names, but a rule leads to, at one of its ports. One of the own namespace need not be exported to it. */
  public ledTo(hostname: string, port?: number): MeshService | undefined {
    const leading = this.configuration.virtualServices.meshLeadingTo(hostname).filter((rule) => this.importsRule(rule));
    if (leading.length === 0) return undefined;
    const known = this.configuration.services.named(hostname);
    const visible = known.filter(({ visibility }) => visibility.includes(this.namespace));
    const found = known.find(({ namespace }) => namespace === this.namespace) ?? [...visible].sort(kubernetesFirst)[0];
    if (!found) return undefined;
    return port === undefined || leading.some((rule) => leadsTo(rule, hostname, port, this.namespace)) ? found : undefined;
  }

  /** Whether the rules of a VirtualService count here. */
  public importsRule({ hosts, manifest: { namespace }, visibility }: VirtualServiceModel): boolean {
    if (!visibility.includes(this.namespace)) return false;
    if (this.isEverything) return true;
    const [own, any] = [this.imports.get(namespace), this.imports.get(ANY_NAMESPACE)];
    const isExcluded = (host: string) => [own, any].some((one) => one?.excluded.some((excluded) => standsFor(excluded, host)));
    return [own, any].some((one) => one && hosts.some((host) => one.hosts.some((imported) => hostsOverlap(imported, host)) && !isExcluded(host)));
  }

  /** The rules that count here, in order. */
  public ordered(rules: readonly VirtualServiceModel[]): VirtualServiceModel[] {
    return this.configuration.virtualServices.ordered(this.isEverything ? rules : rules.filter((rule) => this.importsRule(rule)), this.namespace);
  }

  private imported({ hostname, namespace }: MeshService): boolean {
    if (this.isEverything) return true;
    const [own, any] = [this.imports.get(namespace), this.imports.get(ANY_NAMESPACE)];
    if ([own, any].some((one) => one?.excluded.some((excluded) => standsFor(excluded, hostname)))) return false;
    return [own, any].some((one) => one?.hosts.some((imported) => (isWildcard(imported) ? standsFor(imported, hostname) : imported === hostname)));
  }

  /** Of several services of one host, that of the caller's own namespace, or else one of Kubernetes, or else the oldest. */
  private chosen(services: readonly MeshService[]): MeshService | undefined {
    if (services.length < 2) return services[0];
    const chosen = services.find(({ namespace }) => namespace === this.namespace) ?? [...services].sort(kubernetesFirst)[0];
    const parts = services.filter(({ namespace, isKubernetes }) => namespace === chosen.namespace && isKubernetes === chosen.isKubernetes);
    if (parts.length === 1) return chosen;
    const ports = parts.flatMap((one) => one.ports).filter((port, place, all) => all.findIndex(({ number }) => number === port.number) === place);
    return { ...chosen, ports };
  }

  private read(host: string): void {
    const slash = host.indexOf('/');
    const excluded = host.startsWith('~');
    const written = host.slice(excluded ? 1 : 0, slash);
    const namespace = written === '.' ? this.namespace : written || ANY_NAMESPACE;
    const imports = this.imports.get(namespace) ?? { hosts: [], excluded: [] };
    this.imports.set(namespace, imports);
    (excluded ? imports.excluded : imports.hosts).push(host.slice(slash + 1));
  }
}

function kubernetesFirst(a: MeshService, b: MeshService): number {
  return Number(b.isKubernetes) - Number(a.isKubernetes);
}

function leadsTo({ http, tcp, tls }: VirtualServiceModel, hostname: string, port: number, namespace: string): boolean {
  const counting = http.filter(({ matches }) => {
    const asked = matches.map(({ sourceNamespace }) => sourceNamespace).filter((one) => one !== '');
    return asked.length === 0 || asked.includes(namespace);
  });
  const destinations = [
    ...[...counting, ...tcp, ...tls].flatMap(({ route }) => route.map(({ destination }) => destination)),
    ...counting.flatMap(({ mirror, mirrors }) => [...mirror ? [mirror] : [], ...mirrors.map(({ destination }) => destination)]),
  ].filter(({ host }) => host === hostname);
  return destinations.some((destination) => destination.port === undefined || destination.port === 0 || destination.port === port);
}
