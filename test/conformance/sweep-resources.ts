import { Chart, Duration } from 'cdk8s';
import {
  AuthorizationAction, AuthorizationCondition, AuthorizationPolicy, AuthorizationRule, JwtRule, MutualTlsMode, PeerAuthentication, PolicyTarget,
  RequestAuthentication,
} from '../../src';

const SELECTOR = { 'app': 'reviews', 'app.kubernetes.io/version': '' };
const TARGETS = [
  PolicyTarget.service('reviews'), PolicyTarget.serviceEntry('payments.example'), PolicyTarget.gateway('edge'), PolicyTarget.gatewayClass('istio-waypoint'),
];

const CONDITIONS: AuthorizationCondition[] = [
  AuthorizationCondition.requestHeader('x-user', { values: ['a', 'b*'], notValues: ['*c'] }),
  AuthorizationCondition.requestHeader(':authority', { values: ['*'] }),
  AuthorizationCondition.requestClaim('group', { values: ['admin'] }),
  AuthorizationCondition.requestClaim('realm_access][roles', { notValues: ['guest'] }),
  AuthorizationCondition.requestPrincipal({ values: ['*'] }),
  AuthorizationCondition.requestAudiences({ values: ['bookinfo'] }),
  AuthorizationCondition.requestPresenter({ values: ['shop'] }),
  AuthorizationCondition.sourceIp({ values: ['10.0.0.1', '2001:db8::/32'] }),
  AuthorizationCondition.remoteIp({ notValues: ['0.0.0.0/0'] }),
  AuthorizationCondition.sourceNamespace({ values: ['shop', 'team-*'] }),
  AuthorizationCondition.sourceServiceAccount({ values: ['shop/web', 'web'] }),
  AuthorizationCondition.sourcePrincipal({ values: ['cluster.local/ns/shop/*'] }),
  AuthorizationCondition.sourceTrustDomain({ values: ['*.local'] }),
  AuthorizationCondition.destinationIp({ values: ['10.1.2.3/32'] }),
  AuthorizationCondition.destinationPort({ values: ['1', '8080', '65535'] }),
  AuthorizationCondition.connectionSni({ values: ['*.example.com'] }),
  AuthorizationCondition.filterMetadata('envoy.filters.network.mysql_proxy[db.table]', { values: ['[update]'] }),
];

const RULES: AuthorizationRule[] = [
  {
    sources: [
      {
        principals: ['cluster.local/ns/shop/sa/web'],
        notPrincipals: ['*/sa/cron'],
        requestPrincipals: ['https://accounts.example.com/*'],
        notRequestPrincipals: ['*/root'],
        namespaces: ['shop', 'team-*'],
        notNamespaces: ['*-test'],
        ipBlocks: ['10.0.0.0/8', '::1'],
        notIpBlocks: ['10.1.2.3'],
        remoteIpBlocks: ['1.2.3.0/24'],
        notRemoteIpBlocks: ['1.2.3.4/32'],
        trustDomains: ['cluster.local', '*'],
        notTrustDomains: ['old-*'],
      },
      { serviceAccounts: ['shop/web', 'web'], notServiceAccounts: ['shop/cron'] },
    ],
    operations: [
      { hosts: ['www.example.com', '*.example.com'], notHosts: ['old.*'], ports: [1, 65_535], notPorts: [9090] },
      { methods: ['GET', 'P*', '*'], notMethods: ['VERSION-CONTROL'], paths: ['/', '/info*', '*.html', '*', '/a/{*}/b/{**}'], notPaths: ['/{**}'] },
    ],
    conditions: CONDITIONS,
  },
  {},
];

function authorizationPolicies(chart: Chart): void {
  new AuthorizationPolicy(chart, 'nothing', {});
  new AuthorizationPolicy(chart, 'allow', { name: 'allow.some', selector: SELECTOR, action: AuthorizationAction.ALLOW, rules: RULES });
  new AuthorizationPolicy(chart, 'deny', { targets: TARGETS, action: AuthorizationAction.DENY, rules: RULES });
  new AuthorizationPolicy(chart, 'deny-callers', { action: AuthorizationAction.DENY, rules: [{ sources: [{ notNamespaces: ['shop'] }] }] });
  new AuthorizationPolicy(chart, 'audit', { action: AuthorizationAction.AUDIT, rules: RULES });
  new AuthorizationPolicy(chart, 'ask', {
    action: AuthorizationAction.CUSTOM,
    provider: 'ext-authz',
    rules: [{ sources: [{ ipBlocks: ['10.0.0.0/8'] }], operations: [{ paths: ['/admin*'] }], conditions: [AuthorizationCondition.sourceIp({ values: ['::1'] })] }],
  });
}

function peerAuthentications(chart: Chart): void {
  for (const mode of [MutualTlsMode.UNSET, MutualTlsMode.DISABLE, MutualTlsMode.PERMISSIVE, MutualTlsMode.STRICT]) {
    new PeerAuthentication(chart, mode.toLowerCase(), { mode });
    new PeerAuthentication(chart, `${mode.toLowerCase()}-ports`, { name: `some.${mode.toLowerCase()}`, selector: SELECTOR, ports: [{ port: 1, mode }, { port: 65_535, mode }] });
  }
  new PeerAuthentication(chart, 'nothing', { ports: [] });
}

const KEYS = '{"keys":[{"kty":"RSA","e":"AQAB","n":"xAE7eB6qugXyCAG3yhh7pkDkT65pHymX-P7KfIupjf59vsdo91bSP9C8H07pSAGQO1MV_xFj9VswgsCg4R6otmg5PV2He95lZdHtOcU5DXIg_pbhLdKXbi66GlVeK6ABZOUW3WYtnNHD-91gVuoeJT_DwtGGcp4ignkgXfkiEm4sw-4sfb4qdt5oLbyVpmW6x9cfa7vs2WTfURiCrBoUqgBo_-4WTiULmmHSGZHOjzwa8WtrtOQGsAFjIbno85jp6MnGGGZPYZbDAa_b3y5u-YpW7ypZrvD8BgtKVjgtQgZhLAGezMt0ua3DRrWnKqTZ0BJ_EyxOGuHJrLsn00fnMQ"}]}';

const JWT_RULES: JwtRule[] = [
  { issuer: 'https://accounts.example.com' },
  { jwksUri: 'http://keys.example.com:8080/keys?all=1' },
  {
    issuer: 'a',
    audiences: ['bookinfo', 'b c'],
    jwks: KEYS,
    fromHeaders: [{ name: 'x-token' }, { name: 'Authorization', prefix: 'Bearer ' }],
    fromParams: ['token'],
    fromCookies: ['token'],
    outputPayloadToHeader: 'x-payload',
    forwardOriginalToken: true,
    outputClaimToHeaders: [{ header: 'x-group', claim: 'group' }, { header: 'x_role', claim: 'realm_access.role' }],
    timeout: Duration.millis(1),
    spaceDelimitedClaims: ['scope'],
  },
];

function requestAuthentications(chart: Chart): void {
  new RequestAuthentication(chart, 'all', { jwtRules: JWT_RULES });
  new RequestAuthentication(chart, 'some', { name: 'some.requests', selector: SELECTOR, jwtRules: JWT_RULES.slice(0, 1) });
  new RequestAuthentication(chart, 'targets', { targets: TARGETS.slice(0, 1), jwtRules: JWT_RULES.slice(0, 1) });
}

/** Every kind of Istio's beside rules and gateways, with everything of it. */
export function otherKinds(chart: Chart): void {
  for (const part of [authorizationPolicies, peerAuthentications, requestAuthentications]) {
    part(new Chart(chart, part.name, { namespace: part.name.toLowerCase() }));
  }
}
