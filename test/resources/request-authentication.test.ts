import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { JwtRule, PolicyTarget, RequestAuthentication } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { codeOf } from '../support/messages';

const RULE: JwtRule = { issuer: 'https://accounts.example.com' };

function authentication(jwtRules: JwtRule[], scope = bookinfo()): RequestAuthentication {
  return new RequestAuthentication(scope, 'reviews', { jwtRules });
}

function keys(...all: object[]): string {
  return JSON.stringify({ keys: all });
}

test('is one object', () => {
  const chart = bookinfo();
  new RequestAuthentication(chart, 'reviews', { selector: { app: 'reviews' }, jwtRules: [{ ...RULE, audiences: ['bookinfo'] }] });
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'reviews', namespace: 'bookinfo' },
    spec: { selector: { matchLabels: { app: 'reviews' } }, jwtRules: [{ issuer: 'https://accounts.example.com', audiences: ['bookinfo'] }] },
  }]);
});

test('writes everything under the name that Istio documents', () => {
  const chart = bookinfo();
  const rule: JwtRule = {
    jwksUri: 'https://accounts.example.com/keys',
    fromHeaders: [{ name: 'x-token', prefix: 'JWT ' }],
    fromParams: ['token'],
    fromCookies: ['session'],
    outputPayloadToHeader: 'x-payload',
    forwardOriginalToken: true,
    outputClaimToHeaders: [{ header: 'x-group', claim: 'group' }],
    spaceDelimitedClaims: ['scope'],
  };
  authentication([{ ...rule, timeout: Duration.seconds(2) }], chart);
  expect(specOf(chart, 'RequestAuthentication').jwtRules).toEqual([{ ...rule, timeout: '2s' }]);
});

test('acts on targets', () => {
  const chart = bookinfo();
  new RequestAuthentication(chart, 'reviews', { targets: [PolicyTarget.gateway('edge')], jwtRules: [RULE] });
  expect(specOf(chart, 'RequestAuthentication').targetRefs).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }]);
});

test('takes public keys of every kind', () => {
  const chart = bookinfo();
  const jwks = keys({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' });
  authentication([{ ...RULE, jwks }], chart);
  expect(specOf(chart, 'RequestAuthentication').jwtRules).toEqual([{ ...RULE, jwks }]);
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = authentication([RULE], chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'RequestAuthentication')).toEqual({ jwtRules: [RULE], aFieldOfTomorrow: 1 });
});

test('needs a rule', () => {
  expect(codeOf(() => authentication([]))).toBe('ValueMissing');
});

test.each<[string, JwtRule, string]>([
  ['tokens of nobody', { audiences: ['a'] }, 'JwtRuleConflict'],
  ['an empty issuer', { issuer: '' }, 'ValueMissing'],
  ['an empty audience', { ...RULE, audiences: [''] }, 'ValueMissing'],
  ['an empty list of audiences', { ...RULE, audiences: [] }, 'ValueMissing'],
  ['keys twice', { ...RULE, jwksUri: 'https://a/', jwks: keys({ kty: 'RSA', n: 'AQAB', e: 'AQAB' }) }, 'JwtRuleConflict'],
  ['keys from a file', { ...RULE, jwksUri: 'file:///keys' }, 'InvalidKeySet'],
  ['keys that are no JSON', { ...RULE, jwks: '{' }, 'InvalidKeySet'],
  ['keys that are null', { ...RULE, jwks: 'null' }, 'InvalidKeySet'],
  ['no key', { ...RULE, jwks: keys() }, 'InvalidKeySet'],
  ['a key that lacks a part', { ...RULE, jwks: keys({ kty: 'RSA', n: 'AQAB' }) }, 'InvalidKeySet'],
  ['a private key', { ...RULE, jwks: keys({ kty: 'RSA', n: 'AQAB', e: 'AQAB', d: 'AQAB' }) }, 'InvalidKeySet'],
  ['a symmetric key', { ...RULE, jwks: keys({ kty: 'oct', k: 'AQAB' }) }, 'InvalidKeySet'],
  ['a header without a name', { ...RULE, fromHeaders: [{ name: '' }] }, 'InvalidHeaderName'],
  ['a parameter without a name', { ...RULE, fromParams: [''] }, 'ValueMissing'],
  ['a cookie with a space', { ...RULE, fromCookies: ['a b'] }, 'InvalidCookie'],
  ['a header with a space', { ...RULE, outputPayloadToHeader: 'a b' }, 'InvalidHeaderName'],
  ['a claim in a header with a dot', { ...RULE, outputClaimToHeaders: [{ header: 'a.b', claim: 'c' }] }, 'InvalidHeaderName'],
  ['an empty claim', { ...RULE, outputClaimToHeaders: [{ header: 'a', claim: '' }] }, 'ValueMissing'],
  ['no time at all', { ...RULE, timeout: Duration.millis(0) }, 'InvalidDuration'],
  ['an empty claim with spaces', { ...RULE, spaceDelimitedClaims: [''] }, 'ValueMissing'],
  ['65 claims with spaces', { ...RULE, spaceDelimitedClaims: Array(65).fill('a') }, 'JwtRuleConflict'],
])('refuses %s', (_mistake, rule, code) => {
  expect(codeOf(() => authentication([rule]))).toBe(code);
});
