import { textsIn } from '../../manifests/json';
import type { CheckContext } from '../check-context';
import { destinationRule, httpRule, service, together, virtualService } from '../examples';
import { type Field, shown } from '../field';
import { GeneratedObjects } from '../flagger/generated-objects';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { analysisRules, ERROR, WARNING } from './analysis-rule';
import { KnownCluster } from './known-cluster';

const TO_V1 = httpRule('route:\n- destination: {host: reviews, subset: v1}');
const V1 = destinationRule('subsets:\n- {name: v1, labels: {}}');
const TWO_PORTS = service('ports:\n- {name: http, port: 80, targetPort: 9080, protocol: TCP}\n- {name: grpc, port: 81, targetPort: 9081, protocol: TCP}');

const RULES = analysisRules('destination', {
  hostNotFound: {
    code: 'IST0101',
    severity: ERROR,
    must: 'A destination is a Service of the own namespace by its name alone, or any Service or service entry by its full name.',
    why: 'Requests to a host that Istio does not know are answered with 503. A name such as reviews.shop is not completed.',
    fix: 'write the full name, reviews.shop.svc.cluster.local, and declare what lives elsewhere with --assume',
    fails: together(service(''), httpRule('route:\n- destination: {host: reviews.shop}')),
    passes: together(service(''), httpRule('route:\n- destination: {host: reviews.shop.svc.cluster.local}')),
    equals: 'Referenced host not found: "reviews.shop"',
  },
  portNotFound: {
    code: 'IST0101',
    severity: ERROR,
    must: 'The port of a destination is a port of its Service.',
    why: 'There is no cluster for another port: requests are answered with 503.',
    fix: 'write a port of the Service, not of its pods',
    fails: together(service(''), httpRule('route:\n- destination: {host: reviews, port: {number: 8080}}')),
    passes: together(service(''), httpRule('route:\n- destination: {host: reviews, port: {number: 9080}}')),
    equals: 'Referenced host:port not found: "reviews:8080"',
  },
  portRequired: {
    code: 'IST0112',
    severity: ERROR,
    must: 'A destination whose Service has several ports names one.',
    why: 'Otherwise the port that the client called is taken, which the Service may not have.',
    fix: 'add port: {number: ...}',
    fails: together(TWO_PORTS, httpRule('')),
    passes: together(TWO_PORTS, httpRule('route:\n- destination: {host: reviews, port: {number: 80}}')),
    equals: 'This VirtualService routes to a service "reviews" that exposes multiple ports',
  },
  subsetNotFound: {
    code: 'IST0101',
    severity: ERROR,
    must: 'The subset of a destination is one of a DestinationRule for its host.',
    why: 'There is no cluster for another subset: requests are answered with 503.',
    fix: 'add the subset to the DestinationRule, and apply that first',
    fails: together(service(''), TO_V1),
    passes: together(service(''), TO_V1, V1),
    equals: 'Referenced host+subset in destinationrule not found: "reviews+v1"',
  },
  notForGateway: {
    code: 'IST0140',
    severity: WARNING,
    must: 'A VirtualService at a gateway that routes to a host names subsets if another VirtualService does so for that host.',
    why: 'The rules of the other one act in the mesh only, so that requests from outside go to all versions.',
    fix: 'route to the subsets here as well, or bind one VirtualService to both the gateway and mesh',
    fails: together(service(''), V1, TO_V1, virtualService('hosts: [www.example.com]\ngateways: [mesh, public]', 'ingress')),
    passes: together(service(''), V1, TO_V1),
    equals: 'Subset in virtual service shop/reviews has no effect on ingress gateway shop/ingress requests',
  },
});

/** What Istio's analyzers say of the destinations of VirtualServices. */
export const VIRTUAL_SERVICE_DESTINATIONS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const services = context.index.ofKind('networking.istio.io', 'VirtualService').map((manifest) => new ObjectCheck(manifest, report));
    const subsets = subsetsOf(context);
    const routedBySubset = new Set(services.flatMap(hostsRoutedBySubset));
    for (const check of services) {
      for (const destination of destinationsOf(check.spec)) checkDestination(check, destination, context, subsets);
      if (check.spec.at('gateways').size > 0) checkGatewayRoutes(check, routedBySubset);
    }
  },
};

/** All destinations of a VirtualService, those of mirrors last. */
export function destinationsOf(spec: Field): Field[] {
  const routes = ['tcp', 'tls', 'http'].flatMap((protocol) => spec.at(protocol).items).flatMap((rule) => rule.at('route').items);
  const mirrors = spec.at('http').items.flatMap((rule) => [
    ...(rule.at('mirror').isPresent ? [rule.at('mirror')] : []), ...rule.at('mirrors').items.map((mirror) => mirror.at('destination')),
  ]);
  return [...routes.map((entry) => entry.at('destination')), ...mirrors];
}

function subsetsOf(context: CheckContext): Set<string> {
  const cluster = KnownCluster.of(context);
  return new Set(context.index.ofKind('networking.istio.io', 'DestinationRule').flatMap((manifest) => {
    const { spec } = new ObjectCheck(manifest, () => {});
    const name = cluster.serviceName(spec.at('host').text, manifest.namespace);
    return spec.at('subsets').items.map((subset) => `${name} ${subset.at('name').text}`);
  }));
}

function checkDestination(check: ObjectCheck, destination: Field, context: CheckContext, subsets: ReadonlySet<string>): void {
  const { namespace } = check.manifest;
  const cluster = KnownCluster.of(context);
  const host = destination.at('host').text;
  const subset = destination.at('subset').text;
  const known = cluster.host(host, namespace, textsIn(check.spec.at('exportTo').value));
  const port = destination.at('port');
  if (!known) {
    check.fail(RULES.hostNotFound, destination.at('host'), `is no host that is known: ${shown(host)}`, GeneratedObjects.of(context).fixFor(cluster.serviceName(host, namespace)));
  } else if (!port.isPresent) {
    if (known.ports.length > 1) check.fail(RULES.portRequired, destination, `must name one of the ports of ${host}: ${known.ports.join(', ')}`);
  } else if (!known.ports.includes(port.at('number').number)) {
    check.fail(RULES.portNotFound, port, `is no port of ${host}, which has ${known.ports.join(', ') || 'none'}: ${port.at('number').number}`);
  }
  if (subset !== '' && !subsets.has(`${cluster.serviceName(host, namespace)} ${subset}`)) {
    check.fail(RULES.subsetNotFound, destination.at('subset'), `is a subset that no DestinationRule for ${host} has: ${shown(subset)}`);
  }
}

/** Hosts as they are written: Istio compares the texts. */
function hostsRoutedBySubset({ spec }: ObjectCheck): string[] {
  const hosts = new Set(textsIn(spec.at('hosts').value));
  const destinations = spec.at('http').items.flatMap((rule) => rule.at('route').items).map((entry) => entry.at('destination'));
  return destinations.filter((destination) => destination.at('subset').text !== '').map((destination) => destination.at('host').text).filter((host) => hosts.has(host));
}

function checkGatewayRoutes(check: ObjectCheck, routedBySubset: ReadonlySet<string>): void {
  for (const entry of check.spec.at('http').items.flatMap((rule) => rule.at('route').items)) {
    const host = entry.at('destination').at('host');
    if (entry.at('destination').at('subset').text === '' && routedBySubset.has(host.text)) {
      check.fail(RULES.notForGateway, host, `is routed to by subset elsewhere, which does nothing for requests at this gateway: ${host.text}`);
    }
  }
}
