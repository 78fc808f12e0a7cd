import type { IGateway } from '../routing/gateway-reference';

/** What callers see of the HTTP ports of a service behind a gateway. */
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

/** How clients reach a TCP port of a service through a gateway. */
export interface TcpExposureOptions {
  /**
   * The port of the service: one that speaks TCP or TLS.
   *
   * @default - the first TCP port, or else the first TLS port
   */
  readonly port?: number;
  /**
   * The port of the gateway that clients call: that of a server that speaks TCP. Connections say nothing else by which they could be told apart.
   *
   * @default - the same as the port of the service
   */
  readonly gatewayPort?: number;
  /**
   * The name of the VirtualService.
   *
   * @default - the name of the mesh's VirtualService and that of the gateway, joined by a hyphen; a second one for the gateway ends in `-2`
   */
  readonly virtualServiceName?: string;
}

/** How clients reach a TLS port of a service through a gateway that does not decrypt. */
export interface TlsPassthroughExposureOptions {
  /** The hosts that clients name when they open the connection (SNI), at least one: DNS names that the gateway serves. */
  readonly hosts: string[];
  /**
   * The port of the service: one that speaks TLS or TCP.
   *
   * @default - the first TLS port, or else the first TCP port
   */
  readonly port?: number;
  /**
   * The port of the gateway that clients call.
   *
   * @default - every port on which the gateway passes TLS with these hosts through
   */
  readonly gatewayPort?: number;
  /**
   * The name of the VirtualService.
   *
   * @default - the name of the mesh's VirtualService and that of the gateway, joined by a hyphen; a second one for the gateway ends in `-2`
   */
  readonly virtualServiceName?: string;
}

/** What a VirtualService that delegates to a service sees of it. */
export interface DelegateExposureOptions {
  /**
   * The path below which the service stands, as with `GatewayExposureOptions`. The rule that delegates matches this prefix, without a slash behind it,
   * or a shorter one.
   *
   * @default - the service takes all requests that are delegated to it
   */
  readonly pathPrefix?: string;
  /**
   * Whether the prefix is cut off before the request reaches the service.
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
   * The namespaces whose VirtualServices may delegate to the service: names, `.` for its own, or `*` alone for all.
   *
   * @default - as `MeshSettings` say; if they do not, as the mesh is set up: all namespaces, unless somebody changed it
   */
  readonly exportTo?: string[];
  /**
   * The name of the VirtualService.
   *
   * @default - the name of the mesh's VirtualService and `-delegate`; a second one ends in `-2`
   */
  readonly virtualServiceName?: string;
}

/**
 * Where a service can be called from. Every exposure has the same weights, and the rules of the service where it is one of requests.
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

  /**
   * From outside, through a port of a gateway that has its connections for this service alone. Defines a VirtualService of its own.
   *
   * @param gateway one made in this app with `GatewayServer.tcp`, or `Gateway.fromName`
   * @param options ports
   * @throws GatewayUnknown, ExposurePortUnknown, InvalidPort, ExposuresOverlap (when a construct receives it)
   */
  public static tcp(gateway: IGateway, options: TcpExposureOptions = {}): Exposure {
    return new Exposure(undefined, { ...options, protocol: 'tcp', gateway, hosts: ['*'] });
  }

  /**
   * From outside, through a gateway that passes TLS on as it is, to the service whose host the client names. Defines a VirtualService of its own.
   *
   * @param gateway one made in this app with `GatewayServer.tlsPassthrough`, or `Gateway.fromName`
   * @param options hosts and ports
   * @throws GatewayUnknown, HostsMissing, InvalidHost, DuplicateHost, HostNotOnGateway, ExposurePortUnknown, InvalidPort, ExposuresOverlap (when a
   * construct receives it)
   */
  public static tlsPassthrough(gateway: IGateway, options: TlsPassthroughExposureOptions): Exposure {
    return new Exposure(undefined, { ...options, protocol: 'tls', gateway, hosts: [...options.hosts] });
  }

  /**
   * By way of another VirtualService, which may be another team's: it has the hosts and the gateways, and delegates requests to this service. Defines
   * a VirtualService without hosts, to be named in `HttpRoute.delegate()`. Matches by claims of tokens are left out, since Istio takes none there.
   *
   * @param options the path, and who may delegate
   * @throws InvalidPath, PathPrefixMissing, ExposurePortUnknown, RewriteConflict, InvalidObjectName, InvalidExportTo (when a construct receives it)
   */
  public static delegate(options: DelegateExposureOptions = {}): Exposure {
    return new Exposure(undefined, undefined, options);
  }

  private constructor(
    /** @internal */
    public readonly _behind?: BehindGateway,
    /** @internal */
    public readonly _connections?: ConnectionExposure,
    /** @internal */
    public readonly _delegated?: DelegateExposureOptions,
  ) {}
}

/** A gateway, and the connections that it leads to a service. */
export interface ConnectionExposure extends TcpExposureOptions {
  /** What the gateway knows of them. */
  readonly protocol: 'tcp' | 'tls';
  readonly gateway: IGateway;
  /** The hosts of the VirtualService, and with TLS those that clients name. */
  readonly hosts: string[];
}

/** A gateway, and what callers see behind it. */
export interface BehindGateway {
  readonly gateway: IGateway;
  readonly options: GatewayExposureOptions;
}
