import { comparedNamespace, comparedText, principal, serviceAccount, trustDomain } from '../istio/authorization-value';
import { ipSubnet } from '../istio/ip-subnet';
import type { Primitive } from '../istio/primitive';
import type { ErrorCode } from '../private/error-codes';
import type { AuthorizationSourceSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkList } from '../private/value-list';

/**
 * Who makes a request: all that is given must hold, and one of each list. A text may have `*` at one of its ends, or be `*` for any. Identities, namespaces, service
 * accounts and trust domains are those of the caller's certificate, so the connection must be mutual TLS: of plain text, nothing is known, and `not...` holds.
 *
 * @throws AuthorizationRuleEmpty, AuthorizationSourceConflict, InvalidCaller, InvalidIpRange, ValueMissing (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export interface AuthorizationSource {
  /**
   * Identities of callers: `cluster.local/ns/<namespace>/sa/<service account>`.
   *
   * @default - any
   */
  readonly principals?: string[];
  /**
   * Identities that callers must not have.
   *
   * @default - none
   */
  readonly notPrincipals?: string[];
  /**
   * Identities in verified tokens: `<issuer>/<subject>`; `*` for any request with a valid token. A RequestAuthentication verifies them.
   *
   * @default - any, and requests without token
   */
  readonly requestPrincipals?: string[];
  /**
   * Identities that verified tokens must not have; `*` for requests without a valid token.
   *
   * @default - none
   */
  readonly notRequestPrincipals?: string[];
  /**
   * Namespaces of callers.
   *
   * @default - any
   */
  readonly namespaces?: string[];
  /**
   * Namespaces in which callers must not be.
   *
   * @default - none
   */
  readonly notNamespaces?: string[];
  /**
   * Addresses, or ranges of them, from which the packets come.
   *
   * @default - any
   */
  readonly ipBlocks?: string[];
  /**
   * Addresses, or ranges of them, from which the packets must not come.
   *
   * @default - none
   */
  readonly notIpBlocks?: string[];
  /**
   * Addresses, or ranges of them, of the first caller, by the header `X-Forwarded-For` or the PROXY protocol: as many hops back as the gateway trusts.
   *
   * @default - any
   */
  readonly remoteIpBlocks?: string[];
  /**
   * Addresses, or ranges of them, that the first caller must not have.
   *
   * @default - none
   */
  readonly notRemoteIpBlocks?: string[];
  /**
   * Service accounts of callers: `<namespace>/<service account>`, or the name alone for one in the namespace of the policy; at most 16, without `*`. Excludes
   * namespaces and principals.
   *
   * @default - any
   */
  readonly serviceAccounts?: string[];
  /**
   * Service accounts that callers must not have; at most 16, without `*`. Excludes namespaces and principals.
   *
   * @default - none
   */
  readonly notServiceAccounts?: string[];
  /**
   * Trust domains of callers: where a mesh spans several clusters, which one they belong to. Istio's stable channel does not accept it.
   *
   * @default - any
   */
  readonly trustDomains?: string[];
  /**
   * Trust domains in which callers must not be. Istio's stable channel does not accept it.
   *
   * @default - none
   */
  readonly notTrustDomains?: string[];
}

type Key = keyof AuthorizationSource;
type Form = [ErrorCode, Primitive<string>, fix: string];

const PRINCIPALS: Form = ['InvalidCaller', principal, 'write the identity as it stands in the certificate, without spiffe://'];
const REQUEST_PRINCIPALS: Form = ['InvalidCaller', comparedText, 'write <issuer>/<subject>, or "*" for any valid token'];
const NAMESPACES: Form = ['InvalidCaller', comparedNamespace, 'name the namespace'];
const ADDRESSES: Form = ['InvalidIpRange', ipSubnet, 'write an address or a range'];
const SERVICE_ACCOUNTS: Form = ['InvalidCaller', serviceAccount, 'write <namespace>/<service account>'];
const TRUST_DOMAINS: Form = ['InvalidCaller', trustDomain, 'name the trust domain alone'];

const FORMS: { [K in Key]-?: Form } = {
  principals: PRINCIPALS,
  notPrincipals: PRINCIPALS,
  requestPrincipals: REQUEST_PRINCIPALS,
  notRequestPrincipals: REQUEST_PRINCIPALS,
  namespaces: NAMESPACES,
  notNamespaces: NAMESPACES,
  ipBlocks: ADDRESSES,
  notIpBlocks: ADDRESSES,
  remoteIpBlocks: ADDRESSES,
  notRemoteIpBlocks: ADDRESSES,
  serviceAccounts: SERVICE_ACCOUNTS,
  notServiceAccounts: SERVICE_ACCOUNTS,
  trustDomains: TRUST_DOMAINS,
  notTrustDomains: TRUST_DOMAINS,
};

const KEYS = Object.keys(FORMS) as Key[];
const BESIDE_NO_SERVICE_ACCOUNT: Key[] = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'];
const MOST_SERVICE_ACCOUNTS = 16;

/** What is known of callers of TCP as well; of the rest, only requests of HTTP say something, or Istio does not count it. */
const OF_CONNECTIONS = KEYS.filter((key) => !/RequestPrincipals|requestPrincipals|rustDomains/.test(key));

/** What a provider can be asked about: nothing that Istio knows of the caller's identity. */
const WITHOUT_IDENTITY: Key[] = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];

/** The members that are given. */
function givenIn(source: AuthorizationSource): Key[] {
  return KEYS.filter((key) => source[key] !== undefined);
}

/** Whether it looks at something that connections of TCP have as well. */
export function looksAtConnection(source: AuthorizationSource): boolean {
  return givenIn(source).some((key) => OF_CONNECTIONS.includes(key));
}

/** The first member that a policy which asks a provider cannot have. */
export function identityIn(source: AuthorizationSource): string | undefined {
  return givenIn(source).find((key) => !WITHOUT_IDENTITY.includes(key));
}

/** A `source` in a rule of an AuthorizationPolicy. */
export function renderSource(place: Place, source: AuthorizationSource): AuthorizationSourceSpec {
  const given = givenIn(source);
  if (given.length === 0) {
    place.fail('AuthorizationRuleEmpty', { must: 'name who is meant', got: source, fix: 'leave sources out if anybody is meant' });
  }
  for (const key of given) {
    const [code, form, fix] = FORMS[key];
    checkList(place.at(key), source[key]!, fix, code, form);
  }
  const accounts = given.filter((key) => key === 'serviceAccounts' || key === 'notServiceAccounts');
  const other = given.find((key) => BESIDE_NO_SERVICE_ACCOUNT.includes(key));
  if (accounts.length > 0 && other) {
    place.at(other).fail('AuthorizationSourceConflict', {
      must: 'be left out where service accounts are named', got: source[other], fix: 'a service account says its namespace: write two sources if either is meant',
    });
  }
  accounts.filter((key) => source[key]!.length > MOST_SERVICE_ACCOUNTS).forEach((key) => place.at(key).fail('InvalidCaller', {
    must: `be at most ${MOST_SERVICE_ACCOUNTS} service accounts`, found: String(source[key]!.length), fix: 'write several sources',
  }));
  return Object.fromEntries(given.map((key) => [key, [...source[key]!]]));
}
