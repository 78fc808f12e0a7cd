import type { Configuration } from './configuration';
import type { DestinationRuleModel } from './destination-rule-model';
import { EgressScope, EVERYTHING } from './egress-scope';
import { type MeshPort, type MeshService, portOf } from './mesh-service';
import { type EgressListener, selects, type SidecarModel } from './sidecar-model';
import type { VirtualServiceModel } from './virtual-service-model';

/** A proxy that calls: a sidecar, or a gateway. */
export interface Proxy {
  readonly kind: 'sidecar' | 'gateway';
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
}

/** What a proxy knows: which services, which rules. */
export class ProxyScope {
  /** Nothing if no Sidecar is for these pods. */
  public readonly sidecar?: SidecarModel;
  public readonly allowsUnknownHosts: boolean;
  private readonly egress: readonly EgressScope[];

  constructor(private readonly configuration: Configuration, public readonly proxy: Proxy) {
    const { mesh, sidecars } = configuration;
    this.sidecar = proxy.kind === 'gateway' ? undefined
      : (sidecars.in(proxy.namespace) ?? []).find((one) => selects(one, proxy.labels)) ?? sidecars.ofMesh;
    this.egress = (this.sidecar?.egress ?? [EVERYTHING]).map((listener) => egressScopeOf(configuration, proxy.namespace, listener));
    this.allowsUnknownHosts = this.sidecar?.allowsUnknownHosts ?? (mesh.outboundTrafficPolicyMode !== 'REGISTRY_ONLY');
  }

  /** What may be called at a port; nothing if a Sidecar opens none. */
  public egressAt(port: number): EgressScope | undefined {
    return this.egress.find((one) => one.port === undefined || one.port === port);
  }

  /** The service of which the proxy has clusters: it may be called, or a rule that the proxy sees leads to it. */
  public service(hostname: string): MeshService | undefined {
    for (const egress of this.egress) {
      const found = egress.service(hostname) ?? this.ledTo(egress, hostname);
      if (found) return found;
    }
    return undefined;
  }

  /** A port of such a service for which there is a cluster. */
  public clusterPort(hostname: string, number: number): { readonly service: MeshService; readonly port: MeshPort } | undefined {
    for (const egress of this.egress) {
      const service = egress.service(hostname) ?? this.ledTo(egress, hostname, number);
      const port = service && portOf(service, number);
      if (port && port.protocol !== 'udp' && egress.opens(number)) return { service, port };
    }
    return undefined;
  }

  /** Rules of the mesh bring nothing to a gateway. */
  private ledTo(egress: EgressScope, hostname: string, port?: number): MeshService | undefined {
    return this.proxy.kind === 'gateway' ? undefined : egress.ledTo(hostname, port);
  }

  /** The rule by which the proxy calls a service. */
  public destinationRule(service: MeshService): DestinationRuleModel | undefined {
    const rules = this.configuration.destinationRules.forService(service, this.proxy.namespace);
    const own = rules.find(({ workloadSelector, manifest }) => (
      workloadSelector && manifest.namespace === this.proxy.namespace && isSubset(workloadSelector, this.proxy.labels)
    ));
    // Of several for all pods that could not be merged, istiod takes the last.
    return own ?? rules.filter(({ workloadSelector }) => !workloadSelector).at(-1);
  }

  /** All rules for a host, whether the proxy sees them or not. */
  public destinationRulesNaming(hostname: string): readonly DestinationRuleModel[] {
    return this.configuration.destinationRules.naming(hostname);
  }

  /** The rules bound to a gateway that the proxy sees, in the order in which they count. */
  public boundTo(gateway: string): VirtualServiceModel[] {
    return this.configuration.virtualServices.boundTo(gateway, this.proxy.namespace);
  }
}

/** All pods of a namespace share what a listener lets them call. */
const EGRESS_SCOPES = new WeakMap<Configuration, Map<EgressListener, Map<string, EgressScope>>>();

function egressScopeOf(configuration: Configuration, namespace: string, listener: EgressListener): EgressScope {
  const byListener = EGRESS_SCOPES.get(configuration) ?? new Map<EgressListener, Map<string, EgressScope>>();
  EGRESS_SCOPES.set(configuration, byListener);
  const byNamespace = byListener.get(listener) ?? new Map<string, EgressScope>();
  byListener.set(listener, byNamespace);
  const scope = byNamespace.get(namespace) ?? new EgressScope(configuration, namespace, listener);
  byNamespace.set(namespace, scope);
  return scope;
}

export function isSubset(some: { readonly [key: string]: string }, all: { readonly [key: string]: string }): boolean {
  return Object.entries(some).every(([key, value]) => all[key] === value);
}
