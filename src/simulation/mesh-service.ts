import type { PortProtocol } from './port-protocol';
import type { Visibility } from './visibility';
import type { Manifest } from '../manifests/manifest';

/** How the addresses behind a host are found. */
export type Resolution = 'pods' | 'original-destination' | 'dns' | 'dynamic-dns' | 'alias';

export interface MeshPort {
  readonly number: number;
  readonly name: string;
  readonly protocol: PortProtocol;
  /** Number or name, of a Service. */
  readonly targetPort?: number | string;
}

/** A host that Istio knows, of a Service or of a service entry. */
export interface MeshService {
  readonly hostname: string;
  readonly namespace: string;
  readonly ports: readonly MeshPort[];
  readonly resolution: Resolution;
  /** Where it is called; empty if it has no address of its own, or if the cluster will choose one. */
  readonly addresses: readonly string[];
  /** Whether connections to it can be told from others by their address. */
  readonly hasOwnAddress: boolean;
  readonly isKubernetes: boolean;
  readonly isHeadless: boolean;
  /** The host for which a Service of type ExternalName stands. */
  readonly externalName?: string;
  /** Hosts that stand for this one. */
  readonly aliases: string[];
  readonly selector?: { readonly [key: string]: string };
  readonly visibility: Visibility;
  readonly manifest: Manifest;
}

export function portOf({ ports }: MeshService, number: number): MeshPort | undefined {
  return ports.find((port) => port.number === number);
}

/** Whether requests to a port go by the routes of HTTP. */
export function speaksHttp({ protocol }: MeshPort): boolean {
  return protocol === 'http' || protocol === 'sniffed';
}
