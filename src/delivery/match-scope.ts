import type { HttpMatchSpec, HttpRouteSpec } from '../private/imports';
import { MESH_REFERENCE } from '../routing/gateway-reference';
import { asksForClaim } from '../routing/token-claims';

/** The rule as it acts in the mesh for callers of a port: without matches that hold elsewhere alone; nothing if none is left. */
export function actingInMesh(rule: HttpRouteSpec, port: number): HttpRouteSpec | undefined {
  return withMatches(rule, (match) => isNamed(match, MESH_REFERENCE) && !asksForClaim(match) && (match.port === undefined || match.port === port));
}

/** The rule as it acts on a gateway, whose callers are not in the mesh and have no labels there; nothing if none of its matches holds there. */
export function actingBehindGateway(rule: HttpRouteSpec, gateway: string): HttpRouteSpec | undefined {
  return withMatches(rule, (match) => isNamed(match, gateway) && (match.sourceLabels ?? match.sourceNamespace) === undefined);
}

/** The rule as it acts where others delegate to the service, which Istio may not ask for claims; nothing if it asks for nothing else. */
export function actingInDelegate(rule: HttpRouteSpec): HttpRouteSpec | undefined {
  return withMatches(rule, (match) => !asksForClaim(match), true);
}

function isNamed({ gateways }: HttpMatchSpec, place: string): boolean {
  return gateways?.includes(place) ?? true;
}

/** Where a VirtualService acts in one place alone, what is left needs to name none. */
function withMatches(rule: HttpRouteSpec, acts: (match: HttpMatchSpec) => boolean, keepsGateways = false): HttpRouteSpec | undefined {
  const match = rule.match?.filter(acts).map(({ gateways, ...others }) => keepsGateways && gateways ? { ...others, gateways } : others);
  return match?.length === 0 ? undefined : { ...rule, match };
}
