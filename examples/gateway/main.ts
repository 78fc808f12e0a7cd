import { App, Chart } from 'cdk8s';
import { Destination, Gateway, GatewayServer, HttpRoute, VirtualService } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'ingress', { namespace: 'istio-ingress' });

const hosts = ['*.example.com'];
const gateway = new Gateway(chart, 'public', {
  selector: { istio: 'ingress' },
  servers: [GatewayServer.https(hosts, 'example-com-tls'), GatewayServer.redirectToHttps(hosts)],
});

// Hosts that no service has claimed go to the shop.
new VirtualService(chart, 'shop', {
  hosts,
  gateways: [gateway],
  http: [HttpRoute.forward({ to: [Destination.host('shop.shop.svc.cluster.local', { port: 8080 })] })],
});

app.synth();
