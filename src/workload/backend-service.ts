import type { LabelMap } from './pods';
import { serviceName } from '../istio/dns-label';
import { validateLabels } from '../private/labels';
import type { Place } from '../private/place';

/** What has to be known of a Service that exists. */
export interface ExistingServiceOptions {
  /**
   * The labels by which the Service selects its pods; the pods made here carry them too. A version among them would keep the other versions out.
   *
   * @default - the service's name under the label key that is set for the mesh: `app: <name>`
   */
  readonly selector?: { [key: string]: string };
}

/**
 * The Kubernetes Service before all versions of a service.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/
 */
export class BackendService {
  /**
   * A Service that exists already, in the namespace of the chart. It is not written again, and `ports` says which of its ports there are.
   *
   * @param name the Service's name
   * @param options its selector
   * @throws InvalidServiceName, LabelsMissing, InvalidLabel (when a construct receives it)
   */
  public static existing(name: string, options: ExistingServiceOptions = {}): BackendService {
    return new BackendService(name, options.selector && { ...options.selector });
  }

  private constructor(
    /** The Service's name. */
    public readonly name: string,
    /** @internal */
    public readonly _selector?: LabelMap,
  ) {}

  /**
   * Complains of what was said.
   *
   * @internal
   */
  public _validate(place: Place): void {
    place.at('name').check('InvalidServiceName', serviceName, this.name, 'write the name of the Service as it stands in the cluster');
    if (this._selector) {
      validateLabels(place.at('selector'), this._selector);
    }
  }
}
