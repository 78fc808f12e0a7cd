import type { IGateway } from '../routing/gateway-reference';

/** What callers see of a service behind a gateway. */
export interface GatewayExposureOptions {
  /** The hosts that callers use, at least one: DNS names that the gateway serves. `*` is all of them. */
  readonly hosts: string[];
  /**
   * The path below which the service stands: `/reviews` takes `/reviews` and `/reviews/1`, but not `/reviewsx`. It begins with a slash.
   *
   * @default - the service has the hosts to itself
   */
  readonly pathPrefix?: string;
  /**
   * Whether the prefix is cut off before the request reaches the service: `/reviews/1` arrives as `/1`. The paths in matches and redirects of the
   * service's rules are those that the service sees.
   *
   * @default false
   */
  readonly strip?: boolean;
  /**
   * The HTTP port of the service that requests are sent to.
   *
   * @default - the first HTTP port
   */
  readonly port?: number;
  /**
   * The name of the VirtualService.
   *
   * @default - the name of the mesh's VirtualService and that of the gateway, joined by a hyphen; a second one for the gateway ends in `-2`
   */
  readonly virtualServiceName?: string;
}

/**
 * Where a service can be called from. Every exposure gets all rules of the service, with the same weights.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/#gateways
 *
 * @example
 *
 * import { Exposure, Gateway } from 'cdk8s-istio';
 *
 * const exposures = [
 *   Exposure.mesh(),
 *   Exposure.gateway(Gateway.fromName('public', { namespace: 'istio-ingress' }), { hosts: ['shop.example.com'], pathPrefix: '/reviews', strip: true }),
 * ];
 */
export class Exposure {
  /** From every client in the mesh, by the service's own host. */
  public static mesh(): Exposure {
    return new Exposure();
  }

  /**
   * From outside, through a gateway. Defines a VirtualService of its own, bound to that gateway alone.
   *
   * @param gateway one made in this app, or `Gateway.fromName`
   * @param options hosts and path
   * @throws GatewayUnknown, HostsMissing, InvalidHost, DuplicateHost, HostNotOnGateway, InvalidPath, PathPrefixMissing, ExposurePortUnknown, RewriteConflict,
   * ExposuresOverlap (when a construct receives it)
   */
  public static gateway(gateway: IGateway, options: GatewayExposureOptions): Exposure {
    return new Exposure({ gateway, options });
  }

  private constructor(
    /** @internal */
    public readonly _behind?: BehindGateway,
  ) {}
}

/** A gateway, and what callers see behind it. */
export interface BehindGateway {
  readonly gateway: IGateway;
  readonly options: GatewayExposureOptions;
}
