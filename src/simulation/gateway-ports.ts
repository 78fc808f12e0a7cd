import type { Configuration } from './configuration';
import { endsHttps, type GatewayServerModel, isHttp, isTls } from './gateway-model';
import { protocolNamed } from './port-protocol';
import { isSubset, type Proxy } from './proxy-scope';
import { numberIn, objectsIn, isObject, labelsIn } from '../manifests/json';

/** What listens at a port of a gateway's pods, after all Gateways for these pods have been laid together. */
export interface GatewayPort {
  readonly number: number;
  readonly bind: string;
  /** One route configuration for all plain servers of HTTP; one for each server that ends TLS; none for the others. */
  readonly servers: GatewayServerModel[];
  readonly isPlainHttp: boolean;
}

/** A server that istiod leaves out, and why. */
export interface SkippedServer {
  readonly server: GatewayServerModel;
  readonly reason: string;
}

/** The ports of a gateway. */
export class GatewayPorts {
  public readonly ports: GatewayPort[] = [];
  public readonly skipped: SkippedServer[] = [];
  private readonly plain = new Map<number, GatewayPort>();
  private readonly known = new Map<string, GatewayPort>();
  private readonly tlsHosts = new Map<string, GatewayServerModel>();
  private readonly httpsNames = new Set<string>();
  private readonly targetPorts: ReadonlyMap<number, number>;

  constructor(configuration: Configuration, proxy: Proxy) {
    this.targetPorts = targetPortsOf(configuration, proxy);
    for (const { selector, servers } of configuration.gateways.all) {
      if (isSubset(selector ?? {}, proxy.labels)) servers.forEach((server) => this.add(server));
    }
  }

  /** What a client reaches that calls a port, of one address: a Service in front may lead to another port. */
  public called(port: number): readonly GatewayPort[] {
    const number = this.listening(port);
    const found = this.ports.filter((one) => one.number === number);
    const bind = (found.find((one) => one.bind === '' || one.bind === '0.0.0.0') ?? found[0])?.bind;
    return found.filter((one) => one.bind === bind);
  }

  private listening(port: number): number {
    return this.targetPorts.get(port) ?? port;
  }

  private add(server: GatewayServerModel): void {
    const number = this.listening(server.port);
    if (server.tlsMode !== undefined && !this.claimsTlsHosts(server, number)) return;
    const plain = this.plain.get(number);
    if (plain && plain.bind === server.bind) this.join(plain, server);
    else if (plain || this.ports.some((port) => port.number === number)) this.addBeside(server, number);
    else this.open(server, number);
  }

  private claimsTlsHosts(server: GatewayServerModel, number: number): boolean {
    const keys = server.hosts.map((host) => `${number}/${server.bind}/${host}`);
    const earlier = keys.map((key) => this.tlsHosts.get(key)).find((one) => one !== undefined);
    if (earlier) return this.skip(server, `Gateway ${earlier.gateway} has one of its hosts at the port already`);
    keys.forEach((key) => this.tlsHosts.set(key, server));
    return true;
  }

  private join(port: GatewayPort, server: GatewayServerModel): void {
    if (port.isPlainHttp && isHttp(server)) port.servers.push(server);
    else this.skip(server, `Gateway ${port.servers[0].gateway} speaks ${port.servers[0].protocol} at the port already`);
  }

  private addBeside(server: GatewayServerModel, number: number): void {
    if (!isTls(server)) {
      this.open(server, number);
      return;
    }
    const name = `${server.port}.${server.portName}.${server.gateway}.${server.bind}`;
    if (endsHttps(server) && this.httpsNames.has(name)) {
      this.skip(server, 'the port has its name already');
      return;
    }
    const port = this.known.get(keyOf(server, number));
    if (endsHttps(server)) this.httpsNames.add(name);
    if (port) port.servers.push(server);
    else this.open(server, number);
  }

  private open(server: GatewayServerModel, number: number): void {
    const port = { number, bind: server.bind, servers: [server], isPlainHttp: isHttp(server) };
    const key = keyOf(server, number);
    const same = this.ports.findIndex((one) => this.known.get(key) === one);
    if (same >= 0) this.ports.splice(same, 1, port);
    else this.ports.push(port);
    this.known.set(key, port);
    if (!isTls(server)) this.plain.set(number, port);
    if (endsHttps(server)) this.httpsNames.add(`${server.port}.${server.portName}.${server.gateway}.${server.bind}`);
  }

  private skip(server: GatewayServerModel, reason: string): false {
    this.skipped.push({ server, reason });
    return false;
  }
}

function keyOf({ protocol, bind }: GatewayServerModel, number: number): string {
  return `${number}/${protocolNamed(protocol)}/${protocol}/${bind}`;
}

/** By which ports of Services a gateway's pods are called, and where they listen for it; the first Service counts. */
function targetPortsOf({ index }: Configuration, { namespace, labels }: Proxy): Map<number, number> {
  const found = new Map<number, number>();
  for (const service of index.inNamespace(namespace)) {
    if (service.kind !== 'Service' || service.group !== '' || !isObject(service.spec.selector)) continue;
    const selector = labelsIn(service.spec.selector);
    if (Object.keys(selector).length === 0 || !isSubset(selector, labels)) continue;
    for (const [port] of objectsIn(service.spec.ports)) {
      const number = numberIn(port.port) ?? 0;
      const target = typeof port.targetPort === 'string' ? namedPort(index.pods.selectedBy(selector, namespace), port.targetPort) : numberIn(port.targetPort);
      if (!found.has(number)) found.set(number, target ?? number);
    }
  }
  return found;
}

function namedPort(pods: readonly { readonly spec: { readonly [key: string]: unknown } }[], name: string): number | undefined {
  const ports = pods.flatMap(({ spec }) => objectsIn(spec.containers)).flatMap(([container]) => objectsIn(container.ports));
  return numberIn(ports.find(([port]) => port.name === name)?.[0].containerPort);
}
