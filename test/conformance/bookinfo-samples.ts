import { Duration, JsonPatch } from 'cdk8s';
import type { Program } from './sweep';
import {
  ClientTls, Destination, DestinationRule, FaultAbort, FaultDelay, Gateway, GatewayServer, HeaderMatch, HttpMatch, HttpRoute, LoadBalancer,
  PortProtocol,
  ServiceEntry, ServiceEntryResolution, Subset, TrafficPolicy, VirtualService,
} from '../../src';

const VERSIONS: { [service: string]: string[] } = {
  productpage: ['v1'],
  reviews: ['v1', 'v2', 'v3'],
  ratings: ['v1', 'v2', 'v2-mysql', 'v2-mysql-vm'],
  details: ['v1', 'v2'],
};
const JASON = [HttpMatch.header(HeaderMatch.exact('end-user', 'jason'))];

function subsets(service: string, versions = VERSIONS[service]): Subset[] {
  return versions.map((version) => Subset.labeled(version, { version }));
}

/** A DestinationRule for each service. */
function destinationRules(trafficPolicy?: TrafficPolicy): Program {
  return (chart) => Object.keys(VERSIONS).forEach((service) => {
    new DestinationRule(chart, `${service}-subsets`, { name: service, host: service, subsets: subsets(service), trafficPolicy });
  });
}

function rules(service: string, http: HttpRoute[]): Program {
  return (chart) => new VirtualService(chart, service, { hosts: [service], http });
}

/** All requests to a service go to one of its versions. */
function allTo(service: string, subset: string): Program {
  return rules(service, [to(service, subset)]);
}

function split(service: string, weights: { [subset: string]: number }): Program {
  const destinations = Object.entries(weights).map(([subset, weight]) => Destination.host(service, { subset, weight }));
  return rules(service, [HttpRoute.forward({ to: destinations })]);
}

function to(service: string, subset: string): HttpRoute {
  return HttpRoute.forward({ to: [Destination.host(service, { subset })] });
}

/** Jason's requests go to one version, all others to another. */
function jasonTo(theirs: string, others: string): Program {
  return rules('reviews', [HttpRoute.forward({ match: JASON, to: [Destination.host('reviews', { subset: theirs })] }), to('reviews', others)]);
}

function together(...programs: Program[]): Program {
  return (chart) => programs.forEach((program) => program(chart));
}

/** What Istio's own sample application shows of traffic: for each file of its folder, a program that writes objects with the same specs. */
export const BOOKINFO_SAMPLES: { [file: string]: Program } = {
  'bookinfo-gateway.yaml': (chart) => {
    const gateway = new Gateway(chart, 'bookinfo-gateway', { servers: [GatewayServer.http(['*'], { port: 8080, portName: 'http' })] });
    new VirtualService(chart, 'bookinfo', {
      hosts: ['*'],
      gateways: [gateway],
      http: [HttpRoute.forward({
        match: [
          HttpMatch.pathExact('/productpage'), HttpMatch.pathPrefix('/static'), HttpMatch.pathExact('/login'), HttpMatch.pathExact('/logout'),
          HttpMatch.pathPrefix('/api/v1/products'),
        ],
        to: [Destination.host('productpage', { port: 9080 })],
      })],
    });
  },
  'certmanager-gateway.yaml': (chart) => {
    const gateway = new Gateway(chart, 'cert-manager-gateway', { servers: [GatewayServer.http(['*'], { portName: 'http' })] });
    new VirtualService(chart, 'cert-manager', {
      hosts: ['*'],
      gateways: [gateway],
      http: [HttpRoute.forward({
        match: [HttpMatch.pathPrefix('/.well-known/acme-challenge/')], to: [Destination.host('cert-manager-resolver', { port: 8089 })],
      })],
    });
  },
  'destination-rule-all.yaml': destinationRules(),
  'destination-rule-all-mtls.yaml': destinationRules({ tls: ClientTls.istioMutual() }),
  'destination-rule-reviews.yaml': (chart) => {
    new DestinationRule(chart, 'reviews', { host: 'reviews', subsets: subsets('reviews'), trafficPolicy: { loadBalancer: LoadBalancer.random() } });
  },
  'egress-rule-google-apis.yaml': (chart) => {
    const host = 'www.googleapis.com';
    new ServiceEntry(chart, 'googleapis', {
      hosts: [host],
      ports: [{ number: 80, name: 'http', protocol: PortProtocol.HTTP }, { number: 443, name: 'https', protocol: PortProtocol.HTTPS }],
      resolution: ServiceEntryResolution.DNS,
    });
    new VirtualService(chart, 'rewrite-port-for-googleapis', {
      hosts: [host],
      http: [HttpRoute.forward({ match: [HttpMatch.of({ port: 80 })], to: [Destination.host(host, { port: 443 })] })],
    });
    // Istio's file loses its ROUND_ROBIN on port 443, which has a policy of its own; the library would keep it there.
    const { apiObject } = new DestinationRule(chart, 'originate-tls-for-googleapis', {
      host,
      trafficPolicy: { loadBalancer: LoadBalancer.roundRobin(), portLevelSettings: [{ port: 443, tls: ClientTls.simple() }] },
    });
    apiObject.addJsonPatch(JsonPatch.remove('/spec/trafficPolicy/portLevelSettings/0/loadBalancer'));
  },
  // Istio's file has a second rule for all requests, which never gets one: the library refuses it, and a patch brings it in.
  'fault-injection-details-v1.yaml': (chart) => {
    const fault = { abort: FaultAbort.httpStatus(555, 100) };
    const { apiObject } = new VirtualService(chart, 'details', {
      hosts: ['details'], http: [HttpRoute.forward({ fault, to: [Destination.host('details', { subset: 'v1' })] })],
    });
    apiObject.addJsonPatch(JsonPatch.add('/spec/http/-', { route: [{ destination: { host: 'details', subset: 'v1' } }] }));
    new DestinationRule(chart, 'details-subsets', { name: 'details', host: 'details', subsets: subsets('details', ['v1']) });
  },
  'virtual-service-all-v1.yaml': together(...Object.keys(VERSIONS).map((service) => allTo(service, 'v1'))),
  'virtual-service-details-v2.yaml': allTo('details', 'v2'),
  'virtual-service-ratings-db.yaml': together(allTo('reviews', 'v3'), allTo('ratings', 'v2')),
  'virtual-service-ratings-mysql.yaml': together(allTo('reviews', 'v3'), allTo('ratings', 'v2-mysql')),
  'virtual-service-ratings-mysql-vm.yaml': together(allTo('reviews', 'v3'), allTo('ratings', 'v2-mysql-vm')),
  'virtual-service-ratings-test-abort.yaml': rules('ratings', [
    HttpRoute.forward({ match: JASON, fault: { abort: FaultAbort.httpStatus(500, 100) }, to: [Destination.host('ratings', { subset: 'v1' })] }),
    to('ratings', 'v1'),
  ]),
  'virtual-service-ratings-test-delay.yaml': rules('ratings', [
    HttpRoute.forward({
      match: JASON, fault: { delay: FaultDelay.fixedDelay(Duration.seconds(7), 100) }, to: [Destination.host('ratings', { subset: 'v1' })],
    }),
    to('ratings', 'v1'),
  ]),
  'virtual-service-reviews-50-v3.yaml': split('reviews', { v1: 50, v3: 50 }),
  'virtual-service-reviews-80-20.yaml': split('reviews', { v1: 80, v2: 20 }),
  'virtual-service-reviews-90-10.yaml': split('reviews', { v1: 90, v2: 10 }),
  'virtual-service-reviews-jason-v2-v3.yaml': jasonTo('v2', 'v3'),
  'virtual-service-reviews-test-v2.yaml': jasonTo('v2', 'v1'),
  'virtual-service-reviews-v2-v3.yaml': split('reviews', { v2: 50, v3: 50 }),
  'virtual-service-reviews-v3.yaml': allTo('reviews', 'v3'),
};
