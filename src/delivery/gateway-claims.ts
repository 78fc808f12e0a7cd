import type { BehindGateway, ConnectionExposure } from './exposure';
import { PathBelow } from './path-below';
import { hostsOverlap } from '../istio/host';
import { userPath } from '../private/configuration-error';
import { stateOf } from '../private/construct-state';
import type { Place } from '../private/place';
import { gatewayReference } from '../routing/gateway-reference';

interface Claim extends BehindGateway {
  /** The service that has it. */
  readonly owner: string;
}

/**
 * Takes hosts and a path behind a gateway for a service. Where two services of an app claim the same, Istio goes by the age of their
 * VirtualServices. A service that has the hosts to itself may share them with others below paths of their own: Istio puts its default route last.
 */
export function claimBehindGateway(place: Place, exposure: BehindGateway): void {
  const claims = stateOf(place.scope.node.root, 'gatewayClaims', (): Claim[] => []);
  const owner = userPath(place.scope);
  const other = claims.find((claim) => claim.owner !== owner && overlap(claim, exposure) && isBelow(claim) === isBelow(exposure));
  if (other) {
    place.fail('ExposuresOverlap', {
      must: 'take other requests than those of every other service of the app',
      found: `hosts and paths that ${other.owner} has on the same gateway`,
      fix: 'give one of them another host, or a path prefix that does not lie within the other',
    });
  }
  claims.push({ ...exposure, owner });
}

/** Takes connections at a gateway for a service. Of two VirtualServices that take the same, Istio goes by the older one. */
export function claimConnections(place: Place, exposure: ConnectionExposure): void {
  const claims = stateOf(place.scope.node.root, 'connectionClaims', (): (ConnectionExposure & { readonly owner: string })[] => []);
  const other = claims.find((claim) => connectionsOverlap(claim, exposure));
  if (other) {
    place.fail('ExposuresOverlap', {
      must: 'take other connections than every other exposure in the app',
      found: `those that ${other.owner} has on the same gateway`,
      fix: `give one of them another ${exposure.protocol === 'tls' ? 'host' : 'gatewayPort'}, or remove it`,
    });
  }
  claims.push({ ...exposure, owner: userPath(place.scope) });
}

/** Whether two exposures take the same connections: of TLS, those with a host that both name. */
function connectionsOverlap(a: ConnectionExposure, b: ConnectionExposure): boolean {
  return a.protocol === b.protocol
    && gatewayReference(a.gateway) === gatewayReference(b.gateway)
    && (a.gatewayPort === undefined || b.gatewayPort === undefined || a.gatewayPort === b.gatewayPort)
    && a.hosts.some((host) => b.hosts.includes(host));
}

/** Whether two exposures take the same requests, or one takes some of the other's. */
export function overlap(a: BehindGateway, b: BehindGateway): boolean {
  return gatewayReference(a.gateway) === gatewayReference(b.gateway)
    && a.options.hosts.some((host) => b.options.hosts.some((other) => hostsOverlap(host, other)))
    && pathOf(a).overlaps(pathOf(b));
}

function isBelow(exposure: BehindGateway): boolean {
  return !pathOf(exposure).isRoot;
}

function pathOf({ options }: BehindGateway): PathBelow {
  return new PathBelow(options.pathPrefix ?? '/', false);
}
