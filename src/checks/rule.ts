import type { CheckContext } from './check-context';
import type { Manifest } from '../manifests/manifest';
import type { FieldPath } from '../manifests/source-location';

/** Who says so. */
export type Origin = 'istio' | 'kiali' | 'flagger' | 'argo-rollouts' | 'prometheus' | 'kubernetes' | 'cdk8s-istio';

export type Severity = 'error' | 'warning' | 'info';

/** A rule of the catalogue, as it is explained. */
export interface Rule {
  /** Stable, and never reused: `virtual-service-hosts`. */
  readonly name: string;
  /** Istio's own where it has one; of several rules that share one, the name tells them apart. */
  readonly code: string;
  readonly origin: Origin;
  readonly severity: Severity;
  /** What must be, in a sentence. */
  readonly must: string;
  /** What happens otherwise, in a sentence. */
  readonly why: string;
  /** What to do, in an imperative clause. */
  readonly fix: string;
  /** Manifests in which it is broken, and in which it is kept. */
  readonly fails: string;
  readonly passes: string;
  /** The manifests that those of the examples replace, if the rule compares two outputs. */
  readonly previous?: string;
  /** Commands in which it is broken and kept, if no manifest can show it: then there are none. */
  readonly commands?: { readonly fails: string; readonly passes: string };
  /** What Istio, Kiali or Flagger say in its place. */
  readonly equals?: string;
}

/** Says that a rule is broken. */
export interface Violation {
  readonly rule: Rule;
  /** One sentence without a full stop, in the words of the manifest. */
  readonly message: string;
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /** What to do, where it can be said more exactly than the rule does. */
  readonly fix?: string;
}

export type Report = (violation: Violation) => void;

/** Rules that are decided together. */
export interface RuleFamily {
  readonly rules: readonly Rule[];
  /** The kinds of which every object is looked at, as `networking.istio.io/VirtualService`; without them, the whole is. */
  readonly kinds?: readonly string[];
  /** Looks at an object of one of the kinds. */
  checkObject?(manifest: Manifest, report: Report, context: CheckContext): void;
  /** Looks at all objects together. */
  checkSet?(context: CheckContext, report: Report): void;
}
