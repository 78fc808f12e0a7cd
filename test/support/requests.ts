import { listOf, Manifest } from './manifests';
import { Caller, Manifests, Simulation } from '../../src';
import { askedRequest } from '../../src/simulation/asked-request';
import { httpRoutesOf } from '../../src/simulation/http-routes';
import { failedCondition } from '../../src/simulation/route-match';
import { virtualServiceIn, VirtualServiceModel } from '../../src/simulation/virtual-service-model';

/** A request to a host of a VirtualService. */
export interface Request {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string };
  readonly port?: number;
  readonly scheme?: string;
  readonly authority?: string;
  /** The claims of its token, each with all of its values. */
  readonly claims?: { readonly [claim: string]: string[] };
  /** The gateway through which it comes, or `mesh`. */
  readonly gateway?: string;
  /** Of the proxy that decides. */
  readonly labels?: { readonly [key: string]: string };
  /** Of the proxy that decides. */
  readonly namespace?: string;
}

/**
 * What becomes of a request: the rule that takes it as Istio has it, and the share in percent that each subset gets, or each host without one; what
 * Envoy refuses stands there by its status and flag.
 */
export interface Answer {
  readonly rule: any;
  readonly shares: { readonly [subset: string]: number };
  /** The path that the service sees. */
  readonly path: string;
}

const MESH = 'mesh';
const DOMAIN = 'svc.cluster.local';

/** Where a request to the first host of a VirtualService goes in a mesh with all that was written with it. Nothing if no rule takes it. */
export function ask(virtualService: Manifest, request: Request = {}): Answer | undefined {
  const world = worldOf(virtualService);
  const path = pathOf(request);
  const { gateway = world.gateway, namespace = world.namespace, labels = {}, method, headers, claims = {} } = request;
  const { port = world.port, scheme = world.scheme } = request;
  const answer = world.simulation.ask({
    host: request.authority ?? world.host,
    path,
    method,
    scheme,
    headers: { ...headers },
    claims: joinedValues(claims),
    port,
    caller: gateway === MESH ? Caller.pod(namespace, { ...labels }) : Caller.gateway(qualified(gateway, world.namespace)),
  });
  if (!answer._route || answer.virtualService !== `${world.namespace}/${virtualService.metadata.name}`) return undefined;
  const shares: { [subset: string]: number } = {};
  for (const { kind, share, subset, host, status, flag } of answer.outcomes) {
    const hasCluster = kind === 'forward' || flag === 'UH';
    if (kind !== 'abort') shares[hasCluster ? subset ?? written(virtualService, host!) : `${status} ${flag ?? ''}`.trim()] = rounded(share * 100);
  }
  const { spec, name } = answer._route.rule;
  return { rule: name === '' ? spec : { ...spec, name }, shares, path: (answer._data.rewrite?.path ?? path).split('?', 1)[0] };
}

/** Whether a request meets all conditions of a match. */
export function holds(match: any, request: Request): boolean {
  const { gateway = MESH, labels = {}, namespace = DEFAULT, port = 80, method = 'GET', scheme, headers = {}, authority, claims = {} } = request;
  const place = { proxy: { kind: 'sidecar' as const, namespace, labels }, gateway: qualified(gateway, DEFAULT), port, isTls: false };
  const said = { host: 'any', port, path: pathOf(request), method, scheme, headers: { ...headers, ...authority !== undefined && { host: authority } } };
  const asked = { ...askedRequest(said, 'DEFAULT'), claims };
  return httpRoutesOf(ruleFor(match), place).some((route) => !failedCondition(route.match, asked));
}

interface World {
  readonly simulation: Simulation;
  readonly namespace: string;
  /** As a client calls it. */
  readonly host: string;
  readonly port: number;
  readonly gateway: string;
  readonly scheme?: string;
}

const DEFAULT = 'default';
const WORLDS = new WeakMap<Manifest, World>();
const RULES = new WeakMap<object, VirtualServiceModel>();

function worldOf(virtualService: Manifest): World {
  const known = WORLDS.get(virtualService);
  if (known) return known;
  const { metadata: { namespace = DEFAULT }, spec: { hosts, gateways = [MESH] } } = virtualService;
  const host = resolved(hosts[0].replace('*', 'any'), namespace);
  const manifests = listOf(virtualService);
  const all = [...manifests, ...elsewhere(virtualService, manifests)];
  const gateway = gateways.includes(MESH) ? MESH : qualified(gateways[0], namespace);
  const server = all.find(({ kind, metadata }) => kind === 'Gateway' && `${metadata.namespace ?? DEFAULT}/${metadata.name}` === gateway)?.spec.servers
    .find(({ tls }: any) => !tls?.httpsRedirect);
  const world = {
    simulation: Simulation.of(Manifests.fromYaml(all.map((one) => JSON.stringify(one)).join('\n---\n'))),
    namespace,
    host,
    gateway,
    port: server ? server.port.number : portsOf(manifests, host, virtualService)[0],
    ...server?.tls && { scheme: 'https' },
  };
  WORLDS.set(virtualService, world);
  return world;
}

/** What belongs to others: gateways, and services that only are called. */
function elsewhere(virtualService: Manifest, manifests: readonly Manifest[]): Manifest[] {
  const { metadata: { namespace = DEFAULT }, spec: { hosts, gateways = [MESH], http } } = virtualService;
  const isThere = (kind: string, name: string) => manifests.some((one) => one.kind === kind && `${one.metadata.namespace ?? DEFAULT}/${one.metadata.name}` === name);
  const missing = [...new Set<string>(gateways)].filter((one) => one !== MESH).map((one) => qualified(one, namespace)).filter((one) => !isThere('Gateway', one));
  const called = gateways.includes(MESH) ? hosts : [];
  const delegates = manifests.filter(({ kind, spec: other }) => kind === 'VirtualService' && !other.hosts);
  const rules = [...http, ...delegates.flatMap(({ spec: other }) => other.http)];
  const destinations = rules.flatMap(destinationsOf).map(({ host }) => host);
  const services = new Set<string>([...called, ...destinations].filter((host) => !host.includes('*')).map((host) => resolved(host, namespace)));
  return [
    ...missing.map((one) => publicGateway(one, http)),
    ...[...services].filter((host) => !isThere('Service', nameOf(host))).map((host) => service(host, portsOf(manifests, host, virtualService))),
  ];
}

function destinationsOf({ route = [], mirrors = [], mirror }: any): any[] {
  return [...[...route, ...mirrors].map(({ destination }: any) => destination), ...mirror ? [mirror] : []];
}

function publicGateway(qualifiedName: string, http: any[]): Manifest {
  const [namespace, name] = qualifiedName.split('/');
  const asked = http.flatMap(({ match = [] }: any) => match.map(({ port }: any) => port)).filter((port) => port !== undefined);
  const servers = [...new Set([80, 443, ...asked])].map((number) => ({ port: { number, name: `http-${number}`, protocol: 'HTTP' }, hosts: ['*'] }));
  return { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name, namespace }, spec: { selector: { istio: name }, servers } };
}

function service(host: string, numbers: readonly number[]): Manifest {
  const ports = numbers.map((number) => ({ number, port: number, name: `http-${number}`, protocol: host.endsWith(DOMAIN) ? 'TCP' : 'HTTP' }));
  const [namespace, name] = nameOf(host).split('/');
  return host.endsWith(DOMAIN)
    ? { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector: { app: name }, ports: ports.map(({ number: _, ...port }) => port) } }
    : { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: host, namespace: DEFAULT }, spec: { hosts: [host], resolution: 'DNS', ports: ports.map(({ port: _, ...port }) => port) } };
}

/** The ports of a service, or those that somebody calls. */
function portsOf(manifests: readonly Manifest[], host: string, { spec: { http } }: Manifest): number[] {
  const own = manifests.find(({ kind, metadata }) => kind === 'Service' && `${metadata.namespace ?? DEFAULT}/${metadata.name}` === nameOf(host));
  if (own) return own.spec.ports.map(({ port }: any) => port);
  const asked = http.flatMap((rule: any) => [...rule.match ?? [], ...destinationsOf(rule)]).map(({ port }: any) => port?.number ?? port)
    .filter((one: unknown) => one !== undefined);
  return [...new Set<number>(asked.length > 0 ? asked : [80])];
}

function ruleFor(match: object): VirtualServiceModel {
  const known = RULES.get(match);
  if (known) return known;
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'asked' }, spec: { hosts: ['any'], http: [{ match: [match], directResponse: { status: 200 } }] } };
  const [manifest] = Manifests.fromYaml(JSON.stringify(object))._index.ofKind('networking.istio.io', 'VirtualService');
  const model = virtualServiceIn(manifest, { clusterDomain: 'cluster.local', exportTo: ['*'] });
  RULES.set(match, model);
  return model;
}

function joinedValues(claims: NonNullable<Request['claims']>): { [claim: string]: string } {
  return Object.fromEntries(Object.entries(claims).map(([name, values]) => [name, values.join(' ')]));
}

function pathOf({ path = '/', query = {} }: Request): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

function qualified(gateway: string, namespace: string): string {
  return gateway === MESH || gateway.includes('/') ? gateway : `${namespace}/${gateway}`;
}

function resolved(host: string, namespace: string): string {
  return host.includes('.') ? host : `${host}.${namespace}.${DOMAIN}`;
}

function nameOf(host: string): string {
  const [name, namespace] = host.split('.');
  return `${namespace}/${name}`;
}

/** A host as the rule writes it. */
function written({ metadata: { namespace = DEFAULT }, spec: { http } }: Manifest, host: string): string {
  const hosts: string[] = http.flatMap(({ route = [] }: any) => route.map(({ destination }: any) => destination.host));
  return hosts.find((one) => resolved(one, namespace) === host) ?? host;
}

function rounded(percent: number): number {
  return Number(percent.toFixed(6));
}
