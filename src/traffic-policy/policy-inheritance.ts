import type { LoadBalancerSpec, TrafficPolicySpec } from '../private/imports';
import type { Place } from '../private/place';

/** The parts of a policy that a port may have for itself, each of which is inherited as a whole. */
export type PolicyBlocks = Pick<TrafficPolicySpec, 'connectionPool' | 'outlierDetection' | 'loadBalancer' | 'tls'>;

type PortPolicySpec = NonNullable<TrafficPolicySpec['portLevelSettings']>[number];

interface PortPolicy {
  readonly place: Place;
  readonly port: number;
  readonly blocks: PolicyBlocks;
}

/**
 * The policies of single ports in a policy. In Istio such an entry takes the place of all else that is said of these four parts, at its own level and
 * above, so that what it does not say would be forgotten.
 */
export class PortPolicies {
  private readonly entries: PortPolicy[] = [];

  /**
   * @param own what the policy says of all ports
   * @param host the policy from which this one inherits
   */
  public constructor(private readonly own: PolicyBlocks, private readonly host: TrafficPolicySpec) {}

  /** Of two for one port, Istio would take the first without a word. */
  public add(place: Place, port: number, blocks: PolicyBlocks): void {
    if (this.entries.some((entry) => entry.port === port)) {
      place.at('port').fail('DuplicatePortPolicy', {
        must: 'be a port that no earlier entry is for', got: port, fix: 'join the two: Istio takes the first and ignores the other',
      });
    }
    this.entries.push({ place, port, blocks: merged(this.host, this.ofHost(port), this.own, blocks) });
  }

  /** The `portLevelSettings`; nothing if there are none, and without those that say nothing, not even by inheritance. */
  public get rendered(): PortPolicySpec[] | undefined {
    const saying = this.entries.filter(({ blocks }) => Object.values(blocks).some((block) => block !== undefined));
    return saying.length > 0 ? saying.map(({ port, blocks }) => ({ port: { number: port }, ...blocks })) : undefined;
  }

  /** What holds on each port, or on all others, with the place that says so. */
  public effective(place: Place): { readonly place: Place; readonly blocks: PolicyBlocks }[] {
    return [{ place, blocks: merged(this.host, this.own) }, ...this.entries];
  }

  private ofHost(port: number): PolicyBlocks {
    return this.host.portLevelSettings?.find((entry) => entry.port?.number === port) ?? {};
  }
}

/** Complains of what Istio would refuse or drop in a policy, where it cannot be written out in another way. */
export function rejectLoss(place: Place, own: TrafficPolicySpec, host: TrafficPolicySpec, ports: PortPolicies): void {
  if (own.tunnel && (own.proxyProtocol ?? host.proxyProtocol)) {
    place.at(own.proxyProtocol ? 'proxyProtocol' : 'tunnel').fail('TunnelConflict', {
      must: 'be left out beside the other of tunnel and proxyProtocol',
      got: own.proxyProtocol?.version ?? own.tunnel.targetHost,
      fix: 'Istio refuses both for one destination, inherited ones included: keep one of the two',
    });
  }
  for (const key of ['retryBudget', 'proxyProtocol'] as const) {
    if (own[key] && ports.rendered) {
      place.at('portLevelSettings').fail('PortPolicyLosesSetting', {
        must: `be left out where ${key} is given`,
        got: ports.rendered.map(({ port }) => port?.number),
        fix: `Istio would drop ${key} on these ports without a word, and has no place for it there: keep one of the two`,
      });
    }
  }
  for (const { place: at, blocks } of ports.effective(place)) {
    if (blocks.loadBalancer && failsOver(blocks.loadBalancer) && !blocks.outlierDetection) {
      at.at('loadBalancer').at('locality').fail('FailoverIneffective', {
        must: 'come with outlierDetection',
        found: 'a failover without it',
        fix: 'only outlier detection finds out that pods fail: add it, or leave the failover out',
      });
    }
  }
}

function failsOver({ localityLbSetting, zoneAwareLbSetting }: LoadBalancerSpec): boolean {
  return [localityLbSetting, zoneAwareLbSetting].some((setting) => setting?.failover ?? setting?.failoverPriority);
}

/** The blocks of the last of these that has them. */
function merged(...levels: PolicyBlocks[]): PolicyBlocks {
  const found = levels.reduce((under, over) => ({
    connectionPool: over.connectionPool ?? under.connectionPool,
    outlierDetection: over.outlierDetection ?? under.outlierDetection,
    loadBalancer: over.loadBalancer ?? under.loadBalancer,
    tls: over.tls ?? under.tls,
  }), {});
  return found;
}
