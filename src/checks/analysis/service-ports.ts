import { isHttpProtocol, portProtocol } from '../../istio/protocol';
import { listIn, numberIn, objectIn, objectsIn, textIn, valueAt } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { PodGroup } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';
import { deployment, service, together } from '../examples';
import { shown } from '../field';
import type { Report, RuleFamily } from '../rule';
import { analysisRules, INFO, WARNING } from './analysis-rule';
import { KnownCluster, podOf, selectorOf } from './known-cluster';

const INJECTED = '{app: reviews, sidecar.istio.io/inject: "true"}';
const PORTS = (port: string, name = 'reviews') => service(`selector: {app: reviews}\nports:\n- {name: http, ${port}}`, name);
const USER = (id: number) => deployment('reviews', '{app: reviews}').replace('- {name: app, image: reviews}', `- {name: app, image: reviews, securityContext: {runAsUser: ${id}}}`);

const RULES = analysisRules('service', {
  portName: {
    code: 'IST0118',
    severity: INFO,
    must: 'The name of a port begins with its protocol, http, grpc, tcp and the like, or the port has an appProtocol.',
    why: 'Otherwise Istio looks at the first bytes of each connection to guess it.',
    fix: 'name the port http, or http-... for a second one',
    fails: service('ports:\n- {name: web, port: 80, targetPort: 80, protocol: TCP}'),
    passes: service('ports:\n- {name: http-web, port: 80, targetPort: 80, protocol: TCP}'),
    equals: 'Port name web (port: 80, targetPort: 80) doesn\'t follow the naming convention of Istio port',
  },
  externalPortName: {
    code: 'IST0150',
    severity: WARNING,
    must: 'The ports of a Service that stands for an external name are named by their protocol, and not tcp alone.',
    why: 'A port of plain TCP takes all connections to that port, whatever host they are for.',
    fix: 'name the port http or tls',
    fails: service('type: ExternalName\nexternalName: example.com\nports:\n- {name: tcp, port: 80, targetPort: 80, protocol: TCP}'),
    passes: service('type: ExternalName\nexternalName: example.com\nports:\n- {name: http, port: 80, targetPort: 80, protocol: TCP}'),
    equals: 'Port name for ExternalName service is invalid',
  },
  protocolConflict: {
    code: 'IST0116',
    severity: WARNING,
    must: 'Services of one Deployment that have one port have it with one protocol, TCP or UDP.',
    why: 'The sidecar can speak one at a port.',
    fix: 'give one of them another port',
    fails: together(deployment('reviews', INJECTED), PORTS('port: 80, targetPort: 80, protocol: TCP'), PORTS('port: 80, targetPort: 80, protocol: UDP', 'other')),
    passes: together(deployment('reviews', INJECTED), PORTS('port: 80, targetPort: 80, protocol: TCP')),
    equals: 'This deployment is associated with multiple services using port 80 but different protocols',
  },
  targetPortConflict: {
    code: 'IST0137',
    severity: WARNING,
    must: 'One port of a Deployment is behind one port of its Services.',
    why: 'The sidecar knows by the port of the pod only which service is called.',
    fix: 'use the same port in all Services, or another targetPort',
    fails: together(deployment('reviews', INJECTED), PORTS('port: 80, targetPort: 9080, protocol: TCP'), PORTS('port: 81, targetPort: 9080, protocol: TCP', 'other')),
    passes: together(deployment('reviews', INJECTED), PORTS('port: 80, targetPort: 9080, protocol: TCP')),
    equals: 'This deployment is associated with multiple services using targetPort "9080" but different ports',
  },
  reservedUser: {
    code: 'IST0144',
    severity: WARNING,
    must: 'No container but that of the proxy runs as user 1337.',
    why: 'Its traffic would pass by the sidecar.',
    fix: 'run as another user',
    fails: USER(1337),
    passes: USER(1000),
    equals: 'User ID (UID) 1337 is reserved for the sidecar proxy',
  },
});

const MANAGERS = ['istio.io-gateway-controller', 'istio.io-mesh-controller', 'istio.io-eastwest-controller'];
const WELL_KNOWN_TCP = [25, 53, 3306, 27_017];
const APP_PROTOCOLS = ['kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'];

/** What Istio's analyzers say of Services and of the Deployments behind them. */
export const SERVICE_PORTS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('', 'Service')) {
      if (!isControlPlane(manifest) && !isManaged(manifest)) checkNames(manifest, report);
    }
    const own = context.index.pods.all.filter(({ flaggerPrimary }) => flaggerPrimary === undefined);
    for (const pods of own.filter(({ owner }) => owner.kind === 'Deployment')) checkDeployment(pods, context, report);
    for (const pods of own.filter(({ owner }) => !isControlPlane(owner))) {
      const users = [pods.spec, ...objectsIn(pods.spec.containers).map(([one]) => one).filter(({ name }) => name !== 'istio-proxy' && name !== 'istio-operator')];
      if (users.some((one) => valueAt(one, 'securityContext', 'runAsUser') === 1337)) {
        report({ rule: RULES.reservedUser, manifest: pods.owner, path: ['spec'], message: 'spec runs a container as user 1337, which is that of the proxy' });
      }
    }
  },
};

function isControlPlane({ labels }: Manifest): boolean {
  return 'istio' in labels || labels.release === 'istio';
}

function isManaged({ labels }: Manifest): boolean {
  return MANAGERS.includes(labels['gateway.istio.io/managed'] ?? '');
}

function checkNames(manifest: Manifest, report: Report): void {
  const isExternal = manifest.spec.type === 'ExternalName';
  for (const [port, index] of objectsIn(manifest.spec.ports)) {
    const name = textIn(port.name);
    if (isNamedByProtocol(name, port.appProtocol, numberIn(port.port) ?? 0, textIn(port.protocol)) && !(name === 'tcp' && isExternal)) continue;
    const rule = isExternal ? RULES.externalPortName : RULES.portName;
    report({ rule, manifest, path: ['spec', 'ports', index], message: `spec.ports[${index}] has a name that does not say its protocol: ${shown(name)}` });
  }
}

function isNamedByProtocol(name: string, appProtocol: unknown, port: number, protocol: string): boolean {
  if (protocol === 'UDP') return true;
  const said = typeof appProtocol === 'string' ? appProtocol : name;
  if (typeof appProtocol === 'string' && APP_PROTOCOLS.includes(said)) return true;
  const prefix = said.toLowerCase().startsWith('grpc-web') ? 'grpc-web' : said.split('-')[0];
  return portProtocol.accepts(prefix) || isHttpProtocol(prefix) || WELL_KNOWN_TCP.includes(port);
}

function checkDeployment(pods: PodGroup, context: CheckContext, report: Report): void {
  const { owner: manifest } = pods;
  if (manifest.labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller') return;
  const cluster = KnownCluster.of(context);
  if (!cluster.isInMesh(podOf(pods))) return;
  const services = cluster.servicesOf(pods.labels, pods.namespace).filter(({ spec }) => Object.keys(selectorOf(spec.selector)).length > 0);
  const ports = services.flatMap(({ spec }) => listIn(spec.ports).map(objectIn));
  const target = ({ targetPort, port }: { [key: string]: unknown }) => String(targetPort === 0 || targetPort === undefined || targetPort === '' ? port : targetPort);
  const conflicts = (key: (port: { [key: string]: unknown }) => string, value: (port: { [key: string]: unknown }) => string) => {
    const found = new Map<string, Set<string>>();
    for (const port of ports) found.set(key(port), (found.get(key(port)) ?? new Set()).add(value(port)));
    return [...found].filter(([, values]) => values.size > 1);
  };
  const path = ['metadata', 'name'];
  for (const [port, protocols] of conflicts((one) => String(one.port), (one) => textIn(one.protocol) || 'TCP')) {
    report({ rule: RULES.protocolConflict, manifest, path, message: `its Services have port ${port} with ${[...protocols].join(' and ')}` });
  }
  for (const [port, from] of conflicts(target, (one) => String(one.port))) {
    report({ rule: RULES.targetPortConflict, manifest, path, message: `its Services lead from ports ${[...from].join(' and ')} to its port ${port}` });
  }
}
