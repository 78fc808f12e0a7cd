import type { IGateway } from '../routing/gateway-reference';
import type { HttpRoute } from '../routing/http-route';
import type { TcpRoute } from '../routing/tcp-route';
import type { TlsRoute } from '../routing/tls-route';

/** A VirtualService. It has at least one rule of any kind, or one is added. */
export interface VirtualServiceProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The hosts whose callers obey the rules; `*`, which is all of them, only on gateways. Istio completes a name without dots with the namespace of the VirtualService, and takes any
   * other as it stands.
   */
  readonly hosts: string[];
  /**
   * The gateways on which the rules act, and nowhere else. `Gateway.mesh()` among them stands for the mesh.
   *
   * @default - none: the rules act in the mesh
   */
  readonly gateways?: IGateway[];
  /**
   * The namespaces whose callers obey the rules: names, `.` for that of the object, or `*` alone for all.
   *
   * @default - as `MeshSettings` say; if they do not, as the mesh is set up: all namespaces, unless somebody changed it
   */
  readonly exportTo?: string[];
  /**
   * The rules for requests, in order. Only the last may be without a match.
   *
   * @default - none
   */
  readonly http?: HttpRoute[];
  /**
   * The rules for ports that speak TLS which Istio does not decrypt. The one with the most exact SNI host decides.
   *
   * @default - none
   */
  readonly tls?: TlsRoute[];
  /**
   * The rules for ports that speak anything else, in order. Only the last may be without a match.
   *
   * @default - none
   */
  readonly tcp?: TcpRoute[];
  /**
   * Whether it is a delegate, which has no hosts.
   *
   * @internal
   */
  readonly _isDelegate?: boolean;
}

/** A VirtualService to which others delegate. */
export interface DelegateVirtualServiceProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The rules, in order. Only the last may be without a match, and none delegates.
   *
   * @default - none; then at least one has to be added
   */
  readonly http?: HttpRoute[];
  /**
   * The namespaces whose VirtualServices may delegate to it: names, `.` for its own, or `*` alone for all.
   *
   * @default - as `MeshSettings` say; if they do not, as the mesh is set up: all namespaces, unless somebody changed it
   */
  readonly exportTo?: string[];
}

/** What is known of a VirtualService that somebody else has defined. */
export interface ExistingVirtualServiceOptions {
  /**
   * The namespace of the VirtualService.
   *
   * @default - that of the object that names it
   */
  readonly namespace?: string;
}
