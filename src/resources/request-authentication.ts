import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { JwtRule, renderJwtRule } from './jwt-rule';
import { PolicyProps, renderScope } from './policy-target';
import { subdomainName } from '../istio/dns-label';
import { defineObject } from '../private/api-object';
import { requestAuthenticationManifest } from '../private/imports';
import { Place } from '../private/place';
import { checkNotEmpty } from '../private/value-list';

/** A RequestAuthentication. */
export interface RequestAuthenticationProps extends PolicyProps {
  /** Which tokens are valid: those that one of the rules takes, at least one rule. */
  readonly jwtRules: JwtRule[];
}

/**
 * Which tokens (JWT) are valid. Defines one RequestAuthentication. A request with a token that is not valid gets 401; one without a token passes, until an
 * AuthorizationPolicy demands one by `requestPrincipals: ['*']`. What the token says, rules of gateways can match as claims.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { RequestAuthentication } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new RequestAuthentication(chart, 'reviews', {
 *   selector: { app: 'reviews' },
 *   jwtRules: [{ issuer: 'https://accounts.example.com', audiences: ['bookinfo'] }],
 * });
 */
export class RequestAuthentication extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, LabelsMissing, InvalidLabel, PolicyTargetsConflict, ValueMissing, and what the rules raise
   */
  public constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, jwtRules } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the RequestAuthentication, or another id');
    checkNotEmpty(place.at('jwtRules'), jwtRules);
    const spec = { ...renderScope(place, props), jwtRules: jwtRules.map((rule, index) => renderJwtRule(place.at('jwtRules').item(index), rule)) };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      name,
      spec: () => requestAuthenticationManifest(spec),
    });
  }
}
