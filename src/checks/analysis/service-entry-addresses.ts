import { listIn, objectIn, textIn, textsIn, valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import { serviceEntry, together } from '../examples';
import type { RuleFamily } from '../rule';
import { analysisRules, WARNING } from './analysis-rule';

const ENTRY = (protocol: string, name: string) => serviceEntry(`ports:\n- {number: 443, name: a, protocol: ${protocol}}`, name);

const RULES = analysisRules('service-entry', {
  addressesRequired: {
    code: 'IST0134',
    severity: WARNING,
    must: 'A service entry with a port of TCP has addresses.',
    why: 'Connections that name no host are told apart by their addresses alone, and Istio gives it one only if it is set up so.',
    fix: 'list the addresses',
    fails: serviceEntry('ports:\n- {number: 5432, name: tcp, protocol: TCP}'),
    passes: serviceEntry('ports:\n- {number: 5432, name: tcp, protocol: TCP}\naddresses: [10.0.0.1]'),
    equals: 'ServiceEntry addresses are required for this protocol',
  },
  protocolConflict: {
    code: 'IST0177',
    severity: WARNING,
    must: 'Service entries for a host agree on the protocol of a port.',
    why: 'One of them is used, and which is not said.',
    fix: 'merge them into one',
    fails: together(ENTRY('TLS', 'a'), ENTRY('HTTP', 'b')),
    passes: together(ENTRY('TLS', 'a'), ENTRY('TLS', 'b')),
    equals: 'Multiple ServiceEntries define the same host and port 443 with conflicting protocols',
  },
});

/** What Istio's analyzers say of service entries. */
export const SERVICE_ENTRY_ADDRESSES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index, mesh }, report) {
    const metadata = (key: string) => valueAt(mesh.given, 'defaultConfig', 'proxyMetadata', key) === 'true';
    const areGiven = metadata('ISTIO_META_DNS_CAPTURE') && (metadata('ISTIO_META_DNS_AUTO_ALLOCATE') || metadata('PILOT_ENABLE_IP_AUTOALLOCATE'));
    const byPort = new Map<string, { manifest: Manifest; protocol: string; index: number }[]>();
    for (const manifest of index.ofKind('networking.istio.io', 'ServiceEntry')) {
      const hasAddresses = [manifest.spec.addresses, valueAt(manifest.object, 'status', 'addresses')].some((addresses) => listIn(addresses).length > 0);
      // A port that is null has no protocol, which is TCP here.
      for (const [number, port] of listIn(manifest.spec.ports).map(objectIn).entries()) {
        const protocol = textIn(port.protocol).toUpperCase();
        if (!hasAddresses && !areGiven && ['', 'TCP'].includes(protocol)) {
          report({ rule: RULES.addressesRequired, manifest, path: ['spec', 'ports', number], message: `spec.ports[${number}] is a port of TCP, and there are no addresses` });
        }
        for (const scope of scopesOf(manifest)) {
          for (const host of textsIn(manifest.spec.hosts)) listAt(byPort, `${scope}/${host}:${String(port.number)}`).push({ manifest, protocol, index: number });
        }
      }
    }
    for (const [key, entries] of byPort) {
      const all = key.startsWith('*/') ? entries : [...entries, ...byPort.get(key.replace(/^[^/]*/, '*')) ?? []];
      if (new Set(all.map(({ protocol }) => protocol)).size < 2) continue;
      for (const { manifest, index: number } of all) {
        report({ rule: RULES.protocolConflict, manifest, path: ['spec', 'ports', number], message: `spec.ports[${number}] has another protocol elsewhere: ${key.replace(/^[^/]*\//, '')}` });
      }
    }
  },
};

function scopesOf({ spec, namespace }: Manifest): string[] {
  const exportTo = textsIn(spec.exportTo);
  return exportTo.length === 0 || exportTo.includes('*') ? ['*'] : [...new Set(exportTo.map((scope) => scope === '.' ? namespace : scope))];
}

