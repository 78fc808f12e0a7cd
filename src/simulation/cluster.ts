import type { Configuration } from './configuration';
import type { SubsetModel } from './destination-rule-model';
import type { MeshPort, MeshService } from './mesh-service';
import { isSubset, type ProxyScope } from './proxy-scope';
import { effectivePolicy } from './traffic-policy';
import type { DestinationModel } from './virtual-service-model';
import { textIn, valueAt } from '../manifests/json';

/** What of a service a route leads to. */
export interface Cluster {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly subset: string;
  /** Why Envoy answers 503 itself: it has no such cluster, or nothing is behind it. */
  readonly flag?: 'NC' | 'UH';
  /** The same in words. */
  readonly reason?: string;
  readonly service?: MeshService;
  /** By which its pods are told from others. */
  readonly labels?: { readonly [key: string]: string };
}

/** The cluster of a destination, whether the proxy has it or not. */
export function clusterOf(configuration: Configuration, scope: ProxyScope, { host, subset }: DestinationModel, port: number): Cluster {
  const named = { name: `outbound|${port}|${subset}|${host}`, host, port, subset };
  const service = scope.service(host);
  if (!service) return { ...named, flag: 'NC', reason: missingService(configuration, scope, host) };
  if (service.resolution === 'alias') return { ...named, flag: 'NC', reason: `${host} is only a name for ${service.externalName}` };
  const found = scope.clusterPort(host, port);
  if (!found) return { ...named, service, flag: 'NC', reason: `${host} has no port ${port} (${service.ports.map(({ number }) => number).join(', ') || 'it has none'})` };
  return subset === '' ? { ...named, ...wholeCluster(configuration, scope, found) } : { ...named, ...subsetCluster(configuration, scope, found, subset) };
}

type Found = { readonly service: MeshService; readonly port: MeshPort };
type State = Pick<Cluster, 'flag' | 'reason' | 'service' | 'labels'>;

function wholeCluster(configuration: Configuration, scope: ProxyScope, { service, port }: Found): State {
  const labels = service.selector ?? {};
  if (goesWhereCalled(scope, service, port)) return { service, labels };
  if (configuration.endpoints.labelsBehind(service, port).length > 0) return { service, labels };
  return service.resolution === 'dns'
    ? { service, labels, flag: 'NC', reason: `${service.hostname} has no endpoint` }
    : { service, labels, flag: 'UH', reason: noPods(service) };
}

function subsetCluster(configuration: Configuration, scope: ProxyScope, { service, port }: Found, name: string): State {
  const rule = scope.destinationRule(service);
  const subset = rule?.subsets.find((one) => one.name === name);
  if (!rule || !subset) return { service, flag: 'NC', reason: missingSubset(configuration, service, name, rule?.from.map(describe)) };
  if (service.resolution === 'dynamic-dns') return { service, flag: 'NC', reason: `${service.hostname} is looked up at every request, and has no subsets` };
  const labels = { ...service.selector, ...subset.labels };
  if (goesWhereCalled(scope, service, port, subset)) return { service, labels };
  const behind = configuration.endpoints.labelsBehind(service, port);
  if (behind.some((one) => isSubset(subset.labels, one))) return { service, labels };
  const reason = `no pod behind ${service.hostname} has the labels of subset ${name}`;
  return service.resolution === 'dns' ? { service, labels, flag: 'NC', reason } : { service, labels, flag: 'UH', reason };
}

/** Whether the address that the client called is kept, so that nobody asks what is behind the service. */
function goesWhereCalled(scope: ProxyScope, service: MeshService, port: MeshPort, subset?: SubsetModel): boolean {
  if (service.resolution === 'dynamic-dns') return true;
  if (service.resolution === 'original-destination' && scope.proxy.kind === 'sidecar') return true;
  const { policy } = effectivePolicy(scope.destinationRule(service), port.number, subset);
  return textIn(valueAt(policy.loadBalancer?.value, 'simple')) === 'PASSTHROUGH';
}

function missingService({ services }: Configuration, { proxy, sidecar }: ProxyScope, host: string): string {
  const known = services.named(host);
  if (known.length === 0) return `Istio knows no host ${host}`;
  if (!known.some(({ visibility }) => visibility.includes(proxy.namespace))) return `${host} is not exported to the namespace ${proxy.namespace}`;
  return `Sidecar ${sidecar?.manifest.namespace}/${sidecar?.manifest.name} does not let its pods call ${host}`;
}

function missingSubset({ destinationRules }: Configuration, { hostname }: MeshService, name: string, used: readonly string[] | undefined): string {
  const others = destinationRules.naming(hostname).filter(({ subsets }) => subsets.some((one) => one.name === name))
    .map(({ manifest }) => describe(manifest));
  const hidden = others.length > 0 ? `; ${others.join(', ')} has it, and the caller does not see that` : '';
  return used ? `${used.join(' with ')} has no subset ${name}${hidden}` : `no DestinationRule is for ${hostname}${hidden}`;
}

function noPods({ hostname, selector, namespace, isKubernetes }: MeshService): string {
  if (!isKubernetes || !selector) return `${hostname} has no endpoint`;
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`).join(',');
  return `no pod in the namespace ${namespace} has ${labels}, as the Service of ${hostname} asks`;
}

function describe({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `DestinationRule ${namespace}/${name}`;
}
