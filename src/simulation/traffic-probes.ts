import { Caller } from './caller';
import type { Configuration } from './configuration';
import { MESH } from './gateway-name';
import { hostsFor } from './gateway-virtual-hosts';
import { isWildcard } from './host-map';
import { isCatchAll } from './http-match-model';
import { matchWitness, type Witness } from './match-witness';
import { speaksHttp } from './mesh-service';
import type { SimulatedRequest } from './simulated-request';
import type { VirtualServiceModel } from './virtual-service-model';
import { hostsOverlap } from '../istio/host';

/** Requests to one host and port that two configurations may treat differently. */
export interface ProbedHost {
  /** As people call it. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Who calls, with words for it; the first is the usual one. */
  readonly callers: readonly { readonly words: string; readonly caller: Caller }[];
  /** What is said, with words for it; the last is what no match asks for. */
  readonly sayings: readonly Saying[];
}

export interface Saying {
  readonly words: string;
  readonly said: Omit<SimulatedRequest, 'caller' | 'host' | 'port'>;
}

/** A path that nobody is likely to match. */
const OTHER_PATH = '/-any-other-';

/** All hosts that two configurations know, with the requests that their own rules tell apart. */
export function probedHosts(configurations: readonly Configuration[]): ProbedHost[] {
  const found = new Map<string, ProbedHost>();
  for (const configuration of configurations) {
    for (const probe of [...meshHosts(configuration, configurations), ...gatewayHosts(configuration, configurations)]) {
      const key = `${probe.name}:${probe.port}`;
      if (!found.has(key)) found.set(key, probe);
    }
  }
  return [...found.values()];
}

function meshHosts(configuration: Configuration, all: readonly Configuration[]): ProbedHost[] {
  return configuration.services.all.flatMap((service) => service.ports.filter(speaksHttp).filter(() => !isWildcard(service.hostname))
    .map(({ number }) => {
      const rules = all.flatMap(({ virtualServices }) => virtualServices.all.filter(({ hosts, gateways }) => (
        gateways.includes(MESH) && hosts.some((host) => hostsOverlap(host, service.hostname))
      )));
      const name = service.isKubernetes ? `${service.manifest.name}.${service.namespace}` : service.hostname;
      return {
        name: service.ports.length > 1 ? `${name}:${number}` : name,
        host: service.hostname,
        port: number,
        callers: callersOf(service.namespace, rules, all),
        sayings: sayingsOf(rules),
      };
    }));
}

function gatewayHosts(configuration: Configuration, all: readonly Configuration[]): ProbedHost[] {
  return configuration.gateways.all.flatMap(({ name, servers }) => servers.flatMap((server) => {
    const rules = all.flatMap(({ virtualServices }) => virtualServices.all.filter(({ gateways }) => gateways.includes(name)));
    const hosts = new Set(rules.flatMap((rule) => (
      hostsFor(server, rule).flatMap((host) => rule.hosts.filter((own) => hostsOverlap(host, own))
        .map((own) => own.length > host.length ? own : host))
    )));
    return [...hosts].map((host) => ({
      name: `${host} at gateway ${name}`,
      host: host.replace(/^\*/, 'any'),
      port: server.port,
      callers: [{ words: 'everybody', caller: Caller.gateway(name) }],
      sayings: sayingsOf(rules.filter(({ hosts: own }) => own.some((one) => hostsOverlap(one, host)))),
    }));
  }));
}

/** The pods of the service's own namespace, those of others that have rules or pods, and those that matches ask for. */
function callersOf(own: string, rules: readonly VirtualServiceModel[], all: readonly Configuration[]): ProbedHost['callers'] {
  const namespaces = new Set(all.flatMap(({ index }) => index.all.map(({ namespace }) => namespace)).filter((one) => one !== '' && one !== own));
  const matches = rules.flatMap(({ http }) => http.flatMap(({ matches: asked }) => asked));
  matches.forEach(({ sourceNamespace }) => sourceNamespace !== '' && sourceNamespace !== own && namespaces.add(sourceNamespace));
  const labels = new Map(matches.map(({ sourceLabels }) => [JSON.stringify(sourceLabels), sourceLabels] as const).filter(([key]) => key !== '{}'));
  return [
    { words: 'everybody', caller: Caller.pod(own) },
    ...[...labels.values()].map((one) => ({ words: `callers with ${Object.entries(one).map(([key, value]) => `${key}=${value}`).join(',')}`, caller: Caller.pod(own, { ...one }) })),
    ...[...namespaces].sort().map((namespace) => ({ words: `callers in namespace ${namespace}`, caller: Caller.pod(namespace) })),
  ];
}

function sayingsOf(rules: readonly VirtualServiceModel[]): Saying[] {
  const found = new Map<string, Saying>();
  for (const match of rules.flatMap(({ http }) => http.flatMap(({ matches }) => matches)).filter((one) => !isCatchAll(one))) {
    const witness = matchWitness(match);
    if (witness) found.set(JSON.stringify(witness), { words: inWords(witness), said: { ...witness } });
  }
  return [...found.values(), { words: found.size === 0 ? '' : 'all others', said: { path: OTHER_PATH } }];
}

function inWords({ path, method, headers }: Witness): string {
  const parts = [
    ...path !== undefined && path !== '/' ? [path] : [],
    ...method === undefined ? [] : [method],
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return parts.length === 0 ? 'path /' : parts.join(', ');
}

/** Whether a configuration has a host at all. */
export function knows({ services, gateways }: Configuration, { host, port, name }: ProbedHost): boolean {
  const isGateway = name.includes(' at gateway ');
  if (isGateway) return gateways.all.some((one) => name.endsWith(` ${one.name}`) && one.servers.some((server) => server.port === port));
  return services.named(host).some(({ ports }) => ports.some(({ number }) => number === port));
}
