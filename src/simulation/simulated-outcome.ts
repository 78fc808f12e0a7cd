/**
 * What becomes of a share of requests.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export interface SimulatedOutcome {
  /** Of all requests like this one, from 0 to 1. */
  readonly share: number;

  /** What happens: `forward`, `respond` (Envoy answers itself), `redirect`, `abort` (an injected fault) or `passthrough` (on to where the client called). */
  readonly kind: string;

  /**
   * The status, where Envoy answers.
   *
   * @default - the service answers
   */
  readonly status?: number;

  /**
   * Why Envoy answers itself, as its access log says it: `NR` no rule, `NC` no such subset or port, `UH` no pods, `FI` an injected fault.
   *
   * @default - it does not, or a rule says so
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators
   */
  readonly flag?: string;

  /**
   * Envoy's name of the destination.
   *
   * @default - there is none
   */
  readonly cluster?: string;

  /**
   * The host of the destination.
   *
   * @default - there is none
   */
  readonly host?: string;

  /**
   * The subset of the destination.
   *
   * @default - the whole service
   */
  readonly subset?: string;

  /**
   * The port of the destination.
   *
   * @default - there is none
   */
  readonly port?: number;

  /**
   * Where a redirect leads.
   *
   * @default - it is no redirect
   */
  readonly location?: string;
}
