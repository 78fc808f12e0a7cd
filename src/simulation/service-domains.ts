import type { MeshService } from './mesh-service';

/** The full hosts that a host may be short for, when pods of a namespace call it. */
export function hostnamesCalled(host: string, namespace: string, clusterDomain: string): string[] {
  const plain = host.endsWith('.') ? host.slice(0, -1) : host;
  const [name, second, third, ...others] = plain.split('.');
  const candidates = plain === host ? [] : [plain];
  if (host.endsWith('.')) return candidates;
  if (second === undefined) candidates.push(`${name}.${namespace}.svc.${clusterDomain}`);
  else if (third === undefined) candidates.push(`${plain}.svc.${clusterDomain}`);
  else if (third === 'svc' && others.length === 0) candidates.push(`${plain}.${clusterDomain}`);
  return candidates;
}

/** All names by which pods of a namespace call a service. */
export function domainNamesOf({ hostname, aliases }: MeshService, namespace: string, clusterDomain: string): string[] {
  return [hostname, ...aliases].flatMap((host) => [host, `${host}.`, ...shortNames(host, namespace, clusterDomain)]);
}

function shortNames(host: string, namespace: string, clusterDomain: string): string[] {
  const suffix = `.svc.${clusterDomain}`;
  if (!host.endsWith(suffix)) return [];
  const named = host.slice(0, -suffix.length);
  const dot = named.indexOf('.');
  if (dot < 0) return [];
  const others = [`${named}.svc`, named];
  return named.slice(dot + 1) === namespace ? [named.slice(0, dot), ...others] : others;
}
