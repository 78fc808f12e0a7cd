import { byCreation } from './creation-order';
import { protocolNamed } from './port-protocol';
import { isObject, labelsIn, numberIn, objectIn, objectsIn, textIn, textsIn } from '../manifests/json';
import type { Manifest } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';

/** A server of a Gateway. */
export interface GatewayServerModel {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  readonly manifest: Manifest;
  readonly index: number;
  /** Perhaps behind the namespace whose rules may serve them. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly portName: string;
  readonly protocol: string;
  readonly bind: string;
  readonly tlsMode?: string;
  readonly redirectsToHttps: boolean;
}

export interface GatewayModel {
  readonly name: string;
  readonly manifest: Manifest;
  /** Nothing if all gateways serve it. */
  readonly selector?: { readonly [key: string]: string };
  readonly servers: readonly GatewayServerModel[];
}

/** The Gateways of a configuration, the oldest first. */
export class Gateways {
  public readonly all: readonly GatewayModel[];
  private readonly byName: ReadonlyMap<string, GatewayModel>;

  constructor(index: ManifestIndex) {
    this.all = byCreation(index.ofKind('networking.istio.io', 'Gateway').map(gatewayIn));
    this.byName = new Map(this.all.map((one) => [one.name, one]));
  }

  /** @param name namespace and name, with a slash */
  public named(name: string): GatewayModel | undefined {
    return this.byName.get(name);
  }
}

export function isHttp({ protocol }: GatewayServerModel): boolean {
  return protocolNamed(protocol) === 'http';
}

/** Whether the gateway ends TLS and sees requests of HTTP. */
export function endsHttps(server: GatewayServerModel): boolean {
  return server.protocol.toLowerCase() === 'https' && server.tlsMode !== undefined && !passesTls(server);
}

export function passesTls({ tlsMode }: GatewayServerModel): boolean {
  return tlsMode === 'PASSTHROUGH' || tlsMode === 'AUTO_PASSTHROUGH';
}

export function isTls(server: GatewayServerModel): boolean {
  return server.tlsMode !== undefined && !isHttp(server);
}

function gatewayIn(manifest: Manifest): GatewayModel {
  const { spec, namespace } = manifest;
  const name = `${namespace}/${manifest.name}`;
  return {
    name,
    manifest,
    ...isObject(spec.selector) && Object.keys(spec.selector).length > 0 && { selector: labelsIn(spec.selector) },
    servers: objectsIn(spec.servers).map(([server, index]) => {
      const port = objectIn(server.port);
      const tls = objectIn(server.tls);
      return {
        gateway: name,
        manifest,
        index,
        hosts: textsIn(server.hosts).map((host) => plainHost(host, namespace)),
        port: numberIn(port.number) ?? 0,
        portName: textIn(port.name),
        protocol: textIn(port.protocol),
        bind: textIn(server.bind),
        ...isObject(server.tls) && { tlsMode: textIn(tls.mode) || 'PASSTHROUGH' },
        redirectsToHttps: tls.httpsRedirect === true,
      };
    }),
  };
}

function plainHost(host: string, namespace: string): string {
  if (host.startsWith('./')) return namespace + host.slice(1);
  return host.startsWith('*/') ? host.slice(2) : host;
}
