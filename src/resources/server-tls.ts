import { failIfNoFile, ServerCertificate } from './server-certificate';
import { CipherSuite, TlsProtocolVersion } from './tls-version';
import { certificateHash, spkiHash } from '../istio/certificate-hash';
import { subdomainName } from '../istio/dns-label';
import { isText } from '../istio/primitive';
import type { ErrorCode } from '../private/error-codes';
import type { GatewayServerSpec } from '../private/imports';
import type { Place } from '../private/place';

type ServerTlsSpec = NonNullable<GatewayServerSpec['tls']>;

/** Which TLS a gateway speaks. */
export interface ServerTlsOptions {
  /**
   * The oldest version.
   *
   * @default TlsProtocolVersion.TLSV1_2
   */
  readonly minProtocolVersion?: TlsProtocolVersion;
  /**
   * The newest version.
   *
   * @default TlsProtocolVersion.TLSV1_3
   */
  readonly maxProtocolVersion?: TlsProtocolVersion;
  /**
   * The cipher suites of TLS 1.2 and older, the preferred one first. Needed where versions below 1.2 are allowed.
   *
   * @default - those of the mesh, or else of Envoy
   */
  readonly cipherSuites?: CipherSuite[];
}

/** How clients are verified. */
export interface MutualServerTlsOptions extends ServerTlsOptions {
  /**
   * The file that holds the certificates of the clients' authorities. Required for a certificate from files, refused for one from a Secret.
   *
   * @default - `ca.crt` of the Secret
   */
  readonly caCertificates?: string;
  /**
   * The file that holds the list of revoked certificates; for a certificate from files. That of a Secret is its `ca.crl`.
   *
   * @default - none is known to be revoked
   */
  readonly caCrl?: string;
  /**
   * The Secret, or `configmap://namespace/name`, that holds the certificates of the clients' authorities; for a certificate from a Secret.
   *
   * @default - the Secret of the certificate, or the one called `<name>-cacert`
   */
  readonly caCertCredentialName?: string;
  /**
   * Names of which the client's certificate must hold one.
   *
   * @default - any name
   */
  readonly subjectAltNames?: string[];
  /**
   * SHA-256 hashes, in base64, of the public keys that clients may have; for a certificate from a Secret.
   *
   * @default - any key
   */
  readonly verifyCertificateSpki?: string[];
  /**
   * SHA-256 hashes, in hexadecimal digits, of the certificates that clients may have; for a certificate from a Secret. One that holds here or in
   * `verifyCertificateSpki` is enough.
   *
   * @default - any certificate
   */
  readonly verifyCertificateHash?: string[];
  /**
   * Whether clients with a certificate that cannot be verified are let through, for the application to decide.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** How clients of the mesh are verified. */
export interface IstioMutualServerTlsOptions {
  /**
   * Names of which the client's certificate must hold one, such as `spiffe://cluster.local/ns/bookinfo/sa/reviews`.
   *
   * @default - any name
   */
  readonly subjectAltNames?: string[];
}

const OLDEST_FIRST = [TlsProtocolVersion.TLSV1_0, TlsProtocolVersion.TLSV1_1, TlsProtocolVersion.TLSV1_2, TlsProtocolVersion.TLSV1_3];
const INSECURE = OLDEST_FIRST.slice(0, 2);

/** What acts only with certificates from files, and what only with those from Secrets; Istio ignores it elsewhere. */
const OF_FILES = ['caCertificates', 'caCrl'] as const;
const OF_SECRETS = ['caCertCredentialName', 'verifyCertificateSpki', 'verifyCertificateHash'] as const;

/**
 * How connections to a gateway are secured.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerTls {
  /**
   * The gateway decrypts, and does not ask who the client is.
   *
   * @param certificate that of the gateway
   * @param options versions and cipher suites
   * @throws InvalidObjectName, InvalidCertificateCount, TlsValueMissing, TlsVersionsConflict (when a construct receives it)
   */
  public static simple(certificate: ServerCertificate, options: ServerTlsOptions = {}): ServerTls {
    return new ServerTls('SIMPLE', certificate, options);
  }

  /**
   * The gateway decrypts, and every client has to show a certificate.
   *
   * @param certificate that of the gateway
   * @param options how clients are verified
   * @throws InvalidObjectName, InvalidCertificateCount, InvalidCertificateHash, TlsValueMissing, TlsSettingsConflict, TlsVersionsConflict (when a
   * construct receives it)
   */
  public static mutual(certificate: ServerCertificate, options: MutualServerTlsOptions = {}): ServerTls {
    return new ServerTls('MUTUAL', certificate, options, true);
  }

  /**
   * The gateway decrypts, and verifies the certificates of clients that show one.
   *
   * @param certificate that of the gateway
   * @param options how clients are verified
   * @throws InvalidObjectName, InvalidCertificateCount, InvalidCertificateHash, TlsValueMissing, TlsSettingsConflict, TlsVersionsConflict (when a
   * construct receives it)
   */
  public static optionalMutual(certificate: ServerCertificate, options: MutualServerTlsOptions = {}): ServerTls {
    return new ServerTls('OPTIONAL_MUTUAL', certificate, options, true);
  }

  /**
   * The gateway decrypts; it and its clients know each other by the certificates that Istio issues. For clients in the mesh.
   *
   * @param options how clients are verified
   * @throws TlsValueMissing (when a construct receives it)
   */
  public static istioMutual(options: IstioMutualServerTlsOptions = {}): ServerTls {
    return new ServerTls('ISTIO_MUTUAL', undefined, options);
  }

  /** The gateway does not decrypt. TLS rules of a VirtualService say by the name that clients ask for (SNI) where connections go. */
  public static passthrough(): ServerTls {
    return new ServerTls('PASSTHROUGH');
  }

  /**
   * The gateway does not decrypt, and the name that clients ask for (SNI) holds service, subset and port, as Istio's own proxies write it. For
   * gateways between networks of one mesh.
   */
  public static autoPassthrough(): ServerTls {
    return new ServerTls('AUTO_PASSTHROUGH');
  }

  private readonly options: MutualServerTlsOptions;

  private constructor(
    private readonly mode: string,
    private readonly certificate?: ServerCertificate,
    options: MutualServerTlsOptions = {},
    private readonly verifies = false,
  ) {
    this.options = { ...options };
  }

  /**
   * The `tls` of a server.
   *
   * @internal
   */
  public _render(place: Place): ServerTlsSpec {
    const { subjectAltNames = [], cipherSuites = [], ...options } = this.options;
    this.checkVersions(place);
    const certificate = this.certificate?._render(place);
    subjectAltNames.forEach((name, index) => failIfNoName(place.at('subjectAltNames').item(index), name));
    if (this.certificate && this.verifies) {
      this.checkClients(place, this.certificate);
    }
    return {
      mode: this.mode,
      ...certificate,
      ...options,
      subjectAltNames: subjectAltNames.length > 0 ? [...subjectAltNames] : undefined,
      // Istio ignores those that are given again.
      cipherSuites: cipherSuites.length > 0 ? [...new Set(cipherSuites)] : undefined,
    };
  }

  private checkVersions(place: Place): void {
    const { minProtocolVersion: oldest, maxProtocolVersion: newest, cipherSuites = [] } = this.options;
    if (oldest && newest && OLDEST_FIRST.includes(newest) && OLDEST_FIRST.indexOf(oldest) > OLDEST_FIRST.indexOf(newest)) {
      place.at('maxProtocolVersion').fail('TlsVersionsConflict', {
        must: `not be older than minProtocolVersion, ${oldest}`, got: newest, fix: 'no client could connect: exchange the two, or leave one out',
      });
    }
    if (oldest && INSECURE.includes(oldest) && cipherSuites.length === 0) {
      place.at('cipherSuites').fail('TlsVersionsConflict', {
        must: `be given where versions from ${oldest} on are allowed`,
        got: cipherSuites,
        fix: 'of the usual ones, none is known to versions below TLSV1_2: name one, or raise minProtocolVersion',
      });
    }
  }

  private checkClients(place: Place, { _isSecret: isSecret }: ServerCertificate): void {
    const { caCertificates, caCrl, caCertCredentialName, verifyCertificateSpki = [], verifyCertificateHash = [] } = this.options;
    for (const key of isSecret ? OF_FILES : OF_SECRETS) {
      if (this.options[key] !== undefined) {
        place.at(key).fail('TlsSettingsConflict', {
          must: `be left out where the certificate comes from ${isSecret ? 'a Secret' : 'files'}`,
          got: this.options[key],
          fix: isSecret ? 'Istio would ignore it: put it into the Secret, as ca.crt or ca.crl' : 'Istio would ignore it: use ServerCertificate.secret()',
        });
      }
    }
    if (!isSecret) {
      failIfNoFile(place.at('caCertificates'), caCertificates);
    }
    if (caCrl !== undefined) {
      failIfNoFile(place.at('caCrl'), caCrl);
    }
    if (caCertCredentialName !== undefined && !/^configmap:\/\/[^/]+\/[^/]+$/.test(caCertCredentialName)) {
      place.at('caCertCredentialName').check(
        'InvalidObjectName', subdomainName, caCertCredentialName, 'name the Secret, without its namespace, or write configmap://namespace/name',
      );
    }
    const code: ErrorCode = 'InvalidCertificateHash';
    verifyCertificateSpki.forEach((hash, index) => (
      place.at('verifyCertificateSpki').item(index).check(code, spkiHash, hash, 'write the hash of the public key as openssl does in base64')
    ));
    verifyCertificateHash.forEach((hash, index) => (
      place.at('verifyCertificateHash').item(index).check(code, certificateHash, hash, 'write the SHA-256 fingerprint of the certificate')
    ));
  }
}

function failIfNoName(place: Place, name: string): void {
  if (!isText(name) || name === '') {
    place.fail('TlsValueMissing', { must: 'not be empty', got: name, fix: 'write a name that the certificate of the client holds' });
  }
}
