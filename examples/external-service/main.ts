import { App, Chart, Duration } from 'cdk8s';
import {
  ClientTls, Destination, DestinationRule, HttpRoute, PortProtocol, ServiceEntry, ServiceEntryResolution, VirtualService,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

// Clients call plain HTTP, and their proxy makes it HTTPS.
const books = new ServiceEntry(chart, 'books-api', {
  hosts: ['books.example.com'],
  ports: [{ number: 80, protocol: PortProtocol.HTTP, targetPort: 443 }],
  resolution: ServiceEntryResolution.DNS,
  exportTo: ['.'],
});

new DestinationRule(chart, 'books-tls', { host: books.host, trafficPolicy: { tls: ClientTls.simple({ sni: books.host }) } });

new VirtualService(chart, 'books-timeout', {
  hosts: [books.host],
  http: [HttpRoute.forward({ to: [Destination.host(books.host, { port: 80 })], timeout: Duration.seconds(2) })],
});

app.synth();
