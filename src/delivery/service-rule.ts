import type { Destination } from '../routing/destination';
import type { HttpMatch } from '../routing/http-match';
import type { HttpRouteOptions } from '../routing/route-manners';

/**
 * Requests that are split between the versions as all others are, but have manners of their own on their way.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export interface ServiceRule extends HttpRouteOptions {
  /**
   * The rule's name; Envoy writes it into access logs, and tools find the rule by it.
   *
   * @default - `rule-1` for the first, and so on
   */
  readonly name?: string;
  /** Which requests; any of these matches is enough, and there is at least one. */
  readonly match: HttpMatch[];
}

/**
 * Requests that go elsewhere, whatever rule takes them: testers of a new version, for example. They keep the manners of that rule.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/
 */
export interface Diversion {
  /** A name, which becomes part of the names of rules: lower-case, short. */
  readonly name: string;
  /** Which requests; any of these matches is enough, and there is at least one. */
  readonly match: HttpMatch[];
  /** Where they go: one version, or several with weights that sum to 100. */
  readonly to: Destination[];
}
