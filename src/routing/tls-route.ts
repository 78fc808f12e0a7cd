import { Destination, RoutedService } from './destination';
import { renderDestinations } from './http-route';
import { TlsMatch } from './tls-match';
import type { TlsRouteSpec } from '../private/imports';
import type { Place } from '../private/place';

/** A rule that forwards TLS connections as they are. */
export interface TlsForwardProps {
  /** Which connections the rule takes; any of these matches is enough, and there is at least one. */
  readonly match: TlsMatch[];
  /** Where the connections go: one destination, or several with weights that sum to 100. The weights are shares of the connections. */
  readonly to: Destination[];
}

/**
 * A rule of a VirtualService for ports that speak TLS which Istio does not decrypt: HTTPS and TLS in the mesh, and servers of a gateway that pass TLS
 * through. A connection stays where it went first.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
 *
 * @example
 *
 * import { Destination, TlsMatch, TlsRoute } from 'cdk8s-istio';
 *
 * const rule = TlsRoute.forward({
 *   match: [TlsMatch.sniHosts(['pay.example.com'])],
 *   to: [Destination.host('pay', { subset: 'v1', port: 8443, weight: 90 }), Destination.host('pay', { subset: 'v2', port: 8443, weight: 10 })],
 * });
 */
export class TlsRoute {
  /**
   * Forwards connections to one or several destinations, without decrypting them.
   *
   * @param props which connections, and where to
   * @throws MatchEmpty, DestinationsMissing, WeightMissing, WeightsNotHundred (when a construct receives it), and what the values raise
   */
  public static forward(props: TlsForwardProps): TlsRoute {
    return new TlsRoute(props);
  }

  private constructor(private readonly props: TlsForwardProps) {}

  /**
   * An entry of a VirtualService's `tls`.
   *
   * @internal
   */
  public _render(place: Place, service?: RoutedService): TlsRouteSpec {
    const { match, to } = this.props;
    if (!Array.isArray(match) || match.length === 0) {
      place.at('match').fail('MatchEmpty', {
        must: 'have at least one match', got: match, fix: 'TLS connections are told by the host that they name: add TlsMatch.sniHosts([...])',
      });
    }
    return {
      match: match.map((one, index) => one._render(place.at('match').item(index))),
      route: renderDestinations(place.at('to'), to, service),
    };
  }
}
