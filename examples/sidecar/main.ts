import { App, Chart } from 'cdk8s';
import { OutboundTraffic, PortProtocol, Sidecar } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

new Sidecar(chart, 'default', {
  egress: [{ hosts: ['./*', 'istio-system/*'] }],
  outboundTraffic: OutboundTraffic.registryOnly(),
});

new Sidecar(chart, 'ratings', {
  workloadSelector: { app: 'ratings' },
  egress: [{ hosts: ['./mysqldb.bookinfo.svc.cluster.local'] }],
  ingress: [{
    port: { number: 9080, protocol: PortProtocol.HTTP },
    defaultEndpoint: '127.0.0.1:8080',
    connectionPool: { http: { http2MaxRequests: 100 } },
  }],
});

app.synth();
