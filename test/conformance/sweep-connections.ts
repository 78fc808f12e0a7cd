import type { Chart } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, Destination, Exposure, Gateway, GatewayServer, ServicePort, ServiceVersion, TcpMatch, TcpRoute, TlsMatch, TlsRoute,
  VirtualService,
} from '../../src';

const EDGE = Gateway.fromName('edge', { namespace: 'istio-ingress' });
const TO = [
  Destination.host('db.bookinfo.svc.cluster.local', { subset: 'v1', port: 5432, weight: 0 }), Destination.host('db-v2', { port: 5432, weight: 100 }),
];
const CLIENT = { sourceLabels: { 'app': 'reviews', 'example.com/tier': '' }, sourceNamespace: 'bookinfo' };

/** Rules that act on connections. */
export function connections(chart: Chart): void {
  const inMesh = new VirtualService(chart, 'db', {
    hosts: ['db.bookinfo.svc.cluster.local', '*.db.example.com'],
    tls: [
      TlsRoute.forward({ match: [TlsMatch.sniHosts(['db.bookinfo.svc.cluster.local', '*.db.example.com'])], to: TO }),
      TlsRoute.forward({ match: [TlsMatch.of({ sniHosts: ['a.db.example.com'], port: 443, destinationSubnets: ['10.1.0.0/16', '::1'], ...CLIENT })], to: TO }),
    ],
    tcp: [TcpRoute.forward({ match: [TcpMatch.port(1), TcpMatch.port(65_535)], to: TO })],
  });
  inMesh.addTlsRoute(TlsRoute.forward({ match: [TlsMatch.sniHosts(['b.db.example.com'])], to: [Destination.host('b')] }));
  inMesh.addTcpRoute(TcpRoute.forward({ match: [TcpMatch.of({ port: 5432, destinationSubnets: ['10.1.0.0/16', '10.2.0.1'], ...CLIENT })], to: TO }));
  inMesh.addTcpRoute(TcpRoute.forward({ to: TO }));
  new VirtualService(chart, 'edge', {
    hosts: ['*'],
    gateways: [EDGE, Gateway.fromName('internal')],
    tls: [TlsRoute.forward({ match: [TlsMatch.of({ sniHosts: ['*'], gateways: [EDGE] })], to: TO })],
    tcp: [TcpRoute.forward({ match: [TcpMatch.of({ port: 5432, gateways: [EDGE] })], to: TO })],
  });
  services(chart, new Gateway(chart, 'public', {
    servers: [GatewayServer.tcp(31_900), GatewayServer.tlsPassthrough(['*.example.com']), GatewayServer.tlsPassthrough(['*'], { port: 8443 })],
  }));
}

function services(chart: Chart, gateway: Gateway): void {
  const versions = {
    stable: ServiceVersion.labels('v1', { version: 'v1' }), canary: ServiceVersion.host('v2', 'prices-v2'), traffic: CanaryTraffic.weight(1),
  };
  new CanaryService(chart, 'tcp', { ...versions, ports: [ServicePort.tcp(1), ServicePort.tcp(2)] });
  new CanaryService(chart, 'tls', { ...versions, ports: [ServicePort.tls(1)] });
  new CanaryService(chart, 'all', {
    ...versions,
    ports: [ServicePort.http(1), ServicePort.tcp(2), ServicePort.tls(3)],
    exposures: [
      Exposure.mesh(),
      Exposure.tcp(gateway),
      Exposure.tcp(gateway, { port: 3, gatewayPort: 31_900, virtualServiceName: 'stream' }),
      Exposure.tlsPassthrough(gateway, { hosts: ['a.example.com'] }),
      Exposure.tlsPassthrough(gateway, { hosts: ['*.b.example.com'], port: 2, gatewayPort: 8443, virtualServiceName: 'secret' }),
    ],
  });
}
