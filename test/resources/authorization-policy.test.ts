import { ApiObject, JsonPatch } from 'cdk8s';
import {
  AuthorizationAction, AuthorizationCondition, AuthorizationOperation, AuthorizationPolicy, AuthorizationPolicyProps, AuthorizationRule,
  AuthorizationSource, PolicyTarget,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function policy(props: AuthorizationPolicyProps, scope = bookinfo()): AuthorizationPolicy {
  return new AuthorizationPolicy(scope, 'ratings', props);
}

function specFrom(props: AuthorizationPolicyProps) {
  const chart = bookinfo();
  policy(props, chart);
  return specOf(chart, 'AuthorizationPolicy');
}

const ofRule = (rule: AuthorizationRule) => () => policy({ rules: [rule] });
const from = (source: AuthorizationSource) => ofRule({ sources: [source] });
const to = (operation: AuthorizationOperation) => ofRule({ operations: [operation] });
const when = (condition: AuthorizationCondition) => ofRule({ conditions: [condition] });
const DENY = AuthorizationAction.DENY;

test('is one object, with sources, operations and conditions where Istio has from, to and when', () => {
  const chart = bookinfo();
  policy({
    selector: { app: 'ratings' },
    rules: [{
      sources: [{ serviceAccounts: ['bookinfo/reviews'] }],
      operations: [{ methods: ['GET'], paths: ['/ratings*'], ports: [9080] }],
      conditions: [AuthorizationCondition.requestHeader('x-user', { values: ['jason'] })],
    }],
  }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'ratings', namespace: 'bookinfo' },
    spec: {
      selector: { matchLabels: { app: 'ratings' } },
      rules: [{
        from: [{ source: { serviceAccounts: ['bookinfo/reviews'] } }],
        to: [{ operation: { methods: ['GET'], paths: ['/ratings*'], ports: ['9080'] } }],
        when: [{ key: 'request.headers[x-user]', values: ['jason'] }],
      }],
    },
  }]);
});

test('allows nothing without a rule, and everything with one that says nothing', () => {
  expect(specFrom({})).toEqual({});
  expect(specFrom({ rules: [] })).toEqual({});
  expect(specFrom({ rules: [{}] })).toEqual({ rules: [{}] });
});

test('asks a provider', () => {
  expect(specFrom({ action: AuthorizationAction.CUSTOM, provider: 'ext-authz', rules: [{ operations: [{ paths: ['/admin*'] }] }] })).toEqual({
    action: 'CUSTOM', provider: { name: 'ext-authz' }, rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }],
  });
});

test('names targets with the group of their kind', () => {
  const targets = [PolicyTarget.service('a'), PolicyTarget.serviceEntry('b'), PolicyTarget.gateway('c'), PolicyTarget.gatewayClass('d')];
  expect(specFrom({ targets }).targetRefs).toEqual([
    { kind: 'Service', name: 'a' },
    { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'b' },
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'c' },
    { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'd' },
  ]);
});

test('denies by callers, whom connections to TCP ports have as well', () => {
  expect(specFrom({ action: DENY, rules: [{ sources: [{ notNamespaces: ['shop'] }] }] }).rules).toEqual([{ from: [{ source: { notNamespaces: ['shop'] } }] }]);
});

test('denies by what HTTP says on the ports that speak it', () => {
  expect(specFrom({ action: DENY, rules: [{ operations: [{ methods: ['POST'], ports: [9080] }] }] }).rules).toEqual([
    { to: [{ operation: { methods: ['POST'], ports: ['9080'] } }] },
  ]);
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = policy({ rules: [{}] }, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'AuthorizationPolicy')).toEqual({ rules: [{}], aFieldOfTomorrow: 1 });
});

test('keeps what it was given, whatever becomes of the lists', () => {
  const chart = bookinfo();
  const namespaces = ['shop'];
  policy({ rules: [{ sources: [{ namespaces }] }] }, chart);
  namespaces.push('other');
  expect(specOf(chart, 'AuthorizationPolicy').rules[0].from[0].source.namespaces).toEqual(['shop']);
});

test.each<[string, () => unknown, string]>([
  ['a name with an underscore', () => policy({ name: 'my_ratings' }), 'InvalidObjectName'],
  ['a selector without labels', () => policy({ selector: {} }), 'LabelsMissing'],
  ['a selector with a wildcard', () => policy({ selector: { app: '*' } }), 'InvalidLabel'],
  ['a selector beside targets', () => policy({ selector: { a: 'b' }, targets: [PolicyTarget.service('a')] }), 'PolicyTargetsConflict'],
  ['no target', () => policy({ targets: [] }), 'PolicyTargetsConflict'],
  ['17 targets', () => policy({ targets: Array(17).fill(PolicyTarget.service('a')) }), 'PolicyTargetsConflict'],
  ['a target without a name', () => policy({ targets: [PolicyTarget.service('')] }), 'InvalidObjectName'],
  ['a provider that nobody asks', () => policy({ provider: 'a', rules: [{}] }), 'AuthorizationProviderConflict'],
  ['nobody to ask', () => policy({ action: AuthorizationAction.CUSTOM, rules: [{}] }), 'AuthorizationProviderConflict'],
  ['a provider without a name', () => policy({ action: AuthorizationAction.CUSTOM, provider: '', rules: [{}] }), 'ValueMissing'],
  ['nothing to deny', () => policy({ action: DENY }), 'AuthorizationRulesMissing'],
  ['nothing to audit', () => policy({ action: AuthorizationAction.AUDIT, rules: [] }), 'AuthorizationRulesMissing'],
  ['513 rules', () => policy({ rules: Array(513).fill({}) }), 'AuthorizationRulesMissing'],
  ['an empty list of sources, which would be anybody', ofRule({ sources: [] }), 'ValueMissing'],
  ['an empty list of operations', ofRule({ operations: [] }), 'ValueMissing'],
  ['an empty list of conditions', ofRule({ conditions: [] }), 'ValueMissing'],
  ['a source that says nothing', from({}), 'AuthorizationRuleEmpty'],
  ['an empty list in a source', from({ namespaces: [] }), 'ValueMissing'],
  ['a namespace with two wildcards', from({ namespaces: ['*a*'] }), 'InvalidCaller'],
  ['a namespace in upper case', from({ namespaces: ['Shop'] }), 'InvalidCaller'],
  ['an identity with its scheme', from({ principals: ['spiffe://cluster.local/ns/a/sa/b'] }), 'InvalidCaller'],
  ['an identity with a wildcard within', from({ notPrincipals: ['cluster.local/*/sa/b'] }), 'InvalidCaller'],
  ['an empty identity of a token', from({ requestPrincipals: [''] }), 'InvalidCaller'],
  ['a service account with a wildcard', from({ serviceAccounts: ['shop/*'] }), 'InvalidCaller'],
  ['a service account of an empty namespace', from({ notServiceAccounts: ['/web'] }), 'InvalidCaller'],
  ['a service account with two slashes', from({ serviceAccounts: ['a/b/c'] }), 'InvalidCaller'],
  ['17 service accounts', from({ serviceAccounts: Array(17).fill('web') }), 'InvalidCaller'],
  ['service accounts beside namespaces', from({ serviceAccounts: ['web'], namespaces: ['shop'] }), 'AuthorizationSourceConflict'],
  ['service accounts beside identities', from({ notServiceAccounts: ['web'], notPrincipals: ['*'] }), 'AuthorizationSourceConflict'],
  ['a trust domain with a slash', from({ trustDomains: ['cluster.local/ns'] }), 'InvalidCaller'],
  ['an address that is none', from({ ipBlocks: ['10.0.0'] }), 'InvalidIpRange'],
  ['a range that is too narrow', from({ notRemoteIpBlocks: ['10.0.0.0/33'] }), 'InvalidIpRange'],
  ['an operation that says nothing', to({}), 'AuthorizationRuleEmpty'],
  ['an empty list in an operation', to({ ports: [] }), 'ValueMissing'],
  ['a method in lower case', to({ methods: ['get'] }), 'InvalidMethod'],
  ['a port of 0', to({ notPorts: [0] }), 'InvalidPort'],
  ['an empty host', to({ hosts: [''] }), 'InvalidHost'],
  ['a path without a slash', to({ paths: ['info'] }), 'InvalidPath'],
  ['a path with a query', to({ paths: ['/info?a=b'] }), 'InvalidPath'],
  ['a path with a wildcard within', to({ paths: ['/a/*/b'] }), 'InvalidPath'],
  ['a template behind the rest', to({ paths: ['/{**}/{*}'] }), 'InvalidPath'],
  ['a template in a part of its own', to({ notPaths: ['/a{*}'] }), 'InvalidPath'],
  ['a template with a wildcard', to({ paths: ['/{*}/*'] }), 'InvalidPath'],
  ['a condition without values', when(AuthorizationCondition.sourceIp({})), 'AuthorizationRuleEmpty'],
  ['a condition with an empty list', when(AuthorizationCondition.connectionSni({ notValues: [] })), 'ValueMissing'],
  ['a header with a space', when(AuthorizationCondition.requestHeader('x y', { values: ['a'] })), 'InvalidHeaderName'],
  ['an empty value of a header', when(AuthorizationCondition.requestHeader('x', { values: [''] })), 'ValueMissing'],
  ['a claim with a bracket', when(AuthorizationCondition.requestClaim('a]', { values: ['a'] })), 'InvalidAttribute'],
  ['metadata of no filter', when(AuthorizationCondition.filterMetadata('mysql[db]', { values: ['a'] })), 'InvalidAttribute'],
  ['a port that is no number', when(AuthorizationCondition.destinationPort({ values: ['http'] })), 'InvalidPort'],
  ['a port beyond all ports', when(AuthorizationCondition.destinationPort({ values: ['65536'] })), 'InvalidPort'],
  ['17 service accounts in a condition', when(AuthorizationCondition.sourceServiceAccount({ notValues: Array(17).fill('web') })), 'InvalidCaller'],
])('refuses %s', (_mistake, program, code) => {
  expect(codeOf(program)).toBe(code);
});

test.each<[string, AuthorizationRule]>([
  ['methods', { operations: [{ methods: ['POST'] }] }],
  ['paths for some callers', { sources: [{ namespaces: ['shop'] }], operations: [{ paths: ['/admin*'] }] }],
  ['tokens', { sources: [{ notRequestPrincipals: ['*'] }] }],
  ['trust domains', { sources: [{ trustDomains: ['old'] }] }],
])('does not deny by %s alone, because connections to TCP ports would all be denied', (_attributes, rule) => {
  expect(codeOf(() => policy({ action: DENY, rules: [rule] }))).toBe('AuthorizationDeniesTcp');
});

test.each<[string, AuthorizationRule, string]>([
  ['namespaces', { sources: [{ ipBlocks: ['::1'] }, { notNamespaces: ['a'] }] }, 'rules[0].sources[1].notNamespaces'],
  ['tokens', { conditions: [AuthorizationCondition.sourceIp({ values: ['::1'] }), AuthorizationCondition.requestClaim('a', { values: ['b'] })] }, 'rules[0].conditions[1]'],
  ['identities', { conditions: [AuthorizationCondition.sourcePrincipal({ values: ['b'] })] }, 'rules[0].conditions[0]'],
])('asks no provider about %s of callers', (_what, rule, place) => {
  const message = messageOf(() => policy({ action: AuthorizationAction.CUSTOM, provider: 'ext-authz', rules: [rule] }));
  expect(message).toContain(`AuthorizationUnsupported: ${place} must be left out where a provider is asked`);
});
