/** How bad a finding is. */
export enum FindingSeverity {
  /** It does not work: the cluster refuses the object, or requests are lost. */
  ERROR = 'error',

  /** It works otherwise than it looks, or not for long. */
  WARNING = 'warning',

  /** It is worth knowing. */
  INFO = 'info',
}

/**
 * The object that a finding is about.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/
 */
export interface FindingObject {
  /** The kind, as `VirtualService`. */
  readonly kind: string;

  /** The namespace; empty for kinds that have none. */
  readonly namespace: string;

  /** The name; empty if the cluster makes it. */
  readonly name: string;
}

/**
 * Something that is wrong with manifests, or likely to be.
 *
 * @see https://istio.io/latest/docs/reference/config/analysis/
 */
export interface Finding {
  /** Istio's code where it has one, as `IST0101`; of others, that of Kiali, or the name of the rule. */
  readonly code: string;

  /** The rule that found it, by its stable name: `virtual-service-hosts`. */
  readonly rule: string;

  /** Who says so: `istio`, `kubernetes`, `kiali`, `flagger`, `argo-rollouts`, `prometheus` or `cdk8s-istio`. */
  readonly origin: string;

  /** How bad it is. */
  readonly severity: FindingSeverity;

  /** What is wrong, in a sentence without a full stop. */
  readonly message: string;

  /** What to do, in an imperative clause. */
  readonly fix: string;

  /**
   * The object that it is about.
   *
   * @default - it is about a file
   */
  readonly about?: FindingObject;

  /**
   * The field, as `spec.http[0].route`.
   *
   * @default - the object as a whole
   */
  readonly path?: string;

  /**
   * The file, as it was named.
   *
   * @default - the object was not read from a file
   */
  readonly file?: string;

  /**
   * The line in the file, from 1.
   *
   * @default - the object was not read from a text
   */
  readonly line?: number;

  /**
   * The path of the construct that made the object.
   *
   * @default - the object was not made by a construct
   */
  readonly construct?: string;
}
