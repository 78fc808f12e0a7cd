import { dnsLabel } from '../istio/dns-label';
import { fqdn } from '../istio/host';
import { portNumber } from '../istio/port-number';
import type { OutboundTrafficSpec } from '../private/imports';
import type { Place } from '../private/place';

/** The proxy that is called for hosts that the mesh does not know. */
export interface EgressProxyOptions {
  /** The port of the proxy, 1 to 65535. */
  readonly port: number;
  /**
   * The subset of the proxy's pods.
   *
   * @default - all of them
   */
  readonly subset?: string;
}

/**
 * What becomes of calls to hosts that the mesh does not know.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
 */
export class OutboundTraffic {
  /** They fail: with 502 for HTTP, and without a connection otherwise. What is to be called needs a ServiceEntry. */
  public static registryOnly(): OutboundTraffic {
    return new OutboundTraffic('REGISTRY_ONLY');
  }

  /** They go where the client sent them. */
  public static allowAny(): OutboundTraffic {
    return new OutboundTraffic('ALLOW_ANY');
  }

  /**
   * They go to a proxy of the mesh, such as an egress gateway.
   *
   * @param host the full DNS name of the proxy
   * @param options its port and subset
   * @throws InvalidHost, InvalidPort, InvalidSubsetName (when a construct receives it)
   */
  public static allowAnyThrough(host: string, options: EgressProxyOptions): OutboundTraffic {
    return new OutboundTraffic('ALLOW_ANY', host, options);
  }

  private constructor(
    private readonly mode: string,
    private readonly host?: string,
    private readonly options?: EgressProxyOptions,
  ) {}

  /**
   * The `outboundTrafficPolicy` of a Sidecar.
   *
   * @internal
   */
  public _render(place: Place): OutboundTrafficSpec {
    if (this.host === undefined || !this.options) {
      return { mode: this.mode };
    }
    const { port, subset } = this.options;
    place.at('host').check('InvalidHost', fqdn, this.host, 'write the full DNS name of the proxy');
    place.at('port').check('InvalidPort', portNumber, port, 'name the port of the proxy');
    if (subset !== undefined) place.at('subset').check('InvalidSubsetName', dnsLabel, subset, 'write the name of a subset, such as v1');
    return { mode: this.mode, egressProxy: { host: this.host, port: { number: port }, subset } };
  }
}
