import { Destination, RoutedService } from './destination';
import { renderDestinations } from './http-route';
import { TcpMatch } from './tcp-match';
import type { TcpMatchSpec, TcpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';

/** A rule that forwards connections. */
export interface TcpForwardProps {
  /**
   * Which connections the rule takes; any of these matches is enough, and there is at least one.
   *
   * @default - every connection that no earlier rule has taken
   */
  readonly match?: TcpMatch[];
  /** Where the connections go: one destination, or several with weights that sum to 100. The weights are shares of the connections. */
  readonly to: Destination[];
}

/**
 * A rule of a VirtualService for the ports of which Istio knows only that they speak TCP. The first rule that takes a connection decides for as long
 * as the connection lives.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute
 *
 * @example
 *
 * import { Destination, TcpMatch, TcpRoute } from 'cdk8s-istio';
 *
 * const rule = TcpRoute.forward({
 *   match: [TcpMatch.port(5432)],
 *   to: [Destination.host('db', { subset: 'v1', port: 5432, weight: 90 }), Destination.host('db', { subset: 'v2', port: 5432, weight: 10 })],
 * });
 */
export class TcpRoute {
  /**
   * Forwards connections to one or several destinations.
   *
   * @param props which connections, and where to
   * @throws MatchEmpty, DestinationsMissing, WeightMissing, WeightsNotHundred (when a construct receives it), and what the values raise
   */
  public static forward(props: TcpForwardProps): TcpRoute {
    return new TcpRoute(props);
  }

  private constructor(private readonly props: TcpForwardProps) {}

  /**
   * An entry of a VirtualService's `tcp`.
   *
   * @internal
   */
  public _render(place: Place, service?: RoutedService): TcpRouteSpec {
    const { match, to } = this.props;
    return { match: match && renderMatches(place.at('match'), match), route: renderDestinations(place.at('to'), to, service) };
  }
}

function renderMatches(place: Place, matches: TcpMatch[]): TcpMatchSpec[] {
  if (matches.length === 0) {
    place.fail('MatchEmpty', { must: 'have at least one match', got: [], fix: 'add one, or leave match out to take every connection' });
  }
  return matches.map((match, index) => match._render(place.item(index)));
}
