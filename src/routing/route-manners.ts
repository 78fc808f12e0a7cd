import type { Duration } from 'cdk8s';
import { CorsPolicy, renderCors } from './cors-policy';
import type { RoutedService } from './destination';
import { failTwoAuthorities, HeaderOperations, hostsWritten, renderHeaderOperations } from './header-operations';
import { HttpFault, renderFault } from './http-fault';
import { HttpRewrite, renderRewrite } from './http-rewrite';
import { Mirror } from './mirror';
import { RetryPolicy } from './retry-policy';
import type { HttpRouteSpec } from '../private/imports';
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
  /**
   * Where copies of the requests go. An empty list means nowhere, whatever the service says.
   *
   * @default - nowhere
   */
  readonly mirrors?: Mirror[];
  /**
   * Changes of headers. `{}` means none, whatever the service says.
   *
   * @default - none
   */
  readonly headers?: HeaderOperations;
  /**
   * Another path or another host for the requests, before they are forwarded.
   *
   * @default - as they were sent
   */
  readonly rewrite?: HttpRewrite;
  /**
   * Which scripts of other websites browsers let call.
   *
   * @default - Envoy does not interfere, and forwards preflight requests like all others
   */
  readonly cors?: CorsPolicy;
}

/** What a rule says about the way, rendered; nothing that it does not say. */
export type RouteManners = Pick<HttpRouteSpec, 'timeout' | 'retries' | 'fault' | 'mirrors' | 'headers' | 'rewrite' | 'corsPolicy'>;

/**
 * What happens to requests on their way, without members for what is not said.
 *
 * @param service what mirrors to versions belong to
 * @param inherited what happens unless the options say otherwise; what they say replaces it altogether
 */
export function renderManners(place: Place, options: HttpRouteOptions, service?: RoutedService, inherited: RouteManners = {}): RouteManners {
  const { timeout, retries, fault, mirrors, headers, rewrite, cors } = options;
  const manners = {
    ...inherited,
    ...(timeout && { timeout: renderTime(place.at('timeout'), timeout) }),
    ...(retries && { retries: retries._render(place.at('retries')) }),
    ...(fault && { fault: renderFault(place.at('fault'), fault) }),
    ...(mirrors && { mirrors: renderMirrors(place.at('mirrors'), mirrors, service) }),
    ...(headers && { headers: renderHeaderOperations(place.at('headers'), headers) }),
    ...(rewrite && { rewrite: renderRewrite(place.at('rewrite'), rewrite) }),
    ...(cors && { corsPolicy: renderCors(place.at('cors'), cors) }),
  };
  rejectTwoAuthorities(place, manners);
  return manners;
}

function renderMirrors(place: Place, mirrors: Mirror[], service?: RoutedService): RouteManners['mirrors'] {
  return mirrors.length === 0 ? undefined : mirrors.map((mirror, index) => mirror._render(place.item(index), service));
}

function rejectTwoAuthorities(place: Place, manners: RouteManners): void {
  const places = authorityPlaces(place, manners);
  if (places.length > 1) {
    failTwoAuthorities(places[1], places[0]);
  }
}

/** Where a rule writes the host that is called. */
export function authorityPlaces(place: Place, { rewrite, headers }: RouteManners): Place[] {
  return [...(rewrite?.authority === undefined ? [] : [place.at('rewrite').at('authority')]), ...hostsWritten(place.at('headers'), headers)];
}
