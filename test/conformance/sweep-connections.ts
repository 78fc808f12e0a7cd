import type { Chart } from 'cdk8s';
import { Destination, Gateway, TcpMatch, TcpRoute, TlsMatch, TlsRoute, VirtualService } from '../../src';

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
}
