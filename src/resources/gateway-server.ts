import { familyOf, GatewayProtocol, usualPort } from './gateway-protocol';
import { ServerCertificate } from './server-certificate';
import { rejectConflicts } from './server-conflicts';
import { ServerTls } from './server-tls';
import { bindAddress, isSocket } from '../istio/bind-address';
import { dnsLabel } from '../istio/dns-label';
import { gatewayHost } from '../istio/gateway-host';
import { portNumber } from '../istio/port-number';
import type { GatewayServerSpec } from '../private/imports';
import type { Place } from '../private/place';

/** Where a server of a gateway listens, and what it is called. */
export interface GatewayServerOptions {
  /**
   * The port of the gateway's Service that clients call, 1 to 65535; none at a Unix socket.
   *
   * @default - 80 for plain HTTP, 443 for HTTPS and TLS; required for what else there is
   */
  readonly port?: number;
  /**
   * The IP address of the gateway's pods where alone the server listens, such as 127.0.0.1; or the Unix socket: `unix:///run/web.sock`, `unix://@web`.
   *
   * @default - all addresses
   */
  readonly bind?: string;
  /**
   * The name of the server, by which statistics call it: at most 63 letters, digits and hyphens.
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * The name of the port, which no other server of the Gateway has: at most 63 letters, digits and hyphens.
   *
   * @default - the protocol and the port: `https-443`
   */
  readonly portName?: string;
}

/** All that a server of a gateway is. */
export interface GatewayServerProps extends GatewayServerOptions {
  /** What it speaks. */
  readonly protocol: GatewayProtocol;
  /** The hosts, at least one; `*` for all, as also where the protocol knows of none. */
  readonly hosts: string[];
  /**
   * How connections are secured: for HTTPS and TLS, and for these alone.
   *
   * @default - plain text
   */
  readonly tls?: ServerTls;
}

type RenderTls = (place: Place) => GatewayServerSpec['tls'];

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
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, InvalidBind, InvalidServerName, GatewayServerConflict (when a construct receives it)
   */
  public static http(hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer(GatewayProtocol.HTTP, hosts, options);
  }

  /**
   * HTTPS, decrypted by the gateway.
   *
   * @param hosts at least one; on one port each in one server only
   * @param credentialName the Secret with certificate and key (`tls.crt`, `tls.key`), in the namespace of the gateway's pods, which need not be
   * that of the Gateway
   * @param options the port, unless it is 443
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, InvalidBind, InvalidServerName, InvalidObjectName, GatewayServerConflict (when a construct
   * receives it)
   */
  public static https(hosts: string[], credentialName: string, options: GatewayServerOptions = {}): GatewayServer {
    const tls = ServerTls.simple(ServerCertificate.secret(credentialName));
    return new GatewayServer(GatewayProtocol.HTTPS, hosts, options, (place) => tls._render(place));
  }

  /**
   * Plain HTTP, answered with 301 and the same address in HTTPS.
   *
   * @param hosts at least one
   * @param options the port, unless it is 80
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, InvalidBind, InvalidServerName, GatewayServerConflict (when a construct receives it)
   */
  public static redirectToHttps(hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer(GatewayProtocol.HTTP, hosts, options, () => ({ httpsRedirect: true }));
  }

  /**
   * Connections of any kind, told apart by nothing but the port.
   *
   * @param port the port of the gateway's Service that clients call, 1 to 65535
   * @throws InvalidPort, GatewayServerConflict (when a construct receives it)
   */
  public static tcp(port: number): GatewayServer {
    return new GatewayServer(GatewayProtocol.TCP, ['*'], { port });
  }

  /**
   * TLS, passed on as it is to the service whose host the client names when it opens the connection (SNI).
   *
   * @param hosts at least one; on one port each in one server only
   * @param options the port, unless it is 443
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, InvalidBind, InvalidServerName, GatewayServerConflict (when a construct receives it)
   */
  public static tlsPassthrough(hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    const tls = ServerTls.passthrough();
    return new GatewayServer(GatewayProtocol.TLS, hosts, options, (place) => tls._render(place));
  }

  /**
   * Any protocol, secured in any way.
   *
   * @param props what it is
   * @throws HostsMissing, InvalidGatewayHost, InvalidPort, InvalidBind, InvalidServerName, GatewayTlsMismatch, GatewayServerConflict, and what the TLS
   * settings raise (when a construct receives it)
   */
  public static of(props: GatewayServerProps): GatewayServer {
    const { protocol, hosts, tls } = props;
    return new GatewayServer(protocol, hosts, props, (place) => {
      rejectMismatch(place.at('tls'), protocol, tls);
      return tls?._render(place.at('tls'));
    });
  }

  /**
   * Where it listens, and what it is called.
   *
   * @internal
   */
  public readonly _options: GatewayServerOptions;

  private readonly hosts: string[];

  private constructor(
    private readonly protocol: GatewayProtocol,
    hosts: string[],
    options: GatewayServerOptions,
    private readonly renderTls?: RenderTls,
  ) {
    const { port, bind, name, portName } = options;
    this.hosts = [...hosts];
    this._options = { port, bind, name, portName };
  }

  /**
   * An entry of a Gateway's `servers`.
   *
   * @internal
   */
  public _render(place: Place): GatewayServerSpec {
    const { bind, name, portName } = this._options;
    validateGatewayHosts(place.at('hosts'), this.hosts);
    const number = this.portNumber(place);
    checkName(place.at('name'), name);
    checkName(place.at('portName'), portName);
    return {
      name,
      bind,
      port: { number, name: portName ?? `${this.protocol.toLowerCase()}-${number}`, protocol: this.protocol },
      hosts: this.hosts,
      tls: this.renderTls?.(place),
    };
  }

  private portNumber(place: Place): number {
    const { bind, port = isSocket(bind) ? 0 : usualPort(this.protocol) } = this._options;
    if (bind !== undefined) {
      place.at('bind').check('InvalidBind', bindAddress, bind, 'leave it out to listen at all addresses of the pods');
    }
    if (!isSocket(bind)) {
      place.at('port').check('InvalidPort', portNumber, port as number, 'name the port that clients call');
    } else if (port !== 0) {
      place.at('port').fail('InvalidBind', { must: 'be left out where bind is a socket', got: port, fix: 'a socket has no port: keep one of the two' });
    }
    return port as number;
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

/** The servers of a Gateway, each with a name of its port that no other one has, as Istio wants it. */
export function renderServers(place: Place, servers: GatewayServer[]): GatewayServerSpec[] {
  if (servers.length === 0) {
    place.fail('GatewayServersMissing', { must: 'have at least one server', got: [], fix: 'add one, such as GatewayServer.http(["shop.example.com"])' });
  }
  const rendered = servers.map((server, index) => server._render(place.item(index)));
  rejectConflicts(place, rendered);
  for (const key of ['name', 'portName'] as const) {
    rejectRepeated(place, key, servers.map(({ _options }) => _options[key]));
  }
  const taken = new Set(servers.map(({ _options }) => _options.portName));
  return rendered.map((server, index) => {
    if (servers[index]._options.portName !== undefined) return server;
    const name = unlike(taken, server.port.name);
    taken.add(name);
    return { ...server, port: { ...server.port, name } };
  });
}

function unlike(taken: Set<string | undefined>, name: string, count = 1): string {
  const candidate = count === 1 ? name : `${name}-${count}`;
  return taken.has(candidate) ? unlike(taken, name, count + 1) : candidate;
}

function rejectRepeated(place: Place, key: string, names: (string | undefined)[]): void {
  const repeated = names.findIndex((name, index) => name !== undefined && names.indexOf(name) < index);
  if (repeated >= 0) {
    place.item(repeated).at(key).fail('InvalidServerName', {
      must: 'differ from that of every other server', got: names[repeated], fix: 'choose another, or leave it out',
    });
  }
}

function checkName(place: Place, name?: string): void {
  if (name !== undefined) {
    place.check('InvalidServerName', dnsLabel, name, 'write a short name, or leave it out');
  }
}

/** Istio refuses both. */
function rejectMismatch(place: Place, protocol: GatewayProtocol, tls?: ServerTls): void {
  const isTls = familyOf(protocol) === 'TLS';
  if (isTls !== (tls !== undefined)) {
    place.fail('GatewayTlsMismatch', {
      must: isTls ? `be given for ${protocol}` : `be left out for ${protocol}`,
      found: isTls ? 'no TLS settings' : 'TLS settings',
      fix: isTls ? 'say how it is secured, such as ServerTls.simple()' : `${protocol} is plain text: use HTTPS for HTTP in TLS, and TLS for all else`,
    });
  }
}
