import { jwtRule } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { durationProblem } from './accepted-values';
import { readKeys } from './json-web-keys';
import { checkTarget, TARGET_RULES } from './policy-target';
import { webhookRules } from './webhook-rule';
import { goRequestUri } from '../schema/go-url';

const SECRET = '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}';
const PUBLIC = '{"keys":[{"kty":"RSA","n":"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyvVRdhS8exSZEy_c4gs_7svlJJQ4H9_NxsiIoLwAEk7-Q3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJaynVJCpkv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2kgWFLU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0GaDWFLN-aEAw3vRw","e":"AQAB"}]}';

const RULES = webhookRules('request-authentication', {
  issuer: {
    must: 'A rule has an issuer or a jwksUri, and no audience is empty.',
    why: 'Istio refuses the object: it could not tell whose tokens are meant.',
    fix: 'name the issuer',
    fails: jwtRule('issuer: ""'),
    passes: jwtRule('issuer: https://accounts.example.com'),
    equals: 'issuer or jwksUri must be non-empty string',
  },
  keys: {
    must: 'Keys are found at an http or https address, or written as a JSON Web Key Set.',
    why: 'Without keys no token could be verified, so that all are refused.',
    fix: 'give the address of the keys',
    fails: jwtRule('jwks: not-json'),
    passes: jwtRule('jwksUri: https://accounts.example.com/keys'),
    equals: 'jwks parse error',
  },
  secretKeys: {
    code: 'IST0133',
    must: 'Keys in a policy are public ones.',
    why: 'Who can read the policy could sign tokens with a private or a symmetric key.',
    fix: 'write the public keys only, and replace the ones that were shown',
    fails: jwtRule(`jwks: '${SECRET}'`),
    passes: jwtRule(`jwks: '${PUBLIC}'`),
    equals: 'jwks key at index 0 contains private key material',
  },
  places: {
    must: 'The places of tokens and of claims have names: of headers, parameters, cookies; headers for claims have letters, digits, "-" and "_".',
    why: 'Istio refuses the object.',
    fix: 'give it a name',
    fails: jwtRule('fromHeaders: [{name: ""}]'),
    passes: jwtRule('fromHeaders: [{name: x-token}]\noutputClaimToHeaders: [{header: x-group, claim: group}]'),
    equals: 'location header name must be non-empty string',
  },
  timeout: {
    must: 'The time to fetch keys is whole milliseconds, at least 1ms.',
    why: 'Istio refuses the object.',
    fix: 'write a duration such as 5s',
    fails: jwtRule('jwksUri: https://accounts.example.com/keys\ntimeout: 0s'),
    passes: jwtRule('jwksUri: https://accounts.example.com/keys\ntimeout: 5s'),
    equals: 'duration must be greater than 1ms',
  },
});

/** What Istio's webhook says of a RequestAuthentication. */
export const REQUEST_AUTHENTICATION: RuleFamily = {
  kinds: ['security.istio.io/RequestAuthentication'],
  rules: [...Object.values(RULES), ...Object.values(TARGET_RULES)],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    checkTarget(check);
    for (const rule of check.spec.at('jwtRules').items.filter(({ isPresent }) => isPresent)) {
      checkIssuer(check, rule);
      checkKeys(check, rule);
      checkPlaces(check, rule);
      const wrong = durationProblem(rule.at('timeout'));
      if (wrong !== undefined) check.fail(RULES.timeout, rule.at('timeout'), wrong);
    }
  },
};

function jwksUriOf(rule: Field): Field {
  return rule.at('jwksUri').isPresent ? rule.at('jwksUri') : rule.at('jwks_uri');
}

function checkIssuer(check: ObjectCheck, rule: Field): void {
  for (const audience of rule.at('audiences').items.filter(({ text }) => text === '')) check.fail(RULES.issuer, audience, 'must not be empty');
  if (rule.at('issuer').text === '' && jwksUriOf(rule).text === '') check.fail(RULES.issuer, rule, 'must have an issuer or a jwksUri');
}

function checkKeys(check: ObjectCheck, rule: Field): void {
  const uri = jwksUriOf(rule);
  if (uri.text !== '' && !['http', 'https'].includes(goRequestUri(uri.text)?.scheme ?? '')) {
    check.fail(RULES.keys, uri, `must begin with http:// or https://, got ${shown(uri.text)}`);
  }
  const jwks = rule.at('jwks');
  if (jwks.text === '') return;
  const { problem, secret } = readKeys(jwks.text);
  if (problem !== undefined) check.fail(RULES.keys, jwks, problem);
  else for (const index of secret) check.fail(RULES.secretKeys, jwks, `holds a secret: key ${index} is private or symmetric`);
}

function checkPlaces(check: ObjectCheck, rule: Field): void {
  const fail = (field: Field, problem: string) => check.fail(RULES.places, field, problem);
  for (const place of rule.at('fromHeaders').items) {
    if (place.at('name').text === '') fail(place, 'must have a name');
  }
  for (const place of [...rule.at('fromParams').items, ...rule.at('fromCookies').items]) {
    if (place.text === '') fail(place, 'must not be empty');
  }
  for (const output of rule.at('outputClaimToHeaders').items) {
    const [header, claim] = [output.at('header').text, output.at('claim').text];
    if (header === '' || claim === '') fail(output, 'must have header and claim');
    else if (!/^[-_A-Za-z0-9]+$/.test(header)) fail(output.at('header'), `must be letters, digits, "-" and "_", got ${shown(header)}`);
  }
}
