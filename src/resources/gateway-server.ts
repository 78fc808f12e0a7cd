import { subdomainName } from '../istio/dns-label';
import { dnsHostOf, gatewayHost } from '../istio/gateway-host';
import { standsFor } from '../istio/host';
import { portNumber } from '../istio/port-number';
import type { GatewayServerSpec } from '../private/imports';
import type { Place } from '../private/place';

/** Where a server of a gateway listens. */
export interface GatewayServerOptions {
  /**
   * The port of the gateway's Service that clients call, 1 to 65535.
   *
   * @default - 80 for plain HTTP, 443 for HTTPS and TLS
   */
  readonly port?: number;
}

/**
 * A port of a gateway, and the hosts that are served there. A host is `*` for all, a DNS name with a dot, of which the whole first label may be
 * `*`, or an IP address. A namespace and a slash before it (`shop/*.example.com`) leave the host to VirtualServices of that namespace; `.` is the
 * namespace of the Gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class GatewayServer {
  /**
   * Plain HTTP.
   *
   * @param hosts at least one
   * @param options the port, unless it is 80
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, GatewayServerConflict (when a construct receives it)
   */
  public static http(hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('HTTP', hosts, options.port ?? 80);
  }

  /**
   * HTTPS, decrypted by the gateway.
   *
   * @param hosts at least one; on one port each in one server only
   * @param credentialName the Secret with certificate and key (`tls.crt`, `tls.key`), in the namespace of the gateway's pods, which need not be
   * that of the Gateway
   * @param options the port, unless it is 443
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, InvalidObjectName, GatewayServerConflict (when a construct receives it)
   */
  public static https(hosts: string[], credentialName: string, options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('HTTPS', hosts, options.port ?? 443, { mode: 'SIMPLE', credentialName });
  }

  /**
   * Plain HTTP, answered with 301 and the same address in HTTPS.
   *
   * @param hosts at least one
   * @param options the port, unless it is 80
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, GatewayServerConflict (when a construct receives it)
   */
  public static redirectToHttps(hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('HTTP', hosts, options.port ?? 80, { httpsRedirect: true });
  }

  /**
   * Connections of any kind, told apart by nothing but the port.
   *
   * @param port the port of the gateway's Service that clients call, 1 to 65535
   * @throws InvalidPort, GatewayServerConflict (when a construct receives it)
   */
  public static tcp(port: number): GatewayServer {
    return new GatewayServer('TCP', ['*'], port);
  }

  /**
   * TLS, passed on as it is to the service whose host the client names when it opens the connection (SNI).
   *
   * @param hosts at least one; on one port each in one server only
   * @param options the port, unless it is 443
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, GatewayServerConflict (when a construct receives it)
   */
  public static tlsPassthrough(hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('TLS', hosts, options.port ?? 443, { mode: 'PASSTHROUGH' });
  }

  private readonly hosts: string[];

  private constructor(
    private readonly protocol: string,
    hosts: string[],
    private readonly port: number,
    private readonly tls?: GatewayServerSpec['tls'],
  ) {
    this.hosts = [...hosts];
  }

  /**
   * An entry of a Gateway's `servers`.
   *
   * @internal
   */
  public _render(place: Place): GatewayServerSpec {
    validateGatewayHosts(place.at('hosts'), this.hosts);
    place.at('port').check('InvalidPort', portNumber, this.port, 'name the port that clients call');
    if (this.protocol === 'HTTPS') {
      const name = this.tls?.credentialName ?? '';
      place.at('credentialName').check('InvalidObjectName', subdomainName, name, 'name the Secret with the certificate, without its namespace');
    }
    const name = `${this.protocol.toLowerCase()}-${this.port}`;
    return { port: { number: this.port, name, protocol: this.protocol }, hosts: this.hosts, tls: this.tls };
  }
}

/** Hosts in the form that Istio accepts in a Gateway. */
export function validateGatewayHosts(place: Place, hosts: string[]): void {
  if (hosts.length === 0) {
    place.fail('HostsMissing', { must: 'name at least one host', got: [], fix: 'name the hosts that clients call, or "*" for all' });
  }
  hosts.forEach((host, index) => {
    place.item(index).check('InvalidGatewayHost', gatewayHost, host, 'write a full DNS name such as shop.example.com or *.example.com');
  });
}

/**
 * The servers of a Gateway. Istio wants names of ports that differ; and of servers that exclude each other it would silently leave one out.
 */
export function renderServers(place: Place, servers: GatewayServer[]): GatewayServerSpec[] {
  if (servers.length === 0) {
    place.fail('GatewayServersMissing', { must: 'have at least one server', got: [], fix: 'add one, such as GatewayServer.http(["shop.example.com"])' });
  }
  const rendered = servers.map((server, index) => server._render(place.item(index)));
  return rendered.map((server, index) => {
    const earlier = rendered.slice(0, index);
    earlier.forEach((other) => failOnConflict(place.item(index), server, other));
    const twins = earlier.filter(({ port }) => port.name === server.port.name).length;
    return twins === 0 ? server : { ...server, port: { ...server.port, name: `${server.port.name}-${twins + 1}` } };
  });
}

function failOnConflict(place: Place, server: GatewayServerSpec, other: GatewayServerSpec): void {
  if (server.port.number !== other.port.number) return;
  if (server.port.protocol !== other.port.protocol && !(decides(server) && decides(other))) {
    place.at('port').fail('GatewayServerConflict', {
      must: `be another port than that of a server that speaks ${other.port.protocol}`,
      got: server.port.number,
      fix: 'of two protocols on one port, Istio leaves one out without a word: change one of the ports',
    });
  }
  if (server.port.protocol === 'TCP') {
    place.at('port').fail('GatewayServerConflict', {
      must: 'be another port than that of every other server', got: server.port.number, fix: 'connections say nothing by which they could be told apart: change one of the ports',
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

/** Whether a server takes connections by the host that the client names, whatever happens to them then: such servers may share a port. */
function decides({ tls }: GatewayServerSpec): boolean {
  return tls !== undefined && tls.httpsRedirect !== true;
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
