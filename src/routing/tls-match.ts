import { renderConnectionMatch, TcpMatchOptions } from './tcp-match';
import { sniHost } from '../istio/sni-host';
import type { TlsMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** The conditions of a match for TLS connections; all of those given must hold. */
export interface TlsMatchOptions extends TcpMatchOptions {
  /**
   * The hosts that clients name when they open the connection (SNI), at least one; any of them is enough. A host of the VirtualService, or one for
   * which a wildcard among its hosts stands. The first label may be `*`. Of several rules, the one with the most exact host decides, not the
   * first.
   */
  readonly sniHosts: string[];
}

/**
 * Which TLS connections a rule takes, by what is readable before they are decrypted. All conditions of one match must hold; of a list of matches,
 * any one is enough.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes
 */
export class TlsMatch {
  /**
   * Connections for which all of these conditions hold.
   *
   * @param conditions SNI hosts, and more if need be
   * @throws HostsMissing, InvalidHost, SniHostUnknown, MatchEmpty, InvalidPort, InvalidSubnet, LabelsMissing, InvalidLabel, InvalidObjectName,
   * GatewayUnknown (when a construct receives it)
   */
  public static of(conditions: TlsMatchOptions): TlsMatch {
    return new TlsMatch(conditions);
  }

  /**
   * Connections to one of these hosts: short for `of({ sniHosts })`.
   *
   * @param sniHosts at least one
   * @throws HostsMissing, InvalidHost, SniHostUnknown (when a construct receives it)
   */
  public static sniHosts(sniHosts: string[]): TlsMatch {
    return TlsMatch.of({ sniHosts });
  }

  private constructor(private readonly conditions: TlsMatchOptions) {}

  /**
   * An entry of a rule's `match`.
   *
   * @internal
   */
  public _render(place: Place): TlsMatchSpec {
    const { sniHosts } = this.conditions;
    const here = place.at('sniHosts');
    if (!Array.isArray(sniHosts) || sniHosts.length === 0) {
      here.fail('HostsMissing', { must: 'name at least one host', got: sniHosts, fix: 'name the host that clients open the connection to' });
    }
    sniHosts.forEach((host, index) => (
      here.item(index).check('InvalidHost', sniHost, host, 'write the host as clients call it; they name no addresses, for which there are TCP rules')
    ));
    return { sniHosts: [...sniHosts], ...renderConnectionMatch(place, this.conditions) };
  }
}
