import { comparedNamespace, comparedText, principal, serviceAccount, trustDomain } from '../istio/authorization-value';
import { headerName } from '../istio/header-name';
import { ipSubnet } from '../istio/ip-subnet';
import { isText, Primitive, textPrimitive } from '../istio/primitive';
import type { ErrorCode } from '../private/error-codes';
import type { AuthorizationConditionSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkList } from '../private/value-list';

/** What an attribute must be and must not be. At least one of both; a text may have `*` at one of its ends, or be `*` for any. */
export interface AuthorizationConditionOptions {
  /**
   * Values of which the attribute must have one.
   *
   * @default - any
   */
  readonly values?: string[];
  /**
   * Values that the attribute must not have; what is not there has none of them.
   *
   * @default - none
   */
  readonly notValues?: string[];
}

const MOST_SERVICE_ACCOUNTS = 16;

const destinationPort = textPrimitive(
  'a port from 1 to 65535, as a text',
  /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
);
const claim = textPrimitive('the name of a claim, or the names on the way to it joined by "][", as realm_access][roles', /^[^\s[\]]+(?:\]\[[^\s[\]]+)*$/);
const metadata: Primitive<string> = textPrimitive('<filter>[<key>], such as envoy.filters.network.mysql_proxy[db.table]', /^[^\s[\]]+\[[^\s[\]]+\]$/);
const anyText: Primitive<string> = { allowed: 'a text that is not empty', accepts: (value) => isText(value) && value !== '' };

/**
 * Something more that must hold of a request, for attributes that neither a source nor an operation has, or in another combination.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class AuthorizationCondition {
  /**
   * A header of the request.
   *
   * @param name the header's name
   * @param options its values
   * @throws InvalidHeaderName, AuthorizationRuleEmpty, InvalidCaller, ValueMissing (when a construct receives it)
   */
  public static requestHeader(name: string, options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition(`request.headers[${name}]`, options, ['ValueMissing', anyText], (place) => {
      place.at('name').check('InvalidHeaderName', headerName, name, 'write the name alone, without colon or spaces');
    });
  }

  /**
   * A claim of the verified token.
   *
   * @param name the claim's name; of one within another `outer][inner`
   * @param options its values
   * @throws InvalidAttribute, AuthorizationRuleEmpty, ValueMissing (when a construct receives it)
   */
  public static requestClaim(name: string, options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition(`request.auth.claims[${name}]`, options, ['ValueMissing', anyText], (place) => {
      place.at('name').check('InvalidAttribute', claim, name, 'name the claim as it stands in the token');
    });
  }

  /**
   * The identity in the verified token: `<issuer>/<subject>`.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, ValueMissing (when a construct receives it)
   */
  public static requestPrincipal(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('request.auth.principal', options);
  }

  /**
   * For whom the verified token is: its claim `aud`.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, ValueMissing (when a construct receives it)
   */
  public static requestAudiences(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('request.auth.audiences', options);
  }

  /**
   * Who may present the verified token: its claim `azp`.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, ValueMissing (when a construct receives it)
   */
  public static requestPresenter(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('request.auth.presenter', options);
  }

  /**
   * The address from which the packets come: an address or a range.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidIpRange, ValueMissing (when a construct receives it)
   */
  public static sourceIp(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('source.ip', options, ['InvalidIpRange', ipSubnet]);
  }

  /**
   * The address of the first caller: an address or a range.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidIpRange, ValueMissing (when a construct receives it)
   */
  public static remoteIp(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('remote.ip', options, ['InvalidIpRange', ipSubnet]);
  }

  /**
   * The namespace of the caller.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidCaller, ValueMissing (when a construct receives it)
   */
  public static sourceNamespace(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('source.namespace', options, ['InvalidCaller', comparedNamespace]);
  }

  /**
   * The service account of the caller, perhaps behind its namespace and a slash; at most 16 in each list.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidCaller, ValueMissing (when a construct receives it)
   */
  public static sourceServiceAccount(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('source.serviceAccount', options, ['InvalidCaller', serviceAccount], (place) => {
      for (const key of ['values', 'notValues'] as const) {
        const { length } = options[key] ?? [];
        if (length > MOST_SERVICE_ACCOUNTS) {
          place.at(key).fail('InvalidCaller', {
            must: `be at most ${MOST_SERVICE_ACCOUNTS} service accounts`, found: String(length), fix: 'write several rules',
          });
        }
      }
    });
  }

  /**
   * The identity in the caller's certificate: `cluster.local/ns/<namespace>/sa/<service account>`.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidCaller, ValueMissing (when a construct receives it)
   */
  public static sourcePrincipal(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('source.principal', options, ['InvalidCaller', principal]);
  }

  /**
   * The trust domain of the caller.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidCaller, ValueMissing (when a construct receives it)
   */
  public static sourceTrustDomain(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('source.trustDomain', options, ['InvalidCaller', trustDomain]);
  }

  /**
   * The address that is called: an address or a range.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidIpRange, ValueMissing (when a construct receives it)
   */
  public static destinationIp(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('destination.ip', options, ['InvalidIpRange', ipSubnet]);
  }

  /**
   * The port on which the pods listen: a number, as a text.
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidPort, ValueMissing (when a construct receives it)
   */
  public static destinationPort(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('destination.port', options, ['InvalidPort', destinationPort]);
  }

  /**
   * The host that a client of TLS asks for (SNI).
   *
   * @param options its values
   * @throws AuthorizationRuleEmpty, InvalidHost, ValueMissing (when a construct receives it)
   */
  public static connectionSni(options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition('connection.sni', options, ['InvalidHost', comparedText]);
  }

  /**
   * What another filter of Envoy has found out; experimental.
   *
   * @param key the filter and its key: `envoy.filters.network.mysql_proxy[db.table]`
   * @param options its values; in brackets for an entry of a list, as `[update]`
   * @throws InvalidAttribute, AuthorizationRuleEmpty, ValueMissing (when a construct receives it)
   */
  public static filterMetadata(key: string, options: AuthorizationConditionOptions): AuthorizationCondition {
    return new AuthorizationCondition(`experimental.${key}`, options, ['ValueMissing', anyText], (place) => {
      const allowed = { allowed: metadata.allowed, accepts: (value: string) => metadata.accepts(value) && value.startsWith('envoy.filters.') };
      place.at('key').check('InvalidAttribute', allowed, key, 'see the example in the documentation of conditions');
    });
  }

  private readonly options: AuthorizationConditionOptions;

  private constructor(
    private readonly key: string,
    options: AuthorizationConditionOptions,
    private readonly form: [ErrorCode, Primitive<string>] = ['ValueMissing', anyText],
    private readonly validate?: (place: Place) => void,
  ) {
    this.options = { values: options.values && [...options.values], notValues: options.notValues && [...options.notValues] };
  }

  /**
   * Whether it looks at the identity of the caller, which a policy that asks a provider cannot.
   *
   * @internal
   */
  public get _looksAtIdentity(): boolean {
    return this.key.startsWith('request.auth.') || (this.key.startsWith('source.') && this.key !== 'source.ip');
  }

  /**
   * An entry of a rule's `when`.
   *
   * @internal
   */
  public _render(place: Place): AuthorizationConditionSpec {
    const { values, notValues } = this.options;
    this.validate?.(place);
    if (!values && !notValues) {
      place.fail('AuthorizationRuleEmpty', { must: 'have values or notValues', found: 'neither', fix: 'say what the attribute must be; "*" for any' });
    }
    const [code, form] = this.form;
    for (const [key, list] of Object.entries({ values, notValues })) {
      if (list) {
        checkList(place.at(key), list, 'write it as the attribute stands in requests', code, form);
      }
    }
    return { key: this.key, values, notValues };
  }
}
