import { Construct } from 'constructs';
import { kubernetesName } from '../istio/dns-label';
import { fqdn } from '../istio/host';
import type { Place } from '../private/place';

/**
 * A Gateway, wherever it is defined.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export interface IGateway {
  /** The object's name. */
  readonly gatewayName: string;
  /**
   * The namespace of the object.
   *
   * @default - that of the object that names the gateway
   */
  readonly gatewayNamespace?: string;
}

/** What stands for all sidecars where gateways are named. */
export const MESH_REFERENCE = 'mesh';

const MESH = Symbol.for('cdk8s-istio.mesh');

/** What stands for all sidecars. A gateway called mesh is another thing, and somebody may have one. */
export function meshGateway(): IGateway {
  return Object.defineProperty({ gatewayName: MESH_REFERENCE }, MESH, { value: true });
}

export function isMesh(gateway: IGateway): boolean {
  return MESH in gateway;
}

/** A gateway as it stands in a VirtualService's `gateways`. */
export function gatewayReference({ gatewayName, gatewayNamespace }: IGateway): string {
  return gatewayNamespace === undefined ? gatewayName : `${gatewayNamespace}/${gatewayName}`;
}

/** Complains of a gateway that cannot be found by its name. */
export function validateReference(place: Place, gateway: IGateway): void {
  const { gatewayName, gatewayNamespace } = gateway;
  if (Construct.isConstruct(gateway) && gateway.node.root !== place.scope.node.root) {
    place.fail('GatewayUnknown', {
      must: 'be a gateway of this app', found: `${gatewayName} of another one`, fix: 'for a gateway that exists elsewhere use Gateway.fromName()',
    });
  }
  place.at('gatewayName').check('GatewayUnknown', kubernetesName, gatewayName, "pass a Gateway, or Gateway.fromName('name', { namespace })");
  if (gatewayNamespace !== undefined) {
    place.at('gatewayNamespace').check('GatewayUnknown', kubernetesName, gatewayNamespace, 'name the namespace of the Gateway, or leave it out');
  } else if (gatewayName === MESH_REFERENCE || !fqdn.accepts(gatewayName)) {
    place.at('gatewayNamespace').fail('GatewayUnknown', {
      must: `be given for a gateway called ${gatewayName}`,
      got: gatewayNamespace,
      fix: 'without it, Istio takes mesh for all sidecars, and refuses a number',
    });
  }
}
