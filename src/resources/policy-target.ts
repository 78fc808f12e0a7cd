import { validateWorkloadSelector } from './workload-selector';
import { subdomainName } from '../istio/dns-label';
import type { PolicyTargetSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * An object in the namespace of a policy whose traffic the policy acts on, at a waypoint or a gateway of the Kubernetes Gateway API. Sidecars know no targets:
 * for them, select pods.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
 */
export class PolicyTarget {
  /**
   * A Service, at the waypoint before it.
   *
   * @param name the Service's name
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static service(name: string): PolicyTarget {
    return new PolicyTarget(undefined, 'Service', name);
  }

  /**
   * A ServiceEntry, at the waypoint before it.
   *
   * @param name the object's name
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static serviceEntry(name: string): PolicyTarget {
    return new PolicyTarget('networking.istio.io', 'ServiceEntry', name);
  }

  /**
   * A Gateway of the Kubernetes Gateway API, which a waypoint is too. Gateways of Istio's own kind are selected by the labels of their pods.
   *
   * @param name the object's name
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static gateway(name: string): PolicyTarget {
    return new PolicyTarget('gateway.networking.k8s.io', 'Gateway', name);
  }

  /**
   * All gateways of a class of the Kubernetes Gateway API, such as `istio-waypoint`; in the root namespace only.
   *
   * @param name the object's name
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static gatewayClass(name: string): PolicyTarget {
    return new PolicyTarget('gateway.networking.k8s.io', 'GatewayClass', name);
  }

  private constructor(
    private readonly group: string | undefined,
    private readonly kind: string,
    private readonly name: string,
  ) {}

  /**
   * An entry of a policy's `targetRefs`.
   *
   * @internal
   */
  public _render(place: Place): PolicyTargetSpec {
    place.at('name').check('InvalidObjectName', subdomainName, this.name, `name the ${this.kind}, without its namespace`);
    return { group: this.group, kind: this.kind, name: this.name };
  }
}

/** What a policy of Istio's acts on, and its name. */
export interface PolicyProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The pods on which it acts: those of the namespace that carry all of these labels.
   *
   * @default - all pods of the namespace; in Istio's root namespace, all of the mesh
   */
  readonly selector?: { [key: string]: string };
  /**
   * The objects on whose traffic it acts, at waypoints and gateways, in place of a selector: 1 to 16.
   *
   * @default - none
   */
  readonly targets?: PolicyTarget[];
}

const MOST_TARGETS = 16;

/** The parts of a policy's spec that say what it acts on. */
interface PolicyScopeSpec {
  readonly selector?: { readonly matchLabels: { [key: string]: string } };
  readonly targetRefs?: PolicyTargetSpec[];
}

/** What a policy acts on, as it stands in its spec. */
export function renderScope(place: Place, { selector, targets }: PolicyProps): PolicyScopeSpec {
  if (selector && targets) {
    place.at('targets').fail('PolicyTargetsConflict', {
      must: 'be left out where there is a selector',
      found: 'both',
      fix: 'select pods for sidecars, name targets for waypoints and gateways: write two policies for both',
    });
  }
  if (targets && (targets.length === 0 || targets.length > MOST_TARGETS)) {
    place.at('targets').fail('PolicyTargetsConflict', {
      must: `have 1 to ${MOST_TARGETS} targets`, found: String(targets.length), fix: 'leave it out if the whole namespace is meant, or write several policies',
    });
  }
  if (selector) {
    validateWorkloadSelector(place.at('selector'), selector);
  }
  return {
    selector: selector && { matchLabels: { ...selector } },
    targetRefs: targets?.map((target, index) => target._render(place.at('targets').item(index))),
  };
}
