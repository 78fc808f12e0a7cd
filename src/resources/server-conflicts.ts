import { familyOf } from './gateway-protocol';
import { dnsHostOf } from '../istio/gateway-host';
import { standsFor } from '../istio/host';
import type { GatewayServerSpec } from '../private/imports';
import type { Place } from '../private/place';

/** Complains of servers that exclude each other: of two such, Istio would silently leave one out. */
export function rejectConflicts(place: Place, servers: GatewayServerSpec[]): void {
  servers.forEach((server, index) => {
    const sharingPort = servers.slice(0, index).filter(({ port, bind }) => port.number === server.port.number && bind === server.bind);
    sharingPort.forEach((other) => failOnConflict(place.item(index), server, other));
  });
}

function failOnConflict(place: Place, server: GatewayServerSpec, other: GatewayServerSpec): void {
  const family = familyOf(server.port.protocol);
  if (family !== familyOf(other.port.protocol) || family === 'plain TCP') {
    place.at('port').fail('GatewayServerConflict', {
      must: `be another port than that of a server that speaks ${other.port.protocol}`,
      got: server.port.number,
      fix: `of ${server.port.protocol === other.port.protocol ? 'these two' : 'two protocols'} on one port, Istio leaves one out without a word: `
        + 'change one of the ports',
    });
  }
  const sameKind = redirects(server) === redirects(other);
  const host = sameKind ? hostInBoth(server, other) : hostRedirected(server, other);
  if (host !== undefined) {
    place.at('hosts').fail('GatewayServerConflict', {
      must: sameKind ? 'differ from the hosts of every other server with TLS settings on the port' : 'not be both served and redirected on one port',
      got: host,
      fix: sameKind ? 'Istio leaves this server out without a word: list the host in one of them' : 'Istio redirects it in both: keep one of the two',
    });
  }
}

/** A host that two servers share. It matters only to those with TLS settings, which Istio tells apart by their hosts: other ones it merges. */
function hostInBoth(server: GatewayServerSpec, other: GatewayServerSpec): string | undefined {
  return server.tls && server.hosts.find((host) => other.hosts.some((theirs) => plain(host) === plain(theirs)));
}

/** A host of one of two servers that the other redirects. A redirect of a part of the hosts that are served is none. */
function hostRedirected(server: GatewayServerSpec, other: GatewayServerSpec): string | undefined {
  return server.hosts.find((host) => other.hosts.some((theirs) => (
    redirects(server) ? standsFor(plain(host), plain(theirs)) : standsFor(plain(theirs), plain(host))
  )));
}

function redirects({ tls }: GatewayServerSpec): boolean {
  return tls?.httpsRedirect === true;
}

function plain(host: string): string {
  return dnsHostOf(host).toLowerCase();
}
