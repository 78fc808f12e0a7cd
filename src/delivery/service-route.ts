import { divertedName, nameOf } from './rule-names';
import type { ServiceLane } from './service-lane';
import type { Diversion, ServiceRule } from './service-rule';
import type { HttpMatchSpec, HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';
import { Destination, RoutedService } from '../routing/destination';
import { HeaderMatch } from '../routing/header-match';
import { HttpMatch } from '../routing/http-match';
import { failHidden, HttpRoute, rejectAuthorityTwice, renderDestinations } from '../routing/http-route';
import { renderMatches } from '../routing/http-rule';
import { insideLane } from '../routing/lane-header';
import { covers, hiddenBy } from '../routing/match-coverage';
import { intersectAll } from '../routing/match-intersection';
import { rejectAnswering, withoutAnswering } from '../routing/mirror';
import type { RouteManners } from '../routing/route-manners';

/** A rule of a service, before it is known from where and on which port it is called. */
export interface ServiceRoute {
  readonly place: Place;
  /** The rule for the versions behind a port. */
  readonly render: (service: RoutedService) => HttpRouteSpec;
}

/** What the rules of a service are made of. */
export interface RoutePlan {
  readonly place: Place;
  readonly rules: ServiceRule[];
  readonly diversions: Diversion[];
  /** Lanes come before all diversions; the list grows. */
  readonly lanes: ServiceLane[];
  readonly defaultRoute: Destination[];
  /** What happens on the way to the versions behind a port, unless a rule says otherwise. */
  readonly manners: (service: RoutedService) => RouteManners;
}

/** The service's rules and, last, its default route. */
export function planRoutes(plan: RoutePlan, service: RoutedService): ServiceRoute[] {
  const routes = [...plan.rules.map((rule, index) => routeOf(plan, rule, index)), defaultRouteOf(plan)];
  rejectHidden(routes, service);
  return routes;
}

/** What is diverted from a route, in the order in which diversions decide. */
export function divertedFrom(plan: RoutePlan, route: ServiceRoute, service: RoutedService): ServiceRoute[] {
  const { match } = route.render(service);
  return plan.diversions.map((diversion, index) => {
    const here = plan.place.at('diversions').item(index);
    return divertTo(match ? route.place : here, route, diversion, here);
  });
}

/** What lanes take from a rule. What the rule answers itself, it answers in lanes too. */
export function takenByLanes(lanes: ServiceLane[], route: ServiceRoute): ServiceRoute[] {
  return lanes.map(({ place, header, version }) => {
    const match = [HttpMatch.header(HeaderMatch.exact(header.name, header.value))];
    const taken = divertTo(place, route, { name: `lane-${header.value}`, match, to: [Destination.version(version)] }, place);
    return {
      place,
      render: (service) => {
        const isClosed = header.isStripped && service.outsidePath !== undefined;
        return isClosed || route.render(service).route === undefined ? { match: [] } : taken.render(insideLane(service, header));
      },
    };
  });
}

/** The routes, each behind what is taken from it. Those that take nothing, because all of it is diverted or taken before, are left out. */
export function divertRoutes(plan: RoutePlan, routes: ServiceRoute[], service: RoutedService): ServiceRoute[] {
  rejectHiddenDiversions(plan);
  const earlier: HttpRouteSpec[] = [];
  return routes.flatMap((route) => [...takenByLanes(plan.lanes, route), ...divertedFrom(plan, route, service), route]).filter(({ render }) => {
    const rule = render(service);
    const takesSome = rule.match?.length !== 0 && hiddenBy(earlier, rule) < 0;
    earlier.push(...takesSome ? [rule] : []);
    return takesSome;
  });
}

/** Complains of a rule that no request can reach, or that leaves none to the default route, which comes last. */
export function rejectHidden(routes: ServiceRoute[], service: RoutedService): void {
  const rendered = routes.map(({ render }) => render(service));
  rendered.forEach((route, index) => {
    const hiding = hiddenBy(rendered.slice(0, index), route);
    if (hiding < 0) {
      return;
    }
    if (route.match === undefined) {
      routes[hiding].place.fail('RouteHidden', {
        must: 'leave some requests to the default route', found: 'a match for all', fix: 'say in the default route where all other requests go',
      });
    }
    failHidden(routes[index].place, routes[hiding].place.prop);
  });
}

/** Complains of a diversion that takes every request, or none. */
function rejectHiddenDiversions({ place, diversions }: RoutePlan): void {
  const rendered: HttpRouteSpec[] = [];
  diversions.forEach(({ match }, index) => {
    const here = place.at('diversions').item(index);
    const route = { match: renderMatches(here.at('match'), match) };
    rejectCatchAll(here.at('match'), route.match);
    const hiding = hiddenBy(rendered, route);
    if (hiding >= 0) {
      here.fail('RouteHidden', {
        must: 'take some request that no earlier one takes',
        found: `only requests that ${place.at('diversions').item(hiding).prop} takes already`,
        fix: 'put the narrower one first, or remove this one',
      });
    }
    rendered.push(route);
  });
}

/** Complains of a match that would take every request. */
function rejectCatchAll(place: Place, matches: HttpMatchSpec[]): void {
  matches.forEach((match, index) => {
    if (covers(match, {})) {
      place.item(index).fail('RouteHidden', {
        must: 'leave some requests to the other rules',
        found: 'a match for all',
        fix: 'narrow it; a version gets all requests by its weight, or as the one that all other requests reach',
      });
    }
  });
}

function routeOf({ place, defaultRoute, manners }: RoutePlan, rule: ServiceRule, index: number): ServiceRoute {
  const route = HttpRoute.forward({ ...rule, name: nameOf(rule, index), to: defaultRoute });
  const here = place.at('rules').item(index);
  return { place: here, render: (service) => route._render(here, service, manners(service)) };
}

function defaultRouteOf({ place, defaultRoute, manners }: RoutePlan): ServiceRoute {
  const here = place.at('defaultRoute');
  return {
    place: here,
    render: (service) => {
      const route = renderDestinations(here, defaultRoute, service);
      const { mirrors, ...others } = manners(service);
      rejectAnswering(place.at('mirrors'), mirrors, route);
      rejectAuthorityTwice(here, route, place, others);
      return { name: 'default', route, mirrors, ...others };
    },
  };
}

/** The requests of a rule that go elsewhere; with an empty list of matches if there can be none. */
export function divertTo(place: Place, base: ServiceRoute, diversion: Diversion, here: Place): ServiceRoute {
  const matches = renderMatches(here.at('match'), diversion.match);
  return {
    place,
    render: (service) => {
      const rule = base.render(service);
      const route = renderDestinations(here.at('to'), diversion.to, service);
      rejectAuthorityTwice(here.at('to'), route, place, rule);
      const match = rule.match ? intersectAll(place.at('match'), matches, rule.match) : matches;
      rejectOtherRewrite(here.at('match'), rule, match);
      return {
        ...rule,
        name: rule.match ? divertedName(rule.name, diversion) : diversion.name,
        match,
        route,
        mirrors: withoutAnswering(rule.mirrors, route),
      };
    },
  };
}

/** Complains of a path to match where another one is rewritten: Istio replaces what was matched, so that the diverted requests would get another path. */
function rejectOtherRewrite(place: Place, { match: own = [{}], rewrite }: HttpRouteSpec, matches: HttpMatchSpec[]): void {
  const replaced = own.map(({ uri }) => replacedBy(uri));
  const other = matches.find(({ uri }) => !replaced.includes(replacedBy(uri)));
  if (rewrite?.uri !== undefined && other) {
    place.fail('RewriteConflict', {
      must: 'be about no path where the rule of these requests has a rewrite.uri',
      got: other.uri,
      fix: `Istio would write ${JSON.stringify(rewrite.uri)} in place of this path: rewrite by uriRegex, or tell the requests by something else`,
    });
  }
}

/** What `rewrite.uri` takes the place of: without a path to match, Istio matches the prefix `/`. */
function replacedBy(uri: HttpMatchSpec['uri']): string {
  return uri?.prefix !== undefined || uri === undefined ? `prefix ${uri?.prefix ?? '/'}` : 'the whole path';
}
