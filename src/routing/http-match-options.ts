import type { IGateway } from './gateway-reference';
import type { HeaderMatch } from './header-match';
import type { HttpRouteMethod } from './http-route-method';
import type { PathMatch } from './path-match';
import type { QueryMatch } from './query-match';
import type { TextMatch } from './text-match';

/** The conditions of a match; all of those given must hold. At least one is needed. */
export interface HttpMatchOptions {
  /**
   * The path.
   *
   * @default - any path
   */
  readonly path?: PathMatch;
  /**
   * The headers; all of these conditions must hold, and each must be about another header.
   *
   * @default - any headers
   */
  readonly headers?: HeaderMatch[];
  /**
   * Conditions on headers of which none may hold, each about another header. A header that is missing is compared as if it were empty;
   * `HeaderMatch.present` is the condition that asks for a header to be missing.
   *
   * @default - none
   */
  readonly withoutHeaders?: HeaderMatch[];
  /**
   * The method.
   *
   * @default - any method
   */
  readonly method?: HttpRouteMethod;
  /**
   * The query parameters; all of these conditions must hold, and each must be about another parameter.
   *
   * @default - any query
   */
  readonly query?: QueryMatch[];
  /**
   * The scheme, `http` or `https`. In the mesh it is that with which the service was called, before sidecars encrypt it: mostly `http`.
   *
   * @default - any scheme
   */
  readonly scheme?: TextMatch;
  /**
   * The host as the caller wrote it, with the port if he wrote one: `reviews` and `reviews:8080` are two texts, and so are `reviews` and
   * `reviews.bookinfo.svc.cluster.local`.
   *
   * @default - any host of the VirtualService
   */
  readonly authority?: TextMatch;
  /**
   * The port that was called, 1 to 65535: in the mesh that of the service, on a gateway that of its server.
   *
   * @default - any port
   */
  readonly port?: number;
  /**
   * Labels of the pods that call; all of them. In a VirtualService of one's own on a gateway these are the gateway's pods. A delivery construct
   * leaves the match out of its rules for gateways, whose callers have no labels. Not together with `gateways`.
   *
   * @default - any callers
   */
  readonly sourceLabels?: { [key: string]: string };
  /**
   * The namespace of the pods that call, as with `sourceLabels`. Not together with `gateways`.
   *
   * @default - any namespace
   */
  readonly sourceNamespace?: string;
  /**
   * Where the match acts: gateways among those on which the rule acts, or `Gateway.mesh()` for the sidecars. In a delivery construct these are its
   * exposures.
   *
   * @default - wherever the rule acts
   */
  readonly gateways?: IGateway[];
  /**
   * A name for the match, not empty. Envoy writes it into access logs behind that of the rule, and a dot.
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * What the names of Envoy's metrics for these requests begin with, not empty.
   *
   * @default - there are no metrics of the match
   */
  readonly statPrefix?: string;
}
