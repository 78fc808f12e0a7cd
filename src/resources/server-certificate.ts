import { subdomainName } from '../istio/dns-label';
import { isText } from '../istio/primitive';
import type { GatewayServerSpec } from '../private/imports';
import type { Place } from '../private/place';

type CertificateSpec = Pick<NonNullable<GatewayServerSpec['tls']>, 'credentialName' | 'credentialNames' | 'serverCertificate' | 'privateKey' | 'tlsCertificates'>;

/**
 * The files of a certificate, as the gateway's pods see them.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate
 */
export interface CertificateFiles {
  /** The file that holds the certificate. */
  readonly serverCertificate: string;
  /** The file that holds the private key. */
  readonly privateKey: string;
}

/**
 * The certificate by which a gateway shows who it is.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerCertificate {
  /**
   * A certificate in a Secret.
   *
   * @param credentialName the Secret with `tls.crt` and `tls.key`, in the namespace of the gateway's pods; for mutual TLS it, or another one called
   * `<name>-cacert`, also has the certificates of the clients' authorities, `ca.crt`
   * @throws InvalidObjectName (when a construct receives it)
   */
  public static secret(credentialName: string): ServerCertificate {
    return new ServerCertificate(true, (place) => {
      checkSecret(place.at('credentialName'), credentialName);
      return { credentialName };
    });
  }

  /**
   * Certificates in several Secrets, such as one with an RSA and one with an ECDSA key: a client gets the one that it can verify.
   *
   * @param credentialNames one or two Secrets; the first one also has the certificates of the clients' authorities
   * @throws InvalidObjectName, InvalidCertificateCount (when a construct receives it)
   */
  public static secrets(credentialNames: string[]): ServerCertificate {
    const names = [...credentialNames];
    return new ServerCertificate(true, (place) => {
      checkCount(place.at('credentialNames'), names);
      names.forEach((name, index) => checkSecret(place.at('credentialNames').item(index), name));
      return { credentialNames: names };
    });
  }

  /**
   * A certificate in files of the gateway's pods.
   *
   * @param files their paths
   * @throws TlsValueMissing (when a construct receives it)
   */
  public static files(files: CertificateFiles): ServerCertificate {
    return new ServerCertificate(false, (place) => renderFiles(place, files));
  }

  /**
   * Certificates in files of the gateway's pods, such as one with an RSA and one with an ECDSA key: a client gets the one that it can verify.
   *
   * @param tlsCertificates one or two certificates
   * @throws TlsValueMissing, InvalidCertificateCount (when a construct receives it)
   */
  public static filesOfSeveral(tlsCertificates: CertificateFiles[]): ServerCertificate {
    const all = [...tlsCertificates];
    return new ServerCertificate(false, (place) => {
      checkCount(place.at('tlsCertificates'), all);
      return { tlsCertificates: all.map((files, index) => renderFiles(place.at('tlsCertificates').item(index), files)) };
    });
  }

  private constructor(
    /**
     * Whether Istio hands it out, and not the file system.
     *
     * @internal
     */
    public readonly _isSecret: boolean,
    private readonly render: (place: Place) => CertificateSpec,
  ) {}

  /**
   * Its part of a server's `tls`.
   *
   * @internal
   */
  public _render(place: Place): CertificateSpec {
    return this.render(place);
  }
}

function renderFiles(place: Place, { serverCertificate, privateKey }: CertificateFiles): CertificateFiles {
  failIfNoFile(place.at('serverCertificate'), serverCertificate);
  failIfNoFile(place.at('privateKey'), privateKey);
  return { serverCertificate, privateKey };
}

/** Complains of a file without a name. */
export function failIfNoFile(place: Place, file: string | undefined): void {
  if (!isText(file) || file === '') {
    place.fail('TlsValueMissing', { must: 'not be empty', got: file, fix: "name the file as the gateway's pods see it" });
  }
}

function checkSecret(place: Place, name: string): void {
  place.check('InvalidObjectName', subdomainName, name, 'name the Secret with the certificate, without its namespace');
}

function checkCount(place: Place, certificates: unknown[]): void {
  if (certificates.length < 1 || certificates.length > 2) {
    place.fail('InvalidCertificateCount', {
      must: 'have one or two entries', got: certificates.length, fix: 'Istio takes at most two, for two kinds of keys: use a server for each host instead',
    });
  }
}
