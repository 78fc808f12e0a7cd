import { AuthorizationCondition } from './authorization-condition';
import { AuthorizationOperation, namesPorts, renderOperation } from './authorization-operation';
import { AuthorizationSource, identityIn, looksAtConnection, renderSource } from './authorization-source';
import type { AuthorizationRuleSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkNotEmpty } from '../private/value-list';

/**
 * Which requests a policy takes: from one of the sources, for one of the operations, and under all conditions. One that says nothing takes every request.
 *
 * @throws AuthorizationDeniesTcp, AuthorizationUnsupported, ValueMissing, and what its parts raise (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export interface AuthorizationRule {
  /**
   * Who makes the request: any of them. In YAML it is `from`.
   *
   * @default - anybody
   */
  readonly sources?: AuthorizationSource[];
  /**
   * What the request asks for: any of them. In YAML it is `to`.
   *
   * @default - anything
   */
  readonly operations?: AuthorizationOperation[];
  /**
   * What must hold besides: all of them. In YAML it is `when`.
   *
   * @default - nothing
   */
  readonly conditions?: AuthorizationCondition[];
}

/** An entry of an AuthorizationPolicy's `rules`. */
export function renderRule(place: Place, { sources, operations, conditions }: AuthorizationRule): AuthorizationRuleSpec {
  for (const [key, list] of Object.entries({ sources, operations, conditions })) {
    if (list) {
      checkNotEmpty(place.at(key), list);
    }
  }
  return {
    from: sources?.map((source, index) => ({ source: renderSource(place.at('sources').item(index), source) })),
    to: operations?.map((operation, index) => ({ operation: renderOperation(place.at('operations').item(index), operation) })),
    when: conditions?.map((condition, index) => condition._render(place.at('conditions').item(index))),
  };
}

/** Complains of a rule that denies and looks at HTTP alone: connections to TCP ports have nothing of it, so all of them would be denied. */
export function rejectDeniedTcp(place: Place, { sources, operations }: AuthorizationRule): void {
  const isOfHttp = operations ? !operations.some(namesPorts) : sources && !sources.some(looksAtConnection);
  if (isOfHttp) {
    place.fail('AuthorizationDeniesTcp', {
      must: 'name ports in its operations where it denies',
      found: 'attributes of HTTP alone',
      fix: 'of connections to TCP ports Istio would deny all: add the HTTP ports of the pods, as operations: [{ ports: [8080] }]',
    });
  }
}

/** Complains of a rule that Istio could not ask a provider about. */
export function rejectIdentity(place: Place, { sources = [], conditions = [] }: AuthorizationRule): void {
  const fail = (where: Place) => where.fail('AuthorizationUnsupported', {
    must: 'be left out where a provider is asked', found: 'the identity of the caller', fix: 'Istio does not support it with CUSTOM: let the provider look at the identity',
  });
  sources.forEach((source, index) => {
    const key = identityIn(source);
    if (key) fail(place.at('sources').item(index).at(key));
  });
  conditions.filter(({ _looksAtIdentity }) => _looksAtIdentity).forEach((condition) => fail(place.at('conditions').item(conditions.indexOf(condition))));
}
