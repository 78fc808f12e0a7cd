import { Random } from '../random';
import { APPS, FOREIGN_HOSTS, GATEWAY_HOSTS, NAMESPACES, PORTS, RandomObjects } from './random-objects';
import { HEADERS, PARAMETERS, PATHS, VALUES } from './random-rules';
import { KubeObject, namespaceOf, TrafficCase, TrafficRequest } from './traffic-case';

const REQUESTS = 20;

/** A configuration by chance with requests that meet it. */
export function randomCase(seed: number): TrafficCase {
  const random = new Random(seed);
  const objects = unique(new RandomObjects(random).all());
  return {
    name: `random-${seed}`,
    objects,
    ...random.maybe(0.15, () => ({ mesh: meshConfig(random) })),
    requests: Array.from({ length: REQUESTS }, () => randomRequest(random, objects)).filter((request) => !isUndecided(request, objects)),
  };
}

/** Where a wildcard stands for a service and for an alias of it, istiod gives the name of the alias to either, as the order of Go's maps will have it. */
function isUndecided({ host }: TrafficRequest, objects: readonly KubeObject[]): boolean {
  return /^alias(\.|$)/.test(host) && objects.some(({ kind, spec }) => kind === 'VirtualService' && spec.hosts?.includes('*.shop.svc.cluster.local'));
}

/** The last of several objects with one name, as a cluster keeps it. */
function unique(objects: readonly KubeObject[]): KubeObject[] {
  return [...new Map(objects.map((one) => [`${one.kind}/${namespaceOf(one)}/${one.metadata.name}`, one])).values()];
}

function meshConfig(random: Random): object {
  return {
    ...random.maybe(0.5, () => ({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })),
    ...random.maybe(0.2, () => ({ defaultVirtualServiceExportTo: ['.'] })),
    ...random.maybe(0.2, () => ({ defaultDestinationRuleExportTo: ['.'] })),
    ...random.maybe(0.1, () => ({ defaultServiceExportTo: ['.'] })),
    ...random.maybe(0.3, () => ({ defaultHttpRetryPolicy: { attempts: random.int(0, 3), retryOn: '503,reset' } })),
  };
}

function randomRequest(random: Random, objects: readonly KubeObject[]): TrafficRequest {
  const gateways = objects.filter(({ kind }) => kind === 'Gateway');
  const rest = {
    path: randomPath(random),
    ...random.maybe(0.2, () => ({ method: random.pick(['GET', 'POST', 'PUT', 'DELETE']) })),
    ...random.maybe(0.5, () => ({ headers: Object.fromEntries(random.some(HEADERS, 0.4).map((name) => [name, random.pick(VALUES.filter((value) => value !== ''))])) })),
  };
  if (gateways.length > 0 && random.chance(0.5)) {
    const gateway = random.pick(gateways);
    const port = random.chance(0.9) ? random.pick<any>(gateway.spec.servers).port.number : random.pick(PORTS);
    return {
      from: { gateway: `${namespaceOf(gateway)}/${gateway.metadata.name}` },
      host: random.pick([...GATEWAY_HOSTS, 'other.example.com', 'elsewhere.org']),
      port,
      ...rest,
      ...random.maybe(port === 443 ? 0.9 : 0.03, () => ({ scheme: 'https' })),
      ...random.maybe(port === 9000 ? 1 : 0, () => ({ scheme: 'tcp' })),
    };
  }
  const services = objects.filter(({ kind }) => kind === 'Service');
  const called = services.length > 0 && random.chance(0.7) ? random.pick(services) : undefined;
  const from = { namespace: random.pick(called && random.chance(0.6) ? [namespaceOf(called)] : NAMESPACES), ...random.maybe(0.7, () => ({ labels: { app: random.pick(['client', 'web']), ...random.maybe(0.3, () => ({ tier: 'web' })) } })) };
  const ports = called?.spec.ports.map(({ port }: any) => port) ?? PORTS;
  const port = random.chance(0.9) ? random.pick(ports as number[]) : random.pick(PORTS);
  // What a client speaks to a port of TLS that it does not see, nobody can say.
  const isTls = mayBeTls(objects, port);
  const isSaid = random.chance(isTls ? 1 : 0.25);
  return { from, host: random.pick(called ? namesOf(called) : OTHER_HOSTS), port, ...rest, ...isSaid && { scheme: random.pick(['http', 'http', isTls ? 'tls' : 'https', 'tcp', 'tls']) } };
}

function mayBeTls(objects: readonly KubeObject[], number: number): boolean {
  return objects.some(({ spec }) => spec?.ports?.some((one: any) => (one.port ?? one.number) === number && /^(https|tls)/i.test(one.protocol === undefined ? one.name : one.protocol)));
}

const OTHER_HOSTS = [...FOREIGN_HOSTS, ...APPS, 'unknown', 'x.shop.svc.cluster.local', 'a.b.example.com', 'sub.example.com', 'alias'];

function namesOf(service: KubeObject): string[] {
  const { name } = service.metadata;
  const namespaced = `${name}.${namespaceOf(service)}`;
  return [name, name, namespaced, `${namespaced}.svc`, `${namespaced}.svc.cluster.local`, `${namespaced}.svc.cluster.local.`];
}

function randomPath(random: Random): string {
  const path = random.pick([...PATHS, '/api/v1/x', '/apix', '/x', '/LOGIN', '/x/../api', '/%61pi', '//api', '/api//v1', '/./reports', '/a%2fb']);
  return random.chance(0.25) ? `${path}?${random.pick(PARAMETERS)}=${random.pick(['true', 'beta', 'x%20y', ''])}${random.chance(0.3) ? '&q=beta' : ''}` : path;
}
