import { isTcpProtocol } from '../../istio/protocol';
import { type JsonObject, numberIn, objectsIn, textIn, textsIn } from '../../manifests/json';
import { describe, type Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { httpRule, service, together, virtualService } from '../examples';
import { shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { isInMesh, type Route, RouteIndex } from './route-index';

const AT_80 = service('ports:\n- {name: http, port: 80, targetPort: 9080, protocol: TCP}', 'ratings');
const TCP = service('ports:\n- {name: tcp, port: 9080, targetPort: 9080, protocol: TCP}');

const RULES = rolloutRules({
  hostTakenLiterally: {
    severity: 'warning',
    must: 'A host of a VirtualService is the name of a Service in its own namespace, or a full name.',
    why: 'A name with a dot, such as reviews.shop, is not completed: the rules are for a host of just that name, and calls to the Service do not meet them.',
    fix: 'write the full name',
    fails: together(service(''), virtualService('hosts: [reviews.shop]')),
    passes: together(service(''), virtualService('hosts: [reviews.shop.svc.cluster.local]')),
  },
  destinationPortOfCaller: {
    severity: 'error',
    must: 'A destination without a port has the port that callers of the host use.',
    why: 'A sidecar sends requests to the port that was called: the other Service does not have it, and they are answered with 503.',
    fix: 'add the port to the destination',
    fails: together(service(''), AT_80, httpRule('route:\n- destination: {host: ratings}')),
    passes: together(service(''), AT_80, httpRule('route:\n- destination: {host: ratings, port: {number: 80}}')),
  },
  httpRulesAtTcp: {
    severity: 'warning',
    must: 'A service with HTTP rules has a port of HTTP, or one whose protocol Istio finds out.',
    why: 'At ports of TCP and TLS nobody reads requests: rules of HTTP do nothing there, weights among them.',
    fix: 'name the port http or grpc, or write tcp or tls rules',
    fails: together(TCP, virtualService('')),
    passes: together(service(''), virtualService('')),
  },
});

/** What VirtualServices take for the host of a Service, and its ports. */
export const CALLED_HOSTS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('networking.istio.io', 'VirtualService').filter(isInMesh)) checkHosts(manifest, context, report);
    for (const route of RouteIndex.of(context).routes) {
      if (route.protocol === 'http' && isInMesh(route.manifest)) checkPorts(route, context, report);
    }
  },
};

function checkHosts(manifest: Manifest, { index }: CheckContext, report: Report): void {
  const check = new ObjectCheck(manifest, report);
  for (const host of check.spec.at('hosts').items) {
    const [name, namespace, ...rest] = host.text.split('.');
    const meant = ['', 'svc'].includes(rest.join('.')) ? index.find('', 'Service', namespace ?? '', name) : undefined;
    const isDeclared = index.hosts.serviceEntries(host.text).length > 0;
    if (meant && !isDeclared) check.fail(RULES.hostTakenLiterally, host, `is taken literally, and is not ${describe(meant)}: ${shown(host.text)}`, `write ${index.hosts.hostOf(meant)}`);
  }
  const services = servicesOf(manifest, { index });
  const isTcp = services.length > 0 && services.every(isPlainService);
  if (isTcp && check.spec.at('http').size > 0) check.fail(RULES.httpRulesAtTcp, check.spec.at('http'), `is for ${services.map(describe).join(' and ')}, which has no port of HTTP`);
}

function servicesOf({ spec, namespace }: Manifest, { index }: Pick<CheckContext, 'index'>): Manifest[] {
  return textsIn(spec.hosts).flatMap((host) => index.hosts.service(index.hosts.resolve(host, namespace)) ?? []);
}

function isPlainService({ spec }: Manifest): boolean {
  const ports = objectsIn(spec.ports);
  return ports.length > 0 && ports.every(([port]) => isPlain(port));
}

/** Whether nobody reads requests at a port of a Service. */
function isPlain({ name, appProtocol, protocol }: JsonObject): boolean {
  const said = (textIn(appProtocol) || textIn(name)).split('-')[0];
  return protocol === 'UDP' || isTcpProtocol(said);
}

function checkPorts({ manifest, rule, destinations }: Route, context: CheckContext, report: Report): void {
  const { hosts } = context.index;
  const called = servicesOf(manifest, context);
  if (called.length !== textsIn(manifest.spec.hosts).length || rule.at('match').items.some((match) => match.at('port').isPresent)) return;
  const ports = new Set(called.flatMap(portsOf));
  for (const { field, host, share } of destinations) {
    const target = hosts.service(host);
    if (!target || share === 0 || field.at('port').isPresent || ports.size === 0) continue;
    const own = portsOf(target);
    if (own.length === 1 && !ports.has(own[0])) {
      new ObjectCheck(manifest, report).fail(RULES.destinationPortOfCaller, field, `is called at port ${[...ports].join(' or ')}, which ${describe(target)} does not have`, `add port: {number: ${own[0]}}`);
    }
  }
}

function portsOf({ spec }: Manifest): number[] {
  return objectsIn(spec.ports).flatMap(([port]) => numberIn(port.port) ?? []);
}
