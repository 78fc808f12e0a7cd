import { hostsOverlap } from '../../istio/host';
import { textsIn } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import { describe, type Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { service, together, virtualService } from '../examples';
import type { RuleFamily } from '../rule';
import { analysisRules, ERROR } from './analysis-rule';
import { KnownCluster } from './known-cluster';

const RULES = analysisRules('virtual-service', {
  hostTwice: {
    code: 'IST0109',
    severity: ERROR,
    must: 'In the mesh, one VirtualService has a host.',
    why: 'Of several, the oldest takes all requests, and of those that are made at once the first by name; the others do nothing.',
    fix: 'merge them into one, or export them to different namespaces',
    fails: together(service(''), virtualService(''), virtualService('hosts: [reviews.shop.svc.cluster.local]', 'reviews-canary')),
    passes: together(service(''), virtualService(''), virtualService('hosts: [www.example.com]', 'reviews-canary')),
    equals: 'The VirtualServices associated with mesh gateway define the same host which can lead to undefined behavior',
  },
});

type Hosts = Map<string, Manifest[]>;

/** Which VirtualServices take requests from each other. */
export const MESH_HOST_CONFLICT: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const scopes = meshHosts(context);
    const everywhere: Hosts = scopes.get('*') ?? new Map();
    const wildcards = [...everywhere.keys()].filter((host) => host.startsWith('*'));
    const reported = new Set<Manifest>();
    for (const [scope, hosts] of scopes) {
      for (const [host, own] of hosts) {
        const all = scope === '*' ? own : [...own, ...othersFor(host, everywhere, wildcards)];
        for (const manifest of all.length > 1 ? all : []) {
          if (reported.has(manifest)) continue;
          reported.add(manifest);
          const others = [...new Set(all.filter((one) => one !== manifest).map(describe))].join(', ') || 'itself, under another name';
          report({ rule: RULES.hostTwice, manifest, path: ['spec', 'hosts'], message: `spec.hosts has ${host}, which ${others} has as well` });
        }
      }
    }
  },
};

/** The VirtualServices of the mesh, by the namespaces that see them and by their hosts. */
function meshHosts(context: CheckContext): Map<string, Hosts> {
  const cluster = KnownCluster.of(context);
  const scopes = new Map<string, Hosts>();
  for (const manifest of context.index.ofKind('networking.istio.io', 'VirtualService')) {
    const { spec, namespace } = manifest;
    const gateways = textsIn(spec.gateways);
    if (gateways.length > 0 && !gateways.includes('mesh')) continue;
    const exportTo = textsIn(spec.exportTo);
    const seenBy = exportTo.length === 0 || exportTo.includes('*') ? ['*'] : exportTo.map((scope) => scope === '.' ? namespace : scope);
    for (const scope of new Set(seenBy)) {
      const hosts: Hosts = scopes.get(scope) ?? new Map();
      scopes.set(scope, hosts);
      for (const host of textsIn(spec.hosts)) listAt(hosts, cluster.fullHost(host, namespace)).push(manifest);
    }
  }
  return scopes;
}

/** What every namespace sees beside what only one sees; there, wildcards count. */
function othersFor(host: string, everywhere: Hosts, wildcards: readonly string[]): Manifest[] {
  const matching = host.startsWith('*') ? [...everywhere.keys()].filter((other) => hostsOverlap(host, other))
    : [...(everywhere.has(host) ? [host] : []), ...wildcards.filter((wildcard) => hostsOverlap(host, wildcard))];
  return matching.flatMap((other) => everywhere.get(other)!);
}
