import type { Duration } from 'cdk8s';
import { cookieName } from '../istio/cookie';
import { headerName } from '../istio/header-name';
import { keysUri, publicKeySet } from '../istio/json-web-keys';
import { textPrimitive } from '../istio/primitive';
import type { JwtRuleSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime } from '../private/time';
import { checkList, checkText } from '../private/value-list';

/**
 * A header in which a token is looked for.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader
 */
export interface JwtHeader {
  /** The header's name. */
  readonly name: string;
  /**
   * What stands before the token, as `Bearer ` with its space.
   *
   * @default - nothing
   */
  readonly prefix?: string;
}

/**
 * A claim of the token that is written into a header.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader
 */
export interface ClaimToHeader {
  /** The header: letters, digits, hyphens and underscores. What the client sent in it is overwritten. */
  readonly header: string;
  /** The claim: a text, a number or true or false; of one within another `outer.inner`. */
  readonly claim: string;
}

/**
 * Which tokens are valid: who issued them, and where they are found. A request without a token passes: an AuthorizationPolicy demands one.
 *
 * @throws JwtRuleConflict, InvalidKeySet, InvalidCookie, InvalidHeaderName, InvalidDuration, ValueMissing (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export interface JwtRule {
  /**
   * Who issued the token: its claim `iss`, often an address.
   *
   * @default - any issuer, if there is a `jwksUri`
   */
  readonly issuer?: string;
  /**
   * For whom the token must be: its claim `aud` holds one of these.
   *
   * @default - anybody
   */
  readonly audiences?: string[];
  /**
   * Where the public keys are fetched, of HTTP or HTTPS. Excludes `jwks`.
   *
   * @default - as the issuer says by OpenID Connect discovery
   */
  readonly jwksUri?: string;
  /**
   * The public keys themselves: the JSON text of a key set. Excludes `jwksUri`.
   *
   * @default - they are fetched
   */
  readonly jwks?: string;
  /**
   * Headers in which the token is looked for.
   *
   * @default - `Authorization` behind `Bearer `, and the query parameter `access_token`, unless another place is named
   */
  readonly fromHeaders?: JwtHeader[];
  /**
   * Query parameters in which the token is looked for.
   *
   * @default - see `fromHeaders`
   */
  readonly fromParams?: string[];
  /**
   * Cookies in which the token is looked for.
   *
   * @default - none
   */
  readonly fromCookies?: string[];
  /**
   * The header in which the service gets the token's payload, in base64url.
   *
   * @default - none
   */
  readonly outputPayloadToHeader?: string;
  /**
   * Whether the service gets the token as it was sent.
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;
  /**
   * Claims that the service gets in headers of their own.
   *
   * @default - none
   */
  readonly outputClaimToHeaders?: ClaimToHeader[];
  /**
   * How long fetching the keys may take, at least 1 ms.
   *
   * @default Duration.seconds(5)
   */
  readonly timeout?: Duration;
  /**
   * Claims that hold several values with spaces between them, as `scope`, at most 64.
   *
   * @default - `scope` and `permission`
   */
  readonly spaceDelimitedClaims?: string[];
}

const MOST_CLAIMS = 64;
const outputHeader = textPrimitive('a header name of letters, digits, "-" and "_"', /^[-_A-Za-z0-9]+$/);

/** An entry of a RequestAuthentication's `jwtRules`. */
export function renderJwtRule(place: Place, rule: JwtRule): JwtRuleSpec {
  validateKeys(place, rule);
  validateLocations(place, rule);
  validateOutput(place, rule);
  const { timeout, ...rest } = rule;
  return { ...rest, timeout: timeout && renderTime(place.at('timeout'), timeout) };
}

function validateKeys(place: Place, { issuer, jwksUri, jwks, audiences }: JwtRule): void {
  if (issuer === undefined && jwksUri === undefined) {
    place.at('issuer').fail('JwtRuleConflict', { must: 'be given where there is no jwksUri', got: issuer, fix: 'name who issues the tokens' });
  }
  if (jwks !== undefined && jwksUri !== undefined) {
    place.at('jwks').fail('JwtRuleConflict', { must: 'be left out where there is a jwksUri', found: 'both', fix: 'keep one of the two' });
  }
  if (issuer !== undefined) checkText(place.at('issuer'), issuer, 'name who issues the tokens');
  if (jwksUri !== undefined) place.at('jwksUri').check('InvalidKeySet', keysUri, jwksUri, 'write where the issuer publishes its keys');
  if (jwks !== undefined) {
    place.at('jwks').check('InvalidKeySet', publicKeySet, jwks, 'tokens are verified with public keys; a private or a symmetric key must stay with the issuer');
  }
  if (audiences) checkList(place.at('audiences'), audiences, 'name whom the token is for');
}

function validateLocations(place: Place, { fromHeaders = [], fromParams, fromCookies }: JwtRule): void {
  fromHeaders.forEach(({ name }, index) => {
    place.at('fromHeaders').item(index).at('name').check('InvalidHeaderName', headerName, name, 'write the name alone, without colon or spaces');
  });
  if (fromParams) checkList(place.at('fromParams'), fromParams, 'name the query parameter');
  if (fromCookies) checkList(place.at('fromCookies'), fromCookies, 'name the cookie as the browser sends it', 'InvalidCookie', cookieName);
}

function validateOutput(place: Place, { outputPayloadToHeader, outputClaimToHeaders = [], spaceDelimitedClaims }: JwtRule): void {
  if (outputPayloadToHeader !== undefined) {
    place.at('outputPayloadToHeader').check('InvalidHeaderName', headerName, outputPayloadToHeader, 'write the name alone, without colon or spaces');
  }
  outputClaimToHeaders.forEach(({ header, claim }, index) => {
    const output = place.at('outputClaimToHeaders').item(index);
    output.at('header').check('InvalidHeaderName', outputHeader, header, 'Istio takes no other characters here');
    checkText(output.at('claim'), claim, 'name the claim');
  });
  if (spaceDelimitedClaims) {
    checkList(place.at('spaceDelimitedClaims'), spaceDelimitedClaims, 'name the claim');
    if (spaceDelimitedClaims.length > MOST_CLAIMS) {
      place.at('spaceDelimitedClaims').fail('JwtRuleConflict', {
        must: `be at most ${MOST_CLAIMS} claims`, found: String(spaceDelimitedClaims.length), fix: 'name those that policies look at',
      });
    }
  }
}
