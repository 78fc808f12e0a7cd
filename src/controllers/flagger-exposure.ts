import type { CanarySpec } from '../private/imports';
import type { Place } from '../private/place';
import { rejectUnserved, validateGateway } from '../resources/gateway';
import { validateHosts } from '../resources/virtual-service';
import { gatewayReference, IGateway } from '../routing/gateway-reference';

/**
 * Where the service of a `FlaggerCanary` can be called from. Only callers that are meant here obey the weights; all others get the version that serves.
 *
 * @see https://docs.flagger.app/tutorials/istio-progressive-delivery
 */
export class FlaggerExposure {
  /** Callers in the mesh obey the weights. */
  public static mesh(): FlaggerExposure {
    return new FlaggerExposure(true);
  }

  /**
   * Callers from outside obey the weights. Callers in the mesh do not: they get the version that serves.
   *
   * @param gateways at least one
   * @param hosts the hosts that callers outside use, at least one
   * @throws FlaggerGatewaysMissing, GatewayUnknown, HostsMissing, InvalidHost, DuplicateHost, HostNotOnGateway (when a construct receives it)
   */
  public static gateways(gateways: IGateway[], hosts: string[]): FlaggerExposure {
    return new FlaggerExposure(false, [...gateways], [...hosts]);
  }

  /**
   * Callers from outside and in the mesh obey the weights.
   *
   * @param gateways at least one
   * @param hosts the hosts that callers outside use, at least one, and not `*`
   * @throws FlaggerGatewaysMissing, GatewayUnknown, HostsMissing, InvalidHost, DuplicateHost, HostNotOnGateway (when a construct receives it)
   */
  public static meshAndGateways(gateways: IGateway[], hosts: string[]): FlaggerExposure {
    return new FlaggerExposure(true, [...gateways], [...hosts]);
  }

  /**
   * Another VirtualService decides who obeys the weights: it delegates to the one that Flagger makes. It must have another name than the service, and Istio
   * follows it only where `PILOT_ENABLE_VIRTUAL_SERVICE_DELEGATE` is not switched off.
   */
  public static delegation(): FlaggerExposure {
    return new FlaggerExposure(false);
  }

  private constructor(
    /**
     * Whether callers in the mesh obey.
     *
     * @internal
     */
    public readonly _inMesh: boolean,
    private readonly reached?: IGateway[],
    private readonly hosts: string[] = [],
  ) {}

  /**
   * Whether callers of several kinds meet in one rule.
   *
   * @internal
   */
  public get _isMixed(): boolean {
    return this._inMesh && this.reached !== undefined;
  }

  /**
   * The part of a Canary's `service` that says where it is called from.
   *
   * @param name the name of the service, to which Flagger adds the hosts
   * @param fullName the host for which Istio takes this name
   *
   * @internal
   */
  public _render(place: Place, name: string, fullName: string): Pick<NonNullable<CanarySpec['service']>, 'gateways' | 'hosts' | 'delegation'> {
    if (!this.reached) {
      return this._inMesh ? {} : { delegation: true };
    }
    const hosts = place.at('hosts');
    if (this.reached.length === 0) {
      place.at('gateways').fail('FlaggerGatewaysMissing', { must: 'name at least one gateway', got: [], fix: 'name one, or use FlaggerExposure.mesh(), for which Flagger takes an empty list' });
    }
    this.reached.forEach((gateway, index) => validateGateway(place.at('gateways').item(index), gateway));
    validateHosts(hosts, this.hosts, !this._inMesh);
    this.hosts.forEach((host, index) => {
      if (host === name || host === fullName) {
        hosts.item(index).fail('DuplicateHost', { must: 'be another host than that of the service', got: host, fix: `leave it out: Flagger adds ${name} by itself` });
      }
    });
    rejectUnserved(hosts, this.hosts, this.reached);
    return { gateways: [...this.reached.map(gatewayReference), ...(this._inMesh ? ['mesh'] : [])], hosts: this.hosts };
  }
}
