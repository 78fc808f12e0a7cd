/**
 * Who sends a request: a pod with a sidecar, or somebody outside by way of a gateway.
 *
 * @see https://istio.io/latest/docs/ops/deployment/architecture/
 */
export class Caller {
  /**
   * A pod in the mesh.
   *
   * @param namespace its namespace
   * @param labels its labels; rules may be for callers with certain labels only
   */
  public static pod(namespace: string, labels: { [key: string]: string } = {}): Caller {
    return new Caller(namespace, labels, undefined);
  }

  /**
   * Somebody outside the mesh.
   *
   * @param gateway the Gateway, as `namespace/name`
   * @param namespace the namespace of the gateway's pods; by default that of the workload that its selector picks, or else the Gateway's own
   */
  public static gateway(gateway: string, namespace?: string): Caller {
    return new Caller(namespace, {}, gateway);
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
