/**
 * Whose count of the requests is used. The proxies on both sides of a request count it, each as it sees it.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/#labels
 */
export enum Reporter {
  /**
   * The sidecars of the service's own pods. Each knows its own version for certain, so this is the truth about a version. Every attempt
   * counts, retries and mirrored copies included. What never reached a pod is missing: failed connections, injected faults, and the
   * answer of a timeout, of which the pod's sidecar sees only that the caller has gone (code 0).
   */
  DESTINATION = 'destination',
  /**
   * The sidecars of the callers, and the gateways: what callers experience. A request counts once, however often it was tried. Mirrored
   * copies, and callers without a sidecar, do not count. Code 0 (the caller gave up before there was an answer) is an error here. Failures
   * for which no pod was chosen have the version `unknown`: they stand in `requestsByVersion`, and in no query of one version.
   */
  SOURCE = 'source',
  /** The service's waypoint, in ambient mode: there ztunnel carries the requests of pods, and knows nothing of HTTP. */
  WAYPOINT = 'waypoint',
  /** All of them at once: a request between two sidecars counts twice. For comparison with queries written without a reporter. */
  ALL = 'all',
}
