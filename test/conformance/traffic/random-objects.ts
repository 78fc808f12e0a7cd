import { Random } from '../random';
import { delegatedRule, httpRule, RuleWorld, SUBSETS, target } from './random-rules';
import { KubeObject, Labels } from './traffic-case';

export const NAMESPACES = ['shop', 'legacy', 'istio-system', 'edge'];
export const APPS = ['reviews', 'ratings', 'details'];
export const FOREIGN_HOSTS = ['api.example.com', 'www.example.org', 'db.example.com'];
export const GATEWAY_HOSTS = ['shop.example.com', 'www.shop.example.com', 'legacy.example.com'];
export const PORTS = [80, 8080, 9080, 443];
const ISTIO = 'networking.istio.io/v1';

/** One configuration's worth of objects. */
export class RandomObjects {
  private readonly apps: { readonly name: string; readonly namespace: string }[];
  private readonly gateways: string[];

  constructor(private readonly random: Random) {
    const all = APPS.flatMap((name) => NAMESPACES.slice(0, 2).map((namespace) => ({ name, namespace })));
    const some = random.some(all, 0.4);
    this.apps = some.length > 0 ? some : [all[0]];
    this.gateways = random.some(['public', 'private'], 0.35);
  }

  public all(): KubeObject[] {
    const { random } = this;
    return [
      ...this.apps.flatMap((app) => [this.service(app), ...this.deployments(app)]),
      ...random.some(FOREIGN_HOSTS, 0.2).map((host) => this.serviceEntry(host)),
      ...random.chance(0.08) ? [this.serviceEntry('*.example.com')] : [],
      ...random.chance(0.05) ? [this.externalName()] : [],
      ...this.gateways.flatMap((name) => this.gateway(name)),
      ...random.times(0, 4, (at) => this.virtualService(at)),
      ...random.chance(0.15) ? this.delegation() : [],
      ...random.times(0, 4, (at) => this.destinationRule(at)),
      ...random.chance(0.12) ? [this.sidecar()] : [],
    ];
  }

  private service({ name, namespace }: { name: string; namespace: string }): KubeObject {
    const { random } = this;
    const numbers = random.some(PORTS.slice(0, 3), 0.4);
    const ports = (numbers.length > 0 ? numbers : [random.pick(PORTS)]).map((port) => ({
      port,
      name: `${random.pick(['http', 'http', 'http', 'http', 'grpc', 'http2', 'tcp', 'https', 'web', 'tls'])}-${port}`,
      ...random.maybe(0.3, () => ({ targetPort: 8080 })),
      ...random.maybe(0.1, () => ({ targetPort: 'app' })),
      ...random.maybe(0.05, () => ({ appProtocol: random.pick(['http', 'tcp', 'kubernetes.io/h2c']) })),
    }));
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, ...random.maybe(0.1, () => ({ annotations: { 'networking.istio.io/exportTo': random.pick(['.', '*', 'shop', 'legacy', '~']) } })) },
      spec: { selector: { app: name }, ports, ...random.maybe(0.08, () => ({ clusterIP: 'None' })) },
    };
  }

  private deployments({ name, namespace }: { name: string; namespace: string }): KubeObject[] {
    return this.random.some(SUBSETS, 0.7).map((version) => this.deployment(`${name}-${version}`, namespace, { app: name, version }, this.random.maybe(0.1, () => ({ replicas: 0 }))));
  }

  private deployment(name: string, namespace: string, labels: Labels, more: object): KubeObject {
    const ports = this.random.chance(0.7) ? [{ name: 'app', containerPort: 8080 }] : [];
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: { ...more, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app', ports }] } } },
    };
  }

  private serviceEntry(host: string): KubeObject {
    const { random } = this;
    const isWild = host.startsWith('*');
    const resolution = isWild ? 'NONE' : random.pick(['DNS', 'DNS', 'STATIC', 'NONE']);
    const port = random.pick([80, 443, 8080, 9080]);
    const protocol = port === 443 ? random.pick(['TLS', 'HTTPS', 'HTTP']) : random.pick(['HTTP', 'HTTP', 'GRPC', 'TCP']);
    const needsAddress = protocol === 'TCP';
    return {
      apiVersion: ISTIO,
      kind: 'ServiceEntry',
      metadata: { name: `se-${host.replace(/\W/g, '-').replace(/^-+/, 'any-')}`, namespace: random.pick(NAMESPACES) },
      spec: {
        hosts: [host],
        resolution,
        location: 'MESH_EXTERNAL',
        ports: [{ number: port, name: 'p', protocol }],
        ...(needsAddress || random.chance(0.2)) && !isWild && { addresses: [`198.51.100.${FOREIGN_HOSTS.indexOf(host) + 1}`] },
        ...resolution === 'STATIC' && { endpoints: random.times(0, 2, (at) => ({ address: `192.0.2.${at + 1}`, ...random.maybe(0.5, () => ({ labels: { version: random.pick(SUBSETS) } })) })) },
        ...random.maybe(0.1, () => ({ exportTo: [random.pick(['.', '*', 'shop'])] })),
      },
    };
  }

  private externalName(): KubeObject {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'alias', namespace: 'shop' },
      spec: { type: 'ExternalName', externalName: this.random.pick(['reviews.shop.svc.cluster.local', 'api.example.com']), ports: [{ name: 'http', port: 9080 }] },
    };
  }

  private gateway(name: string): KubeObject[] {
    const { random } = this;
    const selector = { istio: name };
    const servers = random.times(1, 3, (at) => this.server(at));
    const namespace = random.pick(['edge', 'shop']);
    const pods = random.chance(0.5) ? [
      this.deployment(`${name}-gateway`, 'edge', { ...selector, app: 'gateway' }, {}),
      { apiVersion: 'v1', kind: 'Service', metadata: { name: `${name}-gateway`, namespace: 'edge' }, spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'https', port: 443, targetPort: 8443 }] } },
    ] : [];
    return [{ apiVersion: ISTIO, kind: 'Gateway', metadata: { name, namespace }, spec: { selector: random.chance(0.9) ? selector : { istio: 'public' }, servers } }, ...pods];
  }

  private server(at: number): object {
    const { random } = this;
    const hosts = [...new Set(random.times(1, 2, () => random.pick(['*', '*.example.com', 'shop.example.com', 'legacy/legacy.example.com', './*.shop.example.com', '*/www.shop.example.com'])))];
    const kind = random.pick(['http', 'http', 'http', 'https', 'redirect', 'tls', 'tcp']);
    switch (kind) {
      case 'https': return { port: { number: 443, name: `https-${at}`, protocol: 'HTTPS' }, hosts, tls: { mode: 'SIMPLE', credentialName: 'cert' } };
      case 'redirect': return { port: { number: 80, name: `http-${at}`, protocol: 'HTTP' }, hosts, tls: { httpsRedirect: true } };
      case 'tls': return { port: { number: 443, name: `tls-${at}`, protocol: 'TLS' }, hosts, tls: { mode: 'PASSTHROUGH' } };
      case 'tcp': return { port: { number: 9000, name: `tcp-${at}`, protocol: 'TCP' }, hosts: ['*'] };
      default: return { port: { number: random.pick([80, 80, 8080]), name: `http-${at}`, protocol: random.pick(['HTTP', 'HTTP', 'HTTP2']) }, hosts };
    }
  }

  private ruleWorld(isMesh: boolean, gateways: readonly string[]): RuleWorld {
    const hosts = [...this.apps.flatMap(({ name, namespace }) => [name, `${name}.${namespace}.svc.cluster.local`]), ...this.random.some(FOREIGN_HOSTS, 0.3), ...this.random.some(['alias.shop.svc.cluster.local', 'missing'], 0.1)];
    return { random: this.random, hosts, ports: PORTS, gateways, namespaces: NAMESPACES, isMesh };
  }

  private virtualService(at: number): KubeObject {
    const { random } = this;
    const own = this.gateways.map((name) => `${random.pick(['edge', 'shop'])}/${name}`);
    const bound = random.some(own, 0.6);
    const isMesh = bound.length === 0 || random.chance(0.5);
    const app = random.pick(this.apps);
    const meshHosts = [app.name, app.name, app.name, `${app.name}.${app.namespace}.svc.cluster.local`, random.pick(FOREIGN_HOSTS), '*.shop.svc.cluster.local', '*.example.com'];
    const hosts = [...new Set([...isMesh ? random.times(1, 2, () => random.pick(meshHosts)) : [], ...bound.length > 0 ? random.times(1, 2, () => random.pick([...GATEWAY_HOSTS, '*.example.com', ...isMesh ? [] : ['*']])) : []])];
    const world = this.ruleWorld(isMesh, bound);
    const l4 = random.maybe(0.12, () => ({
      tcp: [{
        ...random.maybe(0.4,
          () => ({ match: [{ port: random.pick(PORTS) }] })),
        route: this.l4Route(world),
      }],
    }));
    const tls = random.maybe(0.12, () => ({ tls: [{ match: [{ port: 443, sniHosts: [random.pick(hosts.filter((host) => !host.startsWith('*')).concat(hosts[0]))] }], route: this.l4Route(world) }] }));
    return {
      apiVersion: ISTIO,
      kind: 'VirtualService',
      metadata: { name: `vs-${random.pick(['a', 'b', 'c'])}${at}`, namespace: random.chance(0.75) ? app.namespace : random.pick(NAMESPACES), ...this.created() },
      spec: {
        hosts: hosts.filter((host, place) => !hosts.some((other, before) => before !== place && other.startsWith('*') && host.endsWith(other.slice(1)))),
        ...bound.length > 0 && { gateways: [...bound, ...isMesh ? ['mesh'] : []] },
        ...random.maybe(0.15, () => ({ exportTo: [random.pick(['.', '*', 'shop', 'legacy', 'edge'])] })),
        http: random.times(1, 4, (index) => httpRule(world, index)),
        ...l4,
        ...tls,
      },
    };
  }

  private l4Route(world: RuleWorld): object[] {
    return this.random.chance(0.6) ? [{ destination: target(world) }]
      : [{ destination: target(world), weight: 30 }, { destination: target(world), weight: 70 }];
  }

  private delegation(): KubeObject[] {
    const { random } = this;
    const app = random.pick(this.apps);
    const world = this.ruleWorld(true, []);
    const leaf = { name: 'leaf', namespace: random.pick([app.namespace, 'legacy']) };
    const rules = random.times(1, 2, (index) => {
      const { match, name } = httpRule(world, index) as any;
      return { ...name && { name }, ...match && { match }, delegate: leaf, ...random.maybe(0.3, () => ({ timeout: '7s' })), ...random.maybe(0.2, () => ({ retries: { attempts: 4 } })), ...random.maybe(0.2, () => ({ mirror: target(world) })) };
    });
    return [
      { apiVersion: ISTIO, kind: 'VirtualService', metadata: { name: 'root', namespace: app.namespace }, spec: { hosts: [app.name], http: [...rules, httpRule(world, 9)] } },
      { apiVersion: ISTIO, kind: 'VirtualService', metadata: leaf, spec: { ...random.maybe(0.3, () => ({ exportTo: [random.pick(['.', '*', 'shop'])] })), http: random.times(1, 3, (index) => delegatedRule(world, index)) } },
    ];
  }

  private destinationRule(at: number): KubeObject {
    const { random } = this;
    const app = random.pick(this.apps);
    const host = random.pick([app.name, app.name, `${app.name}.${app.namespace}.svc.cluster.local`, `${app.name}.${app.namespace}.svc.cluster.local`, '*.shop.svc.cluster.local', '*.local', random.pick(FOREIGN_HOSTS)]);
    return {
      apiVersion: ISTIO,
      kind: 'DestinationRule',
      metadata: { name: `dr-${random.pick(['a', 'b'])}${at}`, namespace: random.chance(0.75) ? app.namespace : random.pick(NAMESPACES), ...this.created() },
      spec: {
        host,
        subsets: random.some(SUBSETS, 0.7).map((name) => ({
          name,
          labels: {
            version: name,
            ...random.maybe(0.1,
              () => ({ app: app.name })),
          },
          ...random.maybe(0.1, () => ({ trafficPolicy: this.policy() })),
        })),
        ...random.maybe(0.2, () => ({ trafficPolicy: this.policy() })),
        ...random.chance(0.15) ? { exportTo: [random.pick(['.', '*', 'shop', 'legacy'])] } : random.maybe(0.06, () => ({ workloadSelector: { matchLabels: { app: 'client' } } })),
      },
    };
  }

  private policy(): object {
    const { random } = this;
    return random.pick<object>([
      { loadBalancer: { simple: 'ROUND_ROBIN' } }, { loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } } }, { loadBalancer: { simple: 'PASSTHROUGH' } },
      { connectionPool: { http: { maxRequestsPerConnection: 1 } } }, { portLevelSettings: [{ port: { number: random.pick(PORTS) }, loadBalancer: { simple: random.pick(['RANDOM', 'PASSTHROUGH']) } }] },
    ]);
  }

  private sidecar(): KubeObject {
    const { random } = this;
    const hosts = [...new Set(random.times(1, 3, () => random.pick(['./*', 'shop/*', 'legacy/*', '*/*.example.com', 'shop/reviews.shop.svc.cluster.local', '*/*', '~legacy/ratings.legacy.svc.cluster.local', 'istio-system/*'])))];
    const own = hosts.every((host) => host.startsWith('~')) ? ['./*', ...hosts] : hosts;
    return {
      apiVersion: ISTIO,
      kind: 'Sidecar',
      metadata: { name: 'scope', namespace: random.pick(NAMESPACES.slice(0, 3)) },
      spec: { egress: [{ hosts: own }], ...random.maybe(0.3, () => ({ outboundTrafficPolicy: { mode: random.pick(['REGISTRY_ONLY', 'ALLOW_ANY']) } })) },
    };
  }

  private created(): object {
    return this.random.maybe(0.2, () => ({ creationTimestamp: `2023-0${this.random.int(1, 9)}-01T00:00:00Z` }));
  }
}
