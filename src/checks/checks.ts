import { CheckReport } from './check-report';
import type * as Run from './check-run';
import type { Manifests } from '../manifests/manifests';

/** What is known beside the manifests. */
export interface ChecksOptions {
  /**
   * Objects that live elsewhere, and to which the manifests may refer: gateways, services of other teams. They are not checked themselves.
   *
   * @default - the manifests are all there is
   */
  readonly assumed?: Manifests;

  /**
   * The output that these manifests will replace. Every order in which the objects may be applied is looked at: in none of them may a
   * subset that requests are routed to be missing or without pods.
   *
   * @default - the change is not looked at
   */
  readonly previous?: Manifests;

  /**
   * The mesh-wide configuration, as YAML: a MeshConfig, or the ConfigMap `istio` of the control plane.
   *
   * @default - Istio's defaults
   */
  readonly meshConfig?: string;
}

/**
 * Checks manifests as a cluster with Istio would judge them, without one: with the schemas of its kinds, the rules of its validation, the
 * messages of `istioctl analyze`, and rules for rollouts that none of them has.
 *
 * @see https://istio.io/latest/docs/ops/diagnostic-tools/istioctl-analyze/
 */
export class Checks {
  /**
   * Checks manifests, whoever wrote them.
   *
   * @param manifests the manifests; what cannot be read of them is a finding as well
   * @param options what is known beside them
   */
  public static run(manifests: Manifests, options: ChecksOptions = {}): CheckReport {
    // The rules and schemas are loaded with the first check, not with the library.
    const { findingsOf } = require('./check-run') as typeof Run;
    return CheckReport._of(findingsOf(manifests, options), manifests.count);
  }

  private constructor() {}
}
