import { type Answered, Answering } from './answering';
import { askedRequest, type AskedRequest, type SaidRequest } from './asked-request';
import { Configuration } from './configuration';
import type { Decided } from './decision';
import { GatewayDecision } from './gateway-decision';
import { GatewayPorts } from './gateway-ports';
import { labelsInWords } from './http-routes';
import { speaksHttp } from './mesh-service';
import { type Proxy, ProxyScope } from './proxy-scope';
import { hostnamesCalled } from './service-domains';
import { SidecarDecision } from './sidecar-decision';
import { textIn, textsIn, valueAt } from '../manifests/json';
import { DEFAULT_NAMESPACE } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';
import type { MeshConfig } from '../manifests/mesh-config';

const HTTP_PORT = 80;

/** A request, what is decided about it and what comes of that. */
export interface Simulated extends Decided {
  readonly request: AskedRequest;
  readonly scope: ProxyScope;
  readonly answered: Answered;
}

/** Says where requests go. */
export class RouteSimulator {
  public readonly configuration: Configuration;
  private readonly scopes = new Map<string, ProxyScope>();
  private readonly gateways = new Map<string, GatewayDecision>();
  private readonly normalisation: string;
  private namespacesNamed?: ReadonlySet<string>;

  constructor(index: ManifestIndex, mesh: MeshConfig) {
    this.configuration = new Configuration(index, mesh);
    this.normalisation = textIn(valueAt(mesh.given, 'pathNormalization', 'normalization')) || 'DEFAULT';
  }

  public ask(proxy: Proxy, said: SaidRequest): Simulated {
    const request = askedRequest(said, this.normalisation);
    const key = `${proxy.kind} ${proxy.namespace} ${labelsInWords(proxy.labels)}`;
    const scope = this.scopes.get(key) ?? new ProxyScope(this.configuration, proxy);
    this.scopes.set(key, scope);
    const decided = proxy.kind === 'gateway' ? this.gateway(key, scope).decide(request) : new SidecarDecision(this.configuration, scope, request).decide();
    return { ...decided, request, scope, answered: new Answering(this.configuration, scope, request).answer(decided.decision) };
  }

  /** The pods of a gateway: those in the namespace given, or of the Deployment that its selector picks; nothing if there is no such Gateway. */
  public gatewayProxy(name: string, namespace: string | undefined): Proxy | undefined {
    const gateway = this.configuration.gateways.named(name);
    if (!gateway) return undefined;
    const selector = gateway.selector ?? {};
    const [pods] = this.configuration.index.pods.selectedBy(selector, namespace).filter(() => gateway.selector);
    return { kind: 'gateway', namespace: namespace ?? pods?.namespace ?? gateway.manifest.namespace, labels: { ...selector, ...pods?.labels } };
  }

  /** The port that a client means who names none: the first of the service that speaks HTTP, or of the gateway the first. */
  public portMeant(host: string, proxy: Proxy, gateway: string | undefined): number {
    if (gateway !== undefined) return this.configuration.gateways.named(gateway)?.servers[0]?.port ?? HTTP_PORT;
    const { services, index } = this.configuration;
    const [service] = [host, ...hostnamesCalled(host, proxy.namespace, index.clusterDomain)].flatMap((name) => services.named(name));
    return (service?.ports.find(speaksHttp) ?? service?.ports[0])?.number ?? HTTP_PORT;
  }

  /** The namespace of a caller that nobody names: that of the only Service of this name, so that the short name means it. */
  public namespaceMeant(host: string): string {
    const [name, namespace] = host.split('.');
    const known = this.configuration.index.ofKind('', 'Service').filter((service) => service.name === name && (namespace ?? service.namespace) === service.namespace);
    return known.length === 1 ? known[0].namespace : DEFAULT_NAMESPACE;
  }

  /** Whether an object is in a namespace or speaks of it. */
  public knowsNamespace(namespace: string): boolean {
    const { index } = this.configuration;
    this.namespacesNamed ??= namespacesNamedIn(this.configuration);
    return namespace === DEFAULT_NAMESPACE || index.inNamespace(namespace).length > 0 || index.find('', 'Namespace', '', namespace) !== undefined
      || this.namespacesNamed.has(namespace);
  }

  private gateway(key: string, scope: ProxyScope): GatewayDecision {
    const found = this.gateways.get(key) ?? new GatewayDecision(scope, new GatewayPorts(this.configuration, scope.proxy));
    this.gateways.set(key, found);
    return found;
  }
}

interface RuleOfCallers {
  readonly matches: readonly { readonly sourceNamespace: string }[];
}

/** The namespaces of callers for which there are rules, and those to which something is exported. */
function namespacesNamedIn({ virtualServices, destinationRules, mesh }: Configuration): Set<string> {
  const models = [...virtualServices.all, ...virtualServices.delegates];
  const asked = models.flatMap(({ http, tcp, tls }) => [http, tcp, tls].flatMap((rules: readonly RuleOfCallers[]) => (
    rules.flatMap(({ matches }) => matches.map(({ sourceNamespace }) => sourceNamespace))
  )));
  const exported = [...models.map(({ manifest }) => manifest), ...destinationRules.all].flatMap(({ spec }) => textsIn(spec.exportTo));
  return new Set([mesh.rootNamespace, ...asked, ...exported]);
}
