import { kubernetesName, subdomainName } from '../istio/dns-label';
import type { Place } from '../private/place';

/** Where a source is. */
export interface FluxSourceOptions {
  /**
   * The namespace of the source.
   *
   * @default - that of the Kustomizations
   */
  readonly namespace?: string;
}

/**
 * From where Flux takes the output.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#source-reference
 */
export class FluxSource {
  /**
   * A repository of Git.
   *
   * @param name the name of the GitRepository
   * @param options where it is
   * @see https://fluxcd.io/flux/components/source/gitrepositories/
   */
  public static gitRepository(name: string, options: FluxSourceOptions = {}): FluxSource {
    return new FluxSource('GitRepository', name, options);
  }

  /**
   * An artifact in a registry of container images.
   *
   * @param name the name of the OCIRepository
   * @param options where it is
   * @see https://fluxcd.io/flux/components/source/ocirepositories/
   */
  public static ociRepository(name: string, options: FluxSourceOptions = {}): FluxSource {
    return new FluxSource('OCIRepository', name, options);
  }

  /**
   * A bucket of an object store.
   *
   * @param name the name of the Bucket
   * @param options where it is
   * @see https://fluxcd.io/flux/components/source/buckets/
   */
  public static bucket(name: string, options: FluxSourceOptions = {}): FluxSource {
    return new FluxSource('Bucket', name, options);
  }

  private constructor(private readonly kind: string, private readonly name: string, private readonly options: FluxSourceOptions) {}

  /** @internal */
  public _render(place: Place): object {
    const { kind, name, options: { namespace } } = this;
    place.at('name').check('InvalidObjectName', subdomainName, name, `write the name of the ${kind}`);
    if (namespace !== undefined) {
      place.at('namespace').check('InvalidObjectName', kubernetesName, namespace, `write the namespace of the ${kind}`);
    }
    return { kind, name, ...(namespace !== undefined && { namespace }) };
  }
}
