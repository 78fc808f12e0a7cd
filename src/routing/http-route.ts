import type { Duration } from 'cdk8s';
import { Destination, RoutedService } from './destination';
import { HttpFault, renderFault } from './http-fault';
import { HttpMatch } from './http-match';
import { RetryPolicy } from './retry-policy';
import type { HttpMatchSpec, HttpRouteSpec, RouteDestinationSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime } from '../private/time';

/** What happens to a request on its way. */
export interface HttpRouteOptions {
  /**
   * How long a request may take in all, retries included; at least 1 ms. Whoever waits longer gets 504.
   *
   * @default - no limit
   */
  readonly timeout?: Duration;
  /**
   * Whether a failed request is tried again.
   *
   * @default - as the mesh does: 2 retries if the connection fails, a stream is refused, or gRPC says unavailable or cancelled
   */
  readonly retries?: RetryPolicy;
  /**
   * Faults put into the requests on purpose.
   *
   * @default - none
   */
  readonly fault?: HttpFault;
}

/** A rule that forwards requests. */
export interface HttpForwardProps extends HttpRouteOptions {
  /**
   * The rule's name; Envoy writes it into access logs, and tools find the rule by it.
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Which requests the rule takes; any of these matches is enough, and there is at least one.
   *
   * @default - every request that no earlier rule has taken
   */
  readonly match?: HttpMatch[];
  /** Where the requests go: one destination, or several with weights that sum to 100. */
  readonly to: Destination[];
}

/**
 * A rule of a VirtualService: which requests it takes, where they go, and what happens to them on their way. The first rule
 * that takes a request decides.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export class HttpRoute {
  /**
   * Forwards requests to one or several destinations.
   *
   * @param props which requests, where to, and how
   * @throws MatchEmpty, DestinationsMissing, WeightMissing, WeightsNotHundred (when a construct receives it), and what the values raise
   */
  public static forward(props: HttpForwardProps): HttpRoute {
    return new HttpRoute(props);
  }

  private constructor(private readonly props: HttpForwardProps) {}

  /**
   * Whether the rule leaves nothing to those behind it.
   *
   * @internal
   */
  public get _takesAll(): boolean {
    return this.props.match === undefined;
  }

  /**
   * An entry of a VirtualService's `http`.
   *
   * @param service what the rule's versions belong to
   * @param inherited what happens on the way unless the rule says otherwise
   * @internal
   */
  public _render(place: Place, service?: RoutedService, inherited: RouteManners = {}): HttpRouteSpec {
    const { name, match, to } = this.props;
    return {
      name,
      match: match && renderMatches(place.at('match'), match),
      route: renderDestinations(place.at('to'), to, service),
      ...inherited,
      ...renderManners(place, this.props),
    };
  }
}

/** Complains of a rule that would take what belongs to the default route. */
export function failWithoutMatch(place: Place): never {
  return place.fail('RouteWithoutMatch', {
    must: 'have a match', found: 'none', fix: 'it would hide the default route: say in defaultRoute where all other requests go',
  });
}

/** An empty list would take every request, which somebody who computed it does not expect. */
function renderMatches(place: Place, matches: HttpMatch[]): HttpMatchSpec[] {
  if (matches.length === 0) {
    place.fail('MatchEmpty', { must: 'have at least one match', got: [], fix: 'add one, or leave match out to take every request' });
  }
  return matches.map((match, index) => match._render(place.item(index)));
}

/** What a rule says about the way, rendered; nothing that it does not say. */
export type RouteManners = Pick<HttpRouteSpec, 'timeout' | 'retries' | 'fault'>;

/** What happens to requests on their way, without members for what is not said. */
export function renderManners(place: Place, { timeout, retries, fault }: HttpRouteOptions): RouteManners {
  return {
    ...(timeout && { timeout: renderTime(place.at('timeout'), timeout) }),
    ...(retries && { retries: retries._render(place.at('retries')) }),
    ...(fault && { fault: renderFault(place.at('fault'), fault) }),
  };
}

/** Where a rule sends requests, with weights that sum to 100. */
export function renderDestinations(place: Place, to: Destination[], service?: RoutedService): RouteDestinationSpec[] {
  if (to.length === 0) {
    place.fail('DestinationsMissing', { must: 'have at least one destination', got: [], fix: 'add Destination.version(), or Destination.host() in a VirtualService of its own' });
  }
  const rendered = to.map((destination, index) => destination._render(place.item(index), service));
  const weights = to.map(({ _weight }) => _weight);
  const withoutWeight = weights.indexOf(undefined);
  if (to.length > 1 && withoutWeight >= 0) {
    place.item(withoutWeight).at('weight').fail('WeightMissing', {
      must: 'be given where there are several destinations',
      got: undefined,
      fix: 'Istio takes a missing weight for 0: say the share, so that all sum to 100',
    });
  }
  const sum = weights.reduce((total: number, weight) => total + (weight ?? 100), 0);
  if (sum !== 100) {
    place.fail('WeightsNotHundred', {
      must: 'have weights that sum to 100', got: weights, fix: `the sum is ${sum}, and Istio would divide by it without a word`,
    });
  }
  return rendered;
}
