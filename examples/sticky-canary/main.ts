import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, CookieSameSite, Exposure, Gateway, HeaderMatch, HttpMatch, ServicePort, ServiceVersion, SessionAffinity,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

new CanaryService(chart, 'catalog', {
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/catalog:v1.0.0', { replicas: 9 }),
  canary: ServiceVersion.image('v2', 'myregistry.io/catalog:v2.0.0', { replicas: 9 }),
  traffic: CanaryTraffic.weight(10),
  sessionAffinity: SessionAffinity.cookie({
    maxAge: Duration.days(7), secure: true, httpOnly: true, sameSite: CookieSameSite.LAX,
  }),
  testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
  exposures: [
    Exposure.gateway(Gateway.fromName('public', { namespace: 'istio-ingress' }), { hosts: ['www.example.com'], pathPrefix: '/catalog' }),
  ],
});

app.synth();
