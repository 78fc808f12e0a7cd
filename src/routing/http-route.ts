import { Destination, RoutedService } from './destination';
import { failTwoAuthorities, hostsWritten } from './header-operations';
import { HttpDelegateProps, renderDelegation } from './http-delegate';
import { HttpRespondProps, renderRespond } from './http-direct-response';
import { HttpRedirectProps, renderRedirect } from './http-redirect';
import { HttpRuleProps, renderMatches } from './http-rule';
import { rejectAnswering, withoutAnswering } from './mirror';
import { authorityPlaces, HttpRouteOptions, renderManners, RouteManners } from './route-manners';
import type { HttpMatchSpec, HttpRouteSpec, RouteDestinationSpec } from '../private/imports';
import type { Place } from '../private/place';

/** A rule that forwards requests. */
export interface HttpForwardProps extends HttpRuleProps, HttpRouteOptions {
  /** Where the requests go: one destination, or several with weights that sum to 100. */
  readonly to: Destination[];
}

/** What a rule does with the requests that it takes. */
type RouteAction = (place: Place, matches?: HttpMatchSpec[], service?: RoutedService, inherited?: RouteManners) => HttpRouteSpec;

/**
 * A rule of a VirtualService: which requests it takes, and whether it forwards them, sends the caller elsewhere or answers itself. The first
 * rule that takes a request decides.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export class HttpRoute {
  /**
   * Forwards requests to one or several destinations.
   *
   * @param props which requests, where to, and how
   * @throws MatchEmpty, DestinationsMissing, WeightMissing, WeightsNotHundred, MirrorAnswers, RewriteConflict (when a construct receives it), and
   * what the values raise
   */
  public static forward(props: HttpForwardProps): HttpRoute {
    return new HttpRoute(props, (place, _matches, service, inherited) => {
      const route = renderDestinations(place.at('to'), props.to, service);
      const manners = renderManners(place, props, service, { ...inherited, mirrors: withoutAnswering(inherited?.mirrors, route) });
      if (props.mirrors) {
        rejectAnswering(place.at('mirrors'), manners.mirrors, route);
      }
      rejectAuthorityTwice(place.at('to'), route, place, manners);
      return { route, ...manners };
    });
  }

  /**
   * Answers with another address, where callers may try again.
   *
   * @param props which requests, and the address
   * @throws MatchEmpty, RedirectEmpty, RedirectConflict, InvalidPath, InvalidHost, InvalidPort, InvalidStatus (when a construct receives it),
   * and what the matches raise
   */
  public static redirect(props: HttpRedirectProps): HttpRoute {
    return new HttpRoute(props, (place, matches) => ({ redirect: renderRedirect(place, props, matches) }));
  }

  /**
   * Answers in place of a service.
   *
   * @param props which requests, and the answer
   * @throws MatchEmpty, InvalidStatus, BodyTooLarge, BodyUnreadable, RedirectConflict (when a construct receives it), and what the values raise
   */
  public static respond(props: HttpRespondProps): HttpRoute {
    return new HttpRoute(props, (place) => renderRespond(place, props));
  }

  /**
   * Leaves the requests to the rules of another VirtualService, which may be another team's.
   *
   * @param props which requests, to whom, and what happens on the way unless the delegate says otherwise
   * @throws MatchEmpty, DelegateUnknown, DelegateMisplaced, VersionWithoutService (when a construct receives it), and what the values raise; at synth
   * DelegateUnknown, DelegateNotExported, DelegateRouteLost, RouteHidden, if the delegate is of this app
   */
  public static delegate(props: HttpDelegateProps): HttpRoute {
    return new HttpRoute(props, (place, _matches, service) => {
      if (service) {
        failMisplaced(place, 'a delivery construct', 'its rules are for its own versions: write a VirtualService that delegates to them');
      }
      return renderDelegation(place, props);
    });
  }

  private constructor(private readonly props: HttpRuleProps, private readonly action: RouteAction) {}

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
   * @param inherited what happens on the way to where the rule forwards, unless it says otherwise
   * @internal
   */
  public _render(place: Place, service?: RoutedService, inherited?: RouteManners): HttpRouteSpec {
    const { name, match } = this.props;
    const matches = match && renderMatches(place.at('match'), match);
    return { name, match: matches, ...this.action(place, matches, service, inherited) };
  }
}

/** Complains of a rule that delegates where Istio lets none do so. */
export function failMisplaced(place: Place, where: string, fix: string): never {
  return place.fail('DelegateMisplaced', { must: `forward, redirect or answer in ${where}`, found: 'a rule that delegates', fix });
}

/** Complains of a rule that would take what belongs to the default route. */
export function failWithoutMatch(place: Place): never {
  return place.fail('RouteWithoutMatch', {
    must: 'have a match', found: 'none', fix: 'it would hide the default route: say in defaultRoute where all other requests go',
  });
}

/** Complains of a rule that gets no request, or no connection, because of an earlier one. */
export function failHidden(place: Place, earlier: string, what = 'request'): never {
  return place.fail('RouteHidden', {
    must: `take some ${what} that no earlier rule takes`,
    found: `only ${what}s that ${earlier} takes already`,
    fix: 'put the narrower rule first, or remove this one',
  });
}

/** Complains of two hosts to call: which of them wins, depends on how many destinations there are. */
export function rejectAuthorityTwice(to: Place, route: RouteDestinationSpec[], place: Place, manners: RouteManners): void {
  const [ofRule] = authorityPlaces(place, manners);
  route.forEach(({ headers }, index) => {
    const [own] = hostsWritten(to.item(index).at('headers'), headers);
    if (ofRule && own) {
      failTwoAuthorities(own, ofRule);
    }
  });
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
