import { App, Chart } from 'cdk8s';
import {
  AuthorizationAction, AuthorizationPolicy, MutualTlsMode, PeerAuthentication, RequestAuthentication,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
const selector = { app: 'reviews' };

new PeerAuthentication(chart, 'default', { mode: MutualTlsMode.STRICT });

new RequestAuthentication(chart, 'tokens', {
  selector,
  jwtRules: [{ issuer: 'https://accounts.example.com', audiences: ['bookinfo'], outputClaimToHeaders: [{ header: 'x-user', claim: 'email' }] }],
});

new AuthorizationPolicy(chart, 'reviews', {
  selector,
  rules: [
    {
      sources: [{ serviceAccounts: ['bookinfo/productpage'], requestPrincipals: ['https://accounts.example.com/*'] }],
      operations: [{ methods: ['GET'], paths: ['/reviews*'] }],
    },
    { sources: [{ namespaces: ['monitoring'] }], operations: [{ methods: ['GET'], paths: ['/metrics'] }] },
  ],
});

new AuthorizationPolicy(chart, 'no-admin-from-outside', {
  selector,
  action: AuthorizationAction.DENY,
  rules: [{ sources: [{ notNamespaces: ['bookinfo'] }], operations: [{ paths: ['/admin*'], ports: [9080] }] }],
});

app.synth();
