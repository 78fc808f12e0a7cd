import type { SidecarTlsSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkList, checkText } from '../private/value-list';

/** Versions of TLS. */
export enum SidecarTlsVersion {
  /** As Istio does: 1.2 at least, 1.3 at most. */
  TLS_AUTO = 'TLS_AUTO',
  /** TLS 1.0; needs cipher suites. */
  TLSV1_0 = 'TLSV1_0',
  /** TLS 1.1; needs cipher suites. */
  TLSV1_1 = 'TLSV1_1',
  /** TLS 1.2. */
  TLSV1_2 = 'TLSV1_2',
  /** TLS 1.3. */
  TLSV1_3 = 'TLSV1_3',
}

/** What a proxy agrees to. */
export interface SidecarTlsOptions {
  /**
   * The oldest version of TLS.
   *
   * @default SidecarTlsVersion.TLSV1_2
   */
  readonly minProtocolVersion?: SidecarTlsVersion;
  /**
   * The latest version of TLS.
   *
   * @default SidecarTlsVersion.TLSV1_3
   */
  readonly maxProtocolVersion?: SidecarTlsVersion;
  /**
   * Cipher suites, by their names in OpenSSL, each once.
   *
   * @default - Envoy's
   */
  readonly cipherSuites?: string[];
  /**
   * SHA-256 hashes, in base64, of public keys of which a client's certificate must have one.
   *
   * @default - any
   */
  readonly verifyCertificateSpki?: string[];
  /**
   * SHA-256 hashes, in hexadecimal, of certificates of which a client must show one.
   *
   * @default - any
   */
  readonly verifyCertificateHash?: string[];
}

/** What a proxy agrees to that asks who the client is. */
export interface SidecarMutualTlsOptions extends SidecarTlsOptions {
  /** The file that holds the certificates of the authorities that clients' certificates come from. */
  readonly caCertificates: string;
  /**
   * The file that holds the list of revoked certificates.
   *
   * @default - none is known to be revoked
   */
  readonly caCrl?: string;
}

type AnyOptions = SidecarTlsOptions & { readonly caCertificates?: string; readonly caCrl?: string };

const CIPHERS = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA'];
const OLD_VERSIONS = [SidecarTlsVersion.TLSV1_0, SidecarTlsVersion.TLSV1_1];
const ORDER = [...OLD_VERSIONS, SidecarTlsVersion.TLSV1_2, SidecarTlsVersion.TLSV1_3];
const cipherSuite = { allowed: `one of ${CIPHERS.join(', ')}`, accepts: (value: string) => CIPHERS.includes(value) };

/**
 * How a sidecar decrypts connections from outside of the mesh, with certificates from files in the proxy. Mutual TLS of the mesh itself needs nothing of it; switch
 * that off for the port with a PeerAuthentication.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class SidecarTls {
  /**
   * TLS with any client.
   *
   * @param serverCertificate the file that holds the certificate
   * @param privateKey the file that holds its key
   * @param options what the proxy agrees to
   * @throws SidecarTlsConflict, ValueMissing (when a construct receives it)
   */
  public static simple(serverCertificate: string, privateKey: string, options: SidecarTlsOptions = {}): SidecarTls {
    return new SidecarTls('SIMPLE', serverCertificate, privateKey, options);
  }

  /**
   * TLS with clients that show a certificate.
   *
   * @param serverCertificate the file that holds the certificate
   * @param privateKey the file that holds its key
   * @param options whose certificates are taken, and what the proxy agrees to
   * @throws SidecarTlsConflict, ValueMissing (when a construct receives it)
   */
  public static mutual(serverCertificate: string, privateKey: string, options: SidecarMutualTlsOptions): SidecarTls {
    return new SidecarTls('MUTUAL', serverCertificate, privateKey, options, true);
  }

  /**
   * TLS with any client; a certificate that it shows must be valid.
   *
   * @param serverCertificate the file that holds the certificate
   * @param privateKey the file that holds its key
   * @param options whose certificates are taken, and what the proxy agrees to
   * @throws SidecarTlsConflict, ValueMissing (when a construct receives it)
   */
  public static optionalMutual(serverCertificate: string, privateKey: string, options: SidecarMutualTlsOptions): SidecarTls {
    return new SidecarTls('OPTIONAL_MUTUAL', serverCertificate, privateKey, options, true);
  }

  private readonly options: AnyOptions;

  private constructor(
    private readonly mode: string,
    private readonly serverCertificate: string,
    private readonly privateKey: string,
    options: AnyOptions,
    private readonly isMutual = false,
  ) {
    this.options = { ...options };
  }

  /**
   * The `tls` of a listener.
   *
   * @internal
   */
  public _render(place: Place): SidecarTlsSpec {
    const { caCertificates = '', caCrl } = this.options;
    const files = { serverCertificate: this.serverCertificate, privateKey: this.privateKey };
    Object.entries(files).forEach(([key, file]) => checkText(place.at(key), file, 'name the file as the proxy sees it'));
    if (this.isMutual) checkText(place.at('caCertificates'), caCertificates, 'name the file as the proxy sees it');
    if (caCrl !== undefined) checkText(place.at('caCrl'), caCrl, 'name the file as the proxy sees it');
    this.validateLists(place);
    this.validateVersions(place);
    return { mode: this.mode, ...files, ...this.options };
  }

  private validateLists(place: Place): void {
    const { cipherSuites, verifyCertificateSpki, verifyCertificateHash } = this.options;
    if (cipherSuites) {
      checkList(place.at('cipherSuites'), cipherSuites, 'Istio leaves out others without a word', 'SidecarTlsConflict', cipherSuite);
      const again = cipherSuites.findIndex((one, index) => cipherSuites.indexOf(one) < index);
      if (again >= 0) place.at('cipherSuites').item(again).fail('SidecarTlsConflict', { must: 'be named once', got: cipherSuites[again], fix: 'remove one of them' });
    }
    for (const [key, list] of Object.entries({ verifyCertificateSpki, verifyCertificateHash })) {
      if (list) checkList(place.at(key), list, 'write the hash');
    }
  }

  private validateVersions(place: Place): void {
    const { minProtocolVersion, maxProtocolVersion, cipherSuites } = this.options;
    if (minProtocolVersion && OLD_VERSIONS.includes(minProtocolVersion) && !cipherSuites) {
      place.at('cipherSuites').fail('SidecarTlsConflict', {
        must: `be given where ${minProtocolVersion} is allowed`, got: cipherSuites, fix: 'the default ones do not go with it: name one such as AES128-SHA',
      });
    }
    const [least, most] = [minProtocolVersion, maxProtocolVersion].map((version) => version ? ORDER.indexOf(version) : -1);
    if (least >= 0 && most >= 0 && least > most) {
      place.at('maxProtocolVersion').fail('SidecarTlsConflict', { must: 'not be older than minProtocolVersion', got: maxProtocolVersion, fix: 'no client could connect: raise it' });
    }
  }
}
