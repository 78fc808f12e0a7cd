import { standsFor } from '../istio/host';
import type { TcpRouteSpec, TlsRouteSpec } from '../private/imports';
import type { Place } from '../private/place';
import { connectionsHiddenBy, sharedInPart } from '../routing/connection-coverage';
import { failHidden } from '../routing/http-route';
import { rejectUnbound } from '../routing/request-source';
import type { TcpRoute } from '../routing/tcp-route';
import type { TlsRoute } from '../routing/tls-route';

/** The rules of a VirtualService that act on connections, because what is said on them is not known or encrypted. */
export class ConnectionRules {
  public readonly tls: TlsRouteSpec[] = [];
  public readonly tcp: TcpRouteSpec[] = [];

  /**
   * @param hosts the hosts of the VirtualService
   * @param bound its gateways, as they stand in it
   */
  public constructor(private readonly hosts: string[], private readonly bound: string[]) {}

  /** Adds a rule behind those that are there. */
  public addTls(place: Place, route: TlsRoute): void {
    const rule = route._render(place);
    this.rejectUnknownHosts(place.at('match'), rule);
    rejectElsewhere(place.at('match'), rule, this.bound);
    reject(place, 'tls', this.tls, rule);
    this.tls.push(rule);
  }

  /** Adds a rule behind those that are there. */
  public addTcp(place: Place, route: TcpRoute): void {
    const catchAll = this.tcp.findIndex(({ match }) => match === undefined);
    if (catchAll >= 0) {
      place.fail('RouteAfterCatchAll', {
        must: 'stand before the rule without a match', found: 'a rule behind it', fix: 'that rule takes every connection: put it last',
      });
    }
    const rule = route._render(place);
    rejectElsewhere(place.at('match'), rule, this.bound);
    reject(place, 'tcp', this.tcp, rule);
    this.tcp.push(rule);
  }

  private rejectUnknownHosts(place: Place, { match }: TlsRouteSpec): void {
    match.forEach(({ sniHosts }, index) => sniHosts.forEach((host, at) => {
      if (!this.hosts.some((one) => standsFor(one, host))) {
        place.item(index).at('sniHosts').item(at).fail('SniHostUnknown', {
          must: `be one of the VirtualService's hosts, or one for which a wildcard among them stands (${this.hosts.join(', ')})`,
          got: host,
          fix: 'add it to hosts, in the form in which clients call it',
        });
      }
    }));
  }
}

function rejectElsewhere(place: Place, { match = [] }: TlsRouteSpec | TcpRouteSpec, bound: string[]): void {
  match.forEach(({ gateways }, index) => rejectUnbound(place.item(index), gateways, bound));
}

function reject<T extends TlsRouteSpec | TcpRouteSpec>(place: Place, kind: string, earlier: T[], rule: T): void {
  const hiding = connectionsHiddenBy(earlier, rule);
  if (hiding >= 0) {
    failHidden(place, `${kind}[${hiding}]`, 'connection');
  }
  const shared = sharedInPart(earlier, rule);
  if (shared !== undefined) {
    place.at('match').fail('ConnectionMatchesOverlap', {
      must: 'share no host or network with a match of an earlier rule that holds for the same clients',
      got: shared,
      fix: 'Envoy refuses two lists that differ and have one in common: name it in one match only',
    });
  }
}
