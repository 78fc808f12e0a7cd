import type { HttpRoute } from './http-routes';
import type { MeshService } from './mesh-service';
import type { RouteDestination, VirtualServiceModel } from './virtual-service-model';

/** What takes a request, before it is worked out what that does. */
export type Decision =
  /** A rule of a VirtualService. */
  | { readonly kind: 'route'; readonly virtualHost: string; readonly route: HttpRoute }
  /** A service without rules. */
  | { readonly kind: 'service'; readonly virtualHost: string; readonly service: MeshService; readonly port: number }
  /** No rule takes the request. */
  | { readonly kind: 'unmatched'; readonly virtualHost: string }
  /** No virtual host does, or the whole configuration of the port was refused. */
  | { readonly kind: 'unknown-host' }
  /** An unknown host, on a port of HTTP. */
  | { readonly kind: 'catch-all'; readonly isAllowed: boolean }
  /** A connection that nobody looks into. */
  | { readonly kind: 'passthrough'; readonly isAllowed: boolean }
  /** A connection by rules for TCP or TLS, or to a service without. */
  | { readonly kind: 'connection'; readonly virtualService?: VirtualServiceModel; readonly route: readonly RouteDestination[]; readonly port: number }
  /** Nothing listens, or no server name fits. */
  | { readonly kind: 'closed' }
  /** A gateway wants TLS. */
  | { readonly kind: 'https'; readonly virtualHost: string }
  /** Envoy refuses the request itself. */
  | { readonly kind: 'malformed' };

/** Why a decision is what it is, gathered on request. */
export interface Trace {
  /** Routes in order, up to the one taken. */
  readonly routes: readonly HttpRoute[];
  readonly hidden: readonly { readonly virtualService: VirtualServiceModel; readonly reason: string }[];
  readonly notes: readonly string[];
}

/** A decision and its reasons. */
export interface Decided {
  readonly decision: Decision;
  readonly trace: Trace;
}

const NO_TRACE: Trace = { routes: [], hidden: [], notes: [] };

export function decided(decision: Decision, trace: Partial<Trace> = {}): Decided {
  return { decision, trace: { ...NO_TRACE, ...trace } };
}
