import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AuthorizationRule, rejectDeniedTcp, rejectIdentity, renderRule } from './authorization-rule';
import { PolicyProps, renderScope } from './policy-target';
import { subdomainName } from '../istio/dns-label';
import { defineObject } from '../private/api-object';
import { authorizationPolicyManifest } from '../private/imports';
import { Place } from '../private/place';
import { checkText } from '../private/value-list';

/** What happens to a request that a rule of an AuthorizationPolicy takes. */
export enum AuthorizationAction {
  /** It is let through, and as soon as one policy for the pods allows something, all that none allows is refused with 403. */
  ALLOW = 'ALLOW',
  /** It is refused with 403, whatever else allows it. */
  DENY = 'DENY',
  /** It is marked for the access log, and neither let through nor refused. */
  AUDIT = 'AUDIT',
  /** A provider is asked, before all else. */
  CUSTOM = 'CUSTOM',
}

/** An AuthorizationPolicy. */
export interface AuthorizationPolicyProps extends PolicyProps {
  /**
   * What happens to the requests that a rule takes.
   *
   * @default AuthorizationAction.ALLOW
   */
  readonly action?: AuthorizationAction;
  /**
   * The provider that is asked, one of `extensionProviders` in the configuration of the mesh; with `AuthorizationAction.CUSTOM` only.
   *
   * @default - none
   */
  readonly provider?: string;
  /**
   * Which requests are taken: those that one of the rules takes, at most 512.
   *
   * @default - none: a policy that allows then allows nothing, so that all is refused that no other policy allows
   */
  readonly rules?: AuthorizationRule[];
}

/**
 * Who may call what. Defines one AuthorizationPolicy. Asked are first policies with CUSTOM, then those with DENY, then those with ALLOW; where none
 * allows anything, all is allowed.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { AuthorizationPolicy } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new AuthorizationPolicy(chart, 'ratings', {
 *   selector: { app: 'ratings' },
 *   rules: [{
 *     sources: [{ serviceAccounts: ['bookinfo/reviews'] }],
 *     operations: [{ methods: ['GET'], paths: ['/ratings*'] }],
 *   }],
 * });
 */
export class AuthorizationPolicy extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, LabelsMissing, InvalidLabel, PolicyTargetsConflict, AuthorizationProviderConflict, AuthorizationRulesMissing, and what the
   * rules raise
   */
  public constructor(scope: Construct, id: string, props: AuthorizationPolicyProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, action = AuthorizationAction.ALLOW, rules = [], provider } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the AuthorizationPolicy, or another id');
    validateProvider(place.at('provider'), action, provider);
    validateRules(place.at('rules'), action, rules);
    const spec = {
      ...renderScope(place, props),
      action: props.action,
      provider: provider === undefined ? undefined : { name: provider },
      rules: rules.length > 0 ? rules.map((rule, index) => renderRule(place.at('rules').item(index), rule)) : undefined,
    };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      name,
      spec: () => authorizationPolicyManifest(spec),
    });
  }
}

function validateProvider(place: Place, action: AuthorizationAction, provider?: string): void {
  const isAsked = action === AuthorizationAction.CUSTOM;
  if (isAsked !== (provider !== undefined)) {
    place.fail('AuthorizationProviderConflict', {
      must: `be ${isAsked ? 'given' : 'left out'} where the action is ${action}`, got: provider, fix: 'a provider is asked by AuthorizationAction.CUSTOM, and by no other action',
    });
  }
  if (provider !== undefined) {
    checkText(place, provider, 'name one of the extensionProviders of the mesh');
  }
}

const MOST_RULES = 512;

function validateRules(place: Place, action: AuthorizationAction, rules: AuthorizationRule[]): void {
  if ((rules.length === 0 && action !== AuthorizationAction.ALLOW) || rules.length > MOST_RULES) {
    place.fail('AuthorizationRulesMissing', {
      must: `have 1 to ${MOST_RULES} rules where the action is ${action}`, found: String(rules.length), fix: 'without a rule it never acts: for every request write [{}]',
    });
  }
  rules.forEach((rule, index) => {
    if (action === AuthorizationAction.DENY) rejectDeniedTcp(place.item(index), rule);
    if (action === AuthorizationAction.CUSTOM) rejectIdentity(place.item(index), rule);
  });
}
