import { HttpRuleProps } from './http-rule';
import { HttpRouteOptions, renderManners } from './route-manners';
import { IVirtualService, renderDelegate } from './virtual-service-reference';
import type { HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * A rule in whose place those of another VirtualService stand, its delegate, whose hosts and gateways are those of this one. Of the requests that
 * the match of this rule takes, each rule of the delegate takes those that its own match takes; what none of them takes, the rules behind this one
 * may take.
 *
 * What this rule says of the way (timeout, retries, faults, ...) holds for the delegate's rules that say nothing of it, each part as a whole: a
 * delegate's `headers` replace these ones. They are for a delegate that forwards; one that redirects or answers leaves them alone, but for
 * faults, headers and CORS.
 *
 * Istio joins the matches of both, and takes many for a contradiction that are none: then it drops the delegate's rule without a word. So keep
 * the match of this rule to a path prefix, a path or gateways, and begin all paths of the delegate with it, in the same case.
 */
export interface HttpDelegateProps extends HttpRuleProps, HttpRouteOptions {
  /**
   * The VirtualService whose rules stand in the place of this one: made by `VirtualService.delegate()`, or one that exists elsewhere. It has no
   * hosts, and its `exportTo` names the namespace of this VirtualService, if anything.
   */
  readonly to: IVirtualService;
}

/** What a rule that delegates says beside its match. */
export function renderDelegation(place: Place, props: HttpDelegateProps): HttpRouteSpec {
  return { delegate: renderDelegate(place.at('to'), props.to), ...renderManners(place, props) };
}
