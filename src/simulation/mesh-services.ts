import { isIP } from 'node:net';
import { compareText, createdAt } from './creation-order';
import type { MeshPort, MeshService, Resolution } from './mesh-service';
import { protocolNamed, servicePortProtocol } from './port-protocol';
import { Visibility } from './visibility';
import { isObject, labelsIn, numberIn, objectsIn, textIn, textsIn } from '../manifests/json';
import type { Manifest } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';

const EXPORT_TO = 'networking.istio.io/exportTo';

const RESOLUTIONS: { readonly [resolution: string]: Resolution } = {
  STATIC: 'pods', DNS: 'dns', DNS_ROUND_ROBIN: 'dns', DYNAMIC_DNS: 'dynamic-dns',
};

/** All hosts that Istio knows, the oldest first. */
export function meshServicesOf(index: ManifestIndex, exportTo: readonly string[]): MeshService[] {
  const services = index.ofKind('', 'Service').map((service) => ofKubernetes(service, index.hosts.hostOf(service), exportTo));
  const entries = index.ofKind('networking.istio.io', 'ServiceEntry').flatMap((entry) => ofEntry(entry, exportTo));
  const all = [...services, ...entries].sort((a, b) => (
    createdAt(a.manifest) - createdAt(b.manifest) || compareText(nameOf(a), nameOf(b)) || compareText(a.namespace, b.namespace)
  ));
  connectAliases(all);
  return all;
}

function nameOf({ isKubernetes, manifest, hostname }: MeshService): string {
  return isKubernetes ? manifest.name : hostname;
}

function ofKubernetes(manifest: Manifest, hostname: string, exportTo: readonly string[]): MeshService {
  const { spec, namespace } = manifest;
  const externalName = textIn(spec.type) === 'ExternalName' && textIn(spec.externalName) || undefined;
  const clusterIp = textIn(spec.clusterIP);
  const isHeadless = clusterIp === 'None';
  const declared = textIn(manifest.annotations[EXPORT_TO]).split(',').map((one) => one.trim()).filter((one) => one !== '');
  const several = textsIn(spec.clusterIPs);
  return {
    hostname,
    namespace,
    ports: objectsIn(spec.ports).map(([port]): MeshPort => ({
      number: numberIn(port.port) ?? 0,
      name: textIn(port.name),
      protocol: servicePortProtocol(port),
      targetPort: typeof port.targetPort === 'string' ? port.targetPort : numberIn(port.targetPort) ?? numberIn(port.port),
    })),
    resolution: isHeadless ? 'original-destination' : externalName ? 'alias' : 'pods',
    addresses: clusterIp === '' || isHeadless ? [] : several.length > 1 ? several : [clusterIp],
    hasOwnAddress: !isHeadless && !externalName,
    isKubernetes: true,
    isHeadless,
    externalName,
    aliases: [],
    ...isObject(spec.selector) && { selector: labelsIn(spec.selector) },
    visibility: Visibility.of(declared, namespace, exportTo),
    manifest,
  };
}

function ofEntry(manifest: Manifest, exportTo: readonly string[]): MeshService[] {
  const { spec, namespace } = manifest;
  const addresses = textsIn(spec.addresses).map((address) => address.replace(/\/32$/, ''));
  const plain = addresses.filter((address) => isIP(address) !== 0);
  const selector = isObject(spec.workloadSelector) ? labelsIn(spec.workloadSelector.labels) : undefined;
  return textsIn(spec.hosts).map((hostname) => ({
    hostname,
    namespace,
    ports: objectsIn(spec.ports).map(([port]): MeshPort => ({
      number: numberIn(port.number) ?? 0,
      name: textIn(port.name),
      protocol: protocolNamed(textIn(port.protocol)),
      targetPort: numberIn(port.targetPort),
    })),
    resolution: RESOLUTIONS[textIn(spec.resolution)] ?? 'original-destination',
    addresses,
    hasOwnAddress: plain.length > 0,
    isKubernetes: false,
    isHeadless: false,
    aliases: [],
    selector,
    visibility: Visibility.of(textsIn(spec.exportTo), namespace, exportTo),
    manifest,
  }));
}

/** A Service of type ExternalName is another name for the host it leads to, perhaps by way of others. */
function connectAliases(services: readonly MeshService[]): void {
  const aliasFor = new Map(services.flatMap(({ hostname, resolution, externalName }) => (
    resolution === 'alias' ? [[hostname, externalName!] as const] : []
  )));
  if (aliasFor.size === 0) return;
  const byHost = new Map(services.map((service) => [service.hostname, service]));
  for (const alias of aliasFor.keys()) {
    const seen = new Set<string>();
    let host: string | undefined = alias;
    while (host !== undefined && aliasFor.has(host) && !seen.has(host)) {
      seen.add(host);
      host = aliasFor.get(host);
    }
    if (host !== undefined && !aliasFor.has(host)) byHost.get(host)?.aliases.push(alias);
  }
}
