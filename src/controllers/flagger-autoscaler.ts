import { subdomainName } from '../istio/dns-label';
import type { CanarySpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * The autoscaler of a `FlaggerCanary`'s target. Flagger makes a copy of it, `<name>-primary`, for the pods that serve; this one rests while the target has no pods.
 *
 * @see https://docs.flagger.app/usage/how-it-works#canary-target
 */
export class FlaggerAutoscaler {
  /**
   * A HorizontalPodAutoscaler of the API version `autoscaling/v2`, in the namespace of the `FlaggerCanary`.
   *
   * @param name its name
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static horizontalPodAutoscaler(name: string): FlaggerAutoscaler {
    return new FlaggerAutoscaler('autoscaling/v2', 'HorizontalPodAutoscaler', name);
  }

  /**
   * A ScaledObject of KEDA, in the namespace of the `FlaggerCanary`.
   *
   * @param name its name
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static scaledObject(name: string): FlaggerAutoscaler {
    return new FlaggerAutoscaler('keda.sh/v1alpha1', 'ScaledObject', name);
  }

  private constructor(private readonly apiVersion: string, private readonly kind: string, private readonly name: string) {}

  /**
   * The `autoscalerRef` of a Canary.
   *
   * @internal
   */
  public _render(place: Place): CanarySpec['autoscalerRef'] {
    place.at('name').check('InvalidObjectName', subdomainName, this.name, `name the ${this.kind} as it stands in the cluster`);
    return { apiVersion: this.apiVersion, kind: this.kind, name: this.name };
  }
}
