import { subdomainName } from '../istio/dns-label';
import { fqdn } from '../istio/host';
import { isText } from '../istio/primitive';
import type { ClientTlsSpec } from '../private/imports';
import type { Place } from '../private/place';

/** How the certificate of the server is looked at. */
export interface ClientTlsOptions {
  /**
   * The host name that the server is asked for (SNI).
   *
   * @default - the host of the request
   */
  readonly sni?: string;
  /**
   * Names of which the server's certificate must hold one, such as `spiffe://cluster.local/ns/bookinfo/sa/ratings`.
   *
   * @default - the host of the request
   */
  readonly subjectAltNames?: string[];
  /**
   * Whether any certificate of the server is taken, so that nobody knows who it is. Excludes what would be used to verify it.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** How a server is verified that does not ask who the client is. */
export interface SimpleTlsOptions extends ClientTlsOptions {
  /**
   * The file in the client's proxy that holds the certificates of the authorities to trust.
   *
   * @default - those of the proxy's operating system
   */
  readonly caCertificates?: string;
  /**
   * The file in the client's proxy that holds the list of revoked certificates.
   *
   * @default - none is known to be revoked
   */
  readonly caCrl?: string;
  /**
   * The Secret, in the namespace of the client's pod, that holds the certificates of the authorities to trust; in place of files. Only gateways
   * read it: at sidecars it has an effect only if the DestinationRule has a `workloadSelector`.
   *
   * @default - none
   */
  readonly credentialName?: string;
}

/** The files by which client and server know each other. Their paths are those in the client's proxy. */
export interface MutualTlsOptions extends ClientTlsOptions {
  /** The file that holds the client's certificate. */
  readonly clientCertificate: string;
  /** The file that holds the client's private key. */
  readonly privateKey: string;
  /**
   * The file that holds the certificates of the authorities to trust.
   *
   * @default - those of the proxy's operating system
   */
  readonly caCertificates?: string;
  /**
   * The file that holds the list of revoked certificates.
   *
   * @default - none is known to be revoked
   */
  readonly caCrl?: string;
}

type AnyOptions = SimpleTlsOptions & Partial<MutualTlsOptions>;

const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const;
type RequiredKey = typeof FILES[number] | 'credentialName';

/**
 * How the client's proxy secures connections to a destination. Leave it out for services in the mesh: then Istio does it by itself, with mutual TLS
 * to pods that have a sidecar and plain text to others. Where a PeerAuthentication is STRICT, pods take no connections but those with Istio's certificates,
 * so that of these only `istioMutual()` gets through; where it is DISABLE, only `disable()` does, or TLS that the application itself speaks.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class ClientTls {
  /** Plain text, even to pods that could do better. Where a PeerAuthentication is STRICT, every request fails with 503. */
  public static disable(): ClientTls {
    return new ClientTls('DISABLE');
  }

  /**
   * Mutual TLS with the certificates that Istio issues, always: requests to a pod without a sidecar fail with 503.
   *
   * @param options how the server is verified; left out, by the service accounts of its pods
   * @throws InvalidHost, TlsValueMissing, TlsSettingsConflict (when a construct receives it)
   */
  public static istioMutual(options: ClientTlsOptions = {}): ClientTls {
    return new ClientTls('ISTIO_MUTUAL', options);
  }

  /**
   * TLS to a server that does not ask who the client is, as outside the mesh. Pods in the mesh refuse it where a PeerAuthentication is STRICT.
   *
   * @param options how the server is verified
   * @throws InvalidHost, InvalidObjectName, TlsValueMissing, TlsSettingsConflict (when a construct receives it)
   */
  public static simple(options: SimpleTlsOptions = {}): ClientTls {
    return new ClientTls('SIMPLE', options);
  }

  /**
   * Mutual TLS with a certificate of one's own, from files in the client's proxy.
   *
   * @param options the files, and how the server is verified
   * @throws InvalidHost, TlsValueMissing, TlsSettingsConflict (when a construct receives it)
   */
  public static mutualWithFiles(options: MutualTlsOptions): ClientTls {
    return new ClientTls('MUTUAL', options, ['clientCertificate', 'privateKey']);
  }

  /**
   * Mutual TLS with a certificate of one's own, from a Secret. Only gateways read it: at sidecars it has an effect only if the DestinationRule
   * has a `workloadSelector`.
   *
   * @param credentialName the Secret, in the namespace of the gateway's pods: `tls.crt`, `tls.key` and `ca.crt`, or `cert`, `key` and `cacert`
   * @param options how the server is verified
   * @throws InvalidHost, InvalidObjectName, TlsValueMissing, TlsSettingsConflict (when a construct receives it)
   */
  public static mutualWithSecret(credentialName: string, options: ClientTlsOptions = {}): ClientTls {
    return new ClientTls('MUTUAL', { ...options, credentialName }, ['credentialName']);
  }

  private readonly options: AnyOptions;

  private constructor(
    private readonly mode: string,
    { subjectAltNames = [], ...options }: AnyOptions = {},
    private readonly required: RequiredKey[] = [],
  ) {
    // Istio takes an empty list for none.
    this.options = subjectAltNames.length > 0 ? { ...options, subjectAltNames: [...subjectAltNames] } : options;
  }

  /**
   * The `tls` of a traffic policy.
   *
   * @internal
   */
  public _render(place: Place): ClientTlsSpec {
    this.checkValues(place);
    this.checkCredential(place);
    this.checkVerification(place);
    return { mode: this.mode, ...this.options };
  }

  private checkValues(place: Place): void {
    const { sni, subjectAltNames = [] } = this.options;
    for (const key of FILES.filter((file) => this.isDue(file))) {
      failIfEmpty(place.at(key), this.options[key], 'name the file as the proxy sees it');
    }
    subjectAltNames.forEach((name, index) => failIfEmpty(place.at('subjectAltNames').item(index), name, 'write a name that the certificate holds'));
    if (sni !== undefined) {
      place.at('sni').check('InvalidHost', fqdn, sni, "write the DNS name that the server's certificate is for");
    }
  }

  private checkCredential(place: Place): void {
    if (!this.isDue('credentialName')) return;
    const { credentialName = '' } = this.options;
    place.at('credentialName').check('InvalidObjectName', subdomainName, credentialName, 'name the Secret, without its namespace');
    for (const key of FILES.filter((file) => this.options[file] !== undefined)) {
      failTogether(place.at(key), this.options[key], 'credentialName is given', 'put it into the Secret, or name files only');
    }
  }

  private checkVerification(place: Place): void {
    if (!this.options.insecureSkipVerify) return;
    for (const key of ['caCertificates', 'credentialName', 'subjectAltNames'] as const) {
      // The Secret of mutual TLS holds the client's own certificate, which may well be shown.
      const verifies = key !== 'credentialName' || this.mode === 'SIMPLE';
      if (verifies && this.options[key] !== undefined) {
        failTogether(place.at(key), this.options[key], 'insecureSkipVerify is true', 'it verifies what is to be skipped: keep one of the two');
      }
    }
  }

  private isDue(key: RequiredKey): boolean {
    return this.options[key] !== undefined || this.required.includes(key);
  }
}

function failIfEmpty(place: Place, value: string | undefined, fix: string): void {
  if (!isText(value) || value === '') {
    place.fail('TlsValueMissing', { must: 'not be empty', got: value, fix });
  }
}

function failTogether(place: Place, got: unknown, where: string, fix: string): never {
  return place.fail('TlsSettingsConflict', { must: `be left out where ${where}`, got, fix });
}
