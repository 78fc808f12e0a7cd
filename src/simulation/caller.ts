/**
 * Who sends a request: a pod with a sidecar, or somebody outside by way of a gateway.
 *
 * @see https://istio.io/latest/docs/ops/deployment/architecture/
 */
export class Caller {
  /**
   * A pod in the mesh.
   *
   * @param podNamespace its namespace
   * @param labels its labels; rules may be for callers with certain labels only
   */
  public static pod(podNamespace: string, labels: { [key: string]: string } = {}): Caller {
    return new Caller(podNamespace, labels, undefined);
  }

  /**
   * Somebody outside the mesh.
   *
   * @param gateway the Gateway, as `namespace/name`
   * @param podNamespace the namespace of the gateway's pods; by default that of the workload that its selector picks, or else the Gateway's own
   */
  public static gateway(gateway: string, podNamespace?: string): Caller {
    return new Caller(podNamespace, {}, gateway);
  }

  private constructor(
    /** @internal */
    public readonly _namespace: string | undefined,
    /** @internal */
    public readonly _labels: { readonly [key: string]: string },
    /** @internal */
    public readonly _gateway: string | undefined,
  ) {}
}
